"""When two JSON values are the same: exactly, or as a server may write them differently."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from medialib_tui.model.dates import is_date_only, parse_date


def same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values are equal as JSON: true is not 1, while 1 and 1.0 are one number."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type_of(one) == type_of(other) and one == other


def alike(sent: JsonValue, stored: JsonValue) -> bool:
    """Whether `stored` is how a server may keep `sent`: a moment in another notation, a null
    inside an object left out."""
    if isinstance(sent, dict) and isinstance(stored, dict):
        kept, found = _set_only(sent), _set_only(stored)
        return kept.keys() == found.keys() and all(alike(kept[key], found[key]) for key in kept)
    if isinstance(sent, list) and isinstance(stored, list):
        return len(sent) == len(stored) and all(map(alike, sent, stored))
    if isinstance(sent, str) and isinstance(stored, str):
        return sent == stored or _one_moment(sent, stored)
    return same(sent, stored)


def type_of(value: JsonValue) -> str:
    """The name of a value's JSON type."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _set_only(value: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {key: item for key, item in value.items() if item is not None}


def _one_moment(one: str, other: str) -> bool:
    if "T" not in one or "T" not in other or is_date_only(one) or is_date_only(other):
        return False
    first, second = parse_date(one), parse_date(other)
    return first is not None and first == second
