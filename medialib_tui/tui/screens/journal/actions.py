"""The actions on journalled writes, apart from what they take to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.tui.screens.journal.jobs import HistoryJobs


class HistoryActions:
    """The actions of every screen that shows journalled writes, as a part of its class."""

    history: HistoryJobs

    def action_history_undo(self) -> None:
        """Take the selected write back."""
        self.history.undo()

    def action_history_undo_batch(self) -> None:
        """Take the whole batch of the selected write back."""
        self.history.undo_batch()

    def action_history_check(self) -> None:
        """Read again what became of the selected write."""
        self.history.check()
