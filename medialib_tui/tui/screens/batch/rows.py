"""What can be done with the rows of a batch, whatever it writes: narrow, read, open, export."""

from __future__ import annotations

from medialib_tui.tui import notices
from medialib_tui.tui.screens.base import BaseScreen, Result
from medialib_tui.tui.widgets.batch import BatchPane


class RowsScreen(BaseScreen[Result]):
    """A screen around a list of many; subclasses say which."""

    @property
    def pane(self) -> BatchPane:
        """The list in view."""
        return self.query_one(BatchPane)

    def entry_of(self, key: str) -> str:
        """The id of the entry a row is about; empty where there is none."""
        return key

    def action_rows_details(self) -> None:
        """The whole story of the row, alone or beside the rows."""
        if self.pane.table.current is not None:
            self.pane.toggle_detail()

    def action_rows_failed(self) -> None:
        """Only the rows that failed, or all again."""
        self.pane.toggle_failed()

    def action_rows_filter(self) -> None:
        """Type into the filter."""
        self.pane.open_filter()

    def action_rows_open(self) -> None:
        """Open the entry of the row."""
        from medialib_tui.tui.screens.entry.screen import EntryScreen

        key = self.pane.table.current_key
        if key is not None and (entry_id := self.entry_of(key)):
            self.app.push_screen(EntryScreen(entry_id))
        else:
            notices.say(self, "There is no entry here.")
