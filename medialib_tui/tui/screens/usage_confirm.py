"""The pending uses of several entries confirmed: one question, one result each."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.usage.batch import plan_all
from medialib_tui.core.usage.filters import Filter
from medialib_tui.core.usage.plan import Ground, Options
from medialib_tui.core.usage.select import confirm_pending
from medialib_tui.core.writing.intent import Intent
from medialib_tui.core.writing.told import told_intent
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.batch_run import RunScreen
from medialib_tui.tui.screens.batch_words import Words
from medialib_tui.tui.screens.usage_told import follow
from medialib_tui.tui.widgets.sheet import Block, Fact, Heading, Said

_NAMED = 200
"""Entries whose uses the question names; the rows name all."""


class ConfirmManyScreen(RunScreen[Ground]):
    """Ends with whether no entry has a pending use that is meant; `date` for those without one."""

    CSS_PATH = "../styles/batch.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("use-batch")
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

    def write_items(self, batch: Batch[Ground]) -> AsyncIterator[Done[Ground]]:
        """Write them."""
        return write_all(self.session, batch)

    def followed(self, done: Done[Ground]) -> None:
        """Other screens of the entry show it."""
        follow(self.library, done.item.id, done.result)

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
        title = f"Confirm {uses:,} uses in {len(ready):,} entries?"
        plan = partial(self._intent, run, first)
        dialog = UsageReviewDialog(title, list(_blocks(ready)), plan, agree="Confirm", updates=True)
        options = await self.app.push_screen_wait(dialog)
        if options is None:
            return None
        planned = [(one, one.ground) for one in ready]
        return [
            replace(one, intent=self._intent(run, found, options))
            for one, found in planned
            if found
        ]

    def action_use_batch_proceed(self) -> None:
        """Ask once, then confirm entry by entry."""
        self.proceed()

    def action_use_batch_stop(self) -> None:
        """Write no further one."""
        self.stop_sending()

    def action_use_batch_again(self) -> None:
        """Read and plan again."""
        self.plan_again(anew=False)

    def action_use_batch_anew(self) -> None:
        """The same: what is confirmed is no longer pending."""
        self.plan_again(anew=False)

    def action_use_batch_back(self) -> None:
        """Back; not while writes are on their way."""
        self.leave()


def _blocks(ready: Sequence[Item[Ground]]) -> Iterator[Block]:
    for item in ready[:_NAMED]:
        if item.ground is None or item.intent is None:
            continue
        yield Heading(item.ground.entry.title, item.id)
        for step in told_intent(item.intent):
            yield Fact(step.what, step.said)
    if len(ready) > _NAMED:
        yield Said(f"… and {len(ready) - _NAMED:,} more entries, all listed behind this.", "muted")
