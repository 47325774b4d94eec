"""Pieces of lines to be written, and the order in which the pen changes seldom."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from medialib_tui.tui.wire.cursor import Place
from medialib_tui.tui.wire.style import PLAIN, Style, change, on_blank

_JUMP = 10
"""Bytes of two moves more, for what is written in a turn of its own."""
_FEW = 4
"""Pieces that no turns are made of."""
_SOME = 20
"""Pieces of which each is written when it is the nearest."""


class Kind(Enum):
    """What writing a piece takes."""

    TEXT = 1
    BLANK = 2
    UNSURE = 3
    ERASE = 4
    LINE = 5


class Run(NamedTuple):
    """Cells of a line from a column up to another, in one style.

    `cells` is their text; of an UNSURE one, terminals may differ about the width. An ERASE clears
    the rest of the line, and may do so from column `since` on. A LINE is made of `parts` that have
    to be written in their order, from `style` to the pen `last`.
    """

    kind: Kind
    y: int
    x: int
    end: int
    style: Style
    cells: str = ""
    since: int = 0
    parts: tuple[Run, ...] = ()

    @property
    def last(self) -> Style:
        """The pen behind it."""
        return self.parts[-1].last if self.parts else self.style


def ordered(runs: list[Run], pen: Style | None = None, place: Place | None = None) -> list[Run]:
    """The same pieces in an order that takes few bytes, from a pen and a place on.

    Where they are not many, what is nearest comes next: so a frame begins with the pen that the
    one before ended with.
    """
    found = by_style(runs)
    return _nearest(found, pen, place) if len(found) <= _SOME else found


def by_style(runs: list[Run]) -> list[Run]:
    """The same pieces, style by style where that is shorter than line by line."""
    if len(runs) <= _FEW:
        return runs
    runs = _blanks_joined(runs)
    styles = {run.style: None for run in runs if not run.parts}
    if len(styles) < 2:
        return runs
    turns: list[Run] = []
    for style in styles:
        if (own := _own(runs, style)) is not None:
            turns += own
            runs = [run for run in runs if run.parts or run.style is not style]
    return runs + turns


def _nearest(runs: Sequence[Run], pen: Style | None, place: Place | None) -> list[Run]:
    left, found = list(runs), []
    while left:
        costs = [len(change(pen, run.style)) + _far(place, run.y, run.x) for run in left]
        run = left.pop(costs.index(min(costs)))
        found.append(run)
        pen, place = run.last, (run.y, run.x if run.kind is Kind.ERASE else run.end)
    return found


def _far(place: Place | None, y: int, x: int) -> int:
    """Bytes of the way there, roughly."""
    if place is None:
        return 8
    return min(abs(y - place[0]), 4) + (4 if x != place[1] else 0)


def _blanks_joined(runs: Sequence[Run]) -> list[Run]:
    """Blanks take the style of what stands before them on the same ground: it is not seen there.

    Equal styles are the same object afterwards.
    """
    known: dict[Style, Style] = {}
    found: list[Run] = []
    pen = PLAIN
    for run in runs:
        style = run.style
        if run.kind in (Kind.BLANK, Kind.ERASE) and not (style.fg or style.flags or style.link):
            style = pen if on_blank(pen) == style else style
        style = known.setdefault(style, style)
        found.append(run if style is run.style else run._replace(style=style))
        pen = run.last if run.parts else style
    return found


def _own(runs: Sequence[Run], style: Style) -> list[Run] | None:
    """The pieces of a style, if it is shorter to write them in a turn of their own."""
    own: list[Run] = []
    saved = -len(change(PLAIN, style)) - _JUMP
    before: Style | None = None
    within = 0
    for run in runs:
        if not run.parts and run.style is style:
            own.append(run)
            within += 1
            continue
        if within:
            saved += _detour(before, style, run.style) - _JUMP
            within = 0
        before = run.last if run.parts else run.style
    if within:
        saved += _detour(before, style, None) - _JUMP
    return own if saved > 0 and len(own) < len(runs) else None


def _detour(before: Style | None, style: Style, after: Style | None) -> int:
    """Bytes of going through a style rather than past it."""
    there = len(change(before, style)) if before is not None else 0
    if after is None:
        return there
    past = len(change(before, after)) if before is not None else 0
    return there + len(change(style, after)) - past
