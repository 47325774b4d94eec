"""The same usage-log write for many ids: planned, shown, written, one result each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, ReadOnly
from medialib_tui.cli.exits import CliError, Exit, problem
from medialib_tui.cli.inputs import ids_from_stdin
from medialib_tui.cli.interrupted import interrupted
from medialib_tui.cli.operations import shown_body
from medialib_tui.cli.outcome import problem_of, say_steps, say_versions, to_json
from medialib_tui.cli.output import Form
from medialib_tui.cli.takedown_told import Told
from medialib_tui.core.writing.intent import Saved
from medialib_tui.core.writing.told import told_intent
from medialib_tui.model.base import JsonObject
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.usage_options import Typed
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.batch import Batch, Done, Item, Make, Run


@dataclass(frozen=True, slots=True)
class Many:
    """What is written to each: `make` is given the name of the run.

    `typed` is there where writing it twice would double it.
    """

    operation: str
    make: Callable[[str], Make]
    typed: Typed | None = None


def run_many(call: Call, ids: Sequence[str], many: Many) -> Exit:
    """Write to every id given, or read from standard input where none is."""
    if call.options.at_version is not None:
        raise CliError("--version is for one id.")
    runs: list[_Run] = []

    async def begin(session: Session) -> Exit:
        if session.server.read_only and not call.options.dry_run:
            raise ReadOnly(
                f"The server '{session.server.name}' is set to read-only; nothing was sent.",
                hint="--dry-run shows the request. Its access is changed in the settings.",
            )
        runs.append(_Run(call, session, ids, many))
        return await runs[0].all()

    try:
        return call.with_session(begin)
    except KeyboardInterrupt:
        if not runs or not runs[0].begun:
            raise
        return runs[0].interrupted()


class _Run:
    """One run: a result for each id, in the order asked."""

    def __init__(self, call: Call, session: Session, ids: Sequence[str], many: Many) -> None:
        self._call = call
        self._session = session
        self._ids = ids
        self._many = many
        self._told = Told(call)
        self._told.alone = False
        self._batch: Batch | None = None
        self._reported: set[str] = set()

    @property
    def begun(self) -> bool:
        """Whether something may have been sent, or a result was given."""
        return bool(self._told.ids) or (self._batch is not None and bool(self._batch.sent))

    async def all(self) -> Exit:
        """Plan all, then write one after the other."""
        from medialib_tui.core.usage.batch import Batch, plan_all

        call = self._call
        ids = [one async for one in self._given()]
        self._require()
        run = self._run(ids)
        items = []
        make = self._many.make(run.key if run else "")
        async for item in plan_all(self._session, ids, make, run, progress=call.narrator.progress):
            items.append(item)
        call.narrator.progress_done()
        batch = Batch(tuple(items))
        if call.options.dry_run:
            self._show_bodies(batch)
        else:
            await self._write(batch)
        return self._told.end()

    def interrupted(self) -> Exit:
        """Say what became of the write under way, and which ids were not begun."""
        batch, call = self._batch, self._call
        leave = Exit.INTERRUPTED
        for sent in batch.sent if batch else ():
            data, found = interrupted(call, sent)
            self._told.failed(sent.entry.id, found, data)
            leave = found.leave
        rest = [item.id for item in (batch.ready if batch else ()) if item.id not in self._told.ids]
        if rest:
            go_on = "--resume goes on with them." if self._many.typed else "Run it again for them."
            call.narrator.warn(f"Not sent: {', '.join(rest)}. {go_on}")
        self._told.end()
        return leave

    async def _given(self) -> AsyncIterator[str]:
        for one in self._ids:
            yield one
        if not self._ids:
            async for group in ids_from_stdin(self._call.narrator):
                for one in group:
                    yield one

    def _require(self) -> None:
        if not self._call.options.dry_run and (reason := self._session.journal.why_not):
            from medialib_tui.core.writing.intent import NotRecorded

            raise NotRecorded(
                f"The journal cannot be written: {reason}; nothing was sent.",
                hint="Make room or the folder writable: medialib config path",
            )

    def _run(self, ids: Sequence[str]) -> Run | None:
        """Which run this is; what was written before is not written again unasked."""
        typed, options = self._many.typed, self._call.options
        if typed is None:
            return None
        from medialib_tui.core.usage.batch import earlier_run, next_run

        run = earlier_run(self._session, self._many.operation, typed.to_json())
        done = [one for one in ids if one in run.done]
        if options.again:
            return next_run(run)
        if done and not options.resume:
            raise CliError(
                f"An earlier run wrote this use to {len(done):,} of these {len(ids):,} ids.",
                hint="--resume goes on with the rest; --again writes it to all once more.",
                code="done-before",
                leave=Exit.REFUSED,
            )
        return run

    def _not_written(self, items: Iterator[Item], until: str = "") -> None:
        """The results, in their order, of ids that need or get no write, up to another one."""
        for item in items:
            if item.id == until:
                return
            if item.error is not None:
                data = self._nothing(item)
                data["error"] = problem(item.error).to_json()
                data["journal"] = item.done.number if item.done else None
                self._told.failed(item.id, problem(item.error), data)
            elif item.done is not None:
                data = self._nothing(item) | {"outcome": Outcome.APPLIED.value}
                data |= {"journal": item.done.number, "already": True}
                self._told.done(item.id, data)
                self._line("Done already", f"{item.id}, journal {item.done.number}")
            elif item.intent is None:
                self._told.done(item.id, self._nothing(item) | {"nothing": True})
                self._line("Nothing pending", item.id)
            else:
                error = ApiError("Not sent: an earlier one failed in a way all others would.")
                data = self._nothing(item) | {"error": problem(error).to_json()}
                self._told.failed(item.id, problem(error), data)

    def _nothing(self, item: Item) -> JsonObject:
        version = item.ground.entry.version if item.ground else None
        return {
            "id": item.id,
            "operation": self._many.operation,
            "outcome": Outcome.NOT_APPLIED.value,
            "versionBefore": version,
            "versionAfter": version,
            "entry": None,
            "journal": None,
        }

    def _show_bodies(self, batch: Batch) -> None:
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

    async def _write(self, batch: Batch) -> None:
        from medialib_tui.core.usage.batch import write_all

        self._batch, call = batch, self._call
        items = iter(batch.items)
        async for done in write_all(self._session, batch, progress=call.narrator.progress):
            call.narrator.progress_done()
            self._not_written(items, done.item.id)
            self._take(done)
        self._not_written(items)

    def _take(self, done: Done) -> None:
        found = problem_of(done.result)
        data = to_json(done.intent, done.result, found)
        self._reported.add(done.intent.key)
        if found is not None:
            self._told.failed(done.item.id, found, data)
            return
        self._told.done(done.item.id, data)
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
