"""A picture in half blocks: two pixels a cell, in any terminal, without one escape of its own.

Half blocks are text: they survive tmux, SSH and every number of colours. Where more is known to
be possible, `kitty.py` shows the pixels themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from medialib_tui.core.picture.decoding import Thumbnail

_STEP = 8
"""Colours are rounded to multiples of this, so that neighbours look alike and travel once."""


class Picture(Widget):
    """A thumbnail in its own proportions, in the middle, never blown up."""

    DEFAULT_CSS = """
    Picture { height: 1fr; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._picture: Thumbnail | None = None
        self._rows: list[Strip] = []
        self._drawn_for = (-1, -1)

    def show(self, picture: Thumbnail | None) -> None:
        """Show a picture, or none."""
        self._picture = picture
        self._drawn_for = (-1, -1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of cells: upper and lower pixels."""
        width, height = self.content_size
        if (width, height) != self._drawn_for:
            self._drawn_for = (width, height)
            self._rows = self._draw(width, height)
        base = self.rich_style
        if not 0 <= y < len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[y]
        left = (width - row.cell_length) // 2
        blank = [Segment(" " * left, base)] if left else []
        return Strip([*blank, *row]).adjust_cell_length(width, base)

    def _draw(self, width: int, height: int) -> list[Strip]:
        picture = self._picture
        if picture is None or not width or not height:
            return []
        columns, lines = fitted(picture, width, height * 2)
        pixels = scaled(picture, columns, lines)
        ground = self.rich_style.bgcolor
        above = [Strip.blank(columns, self.rich_style)] * ((height - (lines + 1) // 2) // 2)
        return above + [
            _row(pixels[y], pixels[y + 1] if y + 1 < lines else None, ground)
            for y in range(0, lines, 2)
        ]


Pixel = tuple[int, int, int]


def fitted(picture: Thumbnail, width: int, height: int) -> tuple[int, int]:
    """The largest size of the same proportions within `width` x `height` pixels."""
    scale = min(1.0, width / picture.width, height / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def scaled(picture: Thumbnail, width: int, height: int) -> list[list[Pixel]]:
    """Rows of pixels of a smaller picture, each the mean of what it covers, rounded."""
    columns = [
        (start * picture.width // width, max(1, _span(start, picture.width, width)))
        for start in range(width)
    ]
    rows = []
    for y in range(height):
        top = y * picture.height // height
        bottom = top + max(1, _span(y, picture.height, height))
        lines = [
            picture.pixels[line * picture.width * 3 : (line + 1) * picture.width * 3]
            for line in range(top, bottom)
        ]
        rows.append([_mean(lines, left, count) for left, count in columns])
    return rows


def _span(index: int, full: int, small: int) -> int:
    return (index + 1) * full // small - index * full // small


def _mean(lines: list[bytes], left: int, count: int) -> Pixel:
    start, end = left * 3, (left + count) * 3
    amount = count * len(lines)
    red, green, blue = (
        sum(sum(line[start + channel : end : 3]) for line in lines) // amount
        for channel in range(3)
    )
    return _rounded(red), _rounded(green), _rounded(blue)


def _rounded(value: int) -> int:
    return min(255, (value + _STEP // 2) // _STEP * _STEP)


def _row(upper: list[Pixel], lower: list[Pixel] | None, ground: Color | None) -> Strip:
    below: Sequence[Pixel | None] = lower or [None] * len(upper)
    cells = list(zip(upper, below, strict=True))
    segments = []
    for (top, bottom), run in groupby(cells):
        count = len(list(run))
        if top == bottom:
            segments.append(Segment(" " * count, Style(bgcolor=_colour(top))))
        else:
            under = ground if bottom is None else _colour(bottom)
            segments.append(Segment("▀" * count, Style(color=_colour(top), bgcolor=under)))
    return Strip(segments, len(cells))


@lru_cache(maxsize=4096)
def _colour(pixel: Pixel) -> Color:
    return Color.from_rgb(*pixel)
