"""`undo`: take a write back."""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.writing.outcome import show_result
from medialib_tui.cli.writing.write import Writer, add_write_options, show_body, writing

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.writing.intent import Intent
    from medialib_tui.core.writing.undo import Undo
    from medialib_tui.store.records import Record

_LOOKED_AT = 500


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `undo` alone."""
    parser.add_argument(
        "--batch", metavar="KEY", help="every write of a batch; journal list names it"
    )
    add_write_options(parser)


def run(call: Call) -> Exit:
    """Take back the write named, the last own one, or all of a batch."""
    if call.options.batch is not None:
        if call.words:
            raise CliError("A number or a batch is taken back, not both.")
        from medialib_tui.cli.writing.undo_batch import undo_batch

        return undo_batch(call, call.options.batch)
    number = number_of(call.words[0]) if call.words else None
    return writing(call, lambda writer: _Undoing(writer).all(number))


def number_of(word: str) -> int:
    """A journal number."""
    if word.isascii() and word.isdigit() and 0 < len(word) <= 15:
        return int(word)
    raise CliError(f"“{word}” is no journal number.", hint="medialib journal lists them.")


class _Undoing:
    """One run of `undo`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._call = writer.call
        self._session = writer.session

    async def all(self, number: int | None) -> Exit:
        """Find the write, say what taking it back does, do it."""
        from medialib_tui.core.batch.undo import cannot
        from medialib_tui.core.writing.undo import CannotUndo, plan_undo, prepare

        record = await asyncio.to_thread(_record, self._session, number)
        planned = plan_undo(record, self._session.supports)
        if isinstance(planned, CannotUndo):
            raise cannot(planned)
        prepared = await prepare(self._session, planned)
        if isinstance(prepared, CannotUndo):
            raise cannot(prepared)
        if self._call.options.dry_run:
            self._say(planned, prepared)
            show_body(self._call, self._session, prepared)
            return Exit.DONE
        await self._ask(planned, prepared)
        return show_result(self._call, prepared, await self._writer.written(prepared))

    async def _ask(self, planned: Undo, intent: Intent) -> None:
        from medialib_tui.cli.writing.consent import can_ask, consent
        from medialib_tui.core.writing.operation_rules import destructive
        from medialib_tui.core.writing.told import told_intent

        self._say(planned, intent)
        grave = destructive(intent.operations)
        if self._call.options.yes:
            if grave and self._session.server.production and not self._call.words:
                raise CliError(
                    f"{self._session.server.name} is a production server: "
                    "--yes needs the journal's number.",
                    hint=f"medialib undo {planned.record.number} --yes",
                    code="not-confirmed",
                    leave=Exit.REFUSED,
                )
        elif grave or can_ask(self._call):
            lines = [step.line for step in told_intent(intent)]
            await consent(self._call, self._session, planned.record.entry_id, lines)

    def _say(self, planned: Undo, intent: Intent) -> None:
        from medialib_tui.core.writing.told import in_one_line, told_intent

        record, narrator = planned.record, self._call.narrator
        narrator.say(f"Journal {record.number}, {record.entry_id}: {in_one_line(record)}")
        for step in told_intent(intent):
            narrator.say(f"  taken back: {step.line}")
        for note in planned.notes:
            narrator.warn(f"  {note}")


def _record(session: Session, number: int | None) -> Record:
    from medialib_tui.store.person import this_person
    from medialib_tui.store.records import Outcome

    journal = session.journal
    if number is not None:
        found = journal.get(number)
        if found is None:
            raise CliError(
                f"The journal has no write {number}.",
                hint="medialib journal lists them.",
                code="not-found",
                leave=Exit.NOT_FOUND,
            )
        return found
    who = this_person().who
    for record in journal.list(session.server.url, limit=_LOOKED_AT):
        if record.who == who and record.outcome is not Outcome.NOT_APPLIED:
            return record
    raise CliError(
        f"There is no own write to {session.server.name} to take back.",
        hint="medialib journal lists every write.",
        code="nothing-to-undo",
        leave=Exit.FAILED,
    )


HANDLERS = {"undo": Handler(run, add_options)}
