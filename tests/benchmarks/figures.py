"""One measured figure beside its goal, and the table of them."""

from __future__ import annotations

import json
import operator
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True)
class Figure:
    """What was measured; `met` is None where the goal needs a peer that was not given."""

    group: str
    name: str
    goal: str
    measured: str
    peer: str = ""
    met: bool | None = None


def at_most(group: str, name: str, value: float, limit: float, unit: str, peer: str = "") -> Figure:
    """A count or an amount with an upper limit."""
    shown = f"{round(value, 2):,.12g} {unit}"
    return Figure(group, name, f"<= {limit:,.12g} {unit}", shown, peer, value <= limit)


def times_at_most(
    group: str,
    name: str,
    ours: list[float],
    theirs: list[float] | None,
    limit: float,
    peer: str,
    unit: str = "ms",
) -> Figure:
    """A ratio of two measurements from the same rounds, with an upper limit."""
    mine = statistics.median(ours)
    goal = f"<= {limit:g}x {peer}"
    if theirs is None:
        return Figure(group, name, goal, f"{mine:,.1f} {unit}", "not given")
    ratio = statistics.median(map(operator.truediv, ours, theirs))
    shown = f"{ratio:.2f}x ({mine:,.1f} {unit})"
    return Figure(
        group, name, goal, shown, f"{statistics.median(theirs):,.1f} {unit}", ratio <= limit
    )


def alternate(
    subjects: Mapping[str, Callable[[], _T]], rounds: int, *, warm: bool = True
) -> dict[str, list[_T]]:
    """Run every subject once a round, the order turning, after one round that is not counted."""
    names = list(subjects)
    found: dict[str, list[_T]] = {name: [] for name in names}
    if warm:
        for name in names:
            subjects[name]()
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            found[name].append(subjects[name]())
    return found


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, with a mark where a goal is not met."""
    rows = [("", "figure", "goal", "measured", "peer")]
    for figure in figures:
        mark = {True: "ok", False: "OVER", None: "?"}[figure.met]
        name = f"{figure.group}: {figure.name}"
        rows.append((mark, name, figure.goal, figure.measured, figure.peer))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def as_json(figures: Iterable[Figure]) -> str:
    """The figures for a later comparison."""
    return json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False)
