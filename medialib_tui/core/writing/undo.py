"""Taking a write back: an inverse patch, sent only while the entry still holds what was written."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.writing.intent import Intent, NotApplied, Result
from medialib_tui.core.writing.judging import Seen, Standing, standings
from medialib_tui.core.writing.settle import look, operations_of
from medialib_tui.core.writing.write import write
from medialib_tui.model.capability import Capability, Supported
from medialib_tui.model.entry import Entry
from medialib_tui.model.inverse import Inverse, Irreversible, inverse
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.trace import Trace, touched
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.store.records import IMPORT, Outcome, Record

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.store.journal import Journal

    Supports = Callable[[Capability], Supported]

_HELD = frozenset({Standing.HOLDS, Standing.HELD_BEFORE, Standing.UNSEEN})


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a write back: the operations in their order, and what will not be as it was.

    `names` says, for each operation, which property or thing it puts back.
    """

    record: Record
    operations: tuple[AnyOperation, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CannotUndo:
    """Why a write cannot be taken back; `changed` names what was changed since."""

    record: Record
    reason: str
    changed: tuple[str, ...] = ()


def plan_undo(record: Record, supports: Supports | None = None) -> Undo | CannotUndo:
    """What would take a write back, as far as the journal tells; nothing is read or sent."""
    if (reason := _not_undoable(record)) is not None:
        return CannotUndo(record, reason)
    operations = operations_of(record)
    if not operations:
        return CannotUndo(record, "its request cannot be read from the journal")
    before, after = Trace.read(record.before), Trace.read(record.after)
    added = list(after.usage_ids or ())
    made: list[tuple[str, Inverse]] = []
    for step in _once_each(operations):
        own = added.pop(0) if isinstance(step, AddUsageLogEntry) and added else None
        found = inverse(step, before, own)
        if isinstance(found, Irreversible):
            return CannotUndo(record, found.reason)
        if supports is not None and isinstance(found.operation, UnrevokeAsset):
            supported = supports(Capability.UNREVOKE)
            if not supported.possible:
                reason = f"this server cannot take a revoke back: {supported.reason}"
                return CannotUndo(record, reason)
        made.append((_name(step, own), found))
    made.reverse()
    return Undo(
        record,
        operations=tuple(item.operation for _, item in made),
        names=tuple(name for name, _ in made),
        notes=tuple(dict.fromkeys(item.note for _, item in made if item.note)),
    )


async def undo(session: Session, planned: Undo, *, held_only: bool = False) -> Result | CannotUndo:
    """Take a write back if the entry still holds what it wrote; the undo is a write of its own.

    `held_only` takes back what still holds and leaves the rest alone.
    """
    try:
        prepared = await prepare(session, planned, held_only=held_only)
    except ApiError as error:
        return NotApplied(error, None)
    return prepared if isinstance(prepared, CannotUndo) else await write(session, prepared)


async def prepare(
    session: Session, planned: Undo, *, held_only: bool = False
) -> Intent | CannotUndo:
    """The write that takes one back, made for the entry as it is now. Raises ApiError."""
    record = planned.record
    if record.server != session.server.url:
        return CannotUndo(record, f"it was written to another server: {record.server_name}")
    former = await asyncio.to_thread(_in_force, session.journal, record.number)
    already = f"it was taken back already (journal {former.number})" if former else ""
    if former is not None and not _repeatable(former):
        return CannotUndo(record, already)
    seen = await look(session, record.entry_id, operations_of(record))
    if seen.entry is None:
        return CannotUndo(record, "the entry is no longer there")
    changed = tuple(_changed(record, seen))
    if changed and already:
        return CannotUndo(record, already, changed)
    if changed and not held_only:
        names = ", ".join(changed)
        return CannotUndo(record, f"changed since by somebody: {names}", changed)
    return _inverse_of(planned, seen.entry, seen.usage, frozenset(changed))


def _inverse_of(
    planned: Undo,
    entry: Entry,
    usage: tuple[UsageLogEntry, ...] | None,
    changed: frozenset[str],
) -> Intent | CannotUndo:
    record = planned.record
    pairs = zip(planned.names, planned.operations, strict=True)
    operations = tuple(step for name, step in pairs if name not in changed)
    if not operations:
        return CannotUndo(record, "nothing of it still holds", tuple(sorted(changed)))
    kept = record.body.get("preserveUpdatedAt") is True
    return Intent(
        entry,
        operations,
        preserve_updated_at=True if kept else None,
        operation_name="undo",
        usage=usage,
        undoes=record.number,
        note=f"undo of {record.operation}" + "".join(f"; {note}" for note in planned.notes),
    )


def _in_force(journal: Journal, number: int) -> Record | None:
    """The undo of a write that stands, or may stand, and was not itself taken back."""
    for record in journal.undone_by(number):
        if _may_stand(record) and _in_force(journal, record.number) is None:
            return record
    return None


def _repeatable(undo: Record) -> bool:
    """Whether an undo may be sent again: not proven, and setting twice is setting once."""
    steps = operations_of(undo)
    return undo.outcome is not Outcome.APPLIED and all(
        isinstance(step, SetMetadataProperty) for step in steps
    )


def taken_back(records: Iterable[Record]) -> frozenset[int]:
    """The numbers of the writes that are undone now; `records` newest first."""
    found: set[int] = set()
    for record in records:
        if record.undoes is not None and _may_stand(record) and record.number not in found:
            found.add(record.undoes)
    return frozenset(found)


def _may_stand(record: Record) -> bool:
    return record.outcome is not Outcome.NOT_APPLIED


def _not_undoable(record: Record) -> str | None:
    if record.operation == IMPORT:
        return "the API deletes no entries; archive takes single ones out of search"
    match record.outcome:
        case Outcome.APPLIED:
            return None
        case Outcome.NOT_APPLIED:
            return "it was not applied, so there is nothing to take back"
        case Outcome.UNKNOWN:
            return "what became of it is not known; look at the entry and correct it by hand"
        case None:
            return "what became of it is not settled yet"


def _once_each(operations: Sequence[AnyOperation]) -> list[AnyOperation]:
    """Only the last of several operations on one property counts."""
    last = touched(operations)
    return [
        step
        for step in operations
        if not isinstance(step, SetMetadataProperty) or last[step.property_name] is step
    ]


def _changed(record: Record, seen: Seen) -> Iterable[str]:
    """The names of what no longer holds what the write left there."""
    before = Trace.read(record.before)
    for step in _once_each(operations_of(record)):
        if not isinstance(step, AddUsageLogEntry):
            found, _ = standings((step,), before, seen)
            if not _HELD.issuperset(found):
                yield _name(step)
    yield from _added_changed(Trace.read(record.after), seen)


def _added_changed(after: Trace, seen: Seen) -> Iterable[str]:
    rows = {row.id: row for row in seen.usage or ()}
    for entry_id in after.usage_ids or ():
        row, was = rows.get(entry_id), after.usage_row(entry_id)
        if row is None or (was is not None and row.sent != was):
            yield _usage_name(entry_id)


def _name(step: AnyOperation, added: str | None = None) -> str:
    match step:
        case SetMetadataProperty(property_name=name):
            return name
        case ReplaceAsset():
            return "asset"
        case RemoveAsset(locale=locale):
            return f"asset:{locale}"
        case RevokeAsset() | UnrevokeAsset():
            return "revoked"
        case UpdateUsageLogEntry() | RemoveUsageLogEntry():
            return _usage_name(step.usage_log_entry_id)
        case _:
            return _usage_name(added) if added else step.operation


def _usage_name(entry_id: str) -> str:
    return f"usage-log entry {entry_id}"
