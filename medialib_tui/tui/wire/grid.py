"""A screen as rows of cells; None for a style means that the cell is not known."""

from __future__ import annotations

from medialib_tui.tui.wire.cells import contained
from medialib_tui.tui.wire.style import Style, on_blank


class Row:
    """One line: a text and a style a cell; the right half of a wide character is empty.

    `odd` says that terminals may disagree about the width of something in it. `base` is the row
    it was copied from, until it is shown; only the columns `low` to `high` were written to since.
    """

    __slots__ = ("_inner", "base", "chars", "high", "low", "odd", "styles")

    def __init__(self, chars: list[str], styles: list[Style | None], *, odd: bool = False) -> None:
        self.chars = chars
        self.styles = styles
        self.odd = odd
        self.base: Row | None = None
        self.low, self.high = len(chars), 0
        self._inner: str | None = None

    @property
    def inner(self) -> str:
        """The text without its edges, where scroll bars and borders stay."""
        if self._inner is None:
            self._inner = "".join(self.chars[2:-2]).strip()
        return self._inner

    @classmethod
    def blank(cls, width: int, style: Style | None) -> Row:
        """A line of spaces."""
        return cls([" "] * width, [style] * width)

    def copy(self) -> Row:
        """A line of its own with the same cells."""
        row = Row(self.chars[:], self.styles[:], odd=self.odd)
        row.base = self
        return row

    def settle(self) -> None:
        """Find out again whether anything odd is left."""
        self.odd = not all(map(contained, set(self.chars)))

    def holds(self, x: int, piece: Row) -> int:
        """The column behind cells that stand at this one already; 0 where they do not."""
        end = x + len(piece.chars)
        same = self.chars[x:end] == piece.chars and self.styles[x:end] == piece.styles
        return end if same else 0

    def put(self, x: int, piece: Row) -> int:
        """Put cells at a column as a terminal that does not wrap; the column behind them."""
        width, count = len(self.chars), len(piece.chars)
        if not count:
            return x
        if x + count > width:
            piece = piece.cut(width - x) if x < width else piece.last
            x, count = width - len(piece.chars), len(piece.chars)
        end = x + count
        self._touch(x, end)
        self._part(x)
        self._part(end)
        self.chars[x:end] = piece.chars
        self.styles[x:end] = piece.styles
        self.odd = self.odd or piece.odd
        return end

    def cut(self, width: int) -> Row:
        """As many cells, the last one written over and over by those that have no room."""
        kept = Row(self.chars[:width], self.styles[:width], odd=self.odd)
        kept._part(width - 1)
        kept.chars[-1:], kept.styles[-1:] = self.last.chars, self.last.styles
        return kept

    @property
    def last(self) -> Row:
        """The last cell; half a character is not known."""
        if self.chars[-1]:
            return Row(self.chars[-1:], self.styles[-1:], odd=self.odd)
        return Row.blank(1, None)

    def join(self, x: int, marks: str) -> None:
        """Characters without a width of their own stand in the cell before a column."""
        place = x - 1 - (0 < x <= len(self.chars) and not self.chars[x - 1])
        if place >= 0:
            self._touch(place, x)
            self.chars[place] += marks
            self.odd = True

    def _touch(self, start: int, end: int) -> None:
        """These columns change, and the halves of characters beside them."""
        self._inner = None
        if start <= self.low:
            self.low = start - 1 if start else 0
        if end >= self.high:
            self.high = min(end + 1, len(self.chars))

    def _part(self, x: int) -> None:
        """Whatever stands across the left edge of a column comes apart into two spaces."""
        if 0 < x < len(self.chars) and not self.chars[x]:
            style = self.styles[x]
            seen = None if style is None else on_blank(style)
            self.chars[x - 1 : x + 1] = " ", " "
            self.styles[x - 1 : x + 1] = seen, seen
