"""A screen as rows of cells; None for a style means that the cell is not known."""

from __future__ import annotations

from medialib_tui.tui.wire.cells import clusters, only_narrow, sure
from medialib_tui.tui.wire.style import PLAIN, Style, on_blank


class Row:
    """One line: a text and a style a cell; the right half of a wide character is empty.

    `odd` says that terminals may disagree about the width of something in it.
    """

    __slots__ = ("chars", "odd", "styles")

    def __init__(self, chars: list[str], styles: list[Style | None], *, odd: bool = False) -> None:
        self.chars = chars
        self.styles = styles
        self.odd = odd

    @classmethod
    def blank(cls, width: int, style: Style | None) -> Row:
        """A line of spaces."""
        return cls([" "] * width, [style] * width)

    def copy(self) -> Row:
        """A line of its own with the same cells."""
        return Row(self.chars[:], self.styles[:], odd=self.odd)

    @property
    def known(self) -> bool:
        """Whether every cell is."""
        return None not in self.styles

    def settle(self) -> None:
        """Find out again whether anything odd is left."""
        self.odd = not all(map(sure, set(self.chars)))

    def put(self, x: int, text: str, style: Style) -> int:
        """Write text at a column as a terminal that does not wrap; the column behind it."""
        if not only_narrow(text):
            return self._put_clusters(x, text, style)
        inner = text.strip(" ")
        if len(inner) == len(text):
            return self._put_narrow(x, text, style)
        start = len(text) - len(text.lstrip(" ")) if inner else len(text)
        x = self._put_narrow(x, text[:start], on_blank(style))
        if inner:
            x = self._put_narrow(x, inner, style)
            x = self._put_narrow(x, " " * (len(text) - start - len(inner)), on_blank(style))
        return x

    def _put_narrow(self, x: int, text: str, style: Style) -> int:
        width, count = len(self.chars), len(text)
        if not count:
            return x
        if x + count > width:
            x = min(x, width - 1)
            text = text[: width - 1 - x] + text[-1]
            count = width - x
        end = x + count
        self._part(x)
        self._part(end)
        self.chars[x:end] = text
        self.styles[x:end] = [style] * count
        return end

    def _put_clusters(self, x: int, text: str, style: Style) -> int:
        width = len(self.chars)
        for cell, cells in clusters(text):
            if cells == 0:
                self._join(x, cell)
            elif cells == 1:
                x = self._put_narrow(x, " ", on_blank(style) if cell == " " else style)
                self.chars[x - 1] = cell
            elif x + 2 <= width:
                x = self._put_narrow(x, "  ", style)
                self.chars[x - 2 : x] = cell, ""
            else:
                self._part(width - 1)
                self.styles[width - 1] = None
                x = width
            self.odd = self.odd or not sure(cell)
        return x

    def _join(self, x: int, marks: str) -> None:
        """Characters without a width of their own stand in the cell before."""
        place = x - 1 - (0 < x <= len(self.chars) and not self.chars[x - 1])
        if place >= 0:
            self.chars[place] += marks

    def _part(self, x: int) -> None:
        """Whatever stands across the left edge of a column comes apart into two spaces."""
        if 0 < x < len(self.chars) and not self.chars[x]:
            style = on_blank(self.styles[x] or PLAIN) if self.styles[x] else None
            self.chars[x - 1 : x + 1] = " ", " "
            self.styles[x - 1 : x + 1] = style, style
