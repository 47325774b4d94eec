"""The one door for every write: journal, send once, read back, journal what became of it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    NotFound,
    Refused,
    StateConflict,
    Unavailable,
    VersionConflict,
)
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    NotRecorded,
    Result,
    Saved,
    Unknown,
    Unproven,
)
from medialib_tui.core.writing.judging import Standing, standings
from medialib_tui.core.writing.refusals import ambiguous, in_words, unexplained, unsendable
from medialib_tui.core.writing.settle import (
    QUIET,
    WAITS,
    Settlement,
    in_flight,
    journal_outcome,
    look,
    open_add,
    serve_word,
    settle,
    usage_rows,
)
from medialib_tui.core.writing.shelter import sheltered
from medialib_tui.model.compare import same
from medialib_tui.model.patch import AddUsageLogEntry
from medialib_tui.model.trace import Trace, needs_serve_state, needs_usage_log, trace
from medialib_tui.store.errors import NotKept
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


_LONGEST_TITLE = 300
_LATER = "It is looked up again at the next start; look at the entry before writing again."
_LOOK = "Look at the entry; the journal shows what was sent and what is there now."


async def write(session: Session, intent: Intent) -> Result:
    """Write once and tell what the server holds; no ApiError is raised.

    Cancelling it waits for the outcome for a moment, then leaves the write open in the journal.
    """
    return await sheltered(_Write(session, intent).run())


class _Write:
    """One write on its way."""

    def __init__(self, session: Session, intent: Intent) -> None:
        self.session = session
        self.intent = intent
        self.entry_id = intent.entry.id
        self.before = Trace()
        self.number = 0
        self.sent = False
        self.answer = "nothing"

    async def run(self) -> Result:
        refused = await self._prepare()
        if refused is not None:
            return refused
        in_flight.add(self.intent.key)
        try:
            if (refused := await self._journal()) is not None:
                return refused
            return await self._send()
        except asyncio.CancelledError:
            self._leave()
            raise
        finally:
            in_flight.discard(self.intent.key)

    async def _prepare(self) -> Result | None:
        """What can be known without sending, and what the entry holds before."""
        intent, session = self.intent, self.session
        if (refused := unsendable(session, intent)) is not None:
            return NotApplied(refused, None)
        if (pending := await self._pending()) is not None:
            return NotApplied(pending, None)
        usage, served = None, ""
        try:
            if needs_usage_log(intent.operations):
                usage = await usage_rows(session, self.entry_id)
            if needs_serve_state(intent.operations):
                served = await serve_word(session, intent.entry) or ""
        except ApiError as error:
            return NotApplied(error, None)
        self.before = trace(intent.entry, intent.operations, usage=usage, served=served)
        if intent.usage is not None and usage is not None:
            seen = trace(intent.entry, intent.operations, usage=intent.usage)
            if not _same_rows(seen, self.before):
                return Conflict(intent.entry, intent.entry, intent, None, usage)
        return None

    async def _pending(self) -> ApiError | None:
        """Why a use is not added: the same add was sent and its outcome is not proven."""
        steps = self.intent.operations
        added = [step.value for step in steps if isinstance(step, AddUsageLogEntry)]
        if not added:
            return None
        try:
            former = await open_add(self.session, self.entry_id, added)
        except NotKept as error:
            return NotRecorded(error.title, detail=error.detail, hint=error.hint)
        if former is None:
            return None
        return Unproven(
            f"The same use was sent before (journal {former.number}) and may still arrive;"
            " it is not sent again.",
            hint="Try again in a minute: then it is known whether it arrived.",
        )

    async def _journal(self) -> Result | None:
        intent, server = self.intent, self.session.server
        try:
            self.number = await asyncio.to_thread(
                self.session.journal.intend,
                key=intent.key,
                server=server.url,
                server_name=server.name,
                entry_id=self.entry_id,
                operation=intent.name,
                body=intent.body(),
                before=self.before.to_json(),
                title=intent.entry.title[:_LONGEST_TITLE],
                undoes=intent.undoes,
                batch=intent.batch,
                note=intent.note,
            )
        except NotKept as error:
            title = f"{error.title}; nothing was sent."
            return NotApplied(NotRecorded(title, detail=error.detail, hint=error.hint), None)
        return None

    async def _send(self) -> Result:
        loop = asyncio.get_running_loop()
        began = loop.time()
        self.sent = True
        try:
            await self.session.client.patch(self.entry_id, self.intent.patch())
        except ApiError as error:
            self.sent = ambiguous(error)
            late = loop.time() - began >= min(QUIET, 0.9 * self.session.server.timeout)
            late = late or (isinstance(error, Unavailable) and error.gave_up_waiting)
            return await self._failed(error, late=late)
        self.answer = "yes"
        return await self._settled(None)

    async def _failed(self, error: ApiError, *, late: bool) -> Result:
        if ambiguous(error):
            self.answer = "late" if late else "nothing"
            return await self._settled(error, patient=not late)
        usage_log = needs_usage_log(self.intent.operations)
        conflict = isinstance(error, VersionConflict)
        conflict = conflict or (isinstance(error, BadAnswer) and error.conflict)
        several = len(self.intent.operations) > 1
        refused = isinstance(error, Refused | StateConflict)
        if several and (refused or (conflict and usage_log)):
            partly = await self._partly(error)
            if partly is not None:
                return partly
        if conflict or (usage_log and isinstance(error, StateConflict)):
            return await self._conflict(error)
        if isinstance(error, StateConflict | NotFound):
            error = in_words(error, self.intent)
        await self._not_applied(error)
        if isinstance(error, Refused):
            return Invalid(error, error.fields, self.number)
        return NotApplied(error, self.number)

    async def _settled(self, error: ApiError | None, *, patient: bool = True) -> Result:
        """Read back and journal what is proven; the rest stays open."""
        intent = self.intent
        found = await settle(
            self.session,
            self.entry_id,
            intent.operations,
            self.before,
            said_yes=error is None,
            patient=patient,
        )
        await self._record(found, error)
        entry = found.entry
        if entry is not None and found.outcome is not Outcome.NOT_APPLIED:
            self.session.changed(entry)
        if found.outcome is Outcome.APPLIED and entry is not None:
            added = found.verdict.added if found.verdict else ()
            return Saved(entry, self.before.version, entry.version, self.number, added)
        if found.outcome is Outcome.NOT_APPLIED and error is not None:
            return NotApplied(error, self.number)
        unproven = Unproven(
            _told(found, error),
            detail=error.title if error else "",
            hint=_LATER if found.outcome is None else _LOOK,
            status=error.status if error else 200,
        )
        return Unknown(unproven, entry, self.number, open=found.outcome is None)

    async def _conflict(self, error: ApiError) -> Result:
        """409: what the others made of the entry."""
        await self._not_applied(error)
        intent = self.intent
        for wait in WAITS:
            if wait:
                await self.session.sleep(wait)
            try:
                seen = await look(self.session, self.entry_id, intent.operations)
            except ApiError:
                continue
            if seen.entry is None:
                return NotApplied(error, self.number)
            now = trace(seen.entry, intent.operations, usage=seen.usage)
            moved = seen.usage is not None and not _same_rows(now, self.before)
            if seen.entry.version != intent.entry.version or moved:
                return Conflict(intent.entry, seen.entry, intent, self.number, seen.usage)
        if needs_usage_log(intent.operations):
            error = unexplained(error, intent)
        return NotApplied(error, self.number)

    async def _partly(self, error: ApiError) -> Result | None:
        """Whether several operations in a refused request were applied in part (reference 4.1)."""
        try:
            seen = await look(self.session, self.entry_id, self.intent.operations)
        except ApiError:
            return None
        found, _ = standings(self.intent.operations, self.before, seen)
        if seen.entry is None or Standing.HOLDS not in found:
            return None
        self.session.changed(seen.entry)
        sentence = "The server refused the request, but a part of it is applied."
        await asyncio.to_thread(self._end, Outcome.UNKNOWN, sentence, seen.entry.version)
        unproven = Unproven(sentence, detail=error.title, status=error.status, fields=error.fields)
        return Unknown(unproven, seen.entry, self.number)

    async def _record(self, found: Settlement, error: ApiError | None) -> None:
        if found.outcome is None:
            await asyncio.to_thread(self._answered, error.title if error else found.sentence)
            return
        await asyncio.to_thread(
            journal_outcome, self.session, self.number, self.intent.operations, found
        )

    async def _not_applied(self, error: ApiError) -> None:
        await asyncio.to_thread(self._end, Outcome.NOT_APPLIED, error.title)

    def _end(self, outcome: Outcome, detail: str, version: int | None = None) -> None:
        try:
            self.session.journal.settle(
                self.number, outcome=outcome, version_after=version, detail=detail
            )
        except NotKept as error:
            self.session.warnings.append(error.title)

    def _answered(self, detail: str) -> None:
        try:
            self.session.journal.answered(self.number, answer=self.answer, detail=detail)
        except NotKept as error:
            self.session.warnings.append(error.title)

    def _leave(self) -> None:
        """Cancelled: what is certain is journalled, the rest stays open."""
        if self.number and not self.sent:
            self._end(Outcome.NOT_APPLIED, "stopped: it was not sent, or it was refused")
        elif self.number:
            self.answer = "late" if self.answer == "nothing" else self.answer
            self._answered("stopped before the outcome was known")


def _same_rows(one: Trace, other: Trace) -> bool:
    """Whether the usage-log rows concerned are the same, in whatever order they were listed."""
    first, second = (sorted(t.usage, key=lambda row: str(row.get("id"))) for t in (one, other))
    return len(first) == len(second) and all(map(same, first, second))


def _told(found: Settlement, error: ApiError | None) -> str:
    if error is not None:
        return f"Sent, but {found.sentence}."
    if found.verdict is None:
        return f"The server said yes, but {found.sentence}."
    return f"{found.sentence[:1].upper()}{found.sentence[1:]}."
