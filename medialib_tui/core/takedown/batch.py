"""Several take-downs: one check for each, one consent for all, one result each.

What was not shown is not written: every write is made for the entry as its evidence holds it.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, Gone, NotReached, ReadOnly, ScopeMissing, TokenRefused
from medialib_tui.core.intent import NotApplied, Result, Saved
from medialib_tui.core.takedown.act import archive, revoke, unrevoke
from medialib_tui.core.takedown.evidence import Evidence, gather
from medialib_tui.core.takedown.guards import typed_end
from medialib_tui.core.takedown.known import Act
from medialib_tui.core.takedown.plan import Plan, TakeDown, plan
from medialib_tui.core.takedown.proof import Proof, prove

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Item:
    """One id: its evidence and plan, or the error that kept them away.

    `done` is the earlier write of this machine that makes another one needless.
    """

    id: str
    evidence: Evidence | None = None
    plan: Plan | None = None
    error: ApiError | None = None
    done: Act | None = None

    @property
    def ready(self) -> bool:
        """Whether it is to be written."""
        return self.evidence is not None and self.done is None


@dataclass(frozen=True, slots=True)
class Done:
    """One result; `proof` is there where it was applied or its outcome is not known."""

    item: Item
    result: Result
    proof: Proof | None = None


@dataclass
class Batch:
    """Several ids on their way; `stop()` ends it behind the write that is under way."""

    operation: TakeDown
    items: tuple[Item, ...]
    note: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    stopped: bool = False

    @property
    def ready(self) -> tuple[Item, ...]:
        """What is to be written, in the order shown."""
        return tuple(item for item in self.items if item.ready)

    @property
    def typed(self) -> str:
        """What is typed in production: the end of the last id that is to be written."""
        return typed_end([item.id for item in self.ready])

    def stop(self) -> None:
        """Write no further one."""
        self.stopped = True


async def check_all(
    session: Session,
    ids: Sequence[str],
    operation: TakeDown = TakeDown.REVOKE,
    *,
    pages: int | None = 1,
    progress: Callable[[str], None] | None = None,
) -> AsyncIterator[Item]:
    """The same check for every id, a few at a time; items come in the order asked.

    Ends early, with errors for the rest, where no further answer can be expected.
    """
    room, hopeless = asyncio.Semaphore(AT_ONCE), list[ApiError]()

    async def ask(entry_id: str) -> Item:
        async with room:
            if hopeless:
                return Item(entry_id, error=hopeless[0])
            try:
                evidence = await gather(session, entry_id, pages=pages, progress=progress)
            except ApiError as error:
                if isinstance(error, TokenRefused | ScopeMissing | Gone | NotReached):
                    hopeless.append(error)
                return Item(entry_id, error=error)
        made = plan(session, evidence, operation)
        return Item(entry_id, evidence, made, done=done_before(evidence, operation))

    tasks = [asyncio.create_task(ask(one)) for one in dict.fromkeys(ids)]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()


def done_before(evidence: Evidence, operation: TakeDown) -> Act | None:
    """The write of this machine that did it already, where nothing seen speaks against it."""
    if operation is TakeDown.ARCHIVE:
        return evidence.known.archived
    if operation is TakeDown.REVOKE:
        served = evidence.check.serving.state == "served"
        return None if served else evidence.known.revoked
    return None


async def take_down_all(session: Session, batch: Batch) -> AsyncIterator[Done]:
    """Write one after the other and prove each; ends behind one that shows all will fail."""
    for item in batch.ready:
        if batch.stopped:
            return
        evidence = item.evidence
        if evidence is None:
            continue
        result = await _write(session, batch, evidence)
        proof = None
        entry = getattr(result, "entry", None)
        if entry is not None:
            keys, operation = evidence.check.keys, batch.operation
            proof = await prove(session, entry, keys, operation=operation, evidence=evidence)
        yield Done(item, result, proof)
        if isinstance(result, NotApplied) and isinstance(
            result.error, TokenRefused | ScopeMissing | Gone | NotReached | ReadOnly
        ):
            return


async def _write(session: Session, batch: Batch, evidence: Evidence) -> Result:
    entry = evidence.entry
    match batch.operation:
        case TakeDown.REVOKE:
            serving = evidence.check.serving
            return await revoke(session, entry, batch.note, seen=serving, batch=batch.key)
        case TakeDown.UNREVOKE:
            return await unrevoke(session, entry, batch=batch.key)
        case _:
            return await archive(session, entry, batch=batch.key)


def applied(done: Sequence[Done]) -> tuple[Done, ...]:
    """The results that are applied and verified."""
    return tuple(one for one in done if isinstance(one.result, Saved))
