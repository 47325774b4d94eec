"""The usage log: a table to filter and sort, and everything about the selected use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.usage_log import (
    UsageLog,
    UsageRow,
    filter_usage,
    usage_params,
    usage_rows,
)
from medialib_tui.model.dates import say_date
from medialib_tui.model.schema import Project
from medialib_tui.tui.present import shown
from medialib_tui.tui.source import Source
from medialib_tui.tui.widgets.columns import Cell, Column, day
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading, Sheet
from medialib_tui.tui.widgets.state_note import StateNote

HINT = "Filter by text, state:pending, purpose:print"
_TERM = re.compile(r"(state|purpose):(\S*)", re.IGNORECASE)

SORTS: tuple[tuple[str, Callable[[UsageRow], str]], ...] = (
    ("newest first", lambda row: row.published or ""),
    ("by purpose", lambda row: row.purpose_label.lower()),
    ("by state", lambda row: row.state),
    ("by document", lambda row: row.document.zfill(12)),
)


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """The filter line taken apart."""

    text: str = ""
    state: str | None = None
    purpose: str | None = None

    @classmethod
    def read(cls, line: str) -> UsageFilter:
        """Words, `state:` and `purpose:`; the last of each counts."""
        terms = {found[1].lower(): found[2].lower() or None for found in _TERM.finditer(line)}
        return cls(_TERM.sub(" ", line).strip(), terms.get("state"), terms.get("purpose"))


class UsageTable(RowList[UsageRow]):
    """One use a row."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Purpose", 12, flex=1),
        Column("State", 9),
        Column("Published", 10),
        Column("Document", 10, flex=2),
        Column("Params", 12, flex=3, since=75),
        Column("Reported", 10, since=90),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.documents: dict[str, DocumentInfo] = {}

    def learn(self, documents: Mapping[str, DocumentInfo]) -> None:
        """Fill in what is known of the documents."""
        self.documents.update(documents)
        self.repaint_rows()

    def link_of(self, item: UsageRow) -> str | None:
        """The address of a use: its own, else its document's."""
        found = self.documents.get(item.document)
        return item.url or (found.url if found else None)

    def key_of(self, item: UsageRow) -> str:
        """The usage-log entry's id."""
        return item.entry.id

    def cells_of(self, item: UsageRow) -> Sequence[Cell]:
        """Purpose, state, dates, document, params."""
        document = self.documents.get(item.document)
        return (
            item.purpose_label,
            (item.state, "good" if item.entry.confirmed else "warn"),
            day(item.published),
            document.title if document and document.known else item.document,
            (item.params, "muted"),
            (day(item.reported), "muted"),
        )


def usage_blocks(
    row: UsageRow, project: Project, language: str, document: DocumentInfo | None = None
) -> Iterator[Block]:
    """Everything about one use, and what is known of its document."""
    yield Heading(row.purpose_label)
    yield Fact("State", row.state, "good" if row.entry.confirmed else "warn")
    yield Fact("Published", say_date(row.published))
    yield Fact("Reported", say_date(row.reported))
    if row.document:
        title = f"{document.title} " if document and document.known else ""
        yield Fact("Document", f"{title}({row.document})" if title else row.document)
        if document is not None and document.url:
            yield Fact("Published at", document.url)
    if row.entry.publication_id is not None:
        yield Fact("Publication", str(row.entry.publication_id))
    yield Fact("URL", row.url or "-")
    if row.billing:
        yield Fact("Billing", row.billing)
    if row.internal:
        yield Fact("Internal", "the purpose is internal: the editor shows it read-only", "muted")
    for label, text in usage_params(row.entry, project, language):
        yield Fact(label, text)
    for name, value in row.entry.unknown.items():
        yield Fact(name, str(value), "muted")
    yield Fact("Id", row.entry.id, "muted")


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
        self._project = Project(known=False)
        self._language = "en"
        self._filter = UsageFilter()
        self._sort = 0

    def compose(self) -> ComposeResult:
        """Headline, filter, rows, details."""
        yield Static(id="usage-head")
        yield FilterField(HINT, id="usage-filter")
        yield StateNote(id="usage-note")
        with Horizontal():
            yield UsageTable(id="usage-table")
            yield Sheet(id="usage-detail")

    @property
    def table(self) -> UsageTable:
        """The rows."""
        return self.query_one(UsageTable)

    def show(self, source: Source[UsageLog], project: Project, language: str) -> None:
        """Show a log, or why there is none."""
        self._source, self._project, self._language = source, project, language
        self._rows = usage_rows(source.value, project, language) if source.value else []
        self._fill()

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
        return self.query_one(FilterField).step_back()

    def next_sort(self) -> None:
        """The next order of rows."""
        self._sort = (self._sort + 1) % len(SORTS)
        self._fill()

    def next_state(self) -> None:
        """All, only confirmed, only pending, all."""
        field = self.query_one(FilterField)
        states = {None: "confirmed", "confirmed": "pending"}
        wanted = states.get(self._filter.state)
        rest = " ".join(part for part in field.value.split() if not part.startswith("state:"))
        field.set_class(True, "-open")
        field.value = f"state:{wanted} {rest}".strip() if wanted else rest
        if not field.value:
            field.remove_class("-open")

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Filter at once."""
        event.stop()
        self._filter = UsageFilter.read(event.text)
        self._fill()

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.focus_rows()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show everything about the row."""
        event.stop()
        self._detail()

    def learn(self, documents: Mapping[str, DocumentInfo]) -> None:
        """Fill in what is known of the documents."""
        self.table.learn(documents)
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
        wanted = self._filter
        rows = filter_usage(self._rows, wanted.text, wanted.state, wanted.purpose)
        if self._sort:
            rows.sort(key=SORTS[self._sort][1])
        self.table.display = bool(rows)
        self.table.show(rows)
        self.query_one("#usage-head", Static).update(shown(self._headline(len(rows))))
        if source.not_offered:
            note.not_offered(source.not_offered)
        elif source.failed is not None:
            note.failed(source.failed)
        elif source.value is not None and not rows:
            note.empty("No use matches the filter." if self._rows else "No use is logged.")
        else:
            note.clear()

    def _headline(self, count: int) -> str:
        log = self._source.value
        if log is None:
            return "Usage log  asking…" if self._source.waiting else "Usage log"
        text = f"Usage log  {log.confirmed:,} confirmed, {log.pending:,} pending"
        if count != len(self._rows):
            text += f"; {count:,} match the filter"
        text += f"  {SORTS[self._sort][0]}, as of {self._source.at}"
        if self._source.error is not None:
            text += f"; asking again failed: {self._source.error.title}"
        return text
