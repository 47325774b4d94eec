"""The way of every writing command: options, consent, dry run, the write, an interrupt."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import FieldError, NotOffered, ReadOnly
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.writing.interrupted import show_interrupted
from medialib_tui.cli.writing.outcome import show_held, show_result
from medialib_tui.model.capability import Capability

if TYPE_CHECKING:
    from medialib_tui.api.errors import Refused
    from medialib_tui.cli.call import Call
    from medialib_tui.core.session import Session
    from medialib_tui.core.writing.intent import Conflict, Intent, Result
    from medialib_tui.model.patch import AnyOperation

_Work = Callable[["Writer"], Awaitable[Exit]]


def add_write_options(parser: argparse.ArgumentParser) -> None:
    """Options of every writing command."""
    parser.add_argument(
        "--dry-run", action="store_true", help="print the exact request body, send nothing"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def add_patch_options(parser: argparse.ArgumentParser) -> None:
    """Options of commands that write what they are told."""
    parser.add_argument(
        "--version",
        dest="at_version",
        metavar="N",
        type=_number,
        help="write only if the entry still has this version",
    )
    parser.add_argument(
        "--preserve-updated-at", action="store_true", help="keep the date of the last change"
    )
    add_write_options(parser)


def writing(call: Call, work: _Work) -> Exit:
    """Run a writing command; an interrupt in its middle is answered with what is certain."""
    writers: list[Writer] = []

    async def begin(session: Session) -> Exit:
        require_access(call, session)
        writer = Writer(call, session)
        writers.append(writer)
        return await work(writer)

    try:
        return call.with_session(begin)
    except KeyboardInterrupt:
        sent = writers[0].sent if writers else None
        if sent is None:
            raise
        return show_interrupted(call, sent)


def require_access(call: Call, session: Session) -> None:
    """Raise ReadOnly for a server that is only read; a dry run always can."""
    if session.server.read_only and not call.options.dry_run:
        said = "--dry-run shows the request. Its access is changed in the settings."
        raise ReadOnly.of(session.server.name, said)


def require_journal(session: Session) -> None:
    """Raise NotRecorded where no write can be recorded, hence none can be sent."""
    from medialib_tui.core.writing.intent import NotRecorded

    if reason := session.journal.why_not:
        raise NotRecorded(
            f"The journal cannot be written: {reason}; nothing was sent.",
            hint="Make room or the folder writable: medialib config path",
        )


class Writer:
    """One write of one command; `sent` is the intent once it is on its way."""

    def __init__(self, call: Call, session: Session) -> None:
        self.call = call
        self.session = session
        self.sent: Intent | None = None

    def require_preserving(self) -> None:
        """Raise NotOffered where this API version cannot keep `updatedAt`."""
        require_preserving(self.call, self.session)

    async def intent(self, entry_id: str, operations: Sequence[AnyOperation]) -> Intent:
        """The intent on the entry as it is now, once everything known to be wrong is ruled out.

        Configuration that was kept a while is read again before it is believed.
        """
        from medialib_tui.core.writing.intent import Intent
        from medialib_tui.core.writing.operation_rules import problems

        session = self.session
        entry, project = await asyncio.gather(session.client.entry(entry_id), session.project())
        found = problems(operations, entry, project, session.language)
        if found:
            project = await session.project(fresh=True)
            found = problems(operations, entry, project, session.language)
        if found:
            raise _invalid(found)
        if not project.known:
            self.call.narrator.aside(f"Values are not checked here: {project.unknown_because}")
        return Intent(
            entry=entry,
            operations=tuple(operations),
            preserve_updated_at=True if self.call.options.preserve_updated_at else None,
        )

    async def send(self, intent: Intent, what: Sequence[str] = ()) -> Exit:
        """Write, after consent where it is needed (to `what`), and tell what became of it."""
        from medialib_tui.core.writing.operation_rules import destructive
        from medialib_tui.core.writing.told import told_intent

        wanted: int | None = self.call.options.at_version
        if self.call.options.dry_run:
            return self._dry_run(intent, wanted)
        if wanted is not None and wanted != intent.entry.version:
            return show_result(self.call, intent, _outdated(intent, wanted))
        require_journal(self.session)
        if destructive(intent.operations):
            from medialib_tui.cli.writing.consent import consent

            lines = what or [step.line for step in told_intent(intent)]
            await consent(self.call, self.session, intent.entry.id, lines)
        return show_result(self.call, intent, await self.written(intent))

    def already(self, intent: Intent) -> Exit:
        """The entry holds everything already: nothing is sent, and the version decides."""
        wanted: int | None = self.call.options.at_version
        if wanted is not None and wanted != intent.entry.version:
            return show_result(self.call, intent, _outdated(intent, wanted))
        return show_held(self.call, intent)

    async def written(self, intent: Intent) -> Result:
        """Send an intent; where a person interrupts it, the outcome is waited for a moment."""
        from medialib_tui.core.writing.write import write

        return await self.guarded(intent, write(self.session, intent))

    async def guarded(self, intent: Intent, work: Awaitable[Result]) -> Result:
        """Await a write, and say so where its outcome is waited for after an interrupt."""
        self.sent = intent
        task = asyncio.ensure_future(work)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self.call.narrator.say("Interrupted; waiting a moment for what became of the write.")
            task.cancel()
            await asyncio.wait({task})
            raise

    def _dry_run(self, intent: Intent, version: int | None) -> Exit:
        now = intent.entry.version
        if version is not None and version != now:
            self.call.narrator.warn(f"The entry has version {now}: this would be a conflict.")
        show_body(self.call, self.session, intent, version)
        return Exit.DONE


def show_body(call: Call, session: Session, intent: Intent, version: int | None = None) -> None:
    """Print the exact request body, and say on stderr where it would have gone."""
    from medialib_tui.cli.writing.operations import shown_body

    body = intent.body()
    if version is not None:
        body["version"] = version
    call.out.data(shown_body(session, body))
    path = session.client.dialect.path("mediaLibrary", intent.entry.id)
    call.narrator.say(f"Nothing was sent. This would be: PATCH {path}")


def require_preserving(call: Call, session: Session) -> None:
    """Raise NotOffered where this API version cannot keep `updatedAt`, and it is to be kept."""
    supported = session.supports(Capability.PRESERVE_UPDATED_AT)
    if call.options.preserve_updated_at and not supported.possible:
        raise NotOffered(
            "This API version cannot keep the date of the last change; nothing was sent.",
            hint=supported.reason,
            fields=(FieldError("preserveUpdatedAt", supported.reason),),
        )


def _outdated(intent: Intent, version: int) -> Conflict:
    from medialib_tui.core.writing.intent import Conflict

    base = intent.entry.model_copy(update={"version": version})
    return Conflict(base=base, theirs=intent.entry, intent=intent, journal=None)


def _invalid(fields: tuple[FieldError, ...]) -> Refused:
    from medialib_tui.api.errors import Refused

    return Refused("This cannot be sent as it is; nothing was sent.", fields=fields)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}” is no version; such as 3")
