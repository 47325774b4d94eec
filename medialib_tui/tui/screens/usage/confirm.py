"""The pending uses of several entries confirmed: one question, one result each."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial

from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.usage.batch import plan_all
from medialib_tui.core.usage.filters import Filter
from medialib_tui.core.usage.plan import Ground, Options
from medialib_tui.core.usage.select import confirm_pending
from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.told import told_intent
from medialib_tui.tui.screens.batch.words import Words, count_of
from medialib_tui.tui.screens.usage.run import UsageRunScreen
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading, Said

_NAMED = 200
"""Entries whose uses the question names; the rows name all."""


class ConfirmManyScreen(UsageRunScreen):
    """Ends with whether no entry has a pending use that is meant; `date` for those without one."""

    WORDS = Words(
        "Confirm uses", "confirmation", "confirmed", "no pending use", "without a pending use"
    )
    OPERATION = "usage confirm"

    def __init__(self, ids: Sequence[str], date: str) -> None:
        super().__init__(ids)
        self.date = date

    def find_run(self) -> Run:
        """A run of its own: what is confirmed already is no longer pending."""
        return Run(uuid.uuid4().hex)

    def plan_items(self, run: Run) -> AsyncIterator[Item[Ground]]:
        """Plan the confirmation for each entry."""
        make = confirm_pending(Filter(), self.date, Options(batch=run.key))
        return plan_all(self.session, self.ids, make, run)

    def _intent(self, run: Run, found: Ground, options: Options) -> Intent:
        made = confirm_pending(Filter(), self.date, replace(options, batch=run.key))
        intent = made(self.session, found)
        if intent is None:
            raise LookupError(found.entry.id)
        return intent

    async def ask(self, ready: Sequence[Item[Ground]], run: Run) -> Sequence[Item[Ground]] | None:
        """Every use that is confirmed, and the exact request of the first entry."""
        from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog

        first = ready[0].ground
        if first is None:
            return None
        uses = sum(len(one.intent.operations) for one in ready if one.intent)
        entries = count_of(len(ready), "entry", "entries")
        title = f"Confirm {count_of(uses, 'use')} in {entries}?"
        plan = partial(self._intent, run, first)
        dialog = UsageReviewDialog(
            title,
            list(_blocks(ready)),
            plan,
            agree="Confirm",
            updates=True,
            entries=len(ready),
        )
        options = await self.app.push_screen_wait(dialog)
        if options is None:
            return None
        planned = [(one, one.ground) for one in ready]
        return [
            replace(one, intent=self._intent(run, found, options))
            for one, found in planned
            if found
        ]


def _blocks(ready: Sequence[Item[Ground]]) -> Iterator[Block]:
    for item in ready[:_NAMED]:
        if item.ground is None or item.intent is None:
            continue
        yield Heading(item.ground.entry.title, item.id)
        for step in told_intent(item.intent):
            yield Fact(step.what, step.said)
    if len(ready) > _NAMED:
        yield Said(f"… and {len(ready) - _NAMED:,} more entries, all listed behind this.", "muted")
