"""The rows of a usage log: marked, sorted, narrowed down by words, state, purpose and period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from medialib_tui.api.errors import BadInput
from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.usage.filters import ALWAYS, Filter, Period, period
from medialib_tui.core.usage_log import UsageRow, usage_params
from medialib_tui.model.dates import say_date
from medialib_tui.model.schema import Project
from medialib_tui.tui.widgets.columns import Cell, Column, day
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading

LOCK = "🔒 "
HINT = "Words, state:pending, purpose:print, in:2026-05, since:2026-05-01, until:2026-06"
_TERM = re.compile(r"\b(state|purpose|in|since|until):(\S*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """The filter line taken apart."""

    text: str = ""
    state: str | None = None
    purpose: str | None = None
    period: Period = ALWAYS

    @classmethod
    def read(cls, line: str) -> UsageFilter:
        """Words and terms such as `state:pending`; the last of each counts.

        A period that is not typed to its end narrows nothing down.
        """
        terms = {found[1].lower(): found[2].lower() for found in _TERM.finditer(line)}
        within = terms.get("in", "")
        try:
            when = period(terms.get("since", "") or within, terms.get("until", "") or within)
        except BadInput:
            when = ALWAYS
        words, state, purpose = (
            _TERM.sub(" ", line).strip(),
            terms.get("state"),
            terms.get("purpose"),
        )
        return cls(words, state or None, purpose or None, when)

    def narrowed(self, rows: Sequence[UsageRow]) -> list[UsageRow]:
        """The rows that match; a use without a date of publication counts by its reporting."""
        return Filter(self.text, self.state, self.purpose, self.period).of(rows)


SORTS: tuple[tuple[str, Callable[[UsageRow], str] | None], ...] = (
    ("newest first", None),
    ("by purpose", lambda row: row.purpose_label.lower()),
    ("by state", lambda row: row.state),
    ("by document", lambda row: row.document.zfill(12)),
    ("by params", lambda row: row.params.lower()),
    ("by reporting date", lambda row: row.reported or ""),
)
"""What the rows can be sorted by; the log itself comes newest first."""


def ordered(rows: list[UsageRow], sort: int, *, backwards: bool) -> list[UsageRow]:
    """The rows in one of the orders of `SORTS`."""
    key = SORTS[sort][1]
    if key is None:
        return rows[::-1] if backwards else rows
    return sorted(rows, key=key, reverse=backwards)


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
        self._marked: set[str] = set()

    @property
    def marked(self) -> tuple[UsageRow, ...]:
        """The marked rows in view of the filter, in their order."""
        return tuple(row for row in self.items if row.entry.id in self._marked)

    @property
    def chosen(self) -> tuple[UsageRow, ...]:
        """The marked rows, else the one under the cursor."""
        current = () if self.current is None else (self.current,)
        return (self.marked if self._marked else ()) or current

    def mark(self) -> None:
        """Mark the row under the cursor, or clear it, and go on; a locked one stays as it is."""
        if self.current is not None and not self.current.internal:
            self._marked ^= {self.current.entry.id}
            self.repaint_rows()
        self.cursor += 1

    def mark_all(self) -> None:
        """Mark every row listed that is not locked; where all are, none."""
        every = {row.entry.id for row in self.items if not row.internal}
        self._marked = set() if every <= self._marked else every
        self.repaint_rows()

    def clear_marks(self) -> bool:
        """Mark none; False where none was."""
        marked, self._marked = bool(self._marked), set()
        if marked:
            self.repaint_rows()
        return marked

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
        """Purpose, state, dates, document, params with the billing."""
        document = self.documents.get(item.document)
        marked = bool(self._marked) and item.entry.id in self._marked
        purpose = f"{LOCK if item.internal else ''}{item.purpose_label}"
        extra = ", ".join(part for part in (item.params, item.billing) if part)
        return (
            (f"+ {purpose}", "strong") if marked else purpose,
            (item.state, "good" if item.entry.confirmed else "warn"),
            day(item.published),
            document.title if document and document.known else item.document,
            (extra, "muted"),
            (day(item.reported), "muted"),
        )


def usage_blocks(
    row: UsageRow, project: Project, language: str, document: DocumentInfo | None = None
) -> Iterator[Block]:
    """Everything about one use, and what is known of its document."""
    yield Heading(f"{LOCK if row.internal else ''}{row.purpose_label}")
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
        said = "the purpose is internal: publishing writes it, nobody edits it by hand"
        yield Fact("Locked", said, "muted")
    for label, text in usage_params(row.entry, project, language):
        yield Fact(label, text)
    for name, value in row.entry.unknown.items():
        yield Fact(name, str(value), "muted")
    yield Fact("Id", row.entry.id, "muted")
