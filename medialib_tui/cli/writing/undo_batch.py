"""`undo --batch`: every write of a batch taken back, each on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.output import Form
from medialib_tui.cli.writing.consent import can_ask, consent
from medialib_tui.cli.writing.interrupted import interrupted
from medialib_tui.cli.writing.many import clear_for_results, run_all
from medialib_tui.cli.writing.operations import shown_body
from medialib_tui.cli.writing.outcome import problem_of, say_steps, say_versions
from medialib_tui.cli.writing.told import Told
from medialib_tui.core.writing.intent import Intent, Saved
from medialib_tui.core.writing.told import in_one_line, told_intent
from medialib_tui.model.dates import say_date

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.batch.progress import Progress
    from medialib_tui.core.batch.undo import BatchUndo, Preview, Undone
    from medialib_tui.core.session import Session


def undo_batch(call: Call, key: str) -> Exit:
    """Take a batch back, after consent where a single undo needs it."""
    return run_all(call, lambda session: _Run(call, session, key))


class _Run:
    """One run of `undo --batch`."""

    def __init__(self, call: Call, session: Session, key: str) -> None:
        from medialib_tui.core.batch.undo import BatchUndo

        self._call = call
        self._session = session
        self._undo: BatchUndo = BatchUndo(session, key)
        self._told = Told(call)
        self._told.alone = False
        self._ended = 0

    @property
    def begun(self) -> bool:
        """Whether something may have been sent, or a result was given."""
        return bool(self._told.ids) or bool(self._undo.sent)

    async def all(self) -> Exit:
        """Find the writes, say what taking them back does, do it."""
        undo = await self._undo.read()
        if not undo.marks:
            raise CliError(
                f"The journal has no write of a batch “{undo.key}” that could be taken back.",
                hint="medialib journal list shows the batch of each write.",
                code="not-found",
                leave=Exit.NOT_FOUND,
            )
        preview = await undo.preview()
        self._say(preview)
        if self._call.options.dry_run:
            return await self._show_bodies()
        await self._ask(preview)
        said = ""

        def note(told: Progress) -> None:
            nonlocal said
            said = f"Taking back: {told.text()}"

        async for done in undo.run(progress=note):
            clear_for_results(self._call)
            self._take(done)
            self._call.narrator.progress(said)
        self._call.narrator.progress_done()
        if left := len(undo.marks) - self._ended:
            self._told.warn(f"{left:,} were not begun: an earlier one failed in a way all would.")
        return self._told.end()

    def interrupted(self) -> Exit:
        """Say what became of the writes under way, and how many were not begun."""
        self._call.narrator.progress_done()
        leave, sent = Exit.INTERRUPTED, list(self._undo.sent)
        for one in sent:
            data, found = interrupted(self._call, one)
            self._told.failed(one.entry.id, found, data | {"undoes": one.undoes})
            leave = found.leave if leave is not Exit.UNKNOWN else leave
        if left := len(self._undo.marks) - self._ended - len(sent):
            self._call.narrator.warn(
                f"{left:,} were not begun; the same command goes on with them."
            )
        self._told.end()
        return leave

    def _say(self, preview: Preview) -> None:
        narrator, undo = self._call.narrator, self._undo
        first, last = (self._session.journal.get(undo.marks[place].number) for place in (-1, 0))
        when = f", {say_date(first.at)} to {say_date(last.at)}" if first and last else ""
        narrator.say(f"Batch {undo.key}: {len(undo.marks):,} writes{when}.")
        for planned in preview.samples:
            record = planned.record
            narrator.say(f"  {record.number}, {record.entry_id}: {in_one_line(record)}")
            for text in planned.notes:
                narrator.warn(f"    {text}")
        if preview.possible > len(preview.samples):
            narrator.say(f"  and {preview.possible - len(preview.samples):,} more")
        if preview.already:
            narrator.say(f"  {preview.already:,} were taken back already.")
        for reason, count in preview.cannot.items():
            narrator.warn(f"  {count:,} cannot be taken back: {reason}")

    async def _ask(self, preview: Preview) -> None:
        """As for a single undo; the key that is typed names what is meant."""
        if not preview.possible or self._call.options.yes:
            return
        if preview.grave or can_ask(self._call):
            ids = [mark.entry_id for mark in self._undo.marks]
            what = [f"take back {preview.possible:,} writes of batch {self._undo.key}"]
            await consent(self._call, self._session, ids[:1], what)

    async def _show_bodies(self) -> Exit:
        call, count = self._call, 0
        for mark in self._undo.marks:
            made = None if mark.taken_back else await self._undo.prepared(mark)
            if not isinstance(made, Intent):
                if made is not None:
                    call.narrator.warn(f"{mark.entry_id}: {made.title}")
                continue
            count += 1
            body = shown_body(self._session, made.body())
            path = self._session.client.dialect.path("mediaLibrary", mark.entry_id)
            call.narrator.say(f"Nothing was sent. This would be: PATCH {path}")
            if call.out.form is Form.JSON:
                self._told.body(body)
            else:
                call.out.data(body)
        call.narrator.say(f"{count:,} of {len(self._undo.marks):,} would be taken back.")
        return self._told.end()

    def _take(self, done: Undone) -> None:
        self._ended += 1
        found = None if done.already else problem_of(done.result)
        data, entry_id = done.to_json(), done.mark.entry_id
        if found is not None:
            data["error"] = found.to_json()
            self._told.failed(entry_id, found, data)
            return
        self._told.done(entry_id, data)
        if self._call.out.form is not Form.TEXT:
            return
        if isinstance(done.result, Saved) and done.intent is not None:
            result = done.result
            versions = say_versions(result.version_before, result.version_after)
            said = f": {entry_id}, {versions}, journal {result.journal}"
            self._call.out.line(("Taken back and verified", "good"), said)
            say_steps(self._call, told_intent(done.intent))
        else:
            said = f": {entry_id}, journal {done.mark.number}"
            self._call.out.line(("Taken back already", "good"), said)
