"""What taking a write back will do, exactly; sent only from here."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.widgets import Button

from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.told import told_intent
from medialib_tui.core.writing.undo import Undo
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Said


class UndoDialog(Dialog[bool]):
    """Ends with True where the person wants it; the safe answer has the focus."""

    DEFAULT_CSS = """
    UndoDialog > .dialog { width: 100; max-width: 100%; }
    """

    def __init__(self, planned: Undo, intent: Intent) -> None:
        super().__init__(f"Take back journal {planned.record.number} on {intent.entry.id}?")
        self._planned = planned
        self._intent = intent

    def compose_body(self) -> ComposeResult:
        """Every change, then what will not be as it was."""
        yield FittedSheet(list(self._blocks()))

    def _blocks(self) -> Iterator[Block]:
        yield Said(self._intent.entry.title, "muted")
        yield Gap()
        for step in told_intent(self._intent):
            if step.new is None:
                yield Fact(step.what, step.said)
            else:
                yield Fact(step.what, step.old or "", "muted")
                yield Fact("", f"→ {step.new}")
        for note in self._planned.notes:
            yield Gap()
            yield Said(f"Not as it was: {note}.", "warn")
        yield Gap()
        yield Said(f"Written to version {self._intent.entry.version}.", "muted")

    def buttons(self) -> list[tuple[str, str]]:
        """The safe one first: it gets the focus."""
        return [("cancel", "Cancel"), ("undo", "Take back")]

    def on_mount(self) -> None:
        """The safe answer is under `enter`."""
        self.query_one("#cancel", Button).focus()

    def pressed(self, button: str) -> None:
        """Agreed."""
        self.dismiss(True)
