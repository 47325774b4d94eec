"""A small strict terminal: what it does not know is an error, and nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from rich.cells import split_graphemes

_SEQUENCE = re.compile(
    "\x1b\\[(?P<mark>[?<=>]?)(?P<numbers>[0-9;]*)(?P<between>[ $]?)(?P<final>[A-Za-z@])"
    "|\x1b\\]8;(?P<id>[^;]*);(?P<link>[^\x1b\x07]*)(?:\x1b\\\\|\x07)"
    "|(?P<string>\x1b[\\]_P](?:[^\x1b\x07]|\x1b\x1b)*(?:\x1b\\\\|\x07))"
    "|(?P<single>\x1b[DM]|\x1b[(]B|[\r\n\v\b\x07])"
    "|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_SEEN = {"4", "7", "9", "21", "51", "52", "53"}
_OFF = {
    "22": {"1", "2"},
    "23": {"3"},
    "24": {"4", "21"},
    "25": {"5", "6"},
    "27": {"7"},
    "28": {"8"},
    "29": {"9"},
    "54": {"51", "52"},
    "55": {"53"},
}
_NOWHERE = 9
"""Cells behind the end where a cursor is whose column is not known."""
Opinion = Callable[[str, int], int]
"""How wide a terminal takes a cluster to be, given what the framework thinks."""


class Look(NamedTuple):
    """Colours, attributes and link."""

    fg: str = ""
    bg: str = ""
    attributes: frozenset[str] = frozenset()
    link: str = ""


class Cell(NamedTuple):
    """What stands in a cell; the right half of a wide character is empty."""

    text: str = " "
    look: Look = Look()

    @property
    def seen(self) -> Cell:
        """What of it can be told apart by looking."""
        if self.text == " " and not self.look.link and not self.look.attributes & _SEEN:
            return Cell(" ", Look(bg=self.look.bg))
        return self


class Emulator:
    """A screen that does not wrap; `erase` says whether erasing paints the background."""

    def __init__(
        self, columns: int, lines: int, *, erase: bool = True, opinion: Opinion | None = None
    ) -> None:
        self._erase = erase
        self._opinion = opinion
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int, fill: str = " ") -> None:
        """Another size; nobody knows what is shown then."""
        self.columns, self.lines = columns, lines
        self.rows = [[Cell(fill)] * columns for _ in range(lines)]
        self.x = self.y = 0
        self.look = Look()
        self.margins = (0, lines - 1)
        self._last = ""

    def seen(self) -> list[list[Cell]]:
        """The screen as it looks."""
        return [[cell.seen for cell in row] for row in self.rows]

    def other_lines(self, other: Emulator) -> list[int]:
        """Lines that look different on the other one."""
        pairs = enumerate(zip(self.rows, other.rows, strict=True))
        return [
            y
            for y, (here, there) in pairs
            if here != there
            and any(a.seen != b.seen for a, b in zip(here, there, strict=True) if a != b)
        ]

    @property
    def text(self) -> str:
        """The screen in words."""
        return "\n".join("".join(cell.text for cell in row).rstrip() for row in self.rows)

    def feed(self, data: str) -> None:
        """Do what the output says."""
        end = 0
        for found in _SEQUENCE.finditer(data):
            assert found.start() == end, f"not known: {data[end : end + 20]!r}"
            end = found.end()
            if found["text"]:
                self._draw(found["text"])
            elif found["single"]:
                self._single(found["single"])
            elif found["final"]:
                self._control(found)
            elif found["id"] is not None:
                self.look = self.look._replace(link=found["link"])
        assert end == len(data), f"not known: {data[end : end + 20]!r}"

    # Text

    def _draw(self, text: str) -> None:
        if text.isascii() and self._opinion is None and self.x + len(text) <= self.columns:
            self._place_plainly(text)
            return
        for start, end, width in split_graphemes(text)[0]:
            cluster = text[start:end]
            if width:
                self._place(cluster, self._opinion(cluster, width) if self._opinion else width)
            elif self.x:
                place = self.x - 1 - (not self.rows[self.y][self.x - 1].text)
                cell = self.rows[self.y][place]
                self.rows[self.y][place] = cell._replace(text=cell.text + cluster)

    def _place(self, cluster: str, width: int) -> None:
        assert self.x <= self.columns, "terminals differ about a return with a vertical tab"
        self.x = min(self.x, self.columns - width)
        self._part(self.x)
        self._part(self.x + width)
        row = self.rows[self.y]
        row[self.x] = Cell(cluster, self.look)
        if width == 2:
            row[self.x + 1] = Cell("", self.look)
        self.x += width
        self._last = cluster

    def _place_plainly(self, text: str) -> None:
        """Many narrow cells at once."""
        end, look = self.x + len(text), self.look
        self._part(self.x)
        self._part(end)
        self.rows[self.y][self.x : end] = [Cell(one, look) for one in text]
        self.x, self._last = end, text[-1]

    def _part(self, x: int) -> None:
        row = self.rows[self.y]
        if 0 < x < self.columns and not row[x].text:
            row[x - 1] = Cell(" ", row[x - 1].look)
            row[x] = Cell(" ", row[x].look)

    # Controls

    def _single(self, control: str) -> None:
        if control == "\r":
            self.x = 0
        elif control == "\n":
            self.x = 0
            self._index()
        elif control == "\b":
            assert self.x < self.columns, "terminals differ about going back from behind the end"
            self.x = max(0, self.x - 1)
        elif control == "\x1bD":
            self._index()
        elif control == "\v":
            self._index()
            self.x = self.columns + _NOWHERE
        elif control == "\x1bM":
            assert self.y > self.margins[0], "reverse index at the top scrolls"
            self.y -= 1

    def _index(self) -> None:
        if self.y == self.margins[1]:
            top = self.margins[0]
            self.rows[top : self.y + 1] = [*self.rows[top + 1 : self.y + 1], self._blank()]
        else:
            self.y = min(self.y + 1, self.lines - 1)

    def _blank(self) -> list[Cell]:
        return [self._ground] * self.columns

    @property
    def _ground(self) -> Cell:
        return Cell(" ", Look(bg=self.look.bg if self._erase else ""))

    def _control(self, found: re.Match[str]) -> None:
        final, numbers = found["final"], [int(n or 0) for n in found["numbers"].split(";")]
        if found["mark"] or found["between"]:
            assert final in "hlpuq", found[0]
            return
        first = max(1, numbers[0])
        if final == "m":
            self._paint(found["numbers"].split(";"))
        elif final == "H":
            self.y = min(first, self.lines) - 1
            self.x = min(max(1, numbers[1]) if len(numbers) > 1 else 1, self.columns) - 1
        elif final in "ABCDG":
            self._move(final, first)
        elif final in "KX":
            count = self.columns if final == "K" else first
            stop = min(self.columns, self.x + count)
            assert self.x < self.columns, "terminals differ about erasing from behind the end"
            self._part(self.x)
            self._part(stop)
            self.rows[self.y][self.x : stop] = [self._ground] * (stop - self.x)
        elif final == "b":
            assert self._last.isprintable()
            assert len(self._last) == 1
            for _ in range(first):
                self._place(self._last, 1)
        else:
            self._lines(final, first, numbers)

    def _move(self, final: str, count: int) -> None:
        if final in "CD":
            assert self.x < self.columns, "terminals differ about moving from behind the end"
            self.x += count if final == "C" else -count
            self.x = max(0, min(self.x, self.columns - 1))
        elif final == "G":
            self.x = min(count, self.columns) - 1
        else:
            self.y += count if final == "B" else -count
            assert 0 <= self.y < self.lines

    def _lines(self, final: str, count: int, numbers: list[int]) -> None:
        if final == "r":
            top = max(1, numbers[0]) - 1
            bottom = (numbers[1] if len(numbers) > 1 else self.lines) - 1
            assert 0 <= top < bottom < self.lines
            self.margins, self.x, self.y = (top, bottom), 0, 0
            return
        assert final in "LM", f"not known: {final}"
        top, bottom = self.margins
        assert top <= self.y <= bottom
        part = self.rows[self.y : bottom + 1]
        blank = [self._blank() for _ in range(min(count, len(part)))]
        if final == "M":
            part = [*part[count:], *blank]
        else:
            part = [*blank, *part[: max(0, len(part) - count)]]
        self.rows[self.y : bottom + 1] = part
        self.x = 0

    def _paint(self, codes: list[str]) -> None:
        fg, bg, attributes, link = self.look
        rest = [code or "0" for code in codes]
        while rest:
            code = rest.pop(0)
            if code == "0":
                fg, bg, attributes = "", "", frozenset()
            elif code in {"38", "48"}:
                length = {"5": 2, "2": 4}[rest[0]]
                colour, rest = ";".join(rest[:length]), rest[length:]
                fg, bg = (colour, bg) if code == "38" else (fg, colour)
            elif code in _OFF:
                attributes -= _OFF[code]
            elif code in {"39", "49"}:
                fg, bg = ("", bg) if code == "39" else (fg, "")
            elif int(code) in {*range(30, 38), *range(90, 98)}:
                fg = code
            elif int(code) in {*range(40, 48), *range(100, 108)}:
                bg = code
            else:
                assert int(code) in {*range(1, 10), 21, 51, 52, 53}, code
                attributes |= {code}
        self.look = Look(fg, bg, attributes, link)
