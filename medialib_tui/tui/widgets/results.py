"""What a look-up found: entries, then ids that are missing, then those that could not be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from medialib_tui.core.facts import say_size
from medialib_tui.core.lookup import Batch, Failure
from medialib_tui.tui.widgets.columns import Cell, Column, day
from medialib_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project


@dataclass(frozen=True, slots=True)
class Result:
    """One row: an entry, or an id with the reason why there is none."""

    id: str
    entry: Entry | None = None
    failure: Failure | None = None

    @property
    def absence(self) -> str:
        """Why there is no entry, in a sentence; empty where there is one."""
        if self.entry is not None:
            return ""
        return self.failure.error.title if self.failure else f"This server has no entry {self.id}."


def results_of(batches: Iterable[Batch]) -> list[Result]:
    """Entries in the order asked; missing and failed ids at the end."""
    batches = list(batches)
    found = [Result(entry.id, entry) for batch in batches for entry in batch.entries]
    found += [Result(item) for batch in batches for item in batch.missing]
    found += [Result(item.id, failure=item) for batch in batches for item in batch.failed]
    return found


class ResultsTable(RowList[Result]):
    """The rows of a look-up."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Id", 12, flex=1),
        Column("Title", 16, flex=3),
        Column("Type", 8, since=54),
        Column("Version", 7, right=True, since=96),
        Column("Updated", 10, since=66),
        Column("Size", 9, right=True, since=76),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.project: Project | None = None
        self.language = "en"
        self._marked: set[str] = set()

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the marked entries, in the order listed."""
        return tuple(row.id for row in self.items if row.entry and row.id in self._marked)

    def mark(self) -> None:
        """Mark the row under the cursor, or clear it, and go to the next one."""
        if self.current is not None and self.current.entry is not None:
            self._marked ^= {self.current.id}
        self.repaint_rows()
        self.cursor += 1

    def mark_all(self) -> None:
        """Mark every entry listed; where all are, none."""
        every = {row.id for row in self.items if row.entry}
        self._marked = set() if every <= self._marked else every
        self.repaint_rows()

    def clear_marks(self) -> bool:
        """Mark none; False where none was."""
        marked, self._marked = bool(self.marked), set()
        self.repaint_rows()
        return marked

    def learn(self, entry: Entry) -> None:
        """Show another state of an entry where it is listed."""
        rows = [Result(row.id, entry) if row.id == entry.id else row for row in self.items]
        if any(row.id == entry.id for row in rows):
            self.show(rows)

    def key_of(self, item: Result) -> str:
        """The id asked for, or found."""
        return item.id

    def cells_of(self, item: Result) -> Sequence[Cell]:
        """Id, title, media type, version, date, size; the reason where there is no entry."""
        entry = item.entry
        if entry is None:
            reason: Cell = ("not found on this server", "warn")
            if item.failure is not None:
                reason = (item.failure.error.title, "bad")
            return (item.id, reason, "", "", "", "")
        media_type = self.project.media_type(entry.media_type) if self.project else None
        label = media_type.label(self.language) if media_type else entry.media_type or ""
        size = entry.asset.size if entry.asset else None
        marked = entry.id in self._marked
        return (
            (f"+ {entry.id}", "strong") if marked else entry.id,
            (entry.title, "strong") if marked else entry.title,
            (label, "muted"),
            ("" if entry.version is None else str(entry.version), "muted"),
            (day(entry.updated_at), "muted"),
            (say_size(size), "muted"),
        )
