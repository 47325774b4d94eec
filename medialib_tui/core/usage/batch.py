"""The same usage-log write for many entries: planned for each, one result each, resumed.

A batch is named after what it writes, so the journal tells which entries an earlier run of it
has done: `earlier_run`. Going on skips those; beginning anew is a run of its own.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import (
    ApiError,
    Gone,
    NotAllowed,
    NotOffered,
    NotReached,
    ReadOnly,
    Refused,
    ScopeMissing,
    TokenRefused,
)
from medialib_tui.core.usage.plan import Ground, ground
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Result, Unproven
from medialib_tui.core.writing.write import write
from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import AddUsageLogEntry
from medialib_tui.store.records import Outcome, Record

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.schema import Project
    from medialib_tui.store.journal import Journal

Make = Callable[["Session", Ground], Intent | None]
"""Makes the write of one entry, None where there is nothing to do. Raises ApiError."""

AT_ONCE = 4
_HOPELESS = (TokenRefused, ScopeMissing, Gone, NotReached, ReadOnly, NotOffered)


@dataclass(frozen=True, slots=True)
class Run:
    """One run over many entries; `done` are the entries that it wrote already.

    A write of it that is not proven either way counts as done: it is not sent again.
    """

    key: str
    done: Mapping[str, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a batch: its write, or why there is none.

    `done` is the write of an earlier run; with neither that nor an error, nothing is to be done.
    """

    id: str
    ground: Ground | None = None
    intent: Intent | None = None
    error: ApiError | None = None
    done: Record | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One result."""

    item: Item
    intent: Intent
    result: Result


@dataclass
class Batch:
    """Writes on their way; `stop()` ends it behind the one under way, which is `sent`."""

    items: tuple[Item, ...]
    stopped: bool = False
    sent: Intent | None = None

    @property
    def ready(self) -> tuple[Item, ...]:
        """What is to be written, in the order asked."""
        return tuple(item for item in self.items if item.intent is not None)

    def stop(self) -> None:
        """Write no further one."""
        self.stopped = True


def earlier_run(session: Session, operation: str, what: JsonObject) -> Run:
    """The last run that wrote this, or the first one, with nothing done. Raises NotKept."""
    text = json.dumps([operation, session.server.url, what], sort_keys=True)
    start = hashlib.sha256(text.encode()).hexdigest()[:16]
    journal = session.journal
    found = journal.of_batches(session.server.url, f"{start}-")
    if not found:
        return Run(f"{start}-1")
    last = found[-1].batch
    stands = [one for one in found if one.batch == last and _stands(journal, one)]
    return Run(last, {one.entry_id: one for one in stands})


def next_run(run: Run) -> Run:
    """A run of its own that writes the same once more."""
    start, _, number = run.key.rpartition("-")
    return Run(f"{start}-{int(number) + 1}")


def _stands(journal: Journal, record: Record) -> bool:
    if record.outcome is Outcome.NOT_APPLIED:
        return False
    undone = journal.undone_by(record.number)
    return not any(one.outcome is Outcome.APPLIED for one in undone)


class Planner:
    """Plans writes; configuration that was kept a while is read again before it refuses one."""

    def __init__(self, session: Session, make: Make) -> None:
        self._session = session
        self._make = make
        self._fresh: asyncio.Task[Project] | None = None

    async def plan(self, entry_id: str) -> tuple[Ground, Intent | None]:
        """The write of one entry, and what it stands on. Raises ApiError."""
        found = await ground(self._session, entry_id)
        try:
            return found, self._make(self._session, found)
        except (Refused, NotAllowed):
            if self._fresh is None:
                self._fresh = asyncio.create_task(self._session.project(fresh=True))
        found = replace(found, project=await self._fresh)
        return found, self._make(self._session, found)


async def plan_all(
    session: Session,
    ids: Sequence[str],
    make: Make,
    run: Run | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> AsyncIterator[Item]:
    """Read every entry and plan its write, a few at a time; items come in the order asked."""
    room, hopeless, read = asyncio.Semaphore(AT_ONCE), list[ApiError](), 0
    planner = Planner(session, make)
    unique = list(dict.fromkeys(ids))

    async def ask(entry_id: str) -> Item:
        nonlocal read
        if run is not None and (former := run.done.get(entry_id)) is not None:
            return _of_earlier(former)
        async with room:
            if hopeless:
                return Item(entry_id, error=hopeless[0])
            try:
                found, intent = await planner.plan(entry_id)
                return Item(entry_id, found, intent)
            except ApiError as error:
                if isinstance(error, _HOPELESS):
                    hopeless.append(error)
                return Item(entry_id, error=error)
            finally:
                read += 1
                if progress is not None:
                    progress(f"{read:,} of {len(unique):,} entries read")

    tasks = [asyncio.create_task(ask(one)) for one in unique]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _of_earlier(record: Record) -> Item:
    if record.outcome is Outcome.APPLIED:
        return Item(record.entry_id, done=record)
    said = f"It was sent before (journal {record.number}), and what became of it is not known."
    hint = "Look at its usage log; it is not sent again."
    if record.outcome is None:
        said = f"It was sent before (journal {record.number}) and may still arrive; not sent again."
        hint = "Try again in a minute: then it is known whether it arrived."
    return Item(record.entry_id, error=Unproven(said, hint=hint), done=record)


async def write_all(
    session: Session,
    batch: Batch,
    *,
    progress: Callable[[str], None] | None = None,
) -> AsyncIterator[Done]:
    """Write one after the other; ends behind one that shows that all others will fail."""
    ready = batch.ready
    for place, item in enumerate(ready, 1):
        if batch.stopped:
            return
        if item.intent is None:
            continue
        if progress is not None:
            progress(f"{place:,} of {len(ready):,}: {item.id}")
        done = await _write(session, batch, item, item.intent)
        yield done
        failed = done.result.error if isinstance(done.result, NotApplied) else None
        if isinstance(failed, _HOPELESS):
            return


async def _write(session: Session, batch: Batch, item: Item, intent: Intent) -> Done:
    batch.sent = intent
    result = await write(session, intent)
    if isinstance(result, Conflict) and _adds_only(intent):
        again = Intent(
            result.theirs,
            intent.operations,
            preserve_updated_at=intent.preserve_updated_at,
            operation_name=intent.operation_name,
            batch=intent.batch,
        )
        batch.sent = again
        return Done(item, again, await write(session, again))
    return Done(item, intent, result)


def _adds_only(intent: Intent) -> bool:
    """An add overwrites nothing: proven not to be applied, it is made for the newer version."""
    return all(isinstance(step, AddUsageLogEntry) for step in intent.operations)
