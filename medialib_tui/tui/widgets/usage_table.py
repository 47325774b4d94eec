"""The rows of a usage log, marks on them, and everything about one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from medialib_tui.core.documents import DocumentInfo
from medialib_tui.core.usage.log import UsageRow, usage_params
from medialib_tui.model.dates import say_date
from medialib_tui.model.schema import Project
from medialib_tui.tui.widgets.columns import Cell, Column, day
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading

LOCK = "🔒 "


class UsageTable(RowList[UsageRow]):
    """One use a row."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Purpose", 12, flex=1),
        Column("State", 9),
        Column("Published", 10),
        Column("Document", 10, flex=2),
        Column("Params", 12, flex=3, since=64),
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
        return self.marked or current

    @property
    def hidden_marks(self) -> int:
        """How many marked rows the filter leaves out."""
        return len(self._marked) - len(self.marked)

    def keep_marks(self, rows: Sequence[UsageRow]) -> None:
        """Forget the marks of uses that are not in the log any more."""
        if self._marked:
            self._marked &= {row.entry.id for row in rows}

    def mark(self) -> bool:
        """Mark the row under the cursor, or clear it, and go on; False where it is locked."""
        current = self.current
        if current is not None and not current.internal:
            self._marked ^= {current.entry.id}
            self.repaint_rows()
        self.cursor += 1
        return current is None or not current.internal

    def mark_all(self) -> None:
        """Mark every row listed that is not locked; where all are, none."""
        every = {row.entry.id for row in self.items if not row.internal}
        self._marked = self._marked - every if every <= self._marked else self._marked | every
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

    def forget_unknown(self) -> None:
        """What could not be read may be asked for again."""
        self.documents = {key: info for key, info in self.documents.items() if info.known}

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
    """Everything about one use, and what is known of its document.

    What every use has comes first, each at its own place: little changes from use to use.
    """
    yield Heading(f"{LOCK if row.internal else ''}{row.purpose_label}")
    yield Fact("State", row.state, "good" if row.entry.confirmed else "warn")
    yield Fact("Published", say_date(row.published))
    yield Fact("Reported", say_date(row.reported))
    yield Fact("Id", row.entry.id)
    yield Fact("URL", row.url or "-")
    if row.document:
        title = f"{document.title} " if document and document.known else ""
        yield Fact("Document", f"{title}({row.document})" if title else row.document)
        if document is not None and document.url and document.url != row.url:
            yield Fact("Published at", document.url)
    if row.entry.publication_id is not None:
        yield Fact("Publication", str(row.entry.publication_id))
    if row.billing:
        yield Fact("Billing", row.billing)
    if row.internal:
        yield Fact("Locked", "only publishing writes it", "muted")
    for label, text in usage_params(row.entry, project, language):
        yield Fact(label, text)
    for name, value in row.entry.unknown.items():
        yield Fact(name, str(value), "muted")
