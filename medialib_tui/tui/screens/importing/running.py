"""An import on its way: it belongs to the app and goes on without the screen that began it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.store.errors import StoreError
from medialib_tui.tui import jobs, notices

if TYPE_CHECKING:
    from medialib_tui.core.importing.outcomes import ItemResult
    from medialib_tui.core.importing.run import Import
    from medialib_tui.core.importing.source import Source
    from medialib_tui.tui.app import MedialibApp

    Watcher = Callable[[Sequence[ItemResult]], None]
    """Hears of items that ended; of none, when the whole import has."""


class ImportRunning:
    """One import under way; screens watch it and stop watching as they come and go.

    `seen` says whether one was watching at its end.
    """

    def __init__(self, work: Import, source: Source) -> None:
        self.work = work
        self.source = source
        self.error: jobs.Failure | None = None
        self.stopping = False
        self.seen = False
        self._over = asyncio.Event()
        self._watchers: list[Watcher] = []

    @property
    def name(self) -> str:
        """The file."""
        return self.source.name

    @property
    def digest(self) -> str:
        """What names the import."""
        return self.source.digest

    @property
    def ended(self) -> bool:
        """Whether nothing is on its way any more."""
        return self._over.is_set()

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Hear of what ends; call what is returned to stop."""
        self._watchers.append(watcher)
        return partial(self._forget, watcher)

    def _forget(self, watcher: Watcher) -> None:
        if watcher in self._watchers:
            self._watchers.remove(watcher)

    def stop(self) -> None:
        """Send nothing further; what is on its way is awaited."""
        self.stopping = True
        self.work.stop()

    async def over(self) -> None:
        """Stop, and wait for what is on its way."""
        if not self.ended:
            self.stop()
            await self._over.wait()

    async def run(self) -> None:
        """Carry it through; what ends all of it is kept in `error`."""
        try:
            async for group in self.work.run():
                self._tell(group)
        except (ApiError, StoreError) as error:
            self.error = error
        finally:
            self._over.set()
            self.seen = bool(self._watchers)
        self._tell(())

    def _tell(self, group: Sequence[ItemResult]) -> None:
        for watcher in tuple(self._watchers):
            watcher(group)


def carry(app: MedialibApp, running: ImportRunning) -> None:
    """Begin an import as a write of the app; where nobody watches it end, that is said."""
    app.importing = running
    jobs.start_write(app, partial(_carry, app, running), name=f"import of {running.name}")


async def _carry(app: MedialibApp, running: ImportRunning) -> None:
    from medialib_tui.tui.screens.importing.screen import ImportScreen

    await running.run()
    if running.seen and isinstance(app.screen, ImportScreen):
        return
    counts = running.work.counts()
    said = f"{running.name}: {counts.text()}"
    if running.error is not None:
        said = f"{said}\n{running.error.title}"
    finished = not running.stopping and running.error is None
    title = "Import finished" if finished else "Import stopped; I goes on with it"
    notices.say(app, said, title=title, severity="warning" if counts.failed else "information")
