"""The same use logged for several entries: planned for each, one question, one result each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar, assert_never

from textual.app import ComposeResult
from textual.binding import BindingType

from medialib_tui.api.errors import ApiError
from medialib_tui.core.usage.batch import (
    Batch,
    Item,
    Run,
    earlier_run,
    next_run,
    plan_all,
    write_all,
)
from medialib_tui.core.usage.plan import Ground, Options, plan_add
from medialib_tui.core.usage.values import tidy
from medialib_tui.core.usage_form import UsageForm
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.screens.usage_told import follow
from medialib_tui.tui.widgets.columns import Cell, Column, Tone
from medialib_tui.tui.widgets.controls.form_header import FormHeader
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.state_note import StateNote


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One entry: what is to happen, or what became of it."""

    id: str
    title: str
    said: str
    tone: Tone = "plain"


class BatchTable(RowList[BatchRow]):
    """One entry a row."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Id", 14, flex=1),
        Column("Title", 14, flex=2),
        Column("Outcome", 20, flex=3),
    )

    def key_of(self, item: BatchRow) -> str:
        """The entry's id."""
        return item.id

    def cells_of(self, item: BatchRow) -> Sequence[Cell]:
        """Id, title, outcome."""
        return (item.id, item.title, (item.said, item.tone))


class UsageBatchScreen(BaseScreen[bool]):
    """Ends with whether every entry has the use now."""

    CSS_PATH = "../styles/usage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("use-batch")
    AUTO_FOCUS = "BatchTable"

    def __init__(self, ids: Sequence[str], form: UsageForm) -> None:
        super().__init__()
        self.ids = tuple(dict.fromkeys(ids))
        self.form = form
        self.value = tidy(form.to_value())
        self.run: Run | None = None
        self.items: dict[str, Item] = {}
        self.results: dict[str, Result] = {}
        self.sending: Batch | None = None

    def compose_body(self) -> ComposeResult:
        """What is logged, what went wrong, a row an entry."""
        yield FormHeader()
        yield StateNote(id="batch-note")
        yield BatchTable()

    @property
    def header(self) -> FormHeader:
        """The lines above."""
        return self.query_one(FormHeader)

    @property
    def running(self) -> bool:
        """Whether writes are on their way."""
        return self.sending is not None

    @property
    def ready(self) -> tuple[Item, ...]:
        """What is to be written, and was not begun."""
        planned = (self.items.get(one) for one in self.ids)
        return tuple(i for i in planned if i and i.intent and i.id not in self.results)

    @property
    def complete(self) -> bool:
        """Whether every entry has it."""
        items = (self.items.get(one) for one in self.ids)
        return all(
            item is not None
            and (isinstance(self.results.get(item.id), Saved) or (item.done and not item.error))
            for item in items
        )

    def on_mount(self) -> None:
        """Read every entry, and plan its write."""
        self.header.what, self.header.title = "Log use", f"for {len(self.ids):,} entries"
        self._plan(anew=False)

    def on_unmount(self) -> None:
        """Nobody watches any more: nothing further is begun."""
        if self.sending is not None:
            self.sending.stop()

    # Planning

    def _plan(self, *, anew: bool) -> None:
        self.items, self.results = {}, {}
        self._show()
        work = partial(self._plan_all, anew)
        jobs.start_read(self, work, group="plan", on_error=self._failed)

    async def _plan_all(self, anew: bool) -> None:
        run = earlier_run(self.session, "usage add", self.value)
        self.run = next_run(run) if anew and run.done else run
        make = partial(self._make, Options(batch=self.run.key))
        say = partial(self._status, "muted")
        async for item in plan_all(
            self.session, self.ids, lambda _, found: make(found), self.run, progress=say
        ):
            self.items[item.id] = item
        self._status("muted", "f2 goes on" if self.ready else "")
        self._show()

    def _make(self, options: Options, found: Ground) -> Intent:
        return plan_add(self.session, found, self.value, options)

    def _failed(self, error: ApiError) -> None:
        self.query_one("#batch-note", StateNote).failed(error)

    # Showing

    def _status(self, tone: str, text: str) -> None:
        self.header.status = (text, tone)

    def _show(self) -> None:
        self.query_one(BatchTable).show([self._row(one) for one in self.ids])
        saved = sum(isinstance(result, Saved) for result in self.results.values())
        done = sum(item.done is not None for item in self.items.values())
        failed = len(self.results) - saved + sum(bool(i.error) for i in self.items.values())
        counts = [(f"{len(self.ready):,} to be written", "plain"), (f"{saved:,} logged", "good")]
        if done:
            counts.append((f"{done:,} by an earlier run, A logs them again", "warn"))
        if failed:
            counts.append((f"{failed:,} not", "bad"))
        self.header.counts = tuple(counts)

    def _row(self, entry_id: str) -> BatchRow:
        item, result = self.items.get(entry_id), self.results.get(entry_id)
        title = item.ground.entry.title if item and item.ground else ""
        if result is not None:
            return BatchRow(entry_id, title, *_ending(result))
        if item is None:
            return BatchRow(entry_id, title, "reading…", "muted")
        if item.error is not None:
            return BatchRow(entry_id, title, item.error.title, "bad")
        if item.done is not None:
            said = f"logged by an earlier run (journal {item.done.number})"
            return BatchRow(entry_id, title, said, "muted")
        return BatchRow(entry_id, title, "ready")

    # Actions

    def action_use_batch_proceed(self) -> None:
        """Ask once, then write one after the other."""
        if self.running:
            notices.say(self, "It is on its way; s stops it.")
        elif self.ready:
            jobs.start_flow(self.library, "review", self._review)
        else:
            notices.say(self, "There is nothing to be written.")

    async def _review(self) -> None:
        from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
        from medialib_tui.tui.dialogs.usage_words import form_blocks

        ready, run = self.ready, self.run
        first = ready[0].ground
        if first is None or run is None:
            return
        title = f"Log this use for {len(ready):,} entries?"
        plan = partial(self._planned, run.key, first)
        dialog = UsageReviewDialog(title, list(form_blocks(self.form)), plan, agree="Log for all")
        options = await self.app.push_screen_wait(dialog)
        if options is not None:
            made = partial(self._planned, run.key, options=options)
            items = [replace(one, intent=made(one.ground)) for one in ready if one.ground]
            self.sending = Batch(tuple(items))
            jobs.start_write(self.library, self._write, name=f"{len(items)} uses")

    def _planned(self, key: str, found: Ground, options: Options) -> Intent:
        return self._make(replace(options, batch=key), found)

    async def _write(self) -> None:
        batch = self.sending
        if batch is None:
            return
        say = partial(self._status, "accent")
        try:
            async for done in write_all(self.session, batch, progress=say):
                self.results[done.item.id] = done.result
                follow(self.library, done.item.id, done.result)
                if self.is_attached:
                    self._show()
        finally:
            self.sending = None
        self._ended()

    def _ended(self) -> None:
        saved = sum(isinstance(result, Saved) for result in self.results.values())
        left = len(self.ids) - saved
        said = f"{saved:,} entries" + (f"; {left:,} without it" if left else "")
        notices.say(self.library, said, title="Use logged")
        if self.is_attached:
            self._status("muted", "f2 goes on with the rest" if self.ready else "")
            self._show()

    def action_use_batch_stop(self) -> None:
        """Write no further one."""
        if self.sending is not None:
            self.sending.stop()
            self._status("warn", "stops behind the one on its way")

    def action_use_batch_again(self) -> None:
        """Read and plan again; what an earlier run logged is left out."""
        if not self.running:
            self._plan(anew=False)

    def action_use_batch_anew(self) -> None:
        """Plan a run of its own: the use is logged once more for all."""
        if not self.running:
            self._plan(anew=True)

    def action_use_batch_back(self) -> None:
        """Back; a running one stops behind the write on its way."""
        self.dismiss(self.complete)


def _ending(result: Result) -> tuple[str, Tone]:
    match result:
        case Saved(version_after=after):
            return f"logged, version {after}", "good"
        case Conflict():
            return "changed by somebody else meanwhile; not sent", "warn"
        case Invalid(error=error) | NotApplied(error=error):
            return f"not logged: {error.title}", "bad"
        case Unknown(error=error):
            return f"not known: {error.title}", "bad"
        case _:
            assert_never(result)
