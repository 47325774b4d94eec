"""Taking a whole batch back: each write on its own, guarded as a single undo is.

What an earlier undo took back is not sent again, so an interrupted one goes on where it ended.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, StateConflict
from medialib_tui.core.batch.order import AT_ONCE
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.results import error_json, nothing_json, result_json, well
from medialib_tui.core.batch.writing import Sending, write_each
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Result, Saved
from medialib_tui.core.writing.operation_rules import destructive
from medialib_tui.core.writing.undo import CannotUndo, Undo, plan_undo, prepare
from medialib_tui.core.writing.write import write
from medialib_tui.store.batches import Mark
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject
    from medialib_tui.store.records import Record

OPERATION = "undo"


@dataclass(frozen=True, slots=True)
class Undone:
    """How one write of the batch ended: taken back by `intent`, or not, and why."""

    mark: Mark
    intent: Intent | None
    result: Result

    @property
    def already(self) -> bool:
        """Whether an earlier undo took it back."""
        return self.mark.taken_back

    @property
    def good(self) -> bool:
        """Whether it is taken back now."""
        return self.already or isinstance(self.result, Saved)

    def to_json(self) -> JsonObject:
        """The object of this result; `undoes` is the number of the write in the journal."""
        if self.intent is not None:
            data = result_json(self.intent, self.result)
        else:
            data = nothing_json(self.mark.entry_id, OPERATION, None, None)
            error = self.result.error if isinstance(self.result, NotApplied) else None
            if self.already:
                data |= {"outcome": Outcome.APPLIED.value, "already": True}
            elif error is not None:
                data["error"] = error_json(error)
        return data | {"undoes": self.mark.number}


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a batch back amounts to: a few of its writes in words, and all counted.

    `cannot` counts, by reason, what has no way back; `grave` where an undo destroys something.
    """

    samples: tuple[Undo, ...]
    possible: int
    already: int
    cannot: Counter[str]
    grave: bool


class BatchUndo(Sending):
    """The undo of one batch; `marks` are its writes that may stand, the newest first."""

    def __init__(self, session: Session, key: str) -> None:
        super().__init__()
        self.session = session
        self.key = key
        self.marks: tuple[Mark, ...] = ()

    async def read(self) -> BatchUndo:
        """Find the writes in the journal; see `marks`."""
        found = await asyncio.to_thread(self.session.journal.marks, self.key, whole=True)
        stands = [mark for mark in found if mark.outcome is not Outcome.NOT_APPLIED]
        self.marks = tuple(reversed(stands))
        return self

    async def preview(self, samples: int = 5) -> Preview:
        """What would be taken back, as far as the journal tells; nothing is read or sent."""
        return await asyncio.to_thread(self._preview, samples)

    async def run(
        self, *, progress: Callable[[Progress], None] | None = None
    ) -> AsyncIterator[Undone]:
        """Take every write back, newest first; one result for each."""
        told = Progress(len(self.marks))
        async for done in write_each(self, self.marks, self._undo, self._at_once()):
            told.ended(well(done.result, good=done.good))
            if progress is not None:
                progress(told)
            yield done

    async def prepared(self, mark: Mark) -> Intent | ApiError:
        """The write that takes one back, or why it cannot be. Nothing is sent."""
        planned = await asyncio.to_thread(self._planned, mark)
        if isinstance(planned, CannotUndo):
            return cannot(planned)
        try:
            made = await prepare(self.session, planned)
        except ApiError as error:
            return error
        if isinstance(made, CannotUndo):
            return cannot(made)
        return replace(made, batch=f"undo-{self.key}")

    async def _undo(self, mark: Mark) -> Undone:
        if mark.taken_back:
            return Undone(mark, None, NotApplied(already_back(mark), None))
        done = await self._try(mark)
        return await self._try(mark) if isinstance(done.result, Conflict) else done

    async def _try(self, mark: Mark) -> Undone:
        made = await self.prepared(mark)
        if isinstance(made, ApiError):
            return Undone(mark, None, NotApplied(made, None))
        self.sent.append(made)
        result = await write(self.session, made)
        if isinstance(result, Conflict):
            self.sent.remove(made)
        return Undone(mark, made, result)

    def _at_once(self) -> int:
        """Several writes of one entry are taken back one after the other."""
        ids = {mark.entry_id for mark in self.marks}
        return AT_ONCE if len(ids) == len(self.marks) else 1

    def _record(self, mark: Mark) -> Record:
        found = self.session.journal.get(mark.number)
        if found is None:
            raise LookupError(mark.number)
        return found

    def _planned(self, mark: Mark) -> Undo | CannotUndo:
        return plan_undo(self._record(mark), self.session.supports)

    def _preview(self, samples: int) -> Preview:
        shown: list[Undo] = []
        cannot_be: Counter[str] = Counter()
        possible, already, grave = 0, 0, False
        for mark in self.marks:
            if mark.taken_back:
                already += 1
                continue
            planned = self._planned(mark)
            if isinstance(planned, CannotUndo):
                cannot_be[planned.reason] += 1
                continue
            possible += 1
            grave = grave or destructive(planned.operations)
            if len(shown) < samples:
                shown.append(planned)
        return Preview(tuple(shown), possible, already, cannot_be, grave)


def cannot(found: CannotUndo) -> StateConflict:
    """Why a write is not taken back, as an error."""
    record = found.record
    look = f"get {record.entry_id}" if record.entry_id else f"journal show {record.number}"
    return StateConflict(
        f"Journal {record.number} cannot be taken back: {found.reason}.",
        hint=f"Nothing was sent. Look at it: medialib {look}",
    )


def already_back(mark: Mark) -> StateConflict:
    """Why a write is not taken back once more."""
    return StateConflict(f"Journal {mark.number} was taken back already.")
