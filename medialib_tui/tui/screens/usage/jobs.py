"""The usage log of the entry screen: add, edit, confirm, remove, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, in_words
from medialib_tui.core.usage.plan import Ground, Options, ground, plan_confirm, plan_remove
from medialib_tui.core.usage.rules import locked
from medialib_tui.core.writing.intent import Intent, Saved
from medialib_tui.core.writing.write import write
from medialib_tui.model.compare import same
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.usage.told import follow, tell
from medialib_tui.tui.widgets.sheet import Block
from medialib_tui.tui.widgets.usage import UsagePane

if TYPE_CHECKING:
    from medialib_tui.core.usage.log import UsageRow
    from medialib_tui.tui.screens.entry.screen import EntryScreen


class UsageJobs:
    """What can be done with the uses of one entry screen."""

    def __init__(self, screen: EntryScreen) -> None:
        self._screen = screen
        self._app = screen.library
        self._session = screen.session

    @property
    def pane(self) -> UsagePane:
        """The tab."""
        return self._screen.uses

    def reload(self, added: Sequence[str] = ()) -> None:
        """Read the log again; the cursor goes to a new use."""
        if added:
            self.pane.await_row(added[0])
        self._screen.load_again("usage")

    def add(self) -> None:
        """Open the form of a new use."""
        from medialib_tui.tui.screens.usage.screen import UsageScreen

        self._app.push_screen(UsageScreen(self._screen.entry_id))

    def edit(self) -> None:
        """Open the form of the use under the cursor."""
        from medialib_tui.tui.screens.usage.screen import UsageScreen

        row = self.pane.table.current
        if row is not None and not self._locked([row]):
            self._app.push_screen(UsageScreen(self._screen.entry_id, row.entry.id))

    def confirm(self) -> None:
        """Confirm the chosen uses, after a look at them."""
        self._start("confirm", [row for row in self.pane.table.chosen if not row.entry.confirmed])

    def remove(self) -> None:
        """Remove the chosen uses, after a look at what hangs on them."""
        self._start("remove", self.pane.table.chosen)

    def export(self) -> None:
        """Write the rows listed to a file."""
        from medialib_tui.tui.screens.usage.export import export_references, export_uses

        (export_uses if self._screen.tab == "usage" else export_references)(self._screen)

    def _start(self, name: str, rows: Sequence[UsageRow]) -> None:
        if not rows:
            chosen = bool(self.pane.table.chosen)
            said = "It is confirmed already." if chosen else "There is no use here."
            notices.say(self._screen, said)
        elif not self._locked(rows):
            uses = [row.entry for row in rows]
            flow = self._confirm if name == "confirm" else self._remove
            jobs.start_flow(self._app, name, partial(flow, uses))

    def _locked(self, rows: Sequence[UsageRow]) -> bool:
        """Whether one of them is written on publishing; if so that is said."""
        for row in rows:
            if why := locked(self._screen.data.project, row.entry.purpose):
                notices.say(self._screen, f"{why}.", title="Locked", severity="warning")
                return True
        return False

    # Flows

    async def _ground(self, uses: Sequence[UsageLogEntry]) -> Ground | None:
        """Entry and log as they are now; where a use changed since it was shown, both sides."""
        found = await ground(self._session, self._screen.entry_id)
        present = {use.id: use for use in found.log.entries}
        if all(use.id in present and same(use.sent, present[use.id].sent) for use in uses):
            return found
        await self._show_change(uses, found.log.entries, found)
        return None

    async def _show_change(
        self, uses: Sequence[UsageLogEntry], now: Sequence[UsageLogEntry], found: Ground
    ) -> None:
        from medialib_tui.tui.dialogs.usage_conflict import UsageConflictDialog
        from medialib_tui.tui.dialogs.usage_words import changed_blocks

        blocks = list(changed_blocks(uses, now, found.project, self._session.language))
        title = "Changed by somebody else since it was shown; nothing was sent"
        self.reload()
        await self._app.push_screen_wait(UsageConflictDialog(title, blocks, ()))

    async def _confirm(self, uses: Sequence[UsageLogEntry]) -> None:
        from medialib_tui.tui.dialogs.usage_date import UsageDateDialog
        from medialib_tui.tui.dialogs.usage_words import left_out_blocks, rows_of, use_blocks

        found = await self._ground(uses)
        if found is None:
            return
        date, undated = None, sum(not use.publication_date for use in uses)
        if undated:
            date = await self._app.push_screen_wait(UsageDateDialog(undated))
            if date is None:
                return

        def plan_of(some: Sequence[UsageLogEntry], options: Options) -> Intent:
            ids = [use.id for use in some]
            return plan_confirm(self._session, found, ids, date=date, options=options)

        refused = {use.id: why for use in uses if (why := _why_not(plan_of, use))}
        ready = [use for use in uses if use.id not in refused] or uses
        plan = partial(plan_of, ready)
        words = partial(rows_of, project=found.project, language=self._session.language)
        blocks = list(use_blocks(words(ready)))
        if len(ready) < len(uses):
            blocks += left_out_blocks(words([u for u in uses if u.id in refused]), refused)
        title = f"Confirm {_uses(len(ready))} of {self._screen.entry_id}?"
        await self._ask(title, blocks, plan, agree="Confirm", updates=True)

    async def _remove(self, uses: Sequence[UsageLogEntry]) -> None:
        from medialib_tui.tui.dialogs.usage_words import removal_blocks

        found = await self._ground(uses)
        if found is None:
            return
        ids = [use.id for use in uses]

        def plan(options: Options) -> Intent:
            return plan_remove(self._session, found, ids, options)

        blocks = list(removal_blocks(found, ids, self._session.language))
        title = f"Remove {_uses(len(ids))} of {self._screen.entry_id}?"
        await self._ask(title, blocks, plan, agree="Remove", grave=True)

    async def _ask(
        self,
        title: str,
        blocks: Sequence[Block],
        plan: Callable[[Options], Intent],
        *,
        agree: str,
        grave: bool = False,
        updates: bool = False,
    ) -> None:
        from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog

        try:
            plan(Options())
        except ApiError as error:
            lines = [f"{item.field} {item.message}" for item in error.fields[:6]]
            hint = "Edit it with e first." if error.fields else notices.explain(error)
            said = "\n".join([*lines, error.detail if error.fields else "", hint])
            notices.say(self._screen, said, title=error.title, severity="error")
            return
        dialog = UsageReviewDialog(title, blocks, plan, agree=agree, grave=grave, updates=updates)
        options = await self._app.push_screen_wait(dialog)
        if options is not None:
            work = partial(
                self._write, plan(options), f"{agree}{'d' if agree[-1] == 'e' else 'ed'}"
            )
            jobs.start_write(self._app, work, name=f"{agree} uses of {self._screen.entry_id}")

    async def _write(self, intent: Intent, done: str) -> None:
        result = await write(self._session, intent)
        tell(self._app, result, done)
        if isinstance(result, Saved) and self._screen.is_attached:
            self.pane.table.clear_marks()
        follow(self._app, intent.entry.id, result)


def _why_not(plan: Callable[[Sequence[UsageLogEntry], Options], Intent], use: UsageLogEntry) -> str:
    """Why a use alone cannot be written; empty where it can."""
    try:
        plan([use], Options())
    except ApiError as error:
        return in_words(error.fields) or error.title
    return ""


def _uses(count: int) -> str:
    return "this use" if count == 1 else f"these {count:,} uses"
