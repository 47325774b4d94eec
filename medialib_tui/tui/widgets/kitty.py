"""A picture in full resolution, for terminals of the kitty graphics protocol.

Its cells are placeholder characters: two combining marks tell line and column, the foreground
colour names the picture. So it scrolls, is cut and covered like any other text.
"""

from __future__ import annotations

from secrets import randbelow

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from medialib_tui.core.picture.decoding import Thumbnail
from medialib_tui.tui import graphics
from medialib_tui.tui.widgets.picture import Picture

_PLACEHOLDER = "\U0010eeee"
_NUMBERS = (
    "305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 "
    "59C-5A1 5A8-5A9 5AB-5AC 5AF 5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC "
    "730 732-733 735-736 73A 73D 73F-741 743 745 747 749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 "
    "829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C 1B6B 1B6D-1B73"
)
"""The protocol's table of combining marks, as far as a picture is wide or high at most."""

_CELL = (10, 20)
"""Pixels a cell is taken to have; the terminal fits the picture into the cells it gets."""


def _marks() -> str:
    spans = (span.partition("-") for span in _NUMBERS.split())
    return "".join(
        chr(code)
        for low, _, high in spans
        for code in range(int(low, 16), int(high or low, 16) + 1)
    )


MARKS = _marks()
"""The mark of each line and each column."""


class KittyPicture(Picture):
    """A thumbnail that the terminal draws from its own pixels; deleted with the widget."""

    _number = 0
    _placed = (0, 0)

    def show(self, picture: Thumbnail | None) -> None:
        """Send a picture, or delete the one shown."""
        self._forget()
        if picture is not None:
            self._number = 0x10000 + randbelow(0xFF0000)
            graphics.send(self.app, *graphics.transmission(self._number, picture))
        super().show(picture)
        self._place()

    def on_resize(self) -> None:
        """The same pixels on another number of cells."""
        self._place()

    def on_unmount(self) -> None:
        """The terminal need not keep it."""
        self._forget()

    def _forget(self) -> None:
        if self._number:
            graphics.send(self.app, graphics.removal(self._number))
        self._number, self._placed = 0, (0, 0)

    def _place(self) -> None:
        cells = self._cells(*self.content_size)
        if self._number and cells != self._placed and all(cells):
            self._placed = cells
            graphics.send(self.app, graphics.placement(self._number, *cells))

    def _cells(self, width: int, height: int) -> tuple[int, int]:
        """Columns and lines of the picture within a size in cells, never blown up."""
        picture = self._picture
        if picture is None or not width or not height:
            return 0, 0
        across, down = picture.width / _CELL[0], picture.height / _CELL[1]
        most = len(MARKS)
        scale = min(1.0, min(width, most) / across, min(height, most) / down)
        return max(1, round(across * scale)), max(1, round(down * scale))

    def _draw(self, width: int, height: int) -> list[Strip]:
        columns, lines = self._cells(width, height)
        base = self.rich_style
        name = Color.from_rgb(*self._number.to_bytes(3, "big"))
        style = Style(color=name, bgcolor=base.bgcolor)
        above = [Strip.blank(columns, base)] * ((height - lines) // 2)
        return above + [
            Strip([Segment("".join(_cell(line, column) for column in range(columns)), style)])
            for line in range(lines)
        ]


def _cell(line: int, column: int) -> str:
    return _PLACEHOLDER + MARKS[line] + MARKS[column]
