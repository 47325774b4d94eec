"""The same usage-log write for many entries: planned for each on its own usage log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import NotAllowed, Refused
from medialib_tui.core.batch import planning
from medialib_tui.core.batch.runs import Run, earlier_run
from medialib_tui.core.usage.plan import Ground, ground
from medialib_tui.core.usage.values import tidy
from medialib_tui.core.writing.intent import Intent

if TYPE_CHECKING:
    from medialib_tui.core.batch.planning import Item, Say
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.schema import Project

Make = Callable[["Session", Ground], Intent | None]
"""Makes the write of one entry, None where there is nothing to do. Raises ApiError."""


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


def run_of(session: Session, value: JsonObject) -> Run:
    """The run that logs a use of this value, or logged it before. Raises NotKept.

    Params count by their text: whether one is a number may depend on the entry.
    """
    sent = tidy(value)
    params = sent.get("params")
    if isinstance(params, dict):
        sent["params"] = {
            name: item if isinstance(item, str) else json.dumps(item, sort_keys=True)
            for name, item in params.items()
        }
    return earlier_run(session, "usage add", sent)


def plan_all(
    session: Session,
    ids: Sequence[str],
    make: Make,
    run: Run | None = None,
    *,
    progress: Say | None = None,
) -> AsyncIterator[Item[Ground]]:
    """Read every entry and plan its write; items come in the order asked."""
    return planning.plan_all(ids, Planner(session, make).plan, run, progress=progress)
