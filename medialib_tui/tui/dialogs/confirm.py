"""A question with two answers; the safe one has the focus."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown


class ConfirmDialog(Dialog[bool]):
    """Ends with True where the person agreed."""

    def __init__(self, title: str, text: str, *, agree: str, refuse: str = "Cancel") -> None:
        super().__init__(title)
        self._text = text
        self._agree = agree
        self._refuse = refuse

    def compose_body(self) -> ComposeResult:
        """The question."""
        yield Static(shown(self._text, newlines=True))

    def buttons(self) -> list[tuple[str, str]]:
        """Refuse first: it gets the focus."""
        return [("cancel", self._refuse), ("agree", self._agree)]

    def pressed(self, button: str) -> None:
        """Agreed."""
        self.dismiss(True)
