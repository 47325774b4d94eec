"""Pages of a list by offset or cursor, API reference 2.1."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from medialib_tui.demo.errors import Json, invalid


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list was asked for."""

    start: int
    limit: int


def integer(query: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """An integer query parameter within bounds; 400 with its dotted path otherwise."""
    text = query.get(name)
    if text is None:
        return default
    try:
        number = int(text)
    except ValueError:
        raise invalid({f"query.{name}": "must be integer"}) from None
    if number < low:
        raise invalid({f"query.{name}": f"must be >= {low}"})
    if number > high:
        raise invalid({f"query.{name}": f"must be <= {high}"})
    return number


def encode_cursor(start: int) -> str:
    """An opaque cursor for the page that begins at `start`."""
    return base64.urlsafe_b64encode(json.dumps({"a": [start]}).encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """Where the page of a cursor begins; 400 for a cursor this server did not make."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        (start,) = json.loads(base64.urlsafe_b64decode(padded))["a"]
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        start = None
    if not isinstance(start, int) or start < 0:
        raise invalid({"query.after": "must be a valid cursor"})
    return start


def window(
    query: Mapping[str, str],
    *,
    cursors: bool,
    default_limit: int = 100,
    max_offset: int = 10_000_000,
) -> Window:
    """The page asked for; `after` replaces `offset` where the path version has cursors."""
    limit = integer(query, "limit", default_limit, 1, 100)
    if cursors and query.get("after"):
        return Window(decode_cursor(query["after"]), limit)
    return Window(integer(query, "offset", 0, 0, max_offset), limit)


def page(items: Sequence[object], asked: Window, *, envelope: bool, mode: str = "normal") -> object:
    """One page in the shape of the path version: a bare array, or `results`, `total`, `cursor`.

    `mode` is `normal`, or a server's bad habit: `loop` (the cursor never moves on), `overlap`
    (a page repeats the last item of the one before) or `bare` (no total, no last cursor).
    """
    start = max(asked.start - 1, 0) if mode == "overlap" else asked.start
    end = asked.start + asked.limit
    results = list(items[start:end])
    if not envelope:
        return results
    body: Json = {"total": len(items)}
    if end < len(items) and results:
        body["cursor"] = encode_cursor(asked.start if mode == "loop" else end)
    elif asked.start or not items:
        body["cursor"] = ""
    if mode == "bare":
        del body["total"]
        if not body.get("cursor"):
            body.pop("cursor", None)
    body["results"] = results
    return body
