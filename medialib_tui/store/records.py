"""What the journal holds about one write: its intent, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import JsonValue

from medialib_tui.model.base import JsonObject
from medialib_tui.store.person import Person

IMPORT = "import"
"""The operation of an import, whose items are not in the journal."""


class Outcome(StrEnum):
    """How a write ended."""

    APPLIED = "applied"
    NOT_APPLIED = "not-applied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Record:
    """One write: `outcome` is None while it is open. Dates are ISO 8601 in UTC.

    `body` is the exact request. `before` and `after` are traces (model/trace.py) of what the
    write touched. `answer` is what the server said to it: "yes", "nothing" or empty where the
    process ended before noting it; `patience` is how long an answer may take, in seconds.
    """

    number: int
    key: str
    at: str
    server: str
    server_name: str
    entry_id: str
    title: str
    operation: str
    who: str
    pid: int
    body: JsonObject
    before: JsonObject
    undoes: int | None = None
    batch: str = ""
    note: str = ""
    answer: str = ""
    answer_detail: str = ""
    outcome: Outcome | None = None
    settled_at: str | None = None
    version_after: int | None = None
    detail: str = ""
    after: JsonObject = field(default_factory=dict)
    hash: str = ""

    @property
    def version_before(self) -> int | None:
        """The version the write was made for."""
        return _number(self.before.get("version"))

    @property
    def person(self) -> Person:
        """Who sent it, and from which process."""
        return Person(self.who, self.pid)

    def to_json(self) -> JsonObject:
        """The record as the command line prints it."""
        return {
            "number": self.number,
            "at": self.at,
            "server": self.server,
            "serverName": self.server_name,
            "id": self.entry_id,
            "title": self.title,
            "operation": self.operation,
            "who": self.who,
            "outcome": self.outcome.value if self.outcome else "open",
            "versionBefore": self.version_before,
            "versionAfter": self.version_after,
            "settledAt": self.settled_at,
            "detail": self.detail or self.answer_detail,
            "note": self.note,
            "undoes": self.undoes,
            "batch": self.batch,
            "body": self.body,
            "before": self.before,
            "after": self.after,
            "hash": self.hash,
        }


def read_record(number: int, texts: Sequence[str], last_hash: str) -> Record:
    """Put one write together from its rows: the intent, then answers and outcomes in order."""
    said = [_object(text) for text in texts]
    intent, later = said[0], said[1:]
    answer = next((item for item in reversed(later) if item.get("kind") == "answer"), {})
    end = next((item for item in reversed(later) if item.get("kind") == "outcome"), {})
    outcome = _text(end, "outcome")
    return Record(
        number=number,
        key=_text(intent, "key"),
        at=_text(intent, "at"),
        server=_text(intent, "server"),
        server_name=_text(intent, "serverName"),
        entry_id=_text(intent, "entryId"),
        title=_text(intent, "title"),
        operation=_text(intent, "operation"),
        who=_text(intent, "who"),
        pid=_number(intent.get("pid")) or 0,
        body=_inner(intent, "body"),
        before=_inner(intent, "before"),
        undoes=_number(intent.get("undoes")),
        batch=_text(intent, "batch"),
        note=_text(intent, "note"),
        answer=_text(answer, "answer"),
        answer_detail=_text(answer, "detail"),
        outcome=Outcome(outcome) if outcome in set(Outcome) else None,
        settled_at=_text(end, "at") or None,
        version_after=_number(end.get("versionAfter")),
        detail=_text(end, "detail"),
        after=_inner(end, "after"),
        hash=last_hash,
    )


def _object(text: str) -> JsonObject:
    try:
        value: JsonValue = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _inner(item: Mapping[str, JsonValue], name: str) -> JsonObject:
    value = item.get(name)
    return value if isinstance(value, dict) else {}


def _text(item: Mapping[str, JsonValue], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _number(value: JsonValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
