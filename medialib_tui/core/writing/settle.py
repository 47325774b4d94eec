"""Settling a write whose outcome is not known: reading back, now and at the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import ValidationError

from medialib_tui.api.errors import (
    ApiError,
    Forbidden,
    NotFound,
    NotOffered,
    ScopeMissing,
    TokenRefused,
)
from medialib_tui.core.writing.judging import Seen, Verdict, judge
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import parse_date
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import AddUsageLogEntry, AnyOperation, Patch
from medialib_tui.model.trace import Trace, needs_serve_state, needs_usage_log, trace
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.store.errors import NotKept
from medialib_tui.store.person import may_be_alive, this_person
from medialib_tui.store.records import IMPORT, Outcome, Record

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

WAITS = (0.0, 0.4, 0.8, 1.6)
"""Seconds before each reading; an answer may lag behind the write for a moment."""

READINGS = 2
"""How many readings at least have to agree that nothing was applied."""

QUIET = 5.0
"""Seconds after which a write of a process that ended is taken to be through."""

LATE = 60.0
"""Seconds for which a server that did not answer in time may still be at work on a write."""

IN_USE = 3600.0
"""Seconds for which an open write of another running process is left to that process."""

UNDER_WAY = "it is under way in this or another terminal"
_MAYBE_AT_WORK = "nothing of it is on the server so far, which may still be at work on it"

in_flight: set[str] = set()
"""Keys of the intents that this process is working on."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What reading back gave; without a verdict `why` says what is in the way of one."""

    verdict: Verdict | None = None
    seen: Seen | None = None
    why: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """The outcome to be journalled; None leaves the write open."""
        return self.verdict.outcome if self.verdict else None

    @property
    def entry(self) -> Entry | None:
        """The entry as read back."""
        return self.seen.entry if self.seen else None

    @property
    def sentence(self) -> str:
        """What is known, for people."""
        return self.verdict.sentence if self.verdict else self.why


@dataclass(frozen=True, slots=True)
class Settled:
    """One open write of an earlier run: `outcome` is None where it stays open.

    `command` goes on with an import that was cut off.
    """

    record: Record
    outcome: Outcome | None
    sentence: str
    entry: Entry | None = None
    command: str = ""


async def look(session: Session, entry_id: str, operations: Sequence[AnyOperation]) -> Seen:
    """Read what tells whether `operations` are applied. Raises ApiError."""
    if needs_usage_log(operations):
        entry, usage = await asyncio.gather(
            _entry(session, entry_id), usage_rows(session, entry_id)
        )
    else:
        entry, usage = await _entry(session, entry_id), None
    if entry is None or not needs_serve_state(operations):
        return Seen(entry, usage)
    served = await serve_word(session, entry)
    return Seen(entry, usage, served or "", partial=served is None)


async def _entry(session: Session, entry_id: str) -> Entry | None:
    try:
        return await session.client.entry(entry_id)
    except NotFound:
        return None


async def usage_rows(session: Session, entry_id: str) -> tuple[UsageLogEntry, ...] | None:
    """The usage log, or None where this server or token does not hand it out."""
    try:
        return tuple(await session.client.usage_log(entry_id))
    except (NotOffered, Forbidden, ScopeMissing, NotFound):
        return None


async def serve_word(session: Session, entry: Entry) -> str | None:
    """`served` or `blocked`; empty where it tells nothing of a revoke, None where asking failed."""
    from medialib_tui.core.serving import serving

    state = await serving(session, entry, await session.project())
    if state.failed:
        return None
    if state.state == "blocked" and "revoked" not in state.sentence:
        return ""
    return "" if state.state == "unknown" else state.state


async def settle(
    session: Session,
    entry_id: str,
    operations: Sequence[AnyOperation],
    before: Trace,
    *,
    said_yes: bool = False,
    patient: bool = True,
) -> Settlement:
    """Read back until the outcome is proven, or reading again cannot help.

    Not applied needs several readings that agree, the last one among them; `patient` False keeps
    it open, because the server may still be at work.
    """
    began = asyncio.get_running_loop().time()
    found, agreed = Settlement(), 0
    for wait in WAITS:
        if wait:
            await session.sleep(wait)
        try:
            seen = await look(session, entry_id, operations)
        except ApiError as error:
            why = f"it could not be read back: {error.title.rstrip('.')}"
            found, agreed = replace(found, why=why), 0
            spent = asyncio.get_running_loop().time() - began
            hopeless = isinstance(error, TokenRefused | ScopeMissing | Forbidden)
            if hopeless or spent > session.server.timeout:
                break
            continue
        verdict = judge(operations, before, seen, said_yes=said_yes)
        found, agreed = Settlement(verdict, seen), agreed + 1
        final = verdict.final and not seen.partial
        if final or verdict.outcome is Outcome.APPLIED:
            return found
    return _conclude(found, agreed, patient=patient)


def _conclude(found: Settlement, agreed: int, *, patient: bool) -> Settlement:
    if found.why:
        return replace(found, verdict=None)
    if found.outcome is Outcome.NOT_APPLIED and (agreed < READINGS or not patient):
        return Settlement(None, found.seen, _MAYBE_AT_WORK)
    return found


async def reconcile(session: Session, entry_id: str | None = None) -> list[Settled]:
    """Settle the open writes of earlier runs to this server, or to one entry of it.

    Writes under way are left alone. Ends early where the server cannot be read. Raises NotKept
    where there is no journal.
    """
    settled: list[Settled] = []
    for record in await asyncio.to_thread(session.journal.unsettled, session.server.url):
        if entry_id not in (None, record.entry_id):
            continue
        if record.operation == IMPORT:
            settled.extend(await _import_cut_off(session, record))
            continue
        if _under_way(record):
            continue
        one = await _reconciled(session, record)
        settled.append(one)
        if one.outcome is None and one.entry is None:
            break
    return settled


async def recheck(session: Session, record: Record) -> Settled:
    """Read again what became of one write that is open or unknown. Raises NotKept."""
    if record.operation == IMPORT:
        ended = await _import_cut_off(session, record)
        return ended[0] if ended else Settled(record, None, UNDER_WAY)
    if _under_way(record):
        return Settled(record, None, UNDER_WAY)
    return await _reconciled(session, record)


async def _import_cut_off(session: Session, record: Record) -> tuple[Settled, ...]:
    """How far an import of an ended process came; nothing while it is under way."""
    from medialib_tui.core.importing.settling import settle_cut_off

    found = await asyncio.to_thread(settle_cut_off, session, record)
    return () if found is None else (found,)


async def _reconciled(session: Session, record: Record) -> Settled:
    operations = operations_of(record)
    if not operations:
        found = Settlement(Verdict(Outcome.UNKNOWN, "the record cannot be read"), Seen(None))
    else:
        said_yes = record.answer == "yes"
        late = record.answer == "late" and _age(record) < LATE
        if not record.answer and (young := QUIET - _age(record)) > 0:
            await session.sleep(young)
        before = Trace.read(record.before)
        found = await settle(
            session, record.entry_id, operations, before, said_yes=said_yes, patient=not late
        )
    if found.outcome is not None:
        await asyncio.to_thread(journal_outcome, session, record.number, operations, found)
        if found.entry is not None:
            session.changed(found.entry)
    return Settled(record, found.outcome, found.sentence, found.entry)


async def open_add(session: Session, entry_id: str, added: Sequence[JsonObject]) -> Record | None:
    """An open write that adds one of these uses to the entry and may still take effect.

    It is read back first: an add is not repeated without proof. Raises NotKept.
    """
    await reconcile(session, entry_id)
    for record in await asyncio.to_thread(session.journal.unsettled, session.server.url):
        if record.entry_id == entry_id and any(
            isinstance(step, AddUsageLogEntry) and step.value in added
            for step in operations_of(record)
        ):
            return record
    return None


def journal_outcome(
    session: Session, number: int, operations: Sequence[AnyOperation], found: Settlement
) -> None:
    """Record a proven outcome; trouble becomes a warning, and the write stays open."""
    verdict, entry = found.verdict, found.entry
    if verdict is None:
        return
    after: Trace | None = None
    if entry is not None and found.seen is not None:
        usage, added = found.seen.usage, verdict.added
        after = trace(entry, operations, usage=usage, served=found.seen.served, also=added)
        after = after.model_copy(update={"usage_ids": added or None})
    try:
        session.journal.settle(
            number,
            outcome=verdict.outcome,
            version_after=entry.version if entry else None,
            detail=verdict.sentence,
            after=after.to_json() if after else None,
        )
    except NotKept as error:
        session.warnings.append(f"{error.title}; the write stays open in the journal")


def operations_of(record: Record) -> tuple[AnyOperation, ...]:
    """The operations of a journalled request; none where it cannot be read."""
    try:
        return Patch.model_validate(record.body).patches
    except ValidationError:
        return ()


def _under_way(record: Record) -> bool:
    me = this_person()
    if record.person == me:
        return record.key in in_flight
    return not record.answer and _age(record) < IN_USE and may_be_alive(record.person, me)


def _age(record: Record) -> float:
    moment = parse_date(record.at)
    return (datetime.now(UTC) - moment).total_seconds() if moment else IN_USE
