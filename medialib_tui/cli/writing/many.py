"""The same write for many ids: planned, shown, written, one result each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol

from medialib_tui.cli.exits import CliError, Exit, problem
from medialib_tui.cli.output import Form
from medialib_tui.cli.writing.interrupted import interrupted
from medialib_tui.cli.writing.operations import shown_body
from medialib_tui.cli.writing.outcome import problem_of, say_steps, say_versions, to_json
from medialib_tui.cli.writing.told import Told
from medialib_tui.cli.writing.write import require_access, require_journal
from medialib_tui.core.batch.planning import G
from medialib_tui.core.batch.results import done_json, item_json, not_sent
from medialib_tui.core.writing.intent import Saved
from medialib_tui.core.writing.told import told_intent
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.writing.sources import Ids
    from medialib_tui.core.batch.planning import Item, Say
    from medialib_tui.core.batch.progress import Progress
    from medialib_tui.core.batch.writing import Batch, Done
    from medialib_tui.core.session import Session

SHOWN = 20
"""How many ids are named one by one."""


@dataclass(frozen=True)
class Many(Generic[G]):
    """What is written to each: `planned` plans the writes, and refuses what has been done.

    `nothing` says that an entry needs no write; `holds` where it is then as it was wanted.
    """

    operation: str
    planned: Callable[[Session, Sequence[str], Say], AsyncIterator[Item[G]]]
    nothing: str
    holds: bool = False
    go_on: str = "Run it again for them."


def run_many(call: Call, ids: Ids, many: Many[G]) -> Exit:
    """Write to every id of a source."""
    if call.options.at_version is not None:
        raise CliError("--version is for one id.")
    return run_all(call, lambda session: _Run(call, session, many, ids))


class Run(Protocol):
    """Writes to many, one result each."""

    @property
    def begun(self) -> bool:
        """Whether something may have been sent, or a result was given."""

    async def all(self) -> Exit:
        """Everything, to the end."""

    def interrupted(self) -> Exit:
        """What is certain after an interrupt."""


def run_all(call: Call, made: Callable[[Session], Run]) -> Exit:
    """Do a run; an interrupt in its middle is answered with what is certain."""
    runs: list[Run] = []

    async def begin(session: Session) -> Exit:
        require_writing(call, session)
        runs.append(made(session))
        return await runs[0].all()

    try:
        return call.with_session(begin)
    except KeyboardInterrupt:
        if not runs or not runs[0].begun:
            raise
        return runs[0].interrupted()


def require_writing(call: Call, session: Session) -> None:
    """Raise where this command could not write at all; a dry run always can."""
    if not call.options.dry_run:
        require_access(call, session)
        require_journal(session)


def clear_for_results(call: Call) -> None:
    """Take the progress line away where a result is about to be printed over it."""
    if call.out.tty:
        call.narrator.progress_done()


class _Run(Generic[G]):
    """One run: a result for each id, in the order asked."""

    def __init__(self, call: Call, session: Session, many: Many[G], ids: Ids) -> None:
        self._call = call
        self._session = session
        self._many = many
        self._ids = ids
        self._told = Told(call)
        self._told.alone = False
        self._batch: Batch[G] | None = None
        self._saved = 0

    @property
    def begun(self) -> bool:
        """Whether something may have been sent, or a result was given."""
        return bool(self._told.ids) or (self._batch is not None and bool(self._batch.sent))

    async def all(self) -> Exit:
        """Plan all, then write, a few at a time."""
        from medialib_tui.core.batch.writing import Batch

        call = self._call
        wanted = await self._ids.all()
        items: list[Item[G]] = []
        async for item in self._many.planned(
            self._session, wanted, lambda told: call.narrator.progress(f"Reading: {told.text()}")
        ):
            items.append(item)
        call.narrator.progress_done()
        batch = Batch(items=tuple(items))
        if call.options.dry_run:
            self._show_bodies(batch)
        else:
            await self._write(batch)
        return self._told.end()

    def interrupted(self) -> Exit:
        """Say what became of the writes under way, and which ids were not begun."""
        batch, call = self._batch, self._call
        call.narrator.progress_done()
        leave = Exit.INTERRUPTED
        for sent in batch.sent if batch else ():
            data, found = interrupted(call, sent)
            self._told.failed(sent.entry.id, found, data)
            self._saved += data["outcome"] == Outcome.APPLIED
            leave = found.leave if leave is not Exit.UNKNOWN else leave
        rest = [item.id for item in (batch.ready if batch else ()) if item.id not in self._told.ids]
        if rest:
            some = ", ".join(rest[:SHOWN]) + (", …" if len(rest) > SHOWN else "")
            counted = f" ({len(rest):,} in all)" if len(rest) > SHOWN else ""
            call.narrator.warn(f"Not sent: {some}{counted}. {self._many.go_on}")
        if batch is not None:
            self._say_batch(batch)
        self._told.end()
        return leave

    def _not_written(self, items: Iterator[Item[G]], until: str = "") -> None:
        """The results, in their order, of ids that need or get no write, up to another one."""
        for item in items:
            if item.id == until:
                return
            data = item_json(item, self._many.operation, holds=self._many.holds)
            if item.error is not None:
                self._told.failed(item.id, problem(item.error), data)
            elif item.done is not None:
                self._told.done(item.id, data)
                self._line("Done already", f"{item.id}, journal {item.done.number}")
            elif item.intent is None:
                self._told.done(item.id, data)
                self._line(self._many.nothing, item.id)
            else:
                self._told.failed(item.id, problem(not_sent()), data)

    def _show_bodies(self, batch: Batch[G]) -> None:
        call, items = self._call, iter(batch.items)
        for item in batch.ready:
            if item.intent is None:
                continue
            self._not_written(items, item.id)
            path = self._session.client.dialect.path("mediaLibrary", item.id)
            call.narrator.say(f"Nothing was sent. This would be: PATCH {path}")
            body = shown_body(self._session, item.intent.body())
            if call.out.form is Form.JSON:
                self._told.body(body)
            else:
                call.out.data(body)
        self._not_written(items)
        call.narrator.say(f"{len(batch.ready):,} of {len(batch.items):,} would be written.")

    async def _write(self, batch: Batch[G]) -> None:
        from medialib_tui.core.batch.writing import write_all

        self._batch, call = batch, self._call
        items, said = iter(batch.items), ""

        def say(told: Progress) -> None:
            nonlocal said
            said = f"Writing: {told.text()}"

        writes = write_all(self._session, batch, progress=say)
        async for done in writes:
            clear_for_results(call)
            self._not_written(items, done.item.id)
            self._take(done)
            call.narrator.progress(said)
        call.narrator.progress_done()
        self._not_written(items)
        self._say_batch(batch)

    def _say_batch(self, batch: Batch[G]) -> None:
        """Name what was written, so that it can be taken back."""
        key = next((item.intent.batch for item in batch.ready if item.intent), "")
        if self._saved and key:
            self._call.narrator.say(f"Batch {key}: medialib undo --batch {key} takes it back.")

    def _take(self, done: Done[G]) -> None:
        if done.held:
            self._told.done(done.item.id, done_json(done))
            self._line(self._many.nothing, done.item.id)
            return
        found = problem_of(done.result)
        data = to_json(done.intent, done.result, found)
        if found is not None:
            self._told.failed(done.item.id, found, data)
            return
        self._told.done(done.item.id, data)
        self._saved += 1
        if isinstance(done.result, Saved) and self._call.out.form is Form.TEXT:
            result = done.result
            versions = say_versions(result.version_before, result.version_after)
            self._line(
                "Applied and verified", f"{done.item.id}, {versions}, journal {result.journal}"
            )
            say_steps(self._call, told_intent(done.intent))
            for row in result.added:
                self._call.out.line("  usage-log entry ", (row, "bold"))

    def _line(self, said: str, what: str) -> None:
        if self._call.out.form is Form.TEXT:
            self._call.out.line((said, "good"), f": {what}")
