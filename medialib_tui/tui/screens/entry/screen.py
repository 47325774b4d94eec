"""One entry: everything known of it on tabs, every source on its own."""

from __future__ import annotations

import asyncio
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from medialib_tui.api.errors import NotFound
from medialib_tui.core.lookup import Batch
from medialib_tui.model.entry import Entry
from medialib_tui.model.schema import Project
from medialib_tui.tui import notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.jobs import start_read
from medialib_tui.tui.screens.entry.data import PARTS, EntryData
from medialib_tui.tui.screens.entry.paint import EntryPainter
from medialib_tui.tui.screens.items import ItemScreen
from medialib_tui.tui.screens.journal.actions import HistoryActions
from medialib_tui.tui.screens.usage.actions import UsageActions
from medialib_tui.tui.widgets.entry_header import EntryHeader
from medialib_tui.tui.widgets.overview import Overview
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.tab_row import Tab, TabRow

if TYPE_CHECKING:
    from medialib_tui.tui.screens.entry.references import ReferenceJobs
    from medialib_tui.tui.screens.usage.jobs import UsageJobs
    from medialib_tui.tui.widgets.history import HistoryPane
    from medialib_tui.tui.widgets.references import ReferencesPane
    from medialib_tui.tui.widgets.row_list import RowList
    from medialib_tui.tui.widgets.usage import UsagePane

    Rows = ReferencesPane | UsagePane | HistoryPane

TABS = (
    Tab("overview", "Overview", "Overview"),
    Tab("metadata", "Metadata", "Metadata"),
    Tab("references", "References", "Refs"),
    Tab("usage", "Usage log", "Usage"),
    Tab("asset", "Asset and keys", "Asset"),
    Tab("json", "JSON", "JSON"),
    Tab("history", "History", "History"),
)


class EntryScreen(HistoryActions, UsageActions, ItemScreen):
    """Shows an entry by its id; `entry` is shown at once and read again behind it.

    The tabs out of view are imported and mounted once the first frame stands and everything is
    asked for, the history when it is opened.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("entry")
    AUTO_FOCUS = ""

    def __init__(self, entry_id: str, entry: Entry | None = None) -> None:
        super().__init__()
        self.entry_id = entry_id
        self._handed_in = entry
        self._furnishing = asyncio.Lock()
        self._furnished = asyncio.Event()

    def compose_body(self) -> ComposeResult:
        """Header, tabs, and what each of them shows."""
        yield EntryHeader()
        yield TabRow(TABS)
        with Vertical(id="entry-body"):
            yield StateNote(id="entry-note")
            with ContentSwitcher(initial="overview"):
                yield Overview(id="overview")

    # Items

    @property
    def item_id(self) -> str | None:
        """The entry of this screen."""
        return self.entry_id

    @property
    def item_entry(self) -> Entry | None:
        """The entry, once it is there."""
        return self.data.entry.value

    @property
    def item_project(self) -> Project:
        """The project's configuration, as far as it is known."""
        return self.data.project

    @property
    def came_to(self) -> Batch:
        """What a look-up of its id comes to, as far as that is known."""
        if isinstance(self.data.entry.failed, NotFound):
            return Batch(missing=(self.entry_id,))
        return Batch(entries=(self.item_entry,) if self.item_entry else ())

    # Life

    def on_mount(self) -> None:
        """Show what is known, then ask every source."""
        self.data = EntryData(self.session, self.entry_id, self._handed_in)
        self.painter = EntryPainter(self)
        self.query_one(EntryHeader).entry_id = self.entry_id
        self._show_tab("overview")
        self.painter.entry()
        self.call_after_refresh(self._begin)
        self._deaf = self.session.listen(self._written)

    def on_unmount(self) -> None:
        """Nobody to tell any more."""
        self._deaf()

    @property
    def furnished(self) -> bool:
        """Whether the tabs that were out of view are there."""
        return self._furnished.is_set()

    async def _begin(self) -> None:
        """Ask every source side by side, and mount what is out of view meanwhile."""
        self._ask()
        await self._furnish()

    async def _furnish(self) -> None:
        """Mount the tabs out of view, once."""
        async with self._furnishing:
            if not self.furnished:
                from medialib_tui.tui.screens.entry.panes import out_of_view

                await self.query_one(ContentSwitcher).mount(*out_of_view())
                self._furnished.set()
                self.painter.entry()

    @cached_property
    def reference_jobs(self) -> ReferenceJobs:
        """What keeps the reference lists loading."""
        from medialib_tui.tui.screens.entry.references import ReferenceJobs

        return ReferenceJobs(self)

    @cached_property
    def usage_jobs(self) -> UsageJobs:
        """What is done with the uses."""
        from medialib_tui.tui.screens.usage.jobs import UsageJobs

        return UsageJobs(self)

    async def _open_history(self) -> None:
        """Mount the history, the first time."""
        from medialib_tui.tui.screens.journal.jobs import HistoryJobs
        from medialib_tui.tui.widgets.history import HistoryPane

        if not self.query("#history"):
            pane = HistoryPane(id="history", of_entry=True)
            pane.display = False
            await self.query_one(ContentSwitcher).mount(pane)
            self.history = HistoryJobs(self, lambda: pane, self.entry_id)

    def _written(self, entry: Entry) -> None:
        """A write changed an entry: this one is shown as the server holds it now."""
        if entry.id == self.entry_id:
            self.data.entry = self.data.entry.got(entry)
            if not self.furnished:
                return
            self._entry_came()
            if self.tab == "history":
                self.history.load()

    def _ask(self) -> None:
        self.query_one(EntryHeader).age = "asking…"
        self.painter.entry()
        if self.furnished:
            self.reference_jobs.reset()
        for part in PARTS:
            self.load_again(part)

    def load_again(self, part: str) -> None:
        """Ask one source again."""
        start_read(self, partial(self._load, part), group=part)

    async def _load(self, part: str) -> None:
        await self.data.load(part)
        await self._furnished.wait()
        match part:
            case "entry":
                self._entry_came()
            case "project":
                self.painter.entry()
                self.painter.usage()
            case "usage":
                self.painter.usage()
            case "documents" | "media":
                self.reference_jobs.came(part)
            case "keys":
                self.painter.asset()
        self.painter.uses()

    def _entry_came(self) -> None:
        source = self.data.entry
        header = self.query_one(EntryHeader)
        header.age = f"as of {source.at}" if source.at else ""
        if source.value is not None and source.error is None:
            entry, recents = source.value, self.session.recents
            url = self.session.server.url
            recents.note(url, self.entry_id, entry.title, entry.media_type or "")
            start_read(self, self._load_serving, group="serving")
        elif source.value is not None and source.error is not None:
            notices.say_error(self, source.error)
        self.painter.entry()
        if isinstance(source.failed, NotFound):
            self.app.call_next(self.library.show_look_up)

    async def _load_serving(self) -> None:
        await self.data.load("serving")
        self.painter.uses()
        self.painter.asset()

    # Showing

    @property
    def tab(self) -> str:
        """The tab in view."""
        return self.query_one(TabRow).active

    @property
    def _rows(self) -> Rows | None:
        """The tab in view, where it has rows."""
        if self.tab not in _WITH_ROWS:
            return None
        return cast("Rows", self.query_one(f"#{self.tab}"))

    async def action_tab(self, tab: str) -> None:
        """Show a tab."""
        await self._furnish()
        if tab == "history":
            await self._open_history()
        self._show_tab(tab)

    def _show_tab(self, tab: str) -> None:
        self.query_one(TabRow).active = tab
        self.query_one(ContentSwitcher).current = tab
        self.refresh_bindings()
        if tab == "json":
            self.painter.json()
        elif tab == "history":
            self.history.load()
        if tab == "overview":
            self.query_one(Overview).focus_rows()
        elif (rows := self._rows) is not None:
            rows.focus_rows()
        else:
            self.query_one(f"#{tab}").focus()

    # Events

    def on_key(self, event: events.Key) -> None:
        """`esc` first closes the details or the filter of the tab in view."""
        if event.key != "escape":
            return
        if (pane := self._rows) is not None and pane.step_back():
            event.stop()

    async def on_tab_row_chosen(self, event: TabRow.Chosen) -> None:
        """A tab was clicked."""
        await self.action_tab(event.tab)

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """More rows, or titles for those in view, may be wanted."""
        if not self.reference_jobs.rows_moved(event.rows) and self.tab == "history":
            self.history.more()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click opens."""
        self.action_entry_open()

    # Actions

    def action_entry_open(self) -> None:
        """Open the selected media reference; show the places or details of anything else."""
        pane = self._rows
        if self.tab == "references":
            self._open_reference()
        elif self.tab == "usage" and self.uses_editable:
            self.usage_jobs.edit()
        elif pane is not None:
            pane.toggle_detail()

    def _open_reference(self) -> None:
        table = self.references.active_table
        if table.current is not None and table.kind == "media":
            self.open_entry(table.current.key)
        else:
            self.references.toggle_detail()

    def action_entry_filter(self) -> None:
        """Filter the rows of this tab."""
        if (pane := self._rows) is not None:
            pane.open_filter()

    def action_entry_load_all(self) -> None:
        """Load the rest of the reference list in use, or stop loading it."""
        if self.tab == "references":
            self.reference_jobs.toggle_all(self.references.active_table.kind)

    async def action_item_refresh(self) -> None:
        """Ask every source again."""
        await self._furnish()
        self._ask()
        if self.tab == "history":
            self.history.load()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the tab in view has no use for."""
        tabs = _ONLY_ON.get(action)
        if tabs is not None and self.is_mounted and self.tab not in tabs:
            return False
        return super().check_action(action, parameters)

    def label_of(self, action: str, label: str) -> str:
        """A use is edited, where this server lets it be."""
        edits = action == "entry_open" and self.tab == "usage" and self.uses_editable
        return "Edit use" if edits else label


_WITH_ROWS = {"references", "usage", "history"}
_ONLY_ON = {
    "entry_filter": _WITH_ROWS,
    "entry_open": _WITH_ROWS,
    "history_undo": {"history"},
    "history_check": {"history"},
    "entry_load_all": {"references"},
    "entry_usage_state": {"usage"},
    "entry_usage_sort": {"usage", "references"},
    "entry_turn": {"usage", "references"},
    "entry_export": {"usage", "references"},
    "usage_add": {"usage"},
    "usage_confirm": {"usage"},
    "usage_remove": {"usage"},
    "usage_mark": {"usage"},
    "usage_mark_all": {"usage"},
    "usage_details": {"usage"},
}
