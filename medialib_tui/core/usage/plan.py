"""The writes of the usage log of one entry: add, update, confirm, remove.

Each `plan_…` makes an Intent for core/writing and refuses what is known to be wrong: Refused with
fields `purpose`, `publicationDate`, `params.page` …, NotAllowed for an internal purpose, NotFound
for a usage-log entry that is not there, NotOffered where the server has no usage log. Nothing is
sent here. An intent carries the log as it was shown, so that `write()` finds a change by somebody
else and answers Conflict before anything is sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.dialect import OPERATIONS
from medialib_tui.api.errors import (
    BadInput,
    FieldError,
    NotAllowed,
    NotFound,
    NotOffered,
    Refused,
)
from medialib_tui.core.usage.log import UsageLog, load_usage_log
from medialib_tui.core.usage.rules import locked, usage_errors
from medialib_tui.core.usage.values import confirmed_value, former_value, tidy
from medialib_tui.core.writing.intent import Intent
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.inverse import settable
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    RemoveUsageLogEntry,
    UpdateUsageLogEntry,
)
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


@dataclass(frozen=True, slots=True)
class Ground:
    """An entry with its usage log, as both were shown, and the project they belong to."""

    entry: Entry
    log: UsageLog
    project: Project

    def row(self, usage_id: str) -> UsageLogEntry:
        """The usage-log entry of that id. Raises NotFound."""
        for row in self.log.entries:
            if row.id == usage_id:
                return row
        raise NotFound(
            f"The usage log of {self.entry.id} has no entry {usage_id}; nothing was sent.",
            hint=f"medialib usage list {self.entry.id}",
        )


@dataclass(frozen=True, slots=True)
class Options:
    """How a write is to be made: `old_value` has the server compare what it holds as well,
    `unlock` writes internal purposes in spite of the lock."""

    preserve_updated_at: bool = False
    old_value: bool = False
    unlock: bool = False
    batch: str = ""


PLAIN = Options()


async def ground(session: Session, entry_id: str, *, fresh: bool = False) -> Ground:
    """Read entry, usage log and project side by side; `fresh` reads the project anew."""
    require(session)
    entry, log, project = await asyncio.gather(
        session.client.entry(entry_id),
        load_usage_log(session, entry_id),
        session.project(fresh=fresh),
    )
    return Ground(entry, log, project)


def plan_add(
    session: Session, ground: Ground, value: JsonObject, options: Options = PLAIN
) -> Intent:
    """The write that records a use; `value` as API reference 4.2 has it, nulls left out."""
    value = tidy(value)
    _check(session, ground, value, options)
    return _intent(session, ground, [AddUsageLogEntry(value=value)], "usage add", options)


def plan_update(
    session: Session, ground: Ground, usage_id: str, value: JsonObject, options: Options = PLAIN
) -> Intent:
    """The write that replaces a use: `value` is the whole new value, not the changes alone."""
    row = ground.row(usage_id)
    step = _update(session, ground, row, tidy(value), options)
    return _intent(session, ground, [step], "usage update", options)


def plan_confirm(
    session: Session,
    ground: Ground,
    usage_ids: Sequence[str],
    *,
    date: str | None = None,
    options: Options = PLAIN,
) -> Intent:
    """The write, one request, that confirms uses; `date` is set where one has none yet.

    Uses that are confirmed already are left out; BadInput where none is left.
    """
    rows = [ground.row(usage_id) for usage_id in dict.fromkeys(usage_ids)]
    pending = [row for row in rows if not row.confirmed]
    if not pending:
        raise BadInput("These uses are confirmed already; nothing was sent.")
    steps = [_update(session, ground, row, confirmed_value(row, date), options) for row in pending]
    return _intent(session, ground, steps, "usage confirm", options)


def plan_remove(
    session: Session, ground: Ground, usage_ids: Sequence[str], options: Options = PLAIN
) -> Intent:
    """The write, one request, that removes uses; see `removal` for what hangs on them."""
    rows = [ground.row(usage_id) for usage_id in dict.fromkeys(usage_ids)]
    if not rows:
        raise BadInput("Which use is to be removed?", hint="Nothing was sent.")
    for row in rows:
        _require_unlocked(ground.project, row.purpose, options)
    steps = [RemoveUsageLogEntry(usage_log_entry_id=row.id) for row in rows]
    return _intent(session, ground, steps, "usage remove", options)


def require(session: Session) -> None:
    """Raise NotOffered where this server is known to have no usage log to be written."""
    supported = session.supports(OPERATIONS["addUsageLogEntry"])
    if not supported.possible:
        raise NotOffered(
            "This server or API version does not offer the usage log; nothing was sent.",
            detail=supported.reason,
            hint="medialib doctor lists what works.",
        )


def _update(
    session: Session, ground: Ground, row: UsageLogEntry, value: JsonObject, options: Options
) -> UpdateUsageLogEntry:
    _require_unlocked(ground.project, row.purpose, options)
    _check(session, ground, value, options, base=row)
    return UpdateUsageLogEntry(
        usage_log_entry_id=row.id,
        value=value,
        old_value=former_value(row) if options.old_value else None,
    )


def _check(
    session: Session,
    ground: Ground,
    value: JsonObject,
    options: Options,
    base: UsageLogEntry | None = None,
) -> None:
    purpose = value.get("purpose")
    _require_unlocked(ground.project, purpose if isinstance(purpose, str) else None, options)
    held = settable(base.sent) if base else None
    found = usage_errors(
        value, ground.project, session.language, update=base is not None, base=held
    )
    if wrong := tuple(FieldError(path, said) for path, said in found):
        which = f"{ground.entry.id}, use {base.id}" if base else ground.entry.id
        raise Refused(
            "This use cannot be sent as it is; nothing was sent.", detail=which, fields=wrong
        )


def _require_unlocked(project: Project, purpose: str | None, options: Options) -> None:
    if not options.unlock and (reason := locked(project, purpose)):
        raise NotAllowed(
            f"{reason}; nothing was sent.",
            hint="The editor does not change them either. --internal does it all the same.",
        )


def _intent(
    session: Session,
    ground: Ground,
    steps: Sequence[AnyOperation],
    name: str,
    options: Options,
) -> Intent:
    require(session)
    return Intent(
        ground.entry,
        tuple(steps),
        preserve_updated_at=True if options.preserve_updated_at else None,
        operation_name=name,
        usage=ground.log.entries,
        batch=options.batch,
    )
