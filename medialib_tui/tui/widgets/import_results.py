"""What became of each item of an import: rows that are read as they come into view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.message import Message

from medialib_tui.tui.widgets.batch import BatchPane, BatchTable
from medialib_tui.tui.widgets.columns import Cell, Column
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.filter_field import FilterField


class ImportTable(BatchTable):
    """One item a row, in the order of the file: `at` is its line, `said` how it ended."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Item", 16, flex=1),
        Column("Result", 24, flex=3),
        Column("Line", 7, right=True, since=50),
    )

    def cells_of(self, item: FactRow) -> Sequence[Cell]:
        """Item, result, line."""
        return (item.label, (item.said, item.tone), (item.at, "muted"))


class ImportResultPane(BatchPane):
    """The rows of an import; narrowing them down reads other ones, so any number is possible.

    `total` is how many there are without a filter.
    """

    @dataclass
    class Narrowed(Message):
        """Other rows are wanted: see `failed_only` and `words`."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, table=ImportTable)
        self.total = 0
        self.complete = False

    @property
    def words(self) -> tuple[str, ...]:
        """What the rows are filtered by."""
        return self._words

    def list_rows(self, rows: Iterable[FactRow], *, complete: bool) -> None:
        """Show these rows; `complete` where no further ones can be read."""
        self.complete = complete
        self._rows = {row.key: row for row in rows}
        self._fill()

    def add_rows(self, rows: Iterable[FactRow], *, complete: bool) -> None:
        """Add rows at the end."""
        self.complete = complete
        fresh = [row for row in rows if row.key not in self._rows]
        self._rows.update((row.key, row) for row in fresh)
        self.table.extend(fresh)
        self._count()

    def learn(self, row: FactRow) -> None:
        """Show another state of a row, if it is listed."""
        if row.key in self._rows:
            self.put(row)

    def _wanted(self, row: FactRow) -> bool:
        return True

    def _empty(self) -> None:
        none = not self._rows and self.complete
        self.set_class(none, "-none")
        if not none:
            self.note.clear()
        elif self._words:
            self.note.empty("No row matches the filter.", "esc shows all rows.")
        elif self.failed_only:
            self.note.empty("Nothing has failed so far.", "f shows all rows.")
        else:
            self.note.empty("Nothing was sent yet.")

    def _count(self) -> None:
        count, plus = f"{len(self.table.items):,}", "" if self.complete else "+"
        if self._words:
            said = f"{count}{plus} match the filter"
        elif self.failed_only:
            said = f"{count}{plus} failed, f shows all"
        else:
            said = ""
        self.progress.put_aside(said)

    def toggle_failed(self) -> None:
        """Only what is not on the server, or all again."""
        self.failed_only = not self.failed_only
        self._narrow()

    def _narrow(self) -> None:
        """What is listed and still wanted stays until the other rows are read."""
        if self.failed_only or self._words:
            kept = [row for row in self._rows.values() if row.failed or not self.failed_only]
            kept = [row for row in kept if self._matches(row)]
            self.list_rows(kept, complete=False)
        self.post_message(self.Narrowed())

    def _matches(self, row: FactRow) -> bool:
        text = f"{row.label} {row.said} {row.at}".casefold()
        return all(word in text for word in self._words)

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Narrow the rows down."""
        event.stop()
        self._words = tuple(event.text.casefold().split())
        self._narrow()
