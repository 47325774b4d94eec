"""Sources or results row by row, and everything about the selected one below or beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from medialib_tui.tui.widgets.columns import Cell, Column, Tone
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Sheet

STYLES: dict[Tone, str] = {
    "plain": "$foreground",
    "strong": "bold $foreground",
    "good": "bold $good",
    "warn": "bold $warn",
    "bad": "bold $bad",
    "muted": "$muted",
}


@dataclass(frozen=True, slots=True)
class FactRow:
    """One line: what it is about, what is known, when; `blocks` makes its details.

    `done` is None where there is nothing to tick; `failed` is what a person has to look at.
    """

    key: str
    label: str
    said: str
    at: str = ""
    tone: Tone = "plain"
    blocks: Callable[[], Iterable[Block]] | None = None
    done: bool | None = None
    name: str = ""
    failed: bool = False


class FactTable(RowList[FactRow]):
    """The rows."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Source", 17),
        Column("Said", 20, flex=1),
        Column("Read", 8, right=True, since=60),
    )

    def key_of(self, item: FactRow) -> str:
        """The row's own name."""
        return item.key

    def cells_of(self, item: FactRow) -> Sequence[Cell]:
        """Label, what is known, when; a box where it can be ticked."""
        box = "" if item.done is None else "[x] " if item.done else "[ ] "
        tone: Tone = "muted" if item.done else item.tone
        return ((item.label, "muted"), (box + item.said, tone), (item.at, "muted"))


class ResultTable(FactTable):
    """Rows of the last step, or of several entries."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("What", 17),
        Column("Result", 20, flex=1),
        Column("At", 8, right=True, since=60),
    )


class FactPane(Vertical):
    """A line in words, the rows, and the details of the one under the cursor."""

    DEFAULT_CSS = """
    FactPane {
        .fact-head { height: auto; max-height: 6; padding: 0 1; margin: 0 0 1 0; }
        .fact-body { height: 1fr; layout: vertical; }
        FactTable { height: auto; max-height: 13; min-height: 4; }
        .fact-detail { height: 1fr; min-height: 3; border-top: solid $line; }
        &.-detail FactTable { display: none; }
        &.-detail .fact-detail { border-top: none; }
    }
    """

    def __init__(self, *, id: str, table: type[FactTable] = FactTable) -> None:
        super().__init__(id=id)
        self._table = table

    def compose(self) -> ComposeResult:
        """Words, rows, details."""
        yield Static(classes="fact-head")
        with Vertical(classes="fact-body"):
            yield self._table()
            yield Sheet(classes="fact-detail")

    def on_mount(self) -> None:
        """Details follow the cursor."""
        self.table.follow = self.show_detail

    @property
    def table(self) -> FactTable:
        """The rows."""
        return self.query_one(FactTable)

    @property
    def detail(self) -> Sheet:
        """The details."""
        return self.query_one(Sheet)

    @property
    def said(self) -> str:
        """The words above the rows."""
        content = self.query_one(".fact-head", Static).content
        return content.plain if isinstance(content, Content) else ""

    def show(self, head: Content, rows: Iterable[FactRow]) -> None:
        """Show these rows; the cursor stays where it was."""
        line = self.query_one(".fact-head", Static)
        if line.content != head:
            line.update(head)
        self.table.show(rows)
        self.show_detail()

    def show_detail(self) -> None:
        """The details of the row under the cursor."""
        row = self.table.current
        if row is None:
            self.detail.show(())
            return
        blocks = tuple(row.blocks()) if row.blocks else (Fact(row.label, row.said, row.tone),)
        if blocks != self.detail.blocks:
            self.detail.show(blocks)
            self.detail.scroll_home(animate=False)

    def focus_rows(self) -> None:
        """To the rows, or to the details where they have the screen."""
        (self.detail if self.has_class("-detail") else self.table).focus()

    def toggle_detail(self) -> None:
        """The details alone, or below the rows again."""
        self.toggle_class("-detail")
        self.focus_rows()

    def step_back(self) -> bool:
        """Close the details; False where they are not open."""
        if not self.has_class("-detail"):
            return False
        self.toggle_detail()
        return True
