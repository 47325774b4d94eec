"""Asking where files go; what is there already is replaced on a second enter only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Input, Static

from medialib_tui.core.picture.saving import FileThere
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.state_note import StateNote

Save = Callable[[Path, bool], Awaitable[str]]
"""Saves under a path, replacing what is there or not; gives the words to be shown."""


class SaveDialog(Dialog[str]):
    """Ends with what was saved, in words."""

    DEFAULT_CSS = """
    SaveDialog > .dialog { width: 90; max-width: 100%; }
    SaveDialog .save-hint { color: $muted; height: auto; margin-top: 1; }
    SaveDialog StateNote { padding: 1 0 0 0; }
    """
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, suggested: Path, save: Save, *, hint: str = "") -> None:
        super().__init__(title)
        self._suggested = suggested
        self._save = save
        self._hint = hint
        self._force_for: Path | None = None

    def compose_body(self) -> ComposeResult:
        """The name, what it decides, what went wrong."""
        line = Input(str(self._suggested), max_length=1000, select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Static(shown(self._hint), classes="save-hint")
        yield StateNote()

    def buttons(self) -> list[tuple[str, str]]:
        """Cancel, or save."""
        return [("cancel", "Cancel"), ("save", "Save")]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another name is another question."""
        if self._force_for is not None and Path(event.value.strip()) != self._force_for:
            self._force_for = None
            self.query_one(StateNote).clear()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` saves."""
        event.stop()
        self.pressed("save")

    def pressed(self, button: str) -> None:
        """Save under this name."""
        name = self.query_one(Input).value.strip()
        if name:
            target = Path(name)
            self.query_one(StateNote).waiting("Saving…")
            work = partial(self._saved, target, self._force_for == target)
            start_read(self, work, group="save", on_error=partial(self._failed, target))

    async def _saved(self, target: Path, force: bool) -> None:
        self.dismiss(await self._save(target, force))

    def _failed(self, target: Path, error: Failure) -> None:
        note = self.query_one(StateNote)
        if isinstance(error, FileThere):
            self._force_for = target
            again = "Press enter again to replace it, or change the name."
            note.empty(f"{error.title}\n{error.detail}", again)
        else:
            note.failed(error, retry=False)
