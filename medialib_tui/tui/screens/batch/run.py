"""One write for each of many entries: planned, asked about once, sent, one result each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, Generic

from textual.app import ComposeResult
from textual.timer import Timer

from medialib_tui.api.errors import ApiError
from medialib_tui.core.batch.planning import G, Item
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.results import well
from medialib_tui.core.batch.runs import Run, next_run
from medialib_tui.core.batch.writing import Batch, Done, Sending
from medialib_tui.model.base import JsonObject
from medialib_tui.store.errors import StoreError
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.batch.back import Back
from medialib_tui.tui.screens.batch.rows import RowsScreen
from medialib_tui.tui.screens.batch.words import (
    Words,
    batch_row,
    counts_of,
    result_of,
    state_of,
)
from medialib_tui.tui.widgets.batch import BatchPane
from medialib_tui.tui.widgets.controls.form_header import FormHeader
from medialib_tui.tui.widgets.fact_pane import FactRow

_EVERY = 1.0
"""Seconds between two counts while something runs."""


class RunScreen(RowsScreen[bool], Generic[G]):
    """Ends with whether every entry is as it was wanted; subclasses plan, ask and write."""

    AUTO_FOCUS = "BatchTable"
    WORDS = Words("Write", "write", "written")
    OPERATION = ""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__()
        self.ids = tuple(dict.fromkeys(ids))
        self.run: Run | None = None
        self.items: dict[str, Item[G]] = {}
        self.ends: dict[str, Done[G]] = {}
        self.sending: Sending | None = None
        self._counting: Timer | None = None

    # What subclasses say

    def find_run(self) -> Run:
        """The run this is, or goes on with; for a thread. Raises StoreError."""
        raise NotImplementedError

    def plan_items(self, run: Run) -> AsyncIterator[Item[G]]:
        """Plan the write of each entry."""
        raise NotImplementedError

    def write_items(self, batch: Batch[G]) -> AsyncIterator[Done[G]]:
        """Write what is ready."""
        raise NotImplementedError

    async def ask(self, ready: Sequence[Item[G]], run: Run) -> Sequence[Item[G]] | None:
        """Show what is to be written; None where it is not to be."""
        raise NotImplementedError

    def followed(self, done: Done[G]) -> None:
        """One write ended."""

    # Parts

    def compose_body(self) -> ComposeResult:
        """What is written, a row an entry."""
        yield FormHeader()
        yield BatchPane(id="batch")

    @property
    def header(self) -> FormHeader:
        """The lines above."""
        return self.query_one(FormHeader)

    @property
    def listed(self) -> BatchPane:
        """The rows of the entries, in view or not."""
        return self.query_one("#batch", BatchPane)

    @property
    def running(self) -> bool:
        """Whether writes are on their way."""
        return self.sending is not None

    @property
    def ready(self) -> tuple[Item[G], ...]:
        """What is to be written, and was not begun."""
        planned = (self.items.get(one) for one in self.ids)
        return tuple(i for i in planned if i and i.intent and i.id not in self.ends)

    @property
    def complete(self) -> bool:
        """Whether every entry is as it was wanted; what was taken back is not."""
        if self.ready or self.back.ends:
            return False
        return len(self.items) == len(self.ids) and not self._failed_ids()

    def _failed_ids(self) -> list[str]:
        return [row.key for row in self.listed.rows.values() if row.failed]

    def results(self) -> list[JsonObject]:
        """What became of each entry, in the format of the command line."""
        found: list[JsonObject] = []
        for one in self.ids:
            item, done, undone = self.items.get(one), self.ends.get(one), self.back.ends.get(one)
            if item is not None:
                found.append(result_of(self.OPERATION, item, done, undone))
        return found

    # Life

    def on_mount(self) -> None:
        """Read every entry, and plan its write."""
        self.back = Back(self)
        count = "1 entry" if len(self.ids) == 1 else f"{len(self.ids):,} entries"
        self.header.what, self.header.title = self.WORDS.act, f"for {count}"
        self.plan(anew=False)

    def on_unmount(self) -> None:
        """Nobody watches any more: nothing further is begun."""
        if self.sending is not None:
            self.sending.stop()

    # Planning

    def plan(self, *, anew: bool) -> None:
        """Read and plan; `anew` in a run of its own."""
        self.items, self.ends, self.back.ends = {}, {}, {}
        self.listed.note.clear()
        self.list_all()
        work = partial(self._plan_all, anew)
        jobs.start_read(self, work, group="plan", on_error=self._failed)

    async def _plan_all(self, anew: bool) -> None:
        run = await asyncio.to_thread(self.find_run)
        self.run = next_run(run) if anew and run.done else run
        progress = Progress(len(self.ids))
        self.begin(progress, "reading")
        try:
            async for item in self.plan_items(self.run):
                self.items[item.id] = item
                progress.ended(item.error is None)
                self.listed.put(self.row(item.id))
        finally:
            self.rest()
        self.planned()

    def planned(self) -> None:
        """Everything is read and planned."""

    def on_job_failed(self, event: jobs.JobFailed) -> None:
        """What the journal says is needed before anything is planned."""
        if event.group == "plan":
            event.stop()
            self._failed(event.error)

    def _failed(self, error: ApiError | StoreError) -> None:
        self.rest()
        self.pane.note.failed(error)

    # Showing

    def row(self, entry_id: str) -> FactRow:
        """The row of an entry as things are."""
        item, done = self.items.get(entry_id), self.ends.get(entry_id)
        return batch_row(self.WORDS, entry_id, item, done, self.back.ends.get(entry_id))

    def put(self, entry_id: str) -> None:
        """Show how an entry stands now, where somebody still looks."""
        if self.is_attached:
            self.listed.put(self.row(entry_id))

    def list_all(self) -> None:
        """Make every row again."""
        self.listed.show(None, map(self.row, self.ids))
        self.count()

    def begin(self, progress: Progress, doing: str) -> None:
        """Something runs: follow it."""
        self.pane.progress.follow(progress, doing)
        if self._counting is None:
            self._counting = self.set_interval(_EVERY, self.count)

    def rest(self) -> None:
        """Nothing runs."""
        if self._counting is not None:
            self._counting.stop()
            self._counting = None
        if self.is_attached:
            self.header.status = ("", "muted")
            self.pane.progress.rest(self.hint())
            self.count()
            self.refresh_bindings()

    def hint(self) -> str:
        """What to do next."""
        if self.ready and self.ends:
            return "f2 goes on with the rest"
        return "f2: look at it, then go" if self.ready else ""

    def count(self) -> None:
        """Say how many stand how."""
        self.header.counts = counts_of(self.WORDS, Counter(map(self.state, self.ids)))

    def state(self, entry_id: str) -> str:
        """How an entry stands, in a word for counting."""
        item, done = self.items.get(entry_id), self.ends.get(entry_id)
        return state_of(item, done, self.back.ends.get(entry_id))

    # Writing

    def proceed(self) -> None:
        """Ask once, then write."""
        if self.running:
            notices.say(self, "It is on its way; s stops it.")
        elif len(self.items) < len(self.ids):
            notices.say(self, "Not all of them are read yet.")
        elif self.ready:
            jobs.start_flow(self.library, "review", self._review)
        else:
            notices.say(self, "There is nothing to be written.")

    async def _review(self) -> None:
        if self.run is None:
            return
        items = await self.ask(self.ready, self.run)
        if items and self in self.library.screen_stack:
            self.sending = batch = Batch(tuple(items))
            name = f"{self.WORDS.thing} for {len(items):,} entries"
            jobs.start_write(self.library, partial(self._write, batch), name=name)

    async def _write(self, batch: Batch[G]) -> None:
        progress = Progress(len(batch.items))
        self.begin(progress, "writing")
        self.refresh_bindings()
        try:
            async for done in self.write_items(batch):
                self.ends[done.item.id] = done
                progress.ended(well(done.result, good=done.good))
                self.followed(done)
                self.put(done.item.id)
        finally:
            self.sending = None
            self.rest()
        self._ended()

    def _ended(self) -> None:
        states = Counter(state_of(None, one, None) for one in self.ends.values())
        said = [text for text, _ in counts_of(self.WORDS, states)]
        said += [f"{len(self.ready):,} not sent"] if self.ready else []
        notices.say(self.library, "; ".join(said), title=self.WORDS.act)

    # Actions that all of them have

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what there is a use for now."""
        if self.is_mounted:
            _, _, name = action.rpartition("_")
            if name == "stop":
                return self.running
            if name == "proceed":
                return bool(self.ready) and not self.running
            if action == "rows_undo":
                return self.run is not None and not self.running
        return super().check_action(action, parameters)

    def action_rows_export(self) -> None:
        """Write the results to a file."""
        from medialib_tui.tui.screens.batch.export import export_results

        name = f"{self.WORDS.thing} {len(self.ids)} entries"
        export_results(self.library, name, self.results)

    def action_rows_undo(self) -> None:
        """Take the whole batch back; asks first."""
        self.back.start()

    def stop_sending(self) -> None:
        """Write no further one."""
        if self.sending is not None:
            self.sending.stop()
            self.header.status = ("stops behind those on their way", "warn")

    def plan_again(self, *, anew: bool) -> None:
        """Read and plan again, unless writes are on their way."""
        if self.running:
            notices.say(self, "It is on its way; s stops it.")
        else:
            self.plan(anew=anew)

    def leave(self) -> None:
        """Close what lies over the rows, then go back; not while writes are on their way."""
        if self.pane.step_back():
            return
        if self.running:
            notices.say(self, "They are on their way: s stops behind those sent.")
        else:
            self.dismiss(self.complete)


AnyRunScreen = RunScreen[Any]
"""One of them, whatever its writes stand on."""
