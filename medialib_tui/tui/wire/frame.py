"""Reads what an app writes: cells go onto rows, anything else among them is dropped."""

from __future__ import annotations

import re

from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.grid import Row
from medialib_tui.tui.wire.style import PLAIN, Style, applied

_TOKEN = re.compile(
    "\x1b\\[(?P<sgr>[0-9;]*)m"
    "|\x1b\\[(?P<place>[0-9]*(?:;[0-9]*)?)[Hf]"
    "|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    "|(?P<feed>\r?\n|\r)"
    "|\x1b\\]8;[^;\x00-\x1f\x7f-\x9f]*;(?P<link>[^\x00-\x20\x7f-\x9f]*)(?:\x1b\\\\|\x07)"
    "|(?P<other>\x1b(?:\\[[0-?]*[ -/]*[@-~]"
    "|[PX^_\\]][^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)"
    "|[ -/]*[0-~])|[\\s\\S])"
)
_LINKS = ("http://", "https://", "mailto:")


class Canvas:
    """The screen as the app wants it; `dropped` counts sequences that were no cells."""

    def __init__(self, columns: int, lines: int, mapped: Mapped | None = None) -> None:
        self.dropped = 0
        self._mapped = mapped or _same
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
        y, x = self.cursor
        style = self._style
        for found in _TOKEN.finditer(data):
            kind = found.lastgroup
            if kind == "text":
                x = self._row(y).put(x, found["text"], self._mapped(style))
            elif kind == "sgr":
                style = applied(style, found["sgr"]) or self._drop(style)
            elif kind == "place":
                line, _, column = found["place"].partition(";")
                y = min(max(int(line or 1), 1), self.lines) - 1
                x = min(max(int(column or 1), 1), self.columns) - 1
            elif kind == "feed":
                x = 0
                if found["feed"] != "\r":
                    y = self._below(y)
            elif kind == "link":
                style = style._replace(link=self._safe_link(found["link"]))
            else:
                self._drop(style)
        self.cursor, self._style = (y, x), style

    def _row(self, y: int) -> Row:
        if y not in self._owned:
            self._owned.add(y)
            self.rows[y] = self.rows[y].copy()
        return self.rows[y]

    def _below(self, y: int) -> int:
        """The next line; below the last one is nothing to paint on."""
        if y + 1 < self.lines:
            return y + 1
        self.dropped += 1
        return y

    def _safe_link(self, address: str) -> str:
        if not address or address.startswith(_LINKS):
            return address
        self.dropped += 1
        return ""

    def _drop(self, style: Style) -> Style:
        self.dropped += 1
        return style


def _same(style: Style) -> Style:
    return style
