"""The shortest way from one place on the screen to another."""

from __future__ import annotations

from functools import lru_cache

Place = tuple[int, int | None]
"""Line and column from 0; the column is None behind the last cell, where terminals differ."""


@lru_cache(maxsize=8192)
def way(start: Place | None, y: int, x: int) -> str:
    """Sequences that put the cursor there; None is a start that is not known.

    None of them depends on how the line discipline treats line feeds.
    """
    column = "" if x == 0 else f";{x + 1}"
    line = "" if y == 0 and not column else str(y + 1)
    ways = [f"\x1b[{line}{column}H"]
    if start is not None:
        for down in _vertical(start[0], y):
            ways += [down + across for across in _horizontal(start[1], x)]
    return min(ways, key=len)


def _vertical(start: int, y: int) -> list[str]:
    if start == y:
        return [""]
    count, short, final = abs(y - start), "\x1bD", "B"
    if y < start:
        short, final = "\x1bM", "A"
    return [short * count if count < 3 else _counted(count, final)]


def _horizontal(start: int | None, x: int) -> list[str]:
    ways = [f"\x1b[{x + 1}G"] if x else ["\r"]
    if start is None:
        return ways
    if start == x:
        return [""]
    count = abs(x - start)
    if x < start:
        ways.append(_counted(count, "D") if count > 3 else "\b" * count)
        return [*ways, "\r" + _counted(x, "C")] if x else ways
    return [*ways, _counted(count, "C")]


def _counted(count: int, final: str) -> str:
    return f"\x1b[{count if count > 1 else ''}{final}"
