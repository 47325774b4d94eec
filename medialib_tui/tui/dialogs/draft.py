"""A draft found on this machine, beside what the server holds now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Button, Static

from medialib_tui.core.form.form import UNFINISHED, Form
from medialib_tui.core.form.words import REMOVED, in_words
from medialib_tui.model.compare import same
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.store.drafts import Draft


class DraftDialog(Dialog[str]):
    """Ends with `resume`, `discard`, `fresh` (edit without it) or None for later."""

    DEFAULT_CSS = """
    DraftDialog > .dialog { width: 100; max-width: 100%; }
    DraftDialog .said { color: $muted; height: auto; margin-bottom: 1; }
    """

    def __init__(self, form: Form, draft: Draft) -> None:
        super().__init__("Another terminal has a draft" if draft.live else "There is a draft")
        self._form = form
        self._draft = draft

    def compose_body(self) -> ComposeResult:
        """Whose and when, then every property."""
        draft, entry = self._draft, self._form.entry
        when = datetime.fromtimestamp(draft.saved).astimezone().strftime("%Y-%m-%d %H:%M")
        version = "" if draft.base_version is None else f", on version {draft.base_version}"
        said = f"Kept {when} by {draft.who}{version}."
        if draft.live:
            said += " That terminal may still be editing."
        if entry.version != draft.base_version:
            said += f" The server holds version {entry.version} now."
        yield Static(shown(said), classes="said")
        yield FittedSheet(list(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        form = self._form
        for place, handle in enumerate(form.changed):
            if place:
                yield Gap()
            field = form.field(handle)
            was = self._draft.base.get(handle)
            moved = not same(was, field.base)
            yield Heading(field.label, "changed on the server since" if moved else "")
            if moved:
                yield Fact("then", in_words(form, handle, was), "muted")
            yield Fact(
                "server",
                form.was(handle) or in_words(form, handle, field.base),
                "warn" if moved else "plain",
            )
            yield Fact("draft", self._drafted(handle))
        if form.lost:
            yield Said(f"No field for: {', '.join(form.lost)}", "warn")

    def _drafted(self, handle: str) -> str:
        value = self._form.draft().get(handle)
        if isinstance(value, dict) and set(value) == {UNFINISHED}:
            return f"{value[UNFINISHED]}  (unfinished)"
        return in_words(self._form, handle, value, unset=REMOVED)

    def buttons(self) -> list[tuple[str, str]]:
        """What can be done; a live draft of another terminal is never discarded from here."""
        if self._draft.live:
            return [("cancel", "Back"), ("fresh", "Edit without it"), ("resume", "Copy it here")]
        return [("cancel", "Later"), ("discard", "Discard"), ("resume", "Resume")]

    def on_mount(self) -> None:
        """Going on is the usual answer."""
        self.query_one("#cancel" if self._draft.live else "#resume", Button).focus()

    def pressed(self, button: str) -> None:
        """Say which."""
        self.dismiss(button)
