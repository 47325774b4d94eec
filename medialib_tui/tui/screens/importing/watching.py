"""The third step of an import: how far it is, and what became of each item."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from textual.timer import Timer

from medialib_tui.core.importing.outcomes import Counts, ItemResult
from medialib_tui.core.importing.run import Import
from medialib_tui.core.importing.source import Source
from medialib_tui.tui import jobs
from medialib_tui.tui.screens.importing.running import ImportRunning
from medialib_tui.tui.screens.importing.words import (
    as_under_way,
    counts_head,
    has_failed,
    result_row,
    text_of,
)
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.import_results import ImportResultPane

if TYPE_CHECKING:
    from medialib_tui.tui.screens.importing.screen import ImportScreen

PAGE = 500
"""Results that are read at a time."""

_EVERY = 1.0
"""Seconds between two repaints while results come in."""


class Watching:
    """Shows the results of one import, under way or ended; rows are read as they are needed."""

    def __init__(self, screen: ImportScreen) -> None:
        self._screen = screen
        self.work: Import | None = None
        self.source: Source | None = None
        self.running: ImportRunning | None = None
        self._results: Iterator[ItemResult] | None = None
        self._reading = False
        self._late: dict[int, ItemResult] | None = None
        self._came: dict[int, ItemResult] = {}
        self._listed: dict[str, ItemResult] = {}
        self._kept = Counts()
        self._timer: Timer | None = None
        self._deaf: Callable[[], None] = lambda: None

    @property
    def pane(self) -> ImportResultPane:
        """The rows."""
        return self._screen.query_one(ImportResultPane)

    @property
    def active(self) -> bool:
        """Whether anything is on its way."""
        return self.running is not None and not self.running.ended

    @property
    def left(self) -> int:
        """Items without a proven end that could be gone on with now."""
        return 0 if self.active else self.counts.waiting + self.counts.unknown

    def result(self, key: str) -> ItemResult | None:
        """What became of a listed item."""
        return self._listed.get(key)

    @property
    def counts(self) -> Counts:
        """How many items ended how."""
        return self.work.counts() if self.running and self.work else self._kept

    def show(self, work: Import, source: Source, counts: Counts) -> None:
        """Show an import that is not under way, with what is kept of it."""
        self.leave()
        self.work, self.source, self.running, self._kept = work, source, None, counts
        self._count()
        self.pane.progress.rest(self.hint())
        self.read()

    def follow(self, running: ImportRunning) -> None:
        """Show an import that is under way, or has just ended."""
        self.leave()
        self.work, self.source, self.running = running.work, running.source, running
        if running.ended:
            self._ended()
            return
        self._deaf = running.watch(self._heard)
        self._timer = self._screen.set_interval(_EVERY, self._flush)
        self._say_progress(running)
        self._count()
        self.read()

    def leave(self) -> None:
        """Watch no longer."""
        self._deaf()
        self._deaf = lambda: None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def stop(self) -> None:
        """Have nothing further sent."""
        if self.running is not None and self.active:
            self.running.stop()
            self._say_progress(self.running)

    def _say_progress(self, running: ImportRunning) -> None:
        doing = "stopping" if running.stopping else running.work.note
        self.pane.progress.follow(running.work.progress, doing)

    # What comes in

    def _heard(self, group: Sequence[ItemResult]) -> None:
        self._came.update((one.place, one) for one in group)
        if not group:
            self._ended()

    def _flush(self) -> None:
        came, self._came = self._came, {}
        if self.running is not None and self.active:
            self._say_progress(self.running)
        self._count()
        pane = self.pane
        if self._late is not None:
            self._late |= came
        elif not pane.rows and not pane.failed_only and not pane.words:
            self.read()
        if not came:
            return
        for one in came.values():
            if str(one.place) in self._listed:
                self._listed[str(one.place)] = one
                pane.learn(result_row(one))
        if pane.failed_only:
            fresh = [one for one in came.values() if _wanted(True, pane.words, one)]
            self._listed.update((str(one.place), one) for one in fresh)
            pane.add_rows(map(result_row, fresh), complete=pane.complete)

    def _ended(self) -> None:
        running = self.running
        self.leave()
        self._flush()
        self.pane.progress.rest(*self._verdict())
        self._count()
        self.read(again=True)
        if running is not None:
            self._screen.ended(running)

    def _verdict(self) -> tuple[str, Tone]:
        running = self.running
        if running is None:
            return self.hint(), "muted"
        if running.error is not None:
            return f"{running.error.title.rstrip('.')}. {self.hint()}", "bad"
        if running.stopping:
            return f"Stopped. {self.hint()}", "warn"
        return self.hint() or "Finished.", "warn" if self.counts.failed else "good"

    def hint(self) -> str:
        """What to do next."""
        counts, said = self.counts, []
        if counts.waiting or counts.unknown:
            said.append("f2 goes on with the rest")
        if counts.refused or counts.unknown:
            said.append("f lists what failed, w writes it to a file")
        return "; ".join(said)

    def _count(self) -> None:
        self.pane.say(counts_head(self.counts))

    # Rows

    def read(self, *, again: bool = False) -> None:
        """Read rows from the beginning; `again` as many as are listed."""
        count = max(PAGE, len(self.pane.rows)) if again else PAGE
        self._results, self._late = None, {}
        jobs.start_read(self._screen, partial(self._read, count), group="results")

    async def _read(self, count: int) -> None:
        work, pane = self.work, self.pane
        if work is None:
            return
        failed = pane.failed_only
        results, found = await asyncio.to_thread(
            _begin, work, failed, pane.words, count, self.active
        )
        self._results = results
        self._list(found, pane.list_rows, complete=len(found) < count)

    def more(self) -> None:
        """Read further rows once the end of the list comes near."""
        wanted = self.pane.rows and not self.pane.complete and self.pane.table.end_near
        if wanted and self._results is not None and not self._reading:
            self._reading, self._late = True, {}
            jobs.start_read(self._screen, partial(self._more, self._results), group="more results")

    async def _more(self, results: Iterator[ItemResult]) -> None:
        try:
            found = await asyncio.to_thread(_take, results, PAGE)
        finally:
            self._reading = False
        if results is self._results:
            self._listed, before = {}, self._listed
            self._list(found, self.pane.add_rows, complete=len(found) < PAGE)
            self._listed = before | self._listed

    def _list(self, found: Sequence[ItemResult], put: _Put, *, complete: bool) -> None:
        """Show what was read, and of it what came in meanwhile."""
        late, self._late = self._late or {}, None
        now = [late.get(one.place, one) for one in found]
        self._listed = {str(one.place): one for one in now}
        put(map(result_row, now), complete=complete)


class _Put(Protocol):
    def __call__(self, rows: Iterable[FactRow], *, complete: bool) -> None:
        """List rows."""


def _begin(
    work: Import, failed: bool, words: Sequence[str], count: int, active: bool
) -> tuple[Iterator[ItemResult], list[ItemResult]]:
    wanted = partial(_wanted, failed, words)
    kept = work.results(failed=failed, begun=failed)
    results = filter(wanted, map(as_under_way, kept) if active else kept)
    return results, _take(results, count)


def _take(results: Iterator[ItemResult], count: int) -> list[ItemResult]:
    return list(islice(results, count))


def _wanted(failed_only: bool, words: Sequence[str], one: ItemResult) -> bool:
    if failed_only and not has_failed(one):
        return False
    return not words or all(word in text_of(one) for word in words)
