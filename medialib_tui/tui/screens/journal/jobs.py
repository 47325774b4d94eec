"""Reading the journal for a screen, taking writes back, checking unsettled ones again."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, assert_never

from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.model.trace import needs_usage_log
from medialib_tui.store.errors import NotKept
from medialib_tui.store.records import Outcome, Record
from medialib_tui.tui import jobs, notices

if TYPE_CHECKING:
    from collections.abc import Callable

    from medialib_tui.core.writing.undo import CannotUndo
    from medialib_tui.tui.screens.base import BaseScreen
    from medialib_tui.tui.widgets.history import HistoryPane

PAGE = 200
"""How many writes are read at a time."""


class HistoryJobs:
    """The jobs behind one history pane; `entry_id` and `server` say whose writes it shows."""

    def __init__(
        self, screen: BaseScreen[None], pane: Callable[[], HistoryPane], entry_id: str | None = None
    ) -> None:
        self._screen = screen
        self._pane = pane
        self._entry_id = entry_id
        self.server: str | None = screen.session.server.url
        self._records: list[Record] = []
        self._complete = False

    def load(self) -> None:
        """Read the newest writes, as many as were shown."""
        jobs.start_read(self._screen, self._load, group="history")

    async def _load(self) -> None:
        self._records = await self._read(None, max(PAGE, len(self._records)))
        self._show()

    def more(self) -> None:
        """Read older ones, once the end of the list comes near."""
        if not self._complete and self._records and self._pane().table.end_near:
            jobs.start_read(self._screen, self._more, group="history")

    async def _more(self) -> None:
        self._records += await self._read(self._records[-1].number, PAGE)
        self._show()

    async def _read(self, before: int | None, limit: int) -> list[Record]:
        def read() -> tuple[Record, ...]:
            journal = self._screen.session.journal
            return journal.list(self.server, self._entry_id, limit=limit, before=before)

        try:
            found = await asyncio.to_thread(read)
        except NotKept as error:
            self._complete = True
            self._pane().unreadable(error.title)
            return []
        self._complete = len(found) < limit
        return list(found)

    def _show(self) -> None:
        pane = self._pane()
        pane.supports = self._screen.session.supports
        pane.show(self._records, more=not self._complete)

    # Taking back

    def undo(self) -> None:
        """Say exactly what taking the selected write back does, then do it."""
        record = self._pane().table.current
        if record is not None:
            jobs.start_flow(self._screen.library, "undo", partial(self._undo, record))

    async def _undo(self, record: Record) -> None:
        from medialib_tui.core.writing.undo import CannotUndo, plan_undo, prepare
        from medialib_tui.tui.dialogs.undo import UndoDialog

        app, session = self._screen.library, self._screen.session
        planned = plan_undo(record, session.supports)
        if isinstance(planned, CannotUndo):
            self._cannot(planned)
            return
        prepared = await prepare(session, planned)
        if isinstance(prepared, CannotUndo):
            self._cannot(prepared)
        elif await app.push_screen_wait(UndoDialog(planned, prepared)):
            jobs.start_write(app, partial(self._write, prepared), name=f"undo {record.number}")

    def undo_batch(self) -> None:
        """Show the batch of the selected write, and ask whether to take it back."""
        record, here = self._pane().table.current, self._screen.session.server
        if record is None:
            return
        if not record.batch:
            notices.say(self._screen, "It was written alone: u takes it back.")
        elif record.server != here.url:
            said = f"It was written to {record.server_name}: switch to that server first."
            notices.say(self._screen, said, severity="warning")
        else:
            jobs.start_read(self._screen, partial(self._open_batch, record.batch), group="batch")

    async def _open_batch(self, key: str) -> None:
        from medialib_tui.core.batch.undo import BatchUndo
        from medialib_tui.tui.screens.journal.batch import JournalBatchScreen

        work = await BatchUndo(self._screen.session, key).read()
        ids = tuple(dict.fromkeys(mark.entry_id for mark in reversed(work.marks)))
        if ids:
            self._screen.library.push_screen(JournalBatchScreen(key, ids))
        else:
            notices.say(self._screen, "Nothing was written that could be taken back.")

    def _cannot(self, found: CannotUndo) -> None:
        title = "This cannot be taken back"
        notices.say(self._screen.library, f"{found.reason}.", title=title, severity="warning")

    async def _write(self, intent: Intent) -> None:
        from medialib_tui.core.writing.write import write
        from medialib_tui.tui.screens.usage.told import follow

        result = await write(self._screen.session, intent)
        self._tell(intent, result)
        if needs_usage_log(intent.operations):
            follow(self._screen.library, intent.entry.id, result)
        if self._screen.is_attached:
            self.load()

    def _tell(self, intent: Intent, result: Result) -> None:
        app, entry_id = self._screen.library, intent.entry.id
        match result:
            case Saved(version_before=before, version_after=after):
                said = f"{entry_id}: version {before} → {after}"
                notices.say(app, said, title="Taken back and verified")
            case Conflict():
                title = "Not taken back: the entry changed in the meantime"
                notices.say(app, "Look at it, and try again.", title=title, severity="warning")
            case Invalid(error=error) | NotApplied(error=error):
                notices.say_error(app, error)
            case Unknown(error=error):
                notices.say_error(app, error)
            case _:
                assert_never(result)

    # Checking again

    def check(self) -> None:
        """Read again what became of the selected write, where that is not certain."""
        record = self._pane().table.current
        if record is None:
            return
        if record.outcome in (Outcome.APPLIED, Outcome.NOT_APPLIED):
            notices.say(self._screen, f"Journal {record.number} is settled.")
        else:
            jobs.start_read(self._screen, partial(self._check, record), group="recheck")

    async def _check(self, record: Record) -> None:
        from medialib_tui.core.writing.settle import operations_of, recheck
        from medialib_tui.tui.screens.usage.told import show_again
        from medialib_tui.tui.settling import say_outcome

        session = self._screen.session
        if record.server != session.server.url:
            said = f"It was written to {record.server_name}: switch to that server first."
            notices.say(self._screen, said, severity="warning")
            return
        say_outcome(self._screen.library, await recheck(session, record))
        if needs_usage_log(operations_of(record)):
            show_again(self._screen.library, record.entry_id)
        self.load()
