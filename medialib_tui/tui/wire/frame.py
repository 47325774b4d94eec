"""Reads what an app writes: cells go onto rows, anything else among them is dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from medialib_tui.tui.wire.cells import clusters, contained, only_narrow
from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.grid import Row
from medialib_tui.tui.wire.style import PLAIN, Style, applied, known, on_blank

_PLACE = re.compile("\x1b\\[([0-9]*+)(?:;([0-9]*+))?+[Hf]")
_TOKEN = re.compile(
    "\x1b\\[(?P<sgr>[0-9;]*+)m"
    "|(?P<text>[^\x00-\x1f\x7f-\x9f]++)"
    "|\x1b\\]8;[^;\x00-\x1f\x7f-\x9f]*;(?P<link>[^\x00-\x20\x7f-\x9f]*)(?:\x1b\\\\|\x07)"
    "|(?P<other>\x1b(?:\\[[0-?]*[ -/]*[@-~]"
    "|[PX^_\\]][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
    "|[ -/]*[0-~])|[\\s\\S])"
)
_KEPT = 256
"""Lines of output that are known as cells, as long as their screen is in use."""
_LINKS = ("http://", "https://", "mailto:")


class Piece(NamedTuple):
    """Cells of a line; `marks` belong to the cell before, `style` is the one at the end."""

    row: Row
    marks: str
    style: Style
    dropped: int


def read(line: str, style: Style, mapped: Mapped | None) -> Piece:
    """The cells that a line of output paints, beginning in a style."""
    chars: list[str] = []
    styles: list[Style | None] = []
    marks, odd, dropped = "", False, 0
    look = mapped(style) if mapped else style
    for found in _TOKEN.finditer(line):
        kind = found.lastgroup
        if kind == "text":
            text = found["text"]
            if only_narrow(text):
                chars += text
                styles += _looks(text, look)
                continue
            for cell, cells in clusters(text):
                if cells:
                    chars += [cell, ""][:cells]
                    styles += [on_blank(look) if cell == " " else look] * cells
                elif chars:
                    chars[-1 if chars[-1] else -2] += cell
                else:
                    marks += cell
                odd = odd or not contained(cell)
            continue
        if kind == "sgr" and (then := applied(style, found["sgr"])) is not None:
            style = then
        elif kind == "link" and _safe(found["link"]):
            style = known(style.fg, style.bg, style.flags, found["link"])
        else:
            dropped += 1
        look = mapped(style) if mapped else style
    return Piece(Row(chars, styles, odd=odd), marks, style, dropped)


def _safe(address: str) -> bool:
    return not address or address.startswith(_LINKS)


@lru_cache(maxsize=1024)
def _index(number: str, count: int) -> int:
    """The line or column of a place, from 0, on a screen of so many."""
    return min(max(int(number or 1), 1), count) - 1


def _looks(text: str, style: Style) -> Sequence[Style]:
    """The style of each cell; spaces at both ends have what can be seen of it."""
    inner = len(text.strip(" "))
    if inner == len(text):
        return [style] * inner
    blank = on_blank(style)
    before = len(text) - len(text.lstrip(" ")) if inner else 0
    return [blank] * before + [style] * inner + [blank] * (len(text) - inner - before)


class Canvas:
    """The screen as the app wants it; `dropped` counts sequences that were no cells."""

    def __init__(self, columns: int, lines: int, mapped: Mapped | None = None) -> None:
        self.dropped = 0
        self._mapped = mapped
        self._read = lru_cache(maxsize=_KEPT)(read)
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Another size: nothing is known of any cell."""
        self.columns, self.lines = columns, lines
        self.rows = [Row.blank(columns, None) for _ in range(lines)]
        self.cursor = (0, 0)
        self._style = PLAIN
        self._owned: set[int] = set()

    def release(self) -> list[Row]:
        """The rows as they are; they are copied before they change again."""
        self._owned.clear()
        return self.rows[:]

    def paint(self, data: str) -> None:
        """Put what was written onto the rows."""
        parts = _PLACE.split(data)
        y, x = self._lines(parts[0], *self.cursor)
        for line, column, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            y, x = _index(line, self.lines), _index(column, self.columns)
            if text:
                y, x = self._lines(text, y, x)
        self.cursor = (y, x)

    def _lines(self, data: str, y: int, x: int) -> tuple[int, int]:
        """Put lines from a place on; the place behind them.

        A frame made for a higher terminal ends on the last line.
        """
        first, *more = data.split("\n")
        if first:
            x = self._put(y, x, first)
        for line in more:
            y, x = min(y + 1, self.lines - 1), 0
            if line:
                x = self._put(y, x, line)
        return y, x

    def _put(self, y: int, x: int, line: str) -> int:
        """Put cells into a row; the column behind them."""
        cells, marks, self._style, dropped = self._read(line, self._style, self._mapped)
        self.dropped += dropped
        row = self.rows[y]
        if not marks:
            if x == 0 and len(cells.chars) == self.columns:
                self.rows[y] = cells
                self._owned.discard(y)
                return self.columns
            if end := row.holds(x, cells):
                return end
        if y not in self._owned:
            self._owned.add(y)
            row = self.rows[y] = row.copy()
        if marks:
            row.join(x, marks)
        return row.put(x, cells)
