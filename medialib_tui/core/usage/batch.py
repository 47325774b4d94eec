"""The same usage-log write for many entries: planned for each on its own usage log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import NotAllowed, Refused
from medialib_tui.core.batch import planning, writing
from medialib_tui.core.batch.runs import Run, earlier_run, next_run
from medialib_tui.core.usage.plan import Ground, ground
from medialib_tui.core.writing.intent import Intent

if TYPE_CHECKING:
    from medialib_tui.core.batch.progress import Progress
    from medialib_tui.core.session import Session
    from medialib_tui.model.schema import Project

__all__ = ["Batch", "Done", "Item", "Run", "earlier_run", "next_run", "plan_all", "write_all"]

Make = Callable[["Session", Ground], Intent | None]
"""Makes the write of one entry, None where there is nothing to do. Raises ApiError."""

Item = planning.Item[Ground]
Batch = writing.Batch[Ground]
Done = writing.Done[Ground]


class Planner:
    """Plans writes; configuration that was kept a while is read again before it refuses one."""

    def __init__(self, session: Session, make: Make) -> None:
        self._session = session
        self._make = make
        self._fresh: asyncio.Task[Project] | None = None

    async def plan(self, entry_id: str) -> tuple[Ground, Intent | None]:
        """The write of one entry, and what it stands on. Raises ApiError."""
        found = await ground(self._session, entry_id)
        try:
            return found, self._make(self._session, found)
        except (Refused, NotAllowed):
            if self._fresh is None:
                self._fresh = asyncio.create_task(self._session.project(fresh=True))
        found = replace(found, project=await self._fresh)
        return found, self._make(self._session, found)


async def plan_all(
    session: Session,
    ids: Sequence[str],
    make: Make,
    run: Run | None = None,
    *,
    progress: Callable[[str], None] | None = None,
) -> AsyncIterator[Item]:
    """Read every entry and plan its write; see `planning.plan_all`."""
    planned = planning.plan_all(ids, Planner(session, make).plan, run, progress=_said(progress))
    async for item in planned:
        yield item


async def write_all(
    session: Session, batch: Batch, *, progress: Callable[[str], None] | None = None
) -> AsyncIterator[Done]:
    """Write one after the other; see `writing.write_all`."""
    async for done in writing.write_all(session, batch, progress=_said(progress)):
        yield done


def _said(progress: Callable[[str], None] | None) -> Callable[[Progress], None] | None:
    if progress is None:
        return None
    return lambda told: progress(told.text())
