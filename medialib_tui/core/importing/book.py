"""The record of one import: what was sent, how each item ended, from where to go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import StateConflict
from medialib_tui.core.importing.marks import Marks, counted
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ItemResult
from medialib_tui.core.importing.rows import result_of, row_of, row_of_parcel
from medialib_tui.core.importing.sending.parcels import Parcel
from medialib_tui.store.import_rows import SENT, WAITING, ItemRow, RunRow

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source
    from medialib_tui.core.session import Session
    from medialib_tui.store.hold import Hold
    from medialib_tui.store.imports import Imports

ENDED = frozenset({ImportOutcome.CREATED, ImportOutcome.EXISTS, ImportOutcome.REFUSED})
"""Outcomes that are proven: a resumed import leaves such items alone."""


class Underway(StateConflict):
    """The same file is being imported to the same server by another process."""

    code = "import-under-way"


class Book:
    """One run in the store, held for this process until it is closed; or only read.

    What it says of an item is what the store holds: it changes once that is written.
    """

    def __init__(self, imports: Imports, run: RunRow, held: Hold | None) -> None:
        self._imports = imports
        self._held = held
        self.run = run
        self.total = run.total
        self._marks = Marks()
        self.journal = 0
        self._pending: list[ItemRow] = []
        self._asked = self._written = 0
        self._writing = asyncio.Lock()
        self._closed = False

    @classmethod
    def open(cls, session: Session, source: Source, *, total: int | None, resume: bool) -> Book:
        """Take the run of a file. Raises NotKept, Underway."""
        imports, server = session.imports, session.server.url
        held = imports.hold(server, source.digest)
        if held is None:
            raise Underway(
                f"{source.name} is being imported to {session.server.name} in another terminal.",
                hint="Wait until it is through, or stop it there; then go on with what is left.",
            )
        try:
            run = imports.begin(
                *(server, source.digest, source.name, str(source.path)), total=total, resume=resume
            )
            book = cls(imports, run, held)
            if run.states:
                book._go_on()
        except BaseException:
            held.release()
            raise
        return book

    @classmethod
    def kept(cls, session: Session, source: Source) -> Book | None:
        """The run of a file as it is kept, only to be read; None where there is none."""
        imports, server = session.imports, session.server.url
        run = imports.find(server, source.digest)
        if run is None:
            return None
        book = cls(imports, run, None)
        book._go_on()
        book._closed = True
        return book

    def _go_on(self) -> None:
        for place, state in self._imports.states(self.run.number):
            self._marks[place] = state

    @property
    def complete(self) -> bool:
        """Whether every item of the file was looked at."""
        return self.total is not None and self._marks.known >= self.total

    def is_marked(self, place: int) -> bool:
        """Whether an item was looked at."""
        return bool(self._marks[place])

    def is_through(self, place: int) -> bool:
        """Whether an item has a proven end already."""
        return self._marks[place] in ENDED

    def _is_sent(self, parcel: Parcel) -> bool:
        return self._marks[parcel.place] == SENT

    async def recall(self, parcels: Sequence[Parcel]) -> None:
        """Have items know what an earlier sitting did with them."""
        places = [parcel.place for parcel in parcels if self._marks[parcel.place]]
        if not places:
            return
        kept = await asyncio.to_thread(self._imports.at, self.run.number, places)
        for parcel in parcels:
            if row := kept.get(parcel.place):
                parcel.known, parcel.since, parcel.attempts = row.known, row.since, row.attempts
                parcel.doubt = parcel.silent = row.state in (SENT, ImportOutcome.UNKNOWN)

    async def sent(self, parcels: Sequence[Parcel]) -> None:
        """Mark items as sent, on the disk on return. Raises NotKept."""
        now = time.time()
        for parcel in parcels:
            parcel.attempts += 1
            parcel.since = parcel.since or now
        await self._synced([row_of_parcel(parcel, SENT) for parcel in parcels])
        for parcel in parcels:
            self._marks[parcel.place] = SENT

    async def _synced(self, rows: list[ItemRow]) -> None:
        """Write rows to the disk; those that come while it is busy go together."""
        self._pending += rows
        self._asked += 1
        number = self._asked
        async with self._writing:
            if self._written >= number:
                return
            group, self._pending, last = self._pending, [], self._asked
            try:
                await asyncio.to_thread(self._imports.keep, self.run.number, group)
            except BaseException:
                self._pending = group + self._pending
                raise
            self._written = last

    async def not_sent(self, parcels: Sequence[Parcel]) -> None:
        """Mark items as not on their way any more. Raises NotKept."""
        rows = [row_of_parcel(parcel, WAITING) for parcel in parcels]
        await asyncio.to_thread(self._imports.keep, self.run.number, rows)
        for parcel in parcels:
            self._marks[parcel.place] = WAITING

    async def ended(self, results: Sequence[ItemResult], parcels: Iterable[Parcel] = ()) -> None:
        """Keep how items ended. Raises NotKept."""
        of = {parcel.place: parcel for parcel in parcels}
        rows, created = list[ItemRow](), list[int]()
        for result in results:
            parcel = of.get(result.place)
            if parcel and result.plain and result.id == parcel.id and self._is_sent(parcel):
                created.append(result.place)
            else:
                rows.append(row_of(result, parcel))
        turned = (ImportOutcome.CREATED.value, created)
        await asyncio.to_thread(
            self._imports.keep, self.run.number, rows, synced=False, turned=turned
        )
        for result in results:
            self._marks[result.place] = result.outcome

    async def read_to_the_end(self, total: int) -> None:
        """Note how many items there are. Raises NotKept."""
        if total != self.total:
            self.total = total
            await asyncio.to_thread(self._imports.read_to_the_end, self.run.number, total)

    def counts(self) -> Counts:
        """How many items ended how; what is on its way counts as waiting until this is closed."""
        return counted(self._marks.counts(), self.total, sent=not self._closed)

    def results(self, *, failed: bool = False) -> Iterator[ItemResult]:
        """The results that are kept, in file order."""
        skipped = [ImportOutcome.CREATED, ImportOutcome.EXISTS] if failed else []
        return map(result_of, self._imports.rows(self.run.number, without=skipped))

    def close(self) -> None:
        """Nothing is sent any more: what has no answer is unknown. Raises NotKept."""
        self._closed = True
        counts = self.counts()
        finished = self.complete and not counts.unknown and not counts.waiting
        try:
            if finished:
                self._imports.finish(self.run.number)
        finally:
            if self._held is not None:
                self._held.release()
