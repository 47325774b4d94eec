"""Several take-downs: one check for each, one consent for all, one result each.

What was not shown is not written: every write is made for the entry as its evidence holds it.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, StateConflict
from medialib_tui.core.batch.order import AHEAD, hopeless, in_order
from medialib_tui.core.batch.writing import Sending, write_each
from medialib_tui.core.takedown.act import revoke_intent, send, simple_intent
from medialib_tui.core.takedown.evidence import Evidence, gather
from medialib_tui.core.takedown.guards import typed_end
from medialib_tui.core.takedown.known import Act
from medialib_tui.core.takedown.plan import Plan, TakeDown, plan
from medialib_tui.core.takedown.proof import Proof, prove
from medialib_tui.core.writing.intent import Intent, NotApplied, Result, Saved, Unknown

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry

Make = Callable[["Session", Evidence], Intent]


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
    """One result; `proof` is there but where the state is certainly not what was wanted."""

    evidence: Evidence
    intent: Intent | None
    result: Result
    proof: Proof | None = None


@dataclass
class Batch(Sending):
    """Several ids on their way; `stop()` ends it behind those under way.

    `make` makes the write of operations that need more than an id.
    """

    operation: TakeDown
    items: tuple[Item, ...]
    note: str = ""
    make: Make | None = None
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def ready(self) -> tuple[Item, ...]:
        """What is to be written, in the order shown."""
        return tuple(item for item in self.items if item.ready)

    @property
    def typed(self) -> str:
        """What is typed in production: the end of the last id that is to be written."""
        return typed_end([item.id for item in self.ready])


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
    stopped: list[ApiError] = []

    async def ask(entry_id: str) -> Item:
        if stopped:
            return Item(entry_id, error=stopped[0])
        try:
            evidence = await gather(session, entry_id, pages=pages, progress=progress)
        except ApiError as error:
            if hopeless(error):
                stopped.append(error)
            return Item(entry_id, error=error)
        made = plan(session, evidence, operation)
        return Item(entry_id, evidence, made, done=done_before(evidence, operation))

    async for item in in_order(list(dict.fromkeys(ids)), ask, ahead=AHEAD):
        yield item


def done_before(evidence: Evidence, operation: TakeDown) -> Act | None:
    """The write of this machine that did it already, where nothing seen speaks against it.

    What shows nowhere is believed only while the entry still has the version of that write.
    """
    if operation is TakeDown.ARCHIVE:
        return evidence.known.archived
    act, serving = evidence.known.revoked, evidence.check.serving
    if operation is not TakeDown.REVOKE or act is None or serving.state == "served":
        return None
    if serving.state == "blocked" and evidence.invalid is None:
        return act
    return act if act.version_after == evidence.entry.version is not None else None


async def proven_again(session: Session, item: Item, operation: TakeDown) -> Done | None:
    """The earlier write of this machine that did it, with the proof of now."""
    evidence, act = item.evidence, item.done
    if evidence is None or act is None:
        return None
    entry, keys = evidence.entry, evidence.check.keys
    proof = await prove(session, entry, keys, operation=operation, evidence=evidence)
    return Done(evidence, None, Saved(entry, None, act.version_after, act.journal), proof)


async def take_down_all(session: Session, batch: Batch) -> AsyncIterator[Done]:
    """Write and prove each, a few at a time; ends behind one that shows all will fail."""

    async def work(evidence: Evidence) -> Done:
        return await take_down(session, batch, evidence)

    ready = [item.evidence for item in batch.ready if item.evidence is not None]
    async for done in write_each(batch, ready, work, ahead=0):
        yield done


async def take_down(session: Session, batch: Batch, evidence: Evidence) -> Done:
    """Write and prove one; its intent is in `batch.sent` while that goes on."""
    try:
        intent = intent_for(session, batch, evidence)
    except ApiError as error:
        return Done(evidence, None, NotApplied(error, None))
    batch.sent.append(intent)
    result = await send(session, intent)
    proof, entry = None, _to_prove(evidence, result)
    if entry is not None:
        keys = evidence.check.keys
        proof = await prove(session, entry, keys, operation=batch.operation, evidence=evidence)
    return Done(evidence, intent, result, proof)


def _to_prove(evidence: Evidence, result: Result) -> Entry | None:
    """The entry to be proven: as written, or as it was where it is in that state already."""
    if isinstance(result, Saved | Unknown):
        return result.entry
    already = isinstance(result, NotApplied) and isinstance(result.error, StateConflict)
    return evidence.entry if already else None


def intent_for(session: Session, batch: Batch, evidence: Evidence) -> Intent:
    """The write on the entry as it was shown. Raises BadInput, NotOffered, StateConflict."""
    entry = evidence.entry
    if batch.make is not None:
        return batch.make(session, evidence)
    if batch.operation is TakeDown.REVOKE:
        serving = evidence.check.serving
        return revoke_intent(session, entry, batch.note, seen=serving, batch=batch.key)
    return simple_intent(session, entry, batch.operation, batch.key)
