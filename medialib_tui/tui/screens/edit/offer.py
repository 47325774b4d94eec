"""Offering a draft when the form is opened: against what the server holds now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.core.form.form import Form
from medialib_tui.tui import notices
from medialib_tui.tui.dialogs.draft import DraftDialog

if TYPE_CHECKING:
    from medialib_tui.store.drafts import Draft
    from medialib_tui.tui.screens.edit.screen import EditScreen


async def offer(screen: EditScreen, draft: Draft) -> None:
    """Ask what to do with a draft: resume, discard, or leave it for later."""
    form = screen.form
    if form is None:
        return
    drafted = Form(form.entry, form.project, form.language, draft.changes)
    if not drafted.changed and not drafted.lost:
        if not draft.live:
            screen.drafts.drop()
        return
    answer = await screen.app.push_screen_wait(DraftDialog(drafted, draft))
    match answer:
        case "resume":
            screen.put(drafted)
            if drafted.lost:
                gone = ", ".join(drafted.lost)
                notices.say(screen, f"No field for: {gone}", title="Left out of the draft")
        case "discard":
            screen.drafts.drop()
        case "fresh":
            return
        case _:
            if screen.app.screen is screen:
                screen.app.pop_screen()
