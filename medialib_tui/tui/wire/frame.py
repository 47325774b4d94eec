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

_PLACE = re.compile("\x1b\\[([0-9]*)(?:;([0-9]*))?[Hf]")
_TOKEN = re.compile(
    "\x1b\\[(?P<sgr>[0-9;]*)m"
    "|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    "|\x1b\\]8;[^;\x00-\x1f\x7f-\x9f]*;(?P<link>[^\x00-\x20\x7f-\x9f]*)(?:\x1b\\\\|\x07)"
    "|(?P<other>\x1b(?:\\[[0-?]*[ -/]*[@-~]"
    "|[PX^_\\]][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
    "|[ -/]*[0-~])|[\\s\\S])"
)
_LINKS = ("http://", "https://", "mailto:")


class Piece(NamedTuple):
    """Cells of a line; `marks` belong to the cell before, `style` is the one at the end."""

    row: Row
    marks: str
    style: Style
    dropped: int


@lru_cache(maxsize=256)
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
        self._lines(parts[0])
        for line, column, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            y = min(max(int(line or 1), 1), self.lines) - 1
            x = min(max(int(column or 1), 1), self.columns) - 1
            self.cursor = (y, x)
            self._lines(text)

    def _lines(self, data: str) -> None:
        for number, line in enumerate(data.split("\n")):
            if number:
                self._feed()
            if line:
                self._put(line)

    def _feed(self) -> None:
        """To the next line; a frame made for a higher terminal ends on the last one."""
        y = self.cursor[0]
        self.cursor = (min(y + 1, self.lines - 1), 0)

    def _put(self, line: str) -> None:
        y, x = self.cursor
        piece = read(line, self._style, self._mapped)
        self._style = piece.style
        self.dropped += piece.dropped
        if x == 0 and not piece.marks and len(piece.row.chars) == self.columns:
            self.rows[y] = piece.row
            self._owned.discard(y)
            self.cursor = (y, self.columns)
            return
        if not piece.marks and (end := self.rows[y].holds(x, piece.row)):
            self.cursor = (y, end)
            return
        if y not in self._owned:
            self._owned.add(y)
            self.rows[y] = self.rows[y].copy()
        if piece.marks:
            self.rows[y].join(x, piece.marks)
        self.cursor = (y, self.rows[y].put(x, piece.row))
