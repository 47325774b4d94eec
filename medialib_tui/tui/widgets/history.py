"""Journalled writes: a table to filter, and everything about the selected one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from medialib_tui.core.writing.told import in_one_line, told
from medialib_tui.core.writing.undo import CannotUndo, plan_undo, taken_back
from medialib_tui.model.dates import say_date
from medialib_tui.store.records import Outcome, Record
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import Cell, Column, Tone, fit
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said, Sheet
from medialib_tui.tui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from medialib_tui.core.writing.undo import Supports

HINT = "Filter: an id, a word of the change, a person, an outcome"

_BRIEFEST = 10
_AROUND = 14
"""Characters beside the two values of a change: quotes, the arrow, a short name."""

_STACKED_BELOW = 100

OUTCOMES: dict[Outcome | None, tuple[str, Tone]] = {
    Outcome.APPLIED: ("applied", "good"),
    Outcome.NOT_APPLIED: ("not applied", "muted"),
    Outcome.UNKNOWN: ("unknown", "warn"),
    None: ("not settled", "warn"),
}
"""Outcomes in words, and the tone they are said in."""


class HistoryTable(RowList[Record]):
    """Writes, newest first; `taken_back` holds the numbers of those that were undone."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Nr", 4, right=True, since=60),
        Column("When", 11),
        Column("Entry", 10, flex=1, since=70),
        Column("What", 14, flex=4),
        Column("Who", 12, since=110),
        Column("Outcome", 11),
    )

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.taken_back: frozenset[int] = frozenset()
        self._brief = _BRIEFEST

    def on_resize(self, event: events.Resize) -> None:
        """Values are cut so that a change shows both of them."""
        widths = fit(self.COLUMNS, event.size.width)
        titles = [column.title for column in self.COLUMNS]
        self._brief = max(_BRIEFEST, (widths[titles.index("What")] - _AROUND) // 2)
        super().on_resize(event)

    def key_of(self, item: Record) -> str:
        """The journal number."""
        return str(item.number)

    def cells_of(self, item: Record) -> Sequence[Cell]:
        """Number, date, entry, what it did, who, how it ended."""
        return (
            (str(item.number), "muted"),
            _moment(item.at),
            item.entry_id,
            in_one_line(item, self._brief),
            (item.who, "muted"),
            self.outcome(item),
        )

    def outcome(self, item: Record) -> tuple[str, Tone]:
        """How a write ended, and whether it was taken back since."""
        if item.number in self.taken_back:
            return ("taken back", "muted")
        return OUTCOMES[item.outcome]


class EntryHistoryTable(HistoryTable):
    """The writes to one entry."""

    COLUMNS: ClassVar[tuple[Column, ...]] = tuple(
        column for column in HistoryTable.COLUMNS if column.title != "Entry"
    )

    def cells_of(self, item: Record) -> Sequence[Cell]:
        """Number, date, what it did, who, how it ended."""
        number, when, _, *rest = super().cells_of(item)
        return (number, when, *rest)


def record_blocks(
    record: Record, outcome: tuple[str, Tone], supports: Supports | None = None
) -> Iterator[Block]:
    """Everything about one write."""
    yield Heading(f"Journal {record.number}", record.operation)
    yield Fact("Outcome", outcome[0], outcome[1])
    if detail := record.detail or record.answer_detail:
        yield Fact("", detail, "muted")
    yield Fact("Version", f"{_version(record.version_before)} → {_version(record.version_after)}")
    yield Gap()
    for step in told(record, 2000):
        if step.new is None:
            yield Fact(step.what, step.said)
        else:
            yield Fact(step.what, step.old or "", "muted")
            yield Fact("", f"→ {step.new}")
    yield Gap()
    planned = plan_undo(record, supports)
    if isinstance(planned, CannotUndo):
        yield Said(f"No undo: {planned.reason}.", "muted")
    else:
        yield from (Said(f"Undo: {note}.", "warn") for note in planned.notes)
    if record.batch:
        yield Fact("Batch", record.batch)
    if record.batch and not isinstance(planned, CannotUndo):
        yield Fact("", f"U takes all of it back, or medialib undo --batch {record.batch}", "muted")
    yield Gap()
    yield Fact("Entry", f"{record.entry_id}  {record.title}")
    yield Fact("Sent", say_date(record.at))
    yield Fact("Settled", say_date(record.settled_at))
    yield Fact("Who", f"{record.who}, process {record.pid}")
    yield Fact("Server", f"{record.server_name} {record.server}")
    if record.undoes is not None:
        yield Fact("Takes back", f"journal {record.undoes}")
    if record.note:
        yield Fact("Note", record.note)
    yield Fact("Hash", record.hash, "muted")


def _moment(text: str) -> str:
    """A moment in a few cells: the time for today, without the year for this one."""
    said, now = say_date(text, missing=""), datetime.now().astimezone()
    if said.startswith(now.strftime("%Y-%m-%d ")):
        return said[11:]
    return said[5:] if said.startswith(now.strftime("%Y-")) else said[:10]


def _version(number: int | None) -> str:
    return "?" if number is None else str(number)


class HistoryPane(Vertical):
    """Writes with a headline, a filter, and details."""

    DEFAULT_CSS = """
    HistoryPane {
        height: 1fr;
        .history-head { height: 1; padding: 0 1; color: $muted; }
        HistoryTable { width: 3fr; }
        Sheet { width: 2fr; border-left: vkey $line; display: none; }
        &.-detail Sheet { display: block; }
        &.-stacked Horizontal { layout: vertical; }
        &.-stacked HistoryTable { width: 1fr; }
        &.-stacked Sheet {
            width: 1fr; height: 65%; border-left: none; border-top: solid $line;
        }
    }
    """

    def __init__(self, *, id: str | None = None, of_entry: bool = False) -> None:
        super().__init__(id=id)
        self._of_entry = of_entry
        self.supports: Supports | None = None
        self.where = ""
        self._records: tuple[Record, ...] = ()
        self._more = False
        self._words = ""

    def compose(self) -> ComposeResult:
        """Headline, filter, rows, details."""
        yield Static(classes="history-head")
        yield FilterField(HINT)
        yield StateNote()
        with Horizontal():
            yield EntryHistoryTable() if self._of_entry else HistoryTable()
            yield Sheet()

    def on_mount(self) -> None:
        """Details follow the cursor."""
        self.table.follow = self._detail

    def on_resize(self, event: events.Resize) -> None:
        """Details go below the rows where there is no room beside them."""
        self.set_class(event.size.width < _STACKED_BELOW, "-stacked")

    @property
    def table(self) -> HistoryTable:
        """The rows."""
        return self.query_one(HistoryTable)

    def show(self, records: Sequence[Record], *, more: bool = False) -> None:
        """Show these writes, newest first; `more` where older ones are not loaded yet."""
        self._records, self._more = tuple(records), more
        self.table.taken_back = taken_back(records)
        self._fill()

    def unreadable(self, reason: str) -> None:
        """Show why there is no journal."""
        self.table.display = False
        self.query_one(StateNote).empty(reason)

    def focus_rows(self) -> None:
        """Type goes to the rows."""
        self.table.focus()

    def open_filter(self) -> None:
        """Type goes to the filter."""
        self.query_one(FilterField).open()

    def toggle_detail(self) -> None:
        """Show or hide the details."""
        self.toggle_class("-detail")
        self._detail()

    def step_back(self) -> bool:
        """Close the details or the filter; False where neither is open."""
        if self.has_class("-detail"):
            self.remove_class("-detail")
            return True
        return self.query_one(FilterField).step_back()

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Filter at once."""
        event.stop()
        self._words = event.text
        self._fill()

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.focus_rows()

    def _detail(self) -> None:
        record = self.table.current
        blocks: Iterator[Block] = iter(())
        if record is not None and self.has_class("-detail"):
            blocks = record_blocks(record, self.table.outcome(record), self.supports)
        self.query_one(Sheet).show(blocks)

    def _fill(self) -> None:
        wanted = self._words.casefold().split()
        rows = [record for record in self._records if _matches(record, wanted)]
        self.table.display = bool(rows)
        self.table.show(rows)
        self._detail()
        count, plus = f"{len(self._records):,}", "+" if self._more else ""
        writes = "write" if count == "1" and not self._more else "writes"
        matching = f"; {len(rows):,} match the filter" if wanted else ""
        open_ones = sum(1 for one in self._records if one.outcome in (None, Outcome.UNKNOWN))
        unsure = f"; {open_ones} not known" if open_ones else ""
        head = f"{count}{plus} {writes}{self.where}{unsure}{matching}"
        self.query_one(".history-head", Static).update(shown(head))
        note = self.query_one(StateNote)
        if rows:
            note.clear()
        else:
            note.empty("No write matches the filter." if self._records else "No write so far.")


def _matches(record: Record, words: Sequence[str]) -> bool:
    if not words:
        return True
    outcome = OUTCOMES[record.outcome][0]
    text = f"{record.entry_id} {record.title} {record.who} {outcome} {record.server_name}"
    found = f"{text} {in_one_line(record)} {record.number}".casefold()
    return all(word in found for word in words)
