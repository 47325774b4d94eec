"""Usage-log writes under faults: an add is never doubled, and every result is true."""

from __future__ import annotations

import pytest

from medialib_tui.core.batch.runs import earlier_run
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.session import Session
from medialib_tui.core.usage.batch import plan_all
from medialib_tui.core.usage.plan import Ground, Options, ground, plan_add
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Saved, Unknown
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.model.base import JsonObject
from tests.faults.conftest import Bench
from tests.faults.test_exchange import FAULTS, add

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03", "market-square-04")
VALUE: JsonObject = {"purpose": "broadcast", "state": "pending"}


async def _run(bench: Bench, session: Session | None = None) -> list[Done[Ground]]:
    session = session or bench.session
    run = earlier_run(session, "usage add", VALUE)

    def make(session: Session, ground: Ground) -> Intent:
        return plan_add(session, ground, VALUE, Options(batch=run.key))

    items = tuple([item async for item in plan_all(session, IDS, make, run)])
    return [done async for done in write_all(session, Batch(items))]


def _uses(bench: Bench) -> list[int]:
    return [
        sum(isinstance(row, dict) and row.get("purpose") == "broadcast" for row in rows)
        for rows in (bench.library.entries[one].usage_log for one in IDS)
    ]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", [1, 3])
async def test_a_batch_goes_on_after_any_fault_without_doubling(
    bench: Bench, fault: str, nth: int
) -> None:
    add(bench.faults, fault, nth=nth)
    for done in await _run(bench):
        there = bench.library.entries[done.item.id].usage_log
        held = any(isinstance(row, dict) and row.get("purpose") == "broadcast" for row in there)
        assert held if isinstance(done.result, Saved) else True
        assert not held if isinstance(done.result, NotApplied | Conflict) else True
    bench.faults.rules.clear()
    later = bench.again()
    try:
        await reconcile(later)
        await _run(bench, later)
    finally:
        await later.aclose()
    counts = _uses(bench)
    assert max(counts) == 1
    assert sum(counts) >= len(IDS) - 1


async def test_lost_answers_and_lagging_reads(bench: Bench) -> None:
    bench.faults.add("reset-after", method="PATCH")
    bench.faults.add("stale", method="GET", path="*/usageLog", reads=1)
    first = await _run(bench)
    assert [one for one in first if isinstance(one.result, NotApplied)] == []
    bench.faults.rules.clear()
    await _run(bench)
    assert _uses(bench) == [1, 1, 1, 1]


async def test_a_server_out_of_reach_ends_the_batch(bench: Bench) -> None:
    bench.faults.add("reset-before")
    await bench.session.project()
    assert await _run(bench) == []
    assert bench.patches() == 0


async def test_an_unknown_add_is_not_sent_again(bench: Bench) -> None:
    """The write arrives, and nothing that could prove it is readable for a while."""
    found = await ground(bench.session, IDS[0])
    bench.faults.add("reset-after", method="PATCH")
    gone = bench.faults.add("status", method="GET", path=f"*/{IDS[0]}")
    intent = plan_add(bench.session, found, VALUE, Options(batch="sample-1"))
    from medialib_tui.core.writing.write import write

    assert isinstance(await write(bench.session, intent), Unknown)
    again = await write(bench.session, intent.again())
    assert not isinstance(again, Saved)
    assert bench.patches() == 1
    gone.rules.clear()
    assert _uses(bench)[0] == 1
