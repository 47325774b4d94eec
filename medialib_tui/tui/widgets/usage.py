"""The usage log: a table to filter and sort, and everything about the selected use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.usage.log import UsageLog, UsageRow, usage_rows
from medialib_tui.model.schema import Project
from medialib_tui.tui.present import shown
from medialib_tui.tui.source import Source
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Sheet
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.usage_order import BY_DOCUMENT, HINT, SORTS, UsageFilter, ordered
from medialib_tui.tui.widgets.usage_table import UsageTable, usage_blocks


class UsagePane(Vertical):
    """The usage log with a filter, a headline, and details."""

    DEFAULT_CSS = """
    UsagePane {
        #usage-head { height: 1; padding: 0 1; color: $muted; }
        #usage-table { width: 3fr; }
        #usage-detail { width: 2fr; border-left: vkey $line; display: none; }
        &.-detail #usage-detail { display: block; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._source: Source[UsageLog] = Source()
        self._rows: list[UsageRow] = []
        self._project = Project.unknown()
        self._language = "en"
        self._filter = UsageFilter()
        self._sort = 0
        self._backwards = False
        self._awaited = ""
        self._unseen = ""

    def compose(self) -> ComposeResult:
        """Headline, filter, rows, details."""
        yield Static(id="usage-head")
        yield FilterField(HINT, id="usage-filter")
        yield StateNote(id="usage-note")
        with Horizontal():
            yield UsageTable(id="usage-table")
            yield Sheet(id="usage-detail", labels=16)

    def on_mount(self) -> None:
        """Details follow the cursor."""
        self.table.follow = self._detail

    @property
    def table(self) -> UsageTable:
        """The rows."""
        return self.query_one(UsageTable)

    def show(self, source: Source[UsageLog], project: Project, language: str) -> None:
        """Show a log, or why there is none."""
        self._source, self._project, self._language = source, project, language
        self._rows = usage_rows(source.value, project, language) if source.value else []
        self.table.keep_marks(self._rows)
        self._fill()

    @property
    def untitled(self) -> list[str]:
        """Documents whose missing titles decide which rows are listed, or in what order."""
        if not self._filter.text and self._sort != BY_DOCUMENT:
            return []
        known = self.table.documents
        wanted = (row.document for row in self._rows if row.document not in known)
        return list(dict.fromkeys(filter(None, wanted)))

    def focus_rows(self) -> None:
        """Type goes to the rows."""
        self.table.focus()

    def open_filter(self) -> None:
        """Type goes to the filter."""
        self.query_one(FilterField).open()

    def toggle_detail(self) -> None:
        """Show or hide the details."""
        self.toggle_class("-detail")

    def step_back(self) -> bool:
        """Close the details or the filter; False where neither is open."""
        if self.has_class("-detail") and self.screen.has_class("-narrow"):
            self.toggle_detail()
            return True
        if self.table.clear_marks():
            self.say()
            return True
        return self.query_one(FilterField).step_back()

    def next_sort(self) -> None:
        """The next order of rows."""
        self._sort, self._backwards = (self._sort + 1) % len(SORTS), False
        self._refill()

    def turn(self) -> None:
        """The same order backwards, or forwards again."""
        self._backwards = not self._backwards
        self._refill()

    def _refill(self) -> None:
        """In another order; from the first row one stays at the first."""
        at_top = self.table.cursor == 0
        self._fill()
        if at_top:
            self.table.cursor = 0

    def await_row(self, usage_id: str) -> None:
        """Put the cursor on this use as soon as it is listed."""
        self._awaited, self._unseen = usage_id, ""
        self._go_to_awaited()

    def _go_to_awaited(self) -> None:
        awaited = self._awaited
        if not awaited:
            return
        if self.table.go_to(awaited):
            self._awaited = ""
        elif any(row.entry.id == awaited for row in self._rows):
            self._awaited, self._unseen = "", awaited

    def next_state(self) -> None:
        """All, only confirmed, only pending, all."""
        field = self.query_one(FilterField)
        states = {None: "confirmed", "confirmed": "pending"}
        wanted = states.get(self._filter.state)
        rest = " ".join(part for part in field.value.split() if part[:6].lower() != "state:")
        field.set_class(True, "-open")
        field.value = f"state:{wanted} {rest}".strip() if wanted else rest
        if not field.value:
            field.remove_class("-open")

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Filter at once."""
        event.stop()
        self._filter, self._unseen = UsageFilter.read(event.text), ""
        self._fill()

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.focus_rows()

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """Pass it on: one sent while this pane filters its rows would end here."""
        event.stop()
        self.screen.post_message(RowList.ViewMoved(event.rows))

    def learn(self, documents: Mapping[str, DocumentInfo]) -> None:
        """Fill in what is known of the documents."""
        table = self.table
        wanted = self.untitled
        table.learn(documents)
        if wanted:
            self._fill()
        self._detail()

    def _detail(self) -> None:
        row = self.table.current
        blocks: Iterator[Block] = iter(())
        if row is not None:
            document = self.table.documents.get(row.document)
            blocks = usage_blocks(row, self._project, self._language, document)
        self.query_one("#usage-detail", Sheet).show(blocks)

    def _fill(self) -> None:
        source, note = self._source, self.query_one("#usage-note", StateNote)
        documents = self.table.documents
        rows = self._filter.narrowed(self._rows, documents)
        rows = ordered(rows, self._sort, documents, backwards=self._backwards)
        self.table.display = bool(rows)
        self.set_class(not rows, "-none")
        self.table.show(rows)
        if rows and self.display and self.screen.focused is None:
            self.focus_rows()
        self._go_to_awaited()
        self.say()
        if source.not_offered:
            note.not_offered(source.not_offered)
        elif source.failed is not None:
            note.failed(source.failed)
        elif source.value is not None and not rows:
            note.empty("No use matches the filter." if self._rows else "No use is logged.")
        else:
            note.clear()

    def say(self) -> None:
        """The line above the rows: counts, marks, order, age."""
        self.query_one("#usage-head", Static).update(shown(self._headline(len(self.table.items))))

    def _headline(self, count: int) -> str:
        log, marked = self._source.value, len(self.table.marked)
        if log is None:
            return "Usage log  asking…" if self._source.waiting else "Usage log"
        if hidden := self.table.hidden_marks:
            keys = "c and d take those in view" if marked else "out of view"
            return f"Usage log  {marked + hidden:,} marked, {hidden:,} behind the filter: {keys}"
        if marked:
            return f"Usage log  {marked:,} marked: c confirms, d removes, esc clears the marks"
        if self._unseen:
            return f"Usage log  {self._unseen} is logged; the filter leaves it out"
        text = f"Usage log  {log.confirmed:,} confirmed, {log.pending:,} pending"
        if self._filter.wrong:
            text = f"Usage log  {self._filter.wrong}"
        elif count != len(self._rows):
            text = f"Usage log  {count:,} of {len(self._rows):,} match"
            text += ", titles are on their way" if self.untitled else ""
        order = SORTS[self._sort][0] + (", backwards" if self._backwards else "")
        text += f"  {order}, as of {self._source.at}"
        if self._source.error is not None:
            text += f"; asking again failed: {self._source.error.title}"
        return text
