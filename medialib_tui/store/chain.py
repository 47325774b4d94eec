"""The hash chain of the journal: each record's hash covers the record and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from medialib_tui.model.base import JsonObject

GENESIS = "0" * 64
"""The hash before the first record."""


@dataclass(frozen=True, slots=True)
class Link:
    """One journal row: `record` is canonical JSON, `hash` covers it and `previous`."""

    number: int
    record: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """What checking found: `broken` is the first number that does not hold, and `why`."""

    count: int
    head: str
    broken: int | None = None
    why: str = ""

    @property
    def sound(self) -> bool:
        """Whether every record is as it was written, in its place, with none missing."""
        return self.broken is None


def canonical(record: JsonObject) -> str:
    """The one way to write a record as JSON; ASCII only. Raises ValueError for NaN."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link_hash(previous: str, record: str) -> str:
    """The hash of a record behind the record that has the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{record}".encode()).hexdigest()


def check_chain(links: Iterable[Link], head: tuple[int, str] | None = None) -> Chain:
    """Follow the chain from its first record; `head` is the number and hash it must end with."""
    count, last = 0, GENESIS
    for link in links:
        expected = count + 1
        if link.number != expected:
            return Chain(count, last, expected, f"record {expected} is missing")
        if link.previous != last:
            return Chain(count, last, expected, "it does not follow the record before it")
        if link.hash != link_hash(last, link.record):
            return Chain(count, last, expected, "it was changed after it was written")
        count, last = expected, link.hash
    if head is not None and head != (count, last):
        return Chain(count, last, count + 1, "the newest records are missing")
    return Chain(count, last)
