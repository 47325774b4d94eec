"""The same use logged for several entries: planned for each, one question, one result each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial

from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.session import Session
from medialib_tui.core.usage.batch import plan_all, run_of
from medialib_tui.core.usage.form import UsageForm
from medialib_tui.core.usage.plan import Ground, Options, plan_add
from medialib_tui.core.usage.values import tidy
from medialib_tui.core.writing.intent import Intent
from medialib_tui.tui.screens.batch.words import Words, count_of
from medialib_tui.tui.screens.usage.run import UsageRunScreen


class UsageBatchScreen(UsageRunScreen):
    """Ends with whether every entry has the use now."""

    WORDS = Words("Log use", "use", "logged")
    OPERATION = "usage add"

    def __init__(self, ids: Sequence[str], form: UsageForm) -> None:
        super().__init__(ids)
        self.form = form
        self.value = tidy(form.to_value())

    def find_run(self) -> Run:
        """The run that logs this use."""
        return run_of(self.session, self.value)

    def plan_items(self, run: Run) -> AsyncIterator[Item[Ground]]:
        """Plan the use of each entry."""
        return plan_all(self.session, self.ids, partial(self._make, Options(batch=run.key)), run)

    def _make(self, options: Options, session: Session, found: Ground) -> Intent:
        return plan_add(session, found, self.value, options)

    async def ask(self, ready: Sequence[Item[Ground]], run: Run) -> Sequence[Item[Ground]] | None:
        """The use in words, and the exact request of the first entry."""
        from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
        from medialib_tui.tui.dialogs.usage_words import form_blocks

        first = ready[0].ground
        if first is None:
            return None

        def plan(found: Ground, options: Options) -> Intent:
            return self._make(replace(options, batch=run.key), self.session, found)

        title = f"Log this use for {count_of(len(ready), 'entry', 'entries')}?"
        dialog = UsageReviewDialog(
            title,
            list(form_blocks(self.form)),
            partial(plan, first),
            agree="Log for all",
            entries=len(ready),
        )
        options = await self.app.push_screen_wait(dialog)
        if options is None:
            return None
        return [replace(one, intent=plan(one.ground, options)) for one in ready if one.ground]
