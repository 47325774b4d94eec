"""Writes that an earlier run left unfinished: settled behind the first screen, and said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from medialib_tui.tui import notices

if TYPE_CHECKING:
    from textual.app import App

    from medialib_tui.core.session import Session
    from medialib_tui.core.writing.settle import Settled


async def settle_earlier(app: App[None], session: Session) -> None:
    """Read again what such writes concern; nothing is imported or asked where there are none."""
    if not await asyncio.to_thread(session.left_open):
        return
    from medialib_tui.core.writing.settle import reconcile

    for one in await reconcile(session):
        say_outcome(app, one)


def _how_on(app: App[None], one: Settled) -> str:
    """How an import that was cut off goes on; here where it was of a file."""
    from medialib_tui.core.importing.settling import STANDARD_INPUT
    from medialib_tui.tui.actions import BY_ID, say_keys
    from medialib_tui.tui.keymap import keys_of
    from medialib_tui.tui.owner import library_of

    if one.record.title == STANDARD_INPUT:
        return f"{one.command} goes on."
    keys = say_keys(keys_of(BY_ID["app.import"], library_of(app).keys))
    return f"Press {keys} and choose the file again to go on."


def say_outcome(app: App[None], one: Settled) -> None:
    """One notice: which write, and what became of it."""
    from medialib_tui.core.writing.told import in_one_line
    from medialib_tui.store.records import IMPORT, Outcome

    record = one.record
    if record.operation == IMPORT:
        what = f"The import of {record.title} was {one.sentence} (journal {record.number})."
        if one.command:
            what += f" {_how_on(app, one)}"
        notices.say(app, what, title="An import was not brought to its end", severity="warning")
        return
    what = f"{record.entry_id}: {in_one_line(record)}\n{one.sentence} (journal {record.number})"
    match one.outcome:
        case Outcome.APPLIED:
            notices.say(app, what, title="An unfinished write was applied")
        case Outcome.NOT_APPLIED:
            title = "An unfinished write was not applied"
            notices.say(app, what, title=title, severity="warning")
        case _:
            title = "What became of a write is not known"
            notices.say(app, what, title=title, severity="warning")
