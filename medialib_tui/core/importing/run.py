"""An import: every item of a file sent, its end proven and kept, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, NotOffered, ReadOnly
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.importing.book import Book, Underway
from medialib_tui.core.importing.known import known_of
from medialib_tui.core.importing.limits import MOST_ITEMS, Limits
from medialib_tui.core.importing.marks import counted, counts_of
from medialib_tui.core.importing.outcomes import Counts, ImportOutcome, ImportRun, ItemResult
from medialib_tui.core.importing.sending.parcels import Feed, Parcel, prepared
from medialib_tui.core.importing.sending.sender import Sender
from medialib_tui.core.importing.settling import close_journal, open_journal
from medialib_tui.core.writing.intent import NotRecorded
from medialib_tui.model.capability import Capability
from medialib_tui.store.errors import NotKept

if TYPE_CHECKING:
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.importing.source import Source
    from medialib_tui.core.session import Session


GRACE = 30.0
"""Seconds for which a cancelled import waits for the answers that are on their way."""

AHEAD = 2
"""Loads that are read and marked while as many as may be are on their way."""

_Group = tuple[ItemResult, ...]


class Import:
    """One import of a file to the session's server; used once.

    `total` is the number of items where it is known (from the examination), for the progress,
    and `ready` are the items as the examination put them down.
    `resume` goes on with what has no proven end; else everything is offered anew. `error` is what
    ended it before its time.
    """

    def __init__(
        self,
        session: Session,
        source: Source,
        *,
        limits: Limits | None = None,
        resume: bool = False,
        total: int = 0,
        ready: Ready | None = None,
    ) -> None:
        self.session = session
        self.source = source
        self.limits = _sensible(limits or Limits())
        self.resume = resume
        self.progress = Progress(total)
        self.error: ApiError | None = None
        self._total = total or None
        self._ready = ready
        self._book: Book | None = None
        self._feed: Feed | None = None
        self._sender: Sender | None = None
        self._groups: asyncio.Queue[_Group | None] = asyncio.Queue()
        self._stopped = False
        self._work: asyncio.Future[None] | None = None

    @property
    def earlier(self) -> Counts | None:
        """How an earlier run of this very file on this server went; None where there is none."""
        run = self.session.imports.find(self.session.server.url, self.source.digest)
        return counts_of(run) if run else None

    @property
    def note(self) -> str:
        """What is waited for while the server is in trouble; empty where all is well."""
        return self._sender.trouble.note if self._sender else ""

    async def run(self) -> AsyncGenerator[_Group, None]:
        """Send, and hand out the results of each answer as it comes.

        Raises ApiError for what ends all: the token, a version no longer served, a read-only
        server, a journal that cannot be written, a server that stays away. Cancelling it waits
        for what is on its way.
        """
        book = await self._open()
        self._work = work = asyncio.ensure_future(self._deliver(book))
        try:
            while (group := await self._groups.get()) is not None:
                yield group
            await asyncio.wait({work})
            if not work.cancelled():
                work.result()
        finally:
            self.stop()
            await self._end(book, work)

    def stop(self) -> None:
        """Begin nothing further; what is on its way is awaited, then `run` ends."""
        self._stopped = True
        if self._sender is not None:
            self._sender.trouble.stop()

    def leave(self) -> None:
        """Wait for nothing more; what has no answer yet is not known, until it is resumed."""
        self.stop()
        if self._work is not None:
            self._work.cancel()

    def counts(self) -> Counts:
        """How many items ended how so far; from memory, so it may be asked at any time."""
        return self._book.counts() if self._book else Counts(total=self._total or 0)

    def results(self, *, failed: bool = False, begun: bool = False) -> Iterator[ItemResult]:
        """Every result, or the failed ones, in file order; reads store and file, in a thread.

        `begun` leaves out items that were not looked at, for which the file is read. Before `run`
        those of an earlier run of this very file on this server.
        """
        from medialib_tui.core.importing.listing import listed

        book = self._book or Book.kept(self.session, self.source)
        why = self.error.title if self.error else ""
        if book is None:
            return iter(())
        if begun:
            return book.results(failed=failed)
        return listed(self.source, book, failed=failed, why=why)

    async def _open(self) -> Book:
        """All that must hold before anything is sent. Raises ApiError."""
        session = self.session
        if session.server.read_only:
            raise ReadOnly.of(session.server.name)
        supported = session.supports(Capability.IMPORT)
        if not supported.possible:
            raise NotOffered("This server does not offer importing.", hint=supported.reason)
        await session.prepare()
        made = await self._made()
        try:
            book = await asyncio.to_thread(
                Book.open, session, self.source, total=self._total, resume=self.resume
            )
        except NotKept as error:
            raise _not_recorded(error) from None
        except Underway:
            self._book = await asyncio.to_thread(Book.kept, session, self.source)
            raise
        try:
            await asyncio.to_thread(open_journal, session, self.source, book, resumed=self.resume)
        except NotKept as error:
            await asyncio.to_thread(book.close)
            raise _not_recorded(error) from None
        self._book = book
        self._feed = Feed(made, self.limits, skip=book.is_through)
        self._sender = Sender(session, book, self._feed, self._emit)
        self.progress = Progress(book.total or 0, done=book.counts().ended)
        if self._stopped:
            self._sender.trouble.stop()
        return book

    async def _made(self) -> Iterable[Parcel | ItemResult]:
        """The items as they are sent, from the file if they were not put down before."""
        if self._ready is not None and self._ready.whole:
            return self._ready
        known, scrub = await known_of(self.session), self.session.imports.scrub
        return (prepared(item, scrub) for item in self.source.items(known))

    async def _deliver(self, book: Book) -> None:
        """Deliver loads side by side; the first failure stops the others, and is raised."""
        try:
            made = (self._worker(book) for _ in range(self.limits.at_once + AHEAD))
            workers = [asyncio.ensure_future(one) for one in made]
            try:
                ended = await asyncio.gather(*workers, return_exceptions=True)
            except asyncio.CancelledError:
                for worker in workers:
                    worker.cancel()
                await asyncio.wait(workers, timeout=1.0)
                raise
            for failure in ended:
                if isinstance(failure, NotKept):
                    raise _not_recorded(failure)
                if isinstance(failure, BaseException):
                    raise failure
        finally:
            self._groups.put_nowait(None)

    async def _worker(self, book: Book) -> None:
        feed, sender = self._feed, self._sender
        if feed is None or sender is None:
            return
        try:
            while not sender.trouble.stopping and (load := await feed.take()) is not None:
                self.progress.total = max(self.progress.total, feed.seen)
                if load.refused:
                    await book.ended(load.refused)
                    self._emit(load.refused)
                if load.parcels:
                    await book.recall(load.parcels)
                    sender.trouble.active += 1
                    try:
                        await sender.deliver(load.parcels)
                    finally:
                        sender.trouble.active -= 1
            if feed.at_end:
                await book.read_to_the_end(feed.seen)
        except BaseException:
            sender.trouble.stop()
            raise

    def _emit(self, results: Sequence[ItemResult]) -> None:
        unknown = sum(result.outcome is ImportOutcome.UNKNOWN for result in results)
        failed = sum(result.failed for result in results) - unknown
        self.progress.ended(True, len(results) - failed - unknown)
        self.progress.ended(False, failed)
        self.progress.ended(None, unknown)
        self._groups.put_nowait(tuple(results))

    async def _end(self, book: Book, work: asyncio.Future[None]) -> None:
        """Wait for what is on its way, then put down how far it came."""
        await asyncio.wait({work}, timeout=GRACE)
        if not work.done():
            work.cancel()
            await asyncio.wait({work}, timeout=2.0)
        failure = None if work.cancelled() or not work.done() else work.exception()
        self.error = failure if isinstance(failure, ApiError) else None
        why = self.error.title if self.error else ""
        try:
            await asyncio.to_thread(book.close)
            await asyncio.to_thread(close_journal, self.session, book, why)
        except NotKept as error:
            self.session.warnings.append(f"{error.title}; the import stays open in the journal")


def earlier_imports(session: Session) -> tuple[ImportRun, ...]:
    """The imports to the session's server from this machine, newest first; for a thread."""
    imports, server = session.imports, session.server.url
    return tuple(
        ImportRun(
            name=run.name,
            path=run.path,
            digest=run.digest,
            when=run.began,
            who=run.who,
            counts=counted(run.states, run.total, sent=held),
            finished=run.finished,
            under_way=held,
        )
        for run in imports.runs(server)
        for held in (imports.is_held(server, run.digest),)
    )


def _sensible(limits: Limits) -> Limits:
    return Limits(
        items=max(1, min(limits.items, MOST_ITEMS)),
        bytes=max(1, limits.bytes),
        at_once=max(1, limits.at_once),
    )


def _not_recorded(error: NotKept) -> ApiError:
    return NotRecorded(f"{error.title}; nothing more was sent.", hint=error.hint)
