"""Asking for a file of ids, or of the results of an earlier batch."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Input, Static

from medialib_tui.core.batch.ids_file import ids_in_file
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.state_note import StateNote

_HINT = (
    "One id a line, or with spaces or commas between; or results as JSON, JSON lines or CSV, "
    "whose ids are taken."
)


class IdsFileDialog(Dialog[tuple[str, ...]]):
    """Ends with the ids of the file."""

    DEFAULT_CSS = """
    IdsFileDialog > .dialog { width: 90; max-width: 100%; }
    IdsFileDialog .ids-hint { color: $muted; height: auto; margin-top: 1; }
    IdsFileDialog StateNote { padding: 1 0 0 0; }
    """
    AUTO_FOCUS = "Input"

    def __init__(self) -> None:
        super().__init__("Ids from which file?")

    def compose_body(self) -> ComposeResult:
        """The path, what may be in the file, what went wrong."""
        line = Input(max_length=1000, select_on_focus=False)
        line.cursor_blink = False
        yield line
        yield Static(shown(_HINT), classes="ids-hint")
        yield StateNote()

    def buttons(self) -> list[tuple[str, str]]:
        """Cancel, or read."""
        return [("cancel", "Cancel"), ("read", "Read")]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another file is another question."""
        self.query_one(StateNote).clear()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` reads."""
        event.stop()
        self.pressed("read")

    def pressed(self, button: str) -> None:
        """Read the file."""
        if name := self.query_one(Input).value.strip():
            start_read(self, partial(self._read, Path(name)), group="ids", on_error=self._failed)

    async def _read(self, path: Path) -> None:
        self.dismiss(await asyncio.to_thread(ids_in_file, path))

    def _failed(self, error: Failure) -> None:
        self.query_one(StateNote).failed(error, retry=False)
