"""JSON text as JSON is defined: what could not be sent back the same is not read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import JsonValue

DEEPEST = 240


def read_json(text: str | bytes) -> JsonValue:
    """Read JSON; ValueError for anything that is not JSON, too deep, or not finite."""
    try:
        value: JsonValue = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        value = None
        deep = True
    else:
        deep = _deeper_than(value, DEEPEST)
    if deep:
        raise ValueError(f"nested deeper than {DEEPEST} levels")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in {float("inf"), float("-inf")}:
        raise ValueError("a number is out of range")
    return number


def _deeper_than(value: JsonValue, levels: int) -> bool:
    level: list[JsonValue] = [value]
    for _ in range(levels):
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
