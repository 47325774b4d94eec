"""What was found in a file before anything is sent: counts and mapping, then the problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from medialib_tui.tui.widgets.batch import BatchPane, BatchTable
from medialib_tui.tui.widgets.columns import Cell, Column
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.sheet import Block, Sheet, lines_of
from medialib_tui.tui.widgets.state_note import StateNote

_SHARE = 0.45
"""The part of the pane that counts and mapping may take where many problems are listed."""

_BESIDE_ROWS = 10
"""Lines that few problems take besides their rows: heads, gaps, the details of one."""


class ProblemTable(BatchTable):
    """One problem a row, errors first: `at` is the line, `name` the field, `said` what is wrong."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Line", 7, right=True),
        Column("Item", 12, flex=1, since=64),
        Column("Field", 14, flex=1),
        Column("What", 22, flex=4),
    )

    def cells_of(self, item: FactRow) -> Sequence[Cell]:
        """Line, item, field, what."""
        return ((item.at, "muted"), item.label, (item.name, "strong"), (item.said, item.tone))


class ImportCheckPane(Vertical):
    """Counts and mapping above, problems below."""

    DEFAULT_CSS = """
    ImportCheckPane { height: 1fr; }
    ImportCheckPane BatchPane { margin: 1 0 0 0; }
    ImportCheckPane BatchProgress { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Counts, problems."""
        yield StateNote(id="check-note")
        yield Sheet(id="found")
        yield BatchPane(id="problems", table=ProblemTable)

    @property
    def problems(self) -> BatchPane:
        """The problems."""
        return self.query_one(BatchPane)

    @property
    def sheet(self) -> Sheet:
        """Counts and mapping."""
        return self.query_one("#found", Sheet)

    @property
    def note(self) -> StateNote:
        """What stands there while nothing is known."""
        return self.query_one("#check-note", StateNote)

    def show_nothing(self) -> None:
        """Nothing is known yet."""
        self.sheet.show(())
        self.sheet.display = self.problems.display = False

    def show(self, blocks: Sequence[Block], head: Content, rows: Sequence[FactRow]) -> None:
        """Show what was found; `head` stands above the problems."""
        self.note.clear()
        self.sheet.display, self.problems.display = True, bool(rows)
        self.sheet.show(blocks)
        self.problems.show(head, rows)
        self._fit()

    def toggle_problems(self) -> None:
        """Counts and mapping alone, or the problems again."""
        self.problems.display = not self.problems.display and bool(self.problems.rows)
        self._fit()
        self.focus_first()

    def step_back(self) -> bool:
        """Have the problems back, or close what lies over them; False where nothing is open."""
        if self.problems.rows and not self.problems.display:
            self.toggle_problems()
            return True
        return self.problems.step_back()

    def _fit(self) -> None:
        if not self.problems.display:
            self.sheet.styles.height = "1fr"
            return
        width = max(1, self.size.width - 3)
        lines = sum(1 for _ in lines_of(self.sheet.blocks, width))
        rest = self.size.height - len(self.problems.rows) - _BESIDE_ROWS
        room = max(rest, int(self.size.height * _SHARE))
        self.sheet.styles.height = max(3, min(lines, room))

    def on_resize(self, event: events.Resize) -> None:
        """Other width, other lines."""
        self._fit()

    def focus_first(self) -> None:
        """To the problems, or to the counts where there are none."""
        if self.problems.display:
            self.problems.focus_rows()
        else:
            self.sheet.focus()
