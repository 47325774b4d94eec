"""How an item of an import can end, and how a run of them went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from medialib_tui.api.errors import FieldError
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.base import JsonObject


class ImportOutcome(StrEnum):
    """How an item ended; WAITING is one that is not on the server and was not refused."""

    CREATED = "created"
    EXISTS = "exists"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WAITING = "waiting"


_AS_WRITE = {
    ImportOutcome.CREATED: Outcome.APPLIED,
    ImportOutcome.UNKNOWN: Outcome.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item; `id` is the entry's, created or there before.

    `place` counts items and `line` lines of the file, from 1; `line` is 0 where the file cannot be
    read any more. `title` is a sentence, empty for a
    created entry; `attempts` says how often the item was sent.
    """

    place: int
    line: int
    label: str
    outcome: ImportOutcome
    id: str | None = None
    external_id: str | None = None
    system_name: str | None = None
    title: str = ""
    fields: tuple[FieldError, ...] = ()
    code: str = ""
    status: int | None = None
    attempts: int = 0

    @property
    def failed(self) -> bool:
        """Whether it is neither created nor there already."""
        return self.outcome not in (ImportOutcome.CREATED, ImportOutcome.EXISTS)

    @property
    def plain(self) -> bool:
        """Whether it was created, and there is no more to say."""
        told = self.title or self.fields or self.code or self.status
        return self.outcome is ImportOutcome.CREATED and not told

    def to_json(self) -> JsonObject:
        """The result as the command line prints it; an entry that is there already is no error."""
        data: JsonObject = {
            "id": self.id,
            "operation": "import",
            "outcome": _AS_WRITE.get(self.outcome, Outcome.NOT_APPLIED).value,
            "versionBefore": None,
            "versionAfter": None,
            "entry": None,
            "result": self.outcome.value,
            "line": self.line or None,
            "item": self.place,
            "systemName": self.system_name,
            "externalId": self.external_id,
        }
        if self.failed:
            data["error"] = {
                "code": self.code,
                "title": self.title,
                "detail": "",
                "hint": "",
                "status": self.status,
                "fields": [one.to_json() for one in self.fields],
            }
        return data


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items ended how; `waiting` are those of `total` that have not ended."""

    total: int = 0
    created: int = 0
    exists: int = 0
    refused: int = 0
    unknown: int = 0

    @classmethod
    def of(cls, data: Mapping[str, JsonValue]) -> Counts:
        """The counts that `to_json` gave."""
        names = ("total", "created", "exists", "refused", "unknown")
        values = [data.get(name) for name in names]
        return cls(*(value if isinstance(value, int) else 0 for value in values))

    @property
    def waiting(self) -> int:
        """Items that were not sent, or are proven not to have arrived."""
        return max(0, self.total - self.created - self.exists - self.refused - self.unknown)

    @property
    def ended(self) -> int:
        """Items with a proven end."""
        return self.created + self.exists + self.refused

    @property
    def failed(self) -> int:
        """Items that are neither created nor there already."""
        return self.refused + self.unknown + self.waiting

    def to_json(self) -> JsonObject:
        """The counts by the names of the outcomes."""
        return {
            "total": self.total,
            "created": self.created,
            "exists": self.exists,
            "refused": self.refused,
            "unknown": self.unknown,
            "waiting": self.waiting,
        }

    def text(self) -> str:
        """Such as `9,990 created, 2 there already, 8 refused`."""
        named = (
            (self.created, "created"),
            (self.exists, "there already"),
            (self.refused, "refused"),
            (self.unknown, "not known"),
            (self.waiting, "not sent"),
        )
        return ", ".join(f"{count:,} {name}" for count, name in named if count) or "nothing"


@dataclass(frozen=True, slots=True)
class ImportRun:
    """An import of this machine: `when` is ISO 8601 in UTC, `path` where the file was read.

    `finished` says that every item was offered and has a proven end, `under_way` that a process
    is at it: what it sent and has no answer to yet counts as waiting.
    """

    name: str
    path: str
    digest: str
    when: str
    who: str
    counts: Counts
    finished: bool
    under_way: bool = False
