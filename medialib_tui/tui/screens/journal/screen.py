"""The journal: every write of this machine, what became of it, and the way back."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from medialib_tui.core.journal_file import new_name, write_records
from medialib_tui.model.entry import Entry
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.screens.journal.actions import HistoryActions
from medialib_tui.tui.screens.journal.jobs import HistoryJobs
from medialib_tui.tui.widgets.history import HistoryPane
from medialib_tui.tui.widgets.row_list import RowList


class JournalScreen(HistoryActions, BaseScreen[None]):
    """Writes to this server, or to every one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("journal")
    AUTO_FOCUS = ""

    def compose_body(self) -> ComposeResult:
        """The writes."""
        yield HistoryPane(id="journal")

    @property
    def pane(self) -> HistoryPane:
        """The writes."""
        return self.query_one(HistoryPane)

    def on_mount(self) -> None:
        """Read the journal, and again when something is written."""
        self.history = HistoryJobs(self, lambda: self.pane)
        self.pane.where = f" to {self.session.server.name}"
        self._deaf = self.session.listen(self._written)
        self.history.load()
        self.pane.focus_rows()

    def on_unmount(self) -> None:
        """Nobody to tell any more."""
        self._deaf()

    def _written(self, _entry: Entry) -> None:
        if self.is_current:
            self.history.load()

    def on_screen_resume(self) -> None:
        """Much may have been written meanwhile: read once, not with every write."""
        if self.pane.table.items:
            self.history.load()

    # Events

    def on_key(self, event: events.Key) -> None:
        """`esc` first closes the details or the filter."""
        if event.key == "escape" and self.pane.step_back():
            event.stop()

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """Older writes may be wanted."""
        self.history.more()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click shows everything."""
        self.action_journal_detail()

    # Actions

    def action_journal_detail(self) -> None:
        """Show or hide everything about the write."""
        self.pane.toggle_detail()

    def action_journal_filter(self) -> None:
        """Type into the filter."""
        self.pane.open_filter()

    def action_journal_refresh(self) -> None:
        """Read the journal again."""
        self.history.load()

    def action_journal_server(self) -> None:
        """This server, or every one."""
        here = self.session.server
        self.history.server = None if self.history.server else here.url
        self.pane.where = f" to {here.name}" if self.history.server else " to all servers"
        self.history.load()

    def action_journal_open(self) -> None:
        """Open the entry that was written to."""
        from medialib_tui.tui.screens.entry.screen import EntryScreen

        record = self.pane.table.current
        if record is None:
            return
        if record.server != self.session.server.url:
            said = f"It is on {record.server_name}: switch to that server first."
            notices.say(self, said, severity="warning")
        else:
            self.app.push_screen(EntryScreen(record.entry_id))

    def action_journal_verify(self) -> None:
        """Follow the hash chain."""
        jobs.start_read(self, self._verify, group="verify")

    async def _verify(self) -> None:
        chain = await asyncio.to_thread(self.session.journal.verify)
        if chain.sound:
            said = f"{chain.count:,} records, each as it was written.\nLast hash {chain.head[:16]}…"
            notices.say(self, said, title="The journal holds")
        else:
            said = f"Record {chain.broken}: {chain.why}."
            notices.say(self, said, title="The journal does not hold", severity="error")

    def action_journal_export(self) -> None:
        """Write every record, with its hashes, to a new file in this folder."""
        jobs.start_read(self, self._export, group="export")

    async def _export(self) -> None:
        target = await asyncio.to_thread(new_name)
        try:
            count = await asyncio.to_thread(write_records, target, self.session.journal.export())
        except OSError as error:
            said = f"{target}: {error.strerror or error}"
            notices.say(self, said, title="The journal was not exported", severity="error")
            return
        notices.say(self, f"{count:,} records\n{target}", title="Journal exported")
