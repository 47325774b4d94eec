"""Somebody else changed a use, or its entry, since it was read: both sides first."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Button

from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.widgets.sheet import Block


class UsageConflictDialog(Dialog[str]):
    """Ends with `mine` to save on top, `theirs` to drop what was typed; None decides nothing."""

    DEFAULT_CSS = """
    UsageConflictDialog > .dialog { width: 100; max-width: 100%; }
    """

    def __init__(
        self, title: str, blocks: Sequence[Block], choices: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(title)
        self._blocks = tuple(blocks)
        self._choices = tuple(choices)

    def compose_body(self) -> ComposeResult:
        """Both sides."""
        yield FittedSheet(self._blocks, beside=9)

    def buttons(self) -> list[tuple[str, str]]:
        """Back first, then what can be done."""
        return [("cancel", "Back"), *self._choices]

    def on_mount(self) -> None:
        """Nothing is decided by the key that was on its way."""
        self.query_one("#cancel", Button).focus()

    def pressed(self, button: str) -> None:
        """Decided."""
        self.dismiss(button)
