"""The shortest way from one place on the screen to another."""

from __future__ import annotations

from functools import lru_cache

Place = tuple[int, int | None]
"""Line and column from 0; the column is None behind the last cell, where terminals differ."""


@lru_cache(maxsize=8192)
def way(start: Place | None, y: int, x: int, *, tab: bool = False) -> str:
    """Sequences that put the cursor there; None is a start that is not known.

    None of them depends on how line feeds are treated on the way, or by the terminal: a vertical
    `tab`, which may be followed by a return as they may, only comes before a column.
    """
    column = "" if x == 0 else f";{x + 1}"
    line = "" if y == 0 and not column else str(y + 1)
    ways = [f"\x1b[{line}{column}H"]
    if start is not None:
        ways.append(_vertical(start[0], y, "\v" if tab else "\x1bD") + _column(x))
        down = _vertical(start[0], y, "\x1bD")
        ways += [down + across for across in _horizontal(start[1], x)]
    return min(ways, key=len)


def _vertical(start: int, y: int, down: str) -> str:
    count = abs(y - start)
    short, final = ("\x1bM", "A") if y < start else (down, "B")
    return min(short * count, _counted(count, final), key=len)


def _horizontal(start: int | None, x: int) -> list[str]:
    if start is None:
        return []
    if start == x:
        return [""]
    count = abs(x - start)
    if x < start:
        back = _counted(count, "D") if count > 3 else "\b" * count
        return [back, "\r" + _counted(x, "C")] if x else [back]
    return [_counted(count, "C")]


def _column(x: int) -> str:
    return f"\x1b[{x + 1}G" if x else "\r"


def _counted(count: int, final: str) -> str:
    return f"\x1b[{count if count > 1 else ''}{final}"
