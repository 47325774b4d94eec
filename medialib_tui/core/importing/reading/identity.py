"""Which items of a file are the same, and ids for those that have none.

Digests are kept in a private temporary database, which leaves memory for disk by itself.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Complaint

if TYPE_CHECKING:
    from medialib_tui.model.base import JsonObject

_SCHEMA = "CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER, times INTEGER) WITHOUT ROWID"
_ADD = (
    "INSERT INTO seen VALUES (?, ?, 1) ON CONFLICT (key) DO UPDATE SET times = times + 1"
    " RETURNING line, times"
)


_AT_HAND = 30_000
"""Digests held in memory, where they are found four times as fast; some 150 bytes each."""


class Identities:
    """The identities of one pass over a file; close it behind the last item."""

    def __init__(self) -> None:
        self._near: dict[bytes, int] = {}
        self._times: dict[bytes, int] = {}
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(_SCHEMA)
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def made_for(self, item: JsonObject, basis: str, line: int) -> tuple[str, int, int]:
        """An id from the content of an item without one, and its times and first line so far.

        The same content has the same id whenever it is read; a second item of that content in
        the file has another.
        """
        text = basis or json.dumps(item, sort_keys=True, separators=(",", ":"))
        first, times = self._add(b"content", text, line)
        again = "" if times == 1 else f"\n{times}"
        return f"m{hashlib.sha256((text + again).encode()).hexdigest()[:23]}", times, first

    def twins(self, item: JsonObject, line: int) -> Iterator[Complaint]:
        """Complaints where an item before has the same id, or the same external id."""
        entry_id, system, external = (item.get(name) for name in ("id", "systemName", "externalId"))
        if isinstance(entry_id, str):
            first, times = self._add(b"id", entry_id, line)
            if times > 1:
                said = f"is the id of the item on line {first} too; only one can be created."
                yield Complaint("id", said)
        if isinstance(system, str) and isinstance(external, str):
            first, times = self._add(b"external", json.dumps([system, external]), line)
            if times > 1:
                said = f"is on line {first} too, of the same system; only one can be created."
                yield Complaint("externalId", said)

    def _add(self, kind: bytes, text: str, line: int) -> tuple[int, int]:
        """The line where this was first, and how often it was there."""
        key = hashlib.blake2b(
            text.encode("utf-8", "surrogatepass"), digest_size=16, person=kind
        ).digest()
        if (first := self._near.get(key)) is not None:
            self._times[key] = times = self._times.get(key, 1) + 1
            return first, times
        if len(self._near) < _AT_HAND:
            self._near[key] = line
            return line, 1
        found: tuple[int, int] = self._db.execute(_ADD, (key, line)).fetchone()
        return found
