"""Text in a dialog: a message, or something to select by hand."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown


class TextDialog(Dialog[None]):
    """A title, an explanation, and text that scrolls and can be selected."""

    DEFAULT_CSS = """
    TextDialog > .dialog { width: 100%; }
    TextDialog .dialog-text { height: auto; max-height: 60vh; }
    TextDialog .dialog-note { color: $muted; margin-bottom: 1; }
    """

    def __init__(self, title: str, text: str, *, note: str = "") -> None:
        super().__init__(title)
        self._text = text
        self._note = note

    def compose_body(self) -> ComposeResult:
        """The note, then the text."""
        if self._note:
            yield Static(shown(self._note), classes="dialog-note")
        with VerticalScroll(classes="dialog-text"):
            yield Static(shown(self._text, newlines=True))
