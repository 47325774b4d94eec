"""Many at once, whatever is done to them: one list of rows, and the pane around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from medialib_tui.tui.widgets.batch_progress import BatchProgress
from medialib_tui.tui.widgets.columns import Cell, Column, Tone
from medialib_tui.tui.widgets.fact_pane import FactPane, FactRow, FactTable
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.state_note import StateNote

HINT = "Filter: an id, a word of the title or of the outcome"
_BESIDE_FROM = 110


class BatchTable(FactTable):
    """A row an item: `label` is its id, `name` its title, `said` its outcome."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Id", 17, flex=1),
        Column("Title", 12, flex=2, since=64),
        Column("Outcome", 24, flex=3),
        Column("At", 8, right=True, since=130),
    )

    def cells_of(self, item: FactRow) -> Sequence[Cell]:
        """Id, title, outcome, when; a box where it can be left out."""
        box = "" if item.done is None else "[x] " if item.done else "[ ] "
        tone: Tone = "muted" if item.done is False else item.tone
        return (box + item.label, (item.name, "muted"), (item.said, tone), (item.at, "muted"))

    def words_of(self, item: FactRow) -> str:
        """What the filter looks at."""
        return f"{item.label} {item.name} {item.said}"

    def put(self, row: FactRow) -> bool:
        """Show another state of a row where it is listed; only its line is painted again."""
        place = self._places.get(row.key)
        if place is None:
            return False
        self._items[place] = row
        self._strips.pop(place, None)
        self._refresh_whole_row(place)
        return True


class BatchPane(FactPane):
    """Words, progress, the rows with two filters, and the whole story of the one in view.

    `show` lists all rows, `put` gives one of them another state. Narrowed rows stay listed until
    the filter changes, so that nothing jumps while a run goes on.
    """

    DEFAULT_CSS = """
    BatchPane {
        .fact-head { margin: 0; }
        FilterField { margin: 0 1; }
        .fact-body BatchTable { height: 2fr; max-height: 100%; }
        .fact-body .fact-detail { height: 1fr; }
        &.-beside .fact-body { layout: horizontal; }
        &.-beside BatchTable { width: 3fr; height: 1fr; }
        &.-beside .fact-detail { width: 2fr; border-top: none; border-left: vkey $line; }
        &.-detail .fact-detail { width: 1fr; border-left: none; }
        &.-none .fact-body { display: none; }
    }
    """

    def __init__(self, *, id: str, table: type[BatchTable] = BatchTable) -> None:
        super().__init__(id=id, table=table)
        self._rows: dict[str, FactRow] = {}
        self._words: tuple[str, ...] = ()
        self._failed = 0
        self.failed_only = False

    def compose(self) -> ComposeResult:
        """Words, progress, filter, rows, details."""
        yield Static(classes="fact-head")
        yield BatchProgress()
        yield FilterField(HINT)
        yield StateNote()
        with Vertical(classes="fact-body"):
            yield self._table()
            yield Sheet(classes="fact-detail")

    # Parts

    @property
    def progress(self) -> BatchProgress:
        """The line that says how far it is."""
        return self.query_one(BatchProgress)

    @property
    def note(self) -> StateNote:
        """What stands there while there are no rows."""
        return self.query_one(StateNote)

    @property
    def rows(self) -> Mapping[str, FactRow]:
        """Every row by its key, listed or not."""
        return self._rows

    @property
    def failed(self) -> int:
        """How many rows have to be looked at."""
        return self._failed

    # Rows

    def say(self, head: Content) -> None:
        """Other words above the rows."""
        line = self.query_one(".fact-head", Static)
        line.display = bool(head.plain)
        if line.content != head:
            line.update(head)

    def show(self, head: Content | None, rows: Iterable[FactRow]) -> None:
        """Show these rows; the cursor stays where it was. Without a head it has no line."""
        self.say(head or Content(""))
        self._rows = {row.key: row for row in rows}
        self._failed = sum(row.failed for row in self._rows.values())
        self._fill()

    def put(self, row: FactRow) -> None:
        """Give a row another state, or add it."""
        former = self._rows.get(row.key)
        self._rows[row.key] = row
        self._failed += row.failed - (former is not None and former.failed)
        if isinstance(self.table, BatchTable) and self.table.put(row):
            if self.table.current_key == row.key:
                self.show_detail()
        elif self._wanted(row):
            self.table.extend([row])
            self._empty()
        self._count()

    def _fill(self) -> None:
        self.table.show(self._narrowed())
        self._empty()
        self._count()
        self.show_detail()

    def _narrowed(self) -> Iterator[FactRow]:
        return (row for row in self._rows.values() if self._wanted(row))

    def _wanted(self, row: FactRow) -> bool:
        if self.failed_only and not row.failed:
            return False
        if not self._words:
            return True
        text = self._words_of(row).casefold()
        return all(word in text for word in self._words)

    def _words_of(self, row: FactRow) -> str:
        table = self.table
        return table.words_of(row) if isinstance(table, BatchTable) else row.said

    def _empty(self) -> None:
        none = bool(self._rows) and not self.table.items
        self.set_class(none, "-none")
        if none and self._words:
            self.note.empty("No row matches the filter.", "esc shows all rows.")
        elif none:
            self.note.empty("Nothing has failed.", "f shows all rows.")
        elif self._rows:
            self.note.clear()

    def _count(self) -> None:
        said = f"{self.failed:,} failed, f shows all" if self.failed_only else ""
        if self._words:
            said = f"{len(self.table.items):,} of {len(self._rows):,} match"
        self.progress.put_aside(said)

    # Filters and details

    def on_resize(self, event: events.Resize) -> None:
        """Details stand beside the rows where there is room."""
        self.set_class(event.size.width >= _BESIDE_FROM, "-beside")

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Narrow the rows down."""
        event.stop()
        self._words = tuple(event.text.casefold().split())
        self._fill()

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.table.focus()

    def on_row_list_chosen(self, event: FactTable.Chosen) -> None:
        """A double click shows the details."""
        event.stop()
        self.toggle_detail()

    def step_back(self) -> bool:
        """Close the details, then the filters; False where nothing is open."""
        if super().step_back():
            return True
        if self.failed_only:
            self.toggle_failed()
            return True
        return self.query_one(FilterField).step_back()

    def toggle_failed(self) -> None:
        """Only the rows that failed, or all again."""
        self.failed_only = not self.failed_only
        self._fill()

    def open_filter(self) -> None:
        """Type into the filter."""
        if self.has_class("-detail"):
            self.toggle_detail()
        self.query_one(FilterField).open()
