"""On which line of an item's JSON text a field stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]', re.DOTALL)
_MOST = 200_000
"""Characters looked through; a field further down is told by the line of its item."""


def line_in(text: str, path: Sequence[str]) -> int:
    """Lines below the first on which the last part of a path that is there begins; else 0."""
    steps: list[str | int] = []
    best, depth, line, at = 0, 0, 0, 0
    names: list[bool] = []
    for token in _TOKEN.finditer(text, 0, _MOST):
        line += text.count("\n", at, token.start())
        at = token.start()
        mark = token[0]
        if mark in "{[":
            steps.append("" if mark == "{" else 0)
            names.append(mark == "{")
        elif mark in "}]":
            if steps:
                steps.pop()
                names.pop()
        elif mark == ",":
            last = steps[-1] if steps else ""
            if isinstance(last, int):
                steps[-1] = last + 1
            elif names:
                names[-1] = True
        elif names and names[-1]:
            steps[-1] = mark[1:-1]
            names[-1] = False
        here = [str(step) for step in steps]
        if len(here) > depth and here == list(path[: len(here)]) and here[-1] != "":
            best, depth = line, len(here)
            if depth == len(path):
                break
    return best
