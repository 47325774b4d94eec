"""What a person wants written, and how it can end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, FieldError
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import AnyOperation, Patch
from medialib_tui.model.usage import UsageLogEntry

if TYPE_CHECKING:
    from medialib_tui.model.base import JsonObject


class NotRecorded(ApiError):
    """The journal cannot be written, so nothing was sent."""

    code = "not-recorded"


class Unproven(ApiError):
    """The write was sent, and what became of it is not known."""

    code = "outcome-unknown"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a person wants changed on one entry, as it was read.

    `operation_name` is what the journal calls it. `usage` is the usage log as the person saw it:
    where a concerned row has changed since, nothing is sent. An intent is sent once; `again()`
    makes a new one of it.
    """

    entry: Entry
    operations: tuple[AnyOperation, ...]
    preserve_updated_at: bool | None = None
    operation_name: str = ""
    usage: tuple[UsageLogEntry, ...] | None = None
    undoes: int | None = None
    batch: str = ""
    note: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def name(self) -> str:
        """What it is called: the given name, else its operations."""
        return self.operation_name or ", ".join(
            dict.fromkeys(step.operation for step in self.operations)
        )

    def patch(self) -> Patch:
        """The request."""
        return Patch(
            version=self.entry.version,
            preserve_updated_at=self.preserve_updated_at or None,
            patches=self.operations,
        )

    def body(self) -> JsonObject:
        """The exact request body."""
        return self.patch().body()

    def again(self) -> Intent:
        """The same intent, to be sent as a new one."""
        return replace(self, key=uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class Saved:
    """Applied and verified; `added` are the ids of new usage-log entries."""

    entry: Entry
    version_before: int | None
    version_after: int | None
    journal: int
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the entry since it was read; nothing was applied.

    `usage` is the present usage log where the write concerns it; `journal` is None where the
    change was found before anything was sent.
    """

    base: Entry
    theirs: Entry
    intent: Intent
    journal: int | None
    usage: tuple[UsageLogEntry, ...] | None = None


@dataclass(frozen=True, slots=True)
class Invalid:
    """The server refused the values; `fields` are named by metadata property where possible."""

    error: ApiError
    fields: tuple[FieldError, ...]
    journal: int | None = None


@dataclass(frozen=True, slots=True)
class NotApplied:
    """Proven not to be on the server; `journal` is None where nothing was sent."""

    error: ApiError
    journal: int | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """Sent, and not proven either way; `entry` as read back, None where that failed.

    An `open` one is settled at the next start.
    """

    error: ApiError
    entry: Entry | None
    journal: int
    open: bool = False


Result = Saved | Conflict | Invalid | NotApplied | Unknown
