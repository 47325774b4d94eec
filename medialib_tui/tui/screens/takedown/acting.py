"""From consent to the outcome: one write that belongs to the app, then its proof."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.api.errors import StateConflict
from medialib_tui.core.takedown import act
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.takedown.proof import Proof, prove
from medialib_tui.core.writing.intent import NotApplied, Result, Saved, Unknown, Unproven
from medialib_tui.core.writing.settle import recheck
from medialib_tui.model.base import JsonObject
from medialib_tui.store.records import Outcome
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.takedown.words import NAMES, ending

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.plan import Plan
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen

Send = Callable[[], Awaitable[Result]]


def sender(
    session: Session,
    evidence: Evidence,
    operation: TakeDown,
    *,
    note: str = "",
    asset: JsonObject | None = None,
    locale: str = "",
) -> Send:
    """The write of an act on the entry as it was shown."""
    entry = evidence.entry
    match operation:
        case TakeDown.REVOKE:
            return partial(act.revoke, session, entry, note, seen=evidence.check.serving)
        case TakeDown.UNREVOKE:
            return partial(act.unrevoke, session, entry)
        case TakeDown.ARCHIVE:
            return partial(act.archive, session, entry)
        case TakeDown.REPLACE_ASSET:
            return partial(act.replace_asset, session, entry, asset or {})
        case TakeDown.REMOVE_ASSET:
            return partial(act.remove_asset, session, entry, locale)


class Acting:
    """Sends once; it outlives the screen."""

    def __init__(self, screen: TakeDownScreen) -> None:
        self._screen = screen
        self._app = screen.library
        self._session = screen.session
        self.running = self.looked = False
        self.plan: Plan | None = None
        self.result: Result | None = None
        self.proof: Proof | None = None

    @property
    def here(self) -> bool:
        """Whether the take-down is still open."""
        return self._screen in self._app.screen_stack

    @property
    def applied(self) -> bool:
        """Whether it is done."""
        return isinstance(self.result, Saved)

    def forget(self) -> None:
        """Another attempt, or another act: what came of the former one is history."""
        self.plan, self.result, self.proof, self.looked = None, None, None, False

    def send(self, plan: Plan, evidence: Evidence, send: Send) -> None:
        """Start the write."""
        self.forget()
        self.running, self.plan = True, plan
        name = f"{plan.operation.value} {plan.entry.id}"
        jobs.start_write(self._app, partial(self._write, evidence, plan, send), name=name)

    async def _write(self, evidence: Evidence, plan: Plan, send: Send) -> None:
        try:
            self.result = await send()
        finally:
            self.running = False
        self._ended(evidence, plan, self.result)

    def _ended(self, evidence: Evidence, plan: Plan, result: Result) -> None:
        if isinstance(result, Saved):
            self._screen.typed.drop()
        if self.here:
            self._screen.ended()
            return
        ended = ending(plan.operation, result)
        severity: notices.Severity = "information" if isinstance(result, Saved) else "error"
        title = f"{NAMES[plan.operation]}: {evidence.entry.title}"
        notices.say(self._app, ended.said, title=title, severity=severity)

    async def prove(self, evidence: Evidence, operation: TakeDown) -> Proof:
        """Ask for every key as things are now."""
        entry = evidence.entry
        if isinstance(self.result, Saved | Unknown) and self.result.entry is not None:
            entry = self.result.entry
        self.proof = await prove(
            self._session,
            entry,
            evidence.check.keys,
            operation=operation,
            evidence=evidence,
            progress=self._screen.progress,
        )
        return self.proof

    @property
    def provable(self) -> bool:
        """Whether the serve state tells something about how it ended."""
        if isinstance(self.result, NotApplied):
            return isinstance(self.result.error, StateConflict)
        return self.result is None or isinstance(self.result, Saved | Unknown)

    async def look_again(self, unknown: Unknown) -> None:
        """Read back what became of the write."""
        self.result = await looked_again(self._session, unknown)
        self.looked = True


async def looked_again(session: Session, unknown: Unknown) -> Result:
    """What is known by now of a write whose outcome was not known."""
    record = await asyncio.to_thread(session.journal.get, unknown.journal)
    if record is None:
        return unknown
    settled = await recheck(session, record)
    if settled.outcome is Outcome.APPLIED and settled.entry is not None:
        now = settled.entry
        return Saved(now, record.version_before, now.version, record.number)
    if settled.outcome is Outcome.NOT_APPLIED:
        error = Unproven(settled.sentence[:1].upper() + settled.sentence[1:])
        return NotApplied(error, record.number)
    return unknown
