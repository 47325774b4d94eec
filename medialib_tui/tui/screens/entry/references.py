"""Reference lists while one scrolls: further pages, titles of what is in view, all of it."""

from __future__ import annotations

import asyncio
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.worker import Worker

from medialib_tui.api.errors import ApiError
from medialib_tui.core.documents import BATCH
from medialib_tui.core.references import ReferenceList, describe
from medialib_tui.model.reference import ReferenceKind, Referrer
from medialib_tui.tui import notices
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.widgets.reference_table import ReferenceTable
from medialib_tui.tui.widgets.usage_table import UsageTable

if TYPE_CHECKING:
    from medialib_tui.tui.screens.entry.screen import EntryScreen

AHEAD = 100
"""Rows around the view whose titles are asked for in one go."""

_SAY = 1.0
"""Seconds between two words of progress."""


class ReferenceJobs:
    """Keeps the lists of one screen loading as far as they are looked at."""

    def __init__(self, screen: EntryScreen) -> None:
        self._screen = screen
        self._paging: dict[ReferenceKind, Worker[None]] = {}
        self._all: dict[ReferenceKind, Worker[None]] = {}
        self._titling: dict[ReferenceKind, Worker[None]] = {}
        self._naming: Worker[None] | None = None
        self._broken: set[ReferenceKind] = set()

    def list_of(self, kind: ReferenceKind) -> ReferenceList | None:
        """The list, once its first page is there."""
        return self._screen.data.references(kind).value

    def came(self, part: str) -> None:
        """Show a list that has been read anew."""
        kind = ReferenceKind(part)
        self._screen.references.show(kind, self._screen.data.references(kind))
        self.view_moved(kind)

    def rows_moved(self, rows: object) -> bool:
        """Load what is missing in view; False where these rows are neither references nor uses."""
        if isinstance(rows, ReferenceTable):
            self.view_moved(rows.kind)
        elif isinstance(rows, UsageTable):
            self.name_uses(rows)
        else:
            return False
        return True

    def view_moved(self, kind: ReferenceKind) -> None:
        """Load what the view needs now."""
        found = self.list_of(kind)
        if found is None:
            return
        self._name(kind)
        table, pane = self._screen.references.table(kind), self._screen.references
        if pane.untitled(kind) and not _at_work(self._titling.get(kind)):
            work = partial(self._name_all, kind)
            self._titling[kind] = start_read(self._screen, work, group=f"all-titles-{kind}")
        if pane.sorted:
            return
        if table.end_near and not found.complete and not self._busy(kind):
            work = partial(self._page, kind, found)
            self._paging[kind] = start_read(
                self._screen, work, group=f"page-{kind}", on_error=partial(self._failed, kind)
            )

    def toggle_all(self, kind: ReferenceKind) -> None:
        """Load every remaining page, or stop doing so."""
        found = self.list_of(kind)
        if found is None or found.complete:
            return
        running = self._all.get(kind)
        if running is not None and _at_work(running):
            running.cancel()
            self._screen.references.progress(kind, "stopped")
            return
        self._broken.discard(kind)
        work = partial(self._rest, kind, found)
        self._all[kind] = start_read(
            self._screen, work, group=f"all-{kind}", on_error=partial(self._failed, kind)
        )

    def reset(self) -> None:
        """The lists start anew."""
        self._broken.clear()
        for running in (*self._paging.values(), *self._all.values(), *self._titling.values()):
            running.cancel()
        for kind in ReferenceKind:
            table = self._screen.references.table(kind)
            table.forget_unknown()
            self._screen.data.wanted[kind] = table.cursor + 1
        self._screen.uses.table.forget_unknown()

    def _busy(self, kind: ReferenceKind) -> bool:
        if kind in self._broken:
            return True
        return _at_work(self._paging.get(kind)) or _at_work(self._all.get(kind))

    async def _page(self, kind: ReferenceKind, found: ReferenceList) -> None:
        rows = await found.more()
        self._screen.references.grow(kind, rows)

    async def _rest(self, kind: ReferenceKind, found: ReferenceList) -> None:
        pane = self._screen.references
        pane.progress(kind, "loading all, A stops")
        said = monotonic()
        waiting: list[Referrer] = []
        try:
            while not found.complete:
                waiting.extend(await found.more())
                await asyncio.sleep(0)  # a server that answers at once must not hold the keyboard
                if monotonic() - said > _SAY:
                    said = monotonic()
                    pane.grow(kind, waiting)
                    waiting = []
            pane.progress(kind, "")
        finally:
            if self.list_of(kind) is found and pane.is_attached:
                pane.grow(kind, waiting)

    def _failed(self, kind: ReferenceKind, error: Failure) -> None:
        self._broken.add(kind)
        self._screen.references.progress(kind, f"stopped: {error.title} A goes on")
        if isinstance(error, ApiError):
            notices.say_error(self._screen, error)

    def _name(self, kind: ReferenceKind) -> None:
        """Ask for the titles of the rows in view and near it that have none yet."""
        table = self._screen.references.table(kind)
        first = max(0, table.in_view.start - AHEAD // 2)
        near = table.items[first : first + AHEAD + AHEAD // 2]
        view = table.in_view
        soon = table.items[view.start : view.stop + len(view)]
        if not any(row.key not in table.infos for row in soon):
            return
        wanted = [row for row in near if row.key not in table.infos][:AHEAD]
        start_read(self._screen, partial(self._describe, kind, wanted), group=f"titles-{kind}")

    async def _describe(
        self, kind: ReferenceKind, rows: list[Referrer], *, again: bool = False
    ) -> None:
        """Fill in titles; why some are missing is said once, above the rows."""
        documents, pane = self._screen.session.documents, self._screen.references
        before = documents.failed
        infos = await describe(self._screen.session, kind, rows)
        if kind is ReferenceKind.DOCUMENTS:
            failed = documents.failed
            pane.nameless = "" if failed is None or failed is before else failed.title
        pane.learn(kind, infos, again=again)

    async def _name_all(self, kind: ReferenceKind) -> None:
        """A filter, or an order by what a title says, needs all of those loaded."""
        pane, said = self._screen.references, monotonic()
        while rows := pane.untitled(kind, BATCH):
            again = monotonic() - said > _SAY
            said = monotonic() if again else said
            await self._describe(kind, rows, again=again)
        pane.learn(kind, {}, again=True)

    def name_uses(self, table: UsageTable) -> None:
        """Ask for the titles of the documents of the uses in view that have none yet."""
        near = table.items[table.in_view.start : table.in_view.start + AHEAD]
        wanted = list(dict.fromkeys(row.document for row in near if row.document))
        if any(document not in table.documents for document in wanted):
            start_read(self._screen, partial(self._describe_uses, wanted), group="uses")
        if self._screen.uses.untitled and not _at_work(self._naming):
            self._naming = start_read(self._screen, self._name_all_uses, group="all-uses")

    async def _describe_uses(self, wanted: list[str]) -> None:
        infos = await self._screen.session.documents.info(wanted)
        self._screen.uses.learn(infos)

    async def _name_all_uses(self) -> None:
        """A filter by words, or an order by title, needs the titles of all documents."""
        while wanted := self._screen.uses.untitled:
            await self._describe_uses(wanted[:BATCH])


def _at_work(worker: Worker[None] | None) -> bool:
    return worker is not None and not worker.is_finished
