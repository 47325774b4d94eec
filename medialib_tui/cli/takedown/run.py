"""One run of a take-down of ids: what was shown, what was written, a result for each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.call import Call
from medialib_tui.cli.exits import CliError, Exit, problem
from medialib_tui.cli.output import Form
from medialib_tui.cli.takedown.told import (
    already_json,
    done_json,
    failed_json,
    show_already,
    show_bodies,
    show_done,
    show_plan,
)
from medialib_tui.cli.writing.interrupted import interrupted
from medialib_tui.cli.writing.told import Told

if TYPE_CHECKING:
    from medialib_tui.cli.takedown.reports import ReportFile
    from medialib_tui.cli.writing.sources import Ids
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.batch import Batch, Done, Item
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.plan import TakeDown
    from medialib_tui.core.writing.intent import Intent

    MakeLater = Callable[[Session, Evidence], Awaitable[Intent]]
    """Makes the write of one entry of its evidence. Raises ApiError, CliError."""


class Run:
    """One run: what was shown, what was written, and a result for each id."""

    def __init__(
        self,
        call: Call,
        session: Session,
        operation: str,
        note: str,
        ids: Ids,
        make: MakeLater | None = None,
    ) -> None:
        from medialib_tui.core.takedown.plan import TakeDown

        self._call = call
        self._session = session
        self._operation: TakeDown = TakeDown(operation)
        self._note = note
        self._ids = ids
        self._make = make
        self._told = Told(call)
        self._batch: Batch | None = None
        self._reported: set[str] = set()
        self._file: ReportFile | None = None

    @property
    def begun(self) -> bool:
        """Whether something may have been sent, or a result was given."""
        return bool(self._reported) or (self._batch is not None and bool(self._batch.sent))

    async def all(self) -> Exit:
        """Everything in its order; what is refused is refused before anything is sent."""
        self._require()
        ids = await self._ids.all()
        self._told.alone = self._ids.alone
        items = await self._check(ids)
        batch = await self._confirmed(items)
        try:
            if batch is not None:
                await self._write(batch)
        finally:
            await self._save()
        return self._told.end()

    async def _save(self) -> None:
        """Write the report of what was done, also where the run ends early; its loss is told."""
        if self._file is None or not self._file.begun:
            return
        try:
            await self._file.save()
            self._call.narrator.say(f"Report: {self._file.path}")
        except ApiError as error:
            why = f"{error.title} {error.detail}".strip()
            self._told.warn(f"The report was not written: {why}")

    def interrupted(self) -> Exit:
        """Say what became of the writes under way, and which ids were not begun."""
        batch, call = self._batch, self._call
        leave = Exit.INTERRUPTED
        for sent in batch.sent if batch is not None else ():
            data, found = interrupted(call, sent)
            self._told.failed(sent.entry.id, found, data)
            self._reported.add(sent.key)
            leave = found.leave if leave is not Exit.UNKNOWN else leave
        done = self._told.ids
        rest = [item.id for item in (batch.ready if batch else ()) if item.id not in done]
        if rest:
            call.narrator.warn(f"Not sent: {', '.join(rest)}. The same command goes on with them.")
        if batch is not None:
            self._say_batch(batch)
        self._told.end()
        return leave

    def _require(self) -> None:
        """What can be refused without reading anything."""
        from medialib_tui.core.takedown.act import require

        require(self._session, self._operation, self._note)
        options = self._call.options
        if options.report:
            from medialib_tui.cli.takedown.reports import ReportFile

            self._file = ReportFile(options.report)

    async def _check(self, ids: Sequence[str]) -> tuple[Item, ...]:
        from medialib_tui.core.takedown.batch import check_all

        call, items = self._call, []
        pages = None if call.options.all else 1
        async for item in check_all(
            self._session, ids, self._operation, pages=pages, progress=call.narrator.progress
        ):
            call.narrator.progress_done()
            items.append(item)
            if item.error is not None:
                self._told.failed(item.id, problem(item.error), failed_json(item))
            elif item.evidence is not None and item.plan is not None:
                show_plan(call, item.evidence, item.plan, done=item.done)
        return tuple(items)

    async def _confirmed(self, items: tuple[Item, ...]) -> Batch | None:
        """The batch once a person agreed; None where there is nothing to be written."""
        from medialib_tui.cli.writing.consent import consent
        from medialib_tui.core.takedown.batch import Batch

        call = self._call
        batch = Batch(self._operation, items, self._note)
        await self._prepare(batch)
        if not call.options.dry_run:
            for item in items:
                if item.done is not None:
                    await self._already(item)
        if not batch.ready:
            return None
        self._refuse_used(batch)
        if call.options.dry_run:
            show_bodies(call, self._session, batch, self._told)
            return None
        ids = [item.id for item in batch.ready]
        await consent(call, self._session, ids, self._what(batch))
        return batch

    def _what(self, batch: Batch) -> list[str]:
        """What is agreed to, in a line; what goes out is named."""
        if self._make is not None and (evidence := batch.ready[0].evidence) is not None:
            from medialib_tui.core.takedown.batch import intent_for
            from medialib_tui.core.writing.told import told_intent

            intent = intent_for(self._session, batch, evidence)
            return [step.line for step in told_intent(intent)]
        count = len(batch.ready)
        noted = f", note “{self._note}”" if self._note else ""
        return [f"{self._operation.value} {count} {'entries' if count > 1 else 'entry'}{noted}"]

    async def _prepare(self, batch: Batch) -> None:
        """Make the write of a single entry now, so that what is wrong is said before asking."""
        evidence = batch.ready[0].evidence if batch.ready else None
        if self._make is None or evidence is None:
            return
        intent = await self._make(self._session, evidence)
        batch.make = lambda _session, _evidence: intent

    def _refuse_used(self, batch: Batch) -> None:
        used = [item.id for item in batch.ready if item.evidence and item.evidence.check.used]
        if getattr(self._call.options, "fail_if_used", False) and used:
            raise CliError(
                f"In use: {', '.join(used)}; nothing was sent.",
                hint="--fail-if-used refuses entries with a known use.",
                code="in-use",
                leave=Exit.REFUSED,
            )

    async def _already(self, item: Item) -> None:
        """An earlier run did it: said again, with a fresh proof."""
        from medialib_tui.core.takedown.batch import proven_again

        done, act = await proven_again(self._session, item, self._operation), item.done
        if done is None or done.proof is None or act is None:
            return
        evidence, proof = done.evidence, done.proof
        if self._note and self._note != act.note:
            self._call.narrator.warn(f"{item.id}: the note given now was not sent.")
        self._told.done(item.id, already_json(evidence, act, proof, self._operation))
        if self._file is not None:
            await self._file.add(self._session, done, self._operation)
        if self._call.out.form is Form.TEXT:
            show_already(self._call, evidence, act, proof)

    async def _write(self, batch: Batch) -> None:
        from medialib_tui.core.takedown.batch import take_down_all

        self._batch = batch
        every = take_down_all(self._session, batch)
        while (done := await self._guarded(every)) is not None:
            await self._take(done)
        written = self._told.ids
        for item in batch.ready:
            if item.id not in written:
                error = ApiError("Not sent: an earlier one failed in a way all others would.")
                self._told.failed(item.id, problem(error), failed_json(item))
        self._say_batch(batch)

    def _say_batch(self, batch: Batch) -> None:
        """Where the journal has the writes of many."""
        if not self._told.alone:
            self._call.narrator.say(f"Batch {batch.key}: medialib journal list --batch {batch.key}")

    async def _guarded(self, every: AsyncIterator[Done]) -> Done | None:
        """The next result; an interrupt waits a moment for what became of its write."""
        task = asyncio.ensure_future(_following(every))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._call.narrator.say("Interrupted; waiting a moment for what is under way.")
            task.cancel()
            await asyncio.wait({task})
            raise

    async def _take(self, done: Done) -> None:
        from medialib_tui.cli.writing.outcome import problem_of

        entry_id = done.evidence.entry.id
        found = problem_of(done.result)
        data: dict[str, JsonValue] = done_json(done, found, self._operation)
        if done.intent is not None:
            self._reported.add(done.intent.key)
        if found is not None:
            self._told.failed(entry_id, found, data)
        else:
            self._told.done(entry_id, data)
        if self._call.out.form is Form.TEXT:
            show_done(self._call, done)
        if done.proof is not None and done.proof.holds is False:
            self._told.warn(f"{entry_id}: {done.proof.sentence()}")
        if self._file is not None:
            await self._file.add(self._session, done, self._operation)


async def _following(every: AsyncIterator[Done]) -> Done | None:
    return await anext(every, None)
