"""JSON as it crosses the wire, and the envelopes around it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.api.errors import BadAnswer, Refused
from medialib_tui.model.page import Page

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.base import JsonObject

T = TypeVar("T")

_AS_TEXT = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_ENVELOPES = ("results", "mediaLibraryEntries")


def encode(body: JsonObject) -> bytes:
    """Write JSON; half surrogate pairs go as escapes, as they came."""
    try:
        return _AS_TEXT.encode(body).encode()
    except UnicodeEncodeError:
        return json.dumps(body, allow_nan=False).encode()
    except (ValueError, RecursionError):
        problem = "not a finite number, or nested too deeply"
    raise Refused("A value cannot be sent as JSON.", detail=problem)


def an_object(value: JsonValue) -> JsonObject:
    """The answer as an object; BadAnswer for anything else."""
    if isinstance(value, dict):
        return value
    raise BadAnswer(
        "The server answered with something other than a JSON object.",
        hint="Check that the address is the root of the API.",
    )


def listed(value: JsonValue, key: str) -> list[JsonValue]:
    """The list inside an answer: a bare array, or under `key` or another known envelope key."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        for name in (key, *_ENVELOPES):
            found = value.get(name)
            if isinstance(found, list):
                return found
    raise BadAnswer(
        "The server's answer has no list where one belongs.",
        hint="Check the API version; 'medialib doctor' tells what the server answers.",
    )


def objects(items: list[JsonValue]) -> list[JsonObject]:
    """Each item as an object; what is none keeps its place as an empty one."""
    return [item if isinstance(item, dict) else {} for item in items]


def read_page(
    value: JsonValue, key: str, read: Callable[[JsonObject], T], *, offset: int, limit: int
) -> Page[T]:
    """One page: a bare array goes by offset and ends where it is short, an envelope by cursor."""
    items = tuple(read(item) for item in objects(listed(value, key)))
    if not isinstance(value, dict):
        return Page(items, offset=offset, last=len(items) < limit)
    total, cursor = value.get("total"), value.get("cursor")
    known = total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
    text = cursor if isinstance(cursor, str) else str(cursor) if isinstance(cursor, int) else ""
    return Page(items, known, text, offset, last=not text or not items)


def resolved(value: JsonValue) -> tuple[str | None, str | None]:
    """The document id, and the path it moved to, in an answer of routing/resolve."""
    for item in objects(value if isinstance(value, list) else [value]):
        moved = item.get("path")
        if item.get("type") == "redirect" and isinstance(moved, str):
            return None, moved
        resource = item.get("resource")
        for place in objects([resource, item]):
            for name in ("documentId", "id"):
                found = place.get(name)
                if isinstance(found, int | str) and not isinstance(found, bool) and found != "":
                    return str(found), None
    return None, None
