"""Reading figures: requests and waiting, counted on the embedded library's own record."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from medialib_tui.core.check import check
from medialib_tui.core.lookup import look_up
from medialib_tui.core.references import ReferenceList, describe
from medialib_tui.core.usage.log import filter_usage, load_usage_log, usage_rows
from medialib_tui.model.reference import ReferenceKind
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.ground import ground
from tests.benchmarks.reading_app import BUSY, POPULAR, measure_app
from tests.benchmarks.subjects import SAMPLE, Subjects

GROUP = "reading"
TRIP_S = 0.1


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All reading figures: of the core, then at the terminal."""
    yield from asyncio.run(_collect(subjects.home))
    if not subjects.quick:
        yield from measure_app(subjects)


async def _collect(home: Path) -> list[Figure]:
    figures = []
    for part in (_many_ids, _checked, _references, _usages):
        figures += [figure async for figure in part(home)]
    return figures


async def _many_ids(home: Path) -> AsyncIterator[Figure]:
    async with ground(home) as base:
        ids = [f"unheard-of-{number}" for number in range(240)]
        found = await look_up(base.session, " ".join(ids))
        assert len(found.missing) == 240
        yield at_most(GROUP, "240 ids looked up", base.count(), 5, "requests")


async def _checked(home: Path) -> AsyncIterator[Figure]:
    async with ground(home, delay=TRIP_S) as base:
        await base.session.project()
        started = time.monotonic()
        await check(base.session, SAMPLE)
        trips = (time.monotonic() - started) / TRIP_S
        yield at_most(GROUP, "check, every source side by side", round(trips), 1, "round trips")


async def _references(home: Path) -> AsyncIterator[Figure]:
    async with ground(home) as base:
        listed = ReferenceList(base.session, ReferenceKind.DOCUMENTS, POPULAR)
        first = await listed.more()
        yield at_most(GROUP, "12,345 references, first rows", base.count(), 1, "answers")
        await base.session.project()
        base.count()
        await describe(base.session, ReferenceKind.DOCUMENTS, first)
        yield at_most(GROUP, f"titles of {len(first)} references", base.count(), 1, "requests")
        while await listed.more():
            pass
        assert len(listed.rows) == 12_345
        repeats = len(listed.rows) - len({row.key for row in listed.rows})
        yield at_most(GROUP, "12,345 references, all", base.count() + 1, 124, "requests")
        yield at_most(GROUP, "12,345 references, repeated rows", repeats, 0, "rows")


async def _usages(home: Path) -> AsyncIterator[Figure]:
    async with ground(home) as base:
        project = await base.session.project()
        log = await load_usage_log(base.session, BUSY)
        started = time.monotonic()
        rows = usage_rows(log, project, "en")
        yield at_most(GROUP, f"{len(rows):,} usages put into words", _since(started), 100, "ms")
        started = time.monotonic()
        filter_usage(rows, "web")
        yield at_most(GROUP, f"{len(rows):,} usages filtered", _since(started), 100, "ms")


def _since(started: float) -> float:
    return round((time.monotonic() - started) * 1000, 1)
