"""Finds a band of lines that only moved up or down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from medialib_tui.tui.wire.grid import Row

_WORTH = 60
"""Cells that moving must save."""
_FEW = 8
"""Lines that must have changed before it is worth looking."""


class Move(NamedTuple):
    """Lines `top` to `bottom` move up by `by`, or down where it is negative."""

    top: int
    bottom: int
    by: int


def moved(rows: Sequence[Row | None], move: Move) -> list[Row | None]:
    """The lines after a move; those that come in are not known."""
    top, bottom, by = move
    return [
        row if not top <= y <= bottom else rows[y + by] if top <= y + by <= bottom else None
        for y, row in enumerate(rows)
    ]


def find_move(shown: Sequence[Row | None], wanted: Sequence[Row]) -> Move | None:
    """The move that leaves the fewest cells to paint, if it saves enough of them."""
    changed = [
        y
        for y, (old, new) in enumerate(zip(shown, wanted, strict=True))
        if old is not None and old is not new and old.chars != new.chars
    ]
    if len(changed) <= _FEW:
        return None
    low, high = changed[0], changed[-1]
    places: dict[str, list[int]] = {}
    for y in range(low, high + 1):
        if (row := shown[y]) is not None and (text := row.inner):
            places.setdefault(text, []).append(y)
    votes: Counter[int] = Counter()
    for y in changed:
        found = places.get(wanted[y].inner, ())
        if len(found) == 1 and found[0] != y:
            votes[found[0] - y] += 1
    for by, count in votes.most_common(1):
        move = Move(low, high, by)
        if count > 1 and _saves(shown, wanted, move):
            return move
    return None


def _saves(shown: Sequence[Row | None], wanted: Sequence[Row], move: Move) -> bool:
    """Whether enough cells need not be painted after the move."""
    lines = range(move.top, move.bottom + 1)
    after = moved(shown, move)
    left = _WORTH + sum(_cost(after[y], wanted[y]) for y in lines)
    for y in lines:
        left -= _cost(shown[y], wanted[y])
        if left < 0:
            return True
    return False


def _cost(old: Row | None, new: Row) -> int:
    if old is None:
        return len("".join(new.chars).rstrip())
    if old is new:
        return 0
    cells = zip(old.chars, new.chars, old.styles, new.styles, strict=True)
    return len([1 for was, char, look, style in cells if was != char or look is not style])
