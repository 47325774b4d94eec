"""The filters of a publication search, API reference 2.2."""

from __future__ import annotations

from medialib_tui.demo.documents import Document
from medialib_tui.demo.errors import Json, invalid


def matches(document: Document, filters: object) -> bool:
    """Whether a document passes a filter, or every filter of a list."""
    if isinstance(filters, list):
        return all(matches(document, item) for item in filters)
    if not isinstance(filters, dict):
        raise invalid({"query.filters": "must be object"})
    if "and" in filters:
        return matches(document, filters["and"])
    if "or" in filters and isinstance(filters["or"], list):
        return any(matches(document, item) for item in filters["or"])
    if "not" in filters:
        return not matches(document, filters["not"])
    return _leaf(document, filters)


def _leaf(document: Document, leaf: Json) -> bool:
    value = _value(document, leaf.get("key"))
    if "exists" in leaf:
        return (value is not None) is bool(leaf["exists"])
    if "term" in leaf:
        term = leaf["term"]
        return value in (term if isinstance(term, list) else [term])
    if isinstance(leaf.get("range"), dict):
        return value is not None and _in_range(value, leaf["range"])
    raise invalid({"query.filters": "one of term, range, exists, and, or, not is required"})


def _value(document: Document, key: object) -> object:
    if key == "documentId":
        return document.id
    if key in ("contentType", "documentType"):
        return document.systemdata()[str(key)]
    if not isinstance(key, str) or not key.startswith("metadata."):
        raise invalid({"query.filters": f"cannot filter by {key}"})
    value: object = document.metadata()
    for part in key.split(".")[1:]:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _in_range(value: object, bounds: object) -> bool:
    tests = bounds if isinstance(bounds, dict) else {}
    for name, bound in tests.items():
        if type(bound) is not type(value) or not isinstance(bound, (int, str)):
            return False
        order = _compare(value, bound)
        passed = {"gt": order > 0, "gte": order >= 0, "lt": order < 0, "lte": order <= 0}
        if not passed.get(name, False):
            return False
    return True


def _compare(value: object, bound: int | str) -> int:
    if isinstance(value, str) and isinstance(bound, str):
        return (value > bound) - (value < bound)
    if isinstance(value, int) and isinstance(bound, int):
        return (value > bound) - (value < bound)
    return 0
