"""The same metadata change for many under faults: nothing false, nothing doubled or overwritten."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from medialib_tui.core.batch.order import AT_ONCE
from medialib_tui.core.batch.undo import BatchUndo
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.editing.many import Edit, edit_run, plan_edit
from medialib_tui.core.editing.reading import Cut
from medialib_tui.core.session import Session
from medialib_tui.core.writing import settle
from medialib_tui.core.writing.intent import Conflict, NotApplied, Saved, Unknown
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.demo.library import RecordedRequest
from tests.faults.conftest import Bench, Served, connect
from tests.faults.test_exchange import FAULTS, add

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03", "market-square-04", "every-plugin")
EDIT = Edit({"source": "Sample batch"})


async def run_once(session: Session, at_once: int = 1) -> list[Done[Cut]]:
    """One run of the batch, going on where an earlier one ended."""
    items = [one async for one in plan_edit(session, IDS, EDIT, edit_run(session, EDIT))]
    batch = Batch(items=tuple(items))
    return [done async for done in write_all(session, batch, at_once=at_once)]


def sources(bench: Bench) -> list[object]:
    """What the library holds."""
    return [bench.library.entries[one].metadata.get("source") for one in IDS]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("nth", [1, 2, 4])
async def test_a_fault_at_every_point(bench: Bench, fault: str, nth: int) -> None:
    versions = {one: bench.library.entries[one].version for one in IDS}
    add(bench.faults, fault, nth=nth)
    for done in await run_once(bench.session, AT_ONCE):
        held = bench.library.entries[done.item.id].metadata.get("source") == "Sample batch"
        assert held if isinstance(done.result, Saved) else True
        assert not held if isinstance(done.result, NotApplied | Conflict) else True
    bench.faults.rules.clear()
    later = bench.again()
    try:
        await reconcile(later)
        await run_once(later)
        assert sources(bench) == ["Sample batch"] * len(IDS)
        for one in IDS:
            assert bench.library.entries[one].version == versions[one] + 1
        again = plan_edit(later, IDS, EDIT, edit_run(later, EDIT))
        assert not [one async for one in again if one.intent or one.error]
    finally:
        await later.aclose()


@pytest.mark.parametrize(("gone", "told"), [(False, len(IDS)), (True, AT_ONCE)])
async def test_a_broken_connection_ends_one_write_and_a_server_out_of_sight_ends_all(
    bench: Bench, gone: bool, told: int
) -> None:
    session = bench.session
    items = [one async for one in plan_edit(session, IDS, EDIT, edit_run(session, EDIT))]
    bench.faults.add("reset-before", method="PATCH", nth=1)
    if gone:
        bench.faults.add("status", method="GET")
    done = [one async for one in write_all(session, Batch(items=tuple(items)))]
    assert len(done) == told
    ends = [type(one.result) for one in done]
    assert ends.count(Unknown) == told if gone else ends.count(Saved) == told - 1
    assert gone or ends.count(NotApplied) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_another_editor_is_never_overwritten(bench: Bench, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    theirs: dict[str, str] = {}

    def meanwhile(request: RecordedRequest) -> None:
        if request.method != "PATCH" or chance.random() < 0.4:
            return
        one = chance.choice(IDS)
        name = chance.choice(["title", "source"])
        entry = bench.library.entries[one]
        if entry.metadata.get("source") == "Sample batch" or name in theirs.get(one, ""):
            return
        entry.metadata[name], entry.version = f"Theirs {name}", entry.version + 1
        theirs[one] = theirs.get(one, "") + name

    planned = plan_edit(bench.session, IDS, EDIT, edit_run(bench.session, EDIT))
    batch = Batch(items=tuple([one async for one in planned]))
    bench.library.on_request = meanwhile
    results = [done async for done in write_all(bench.session, batch, at_once=AT_ONCE)]
    bench.library.on_request = None
    for done in results:
        metadata = bench.library.entries[done.item.id].metadata
        changed = theirs.get(done.item.id, "")
        if "title" in changed:
            assert metadata["title"] == "Theirs title"
        if isinstance(done.result, Saved):
            assert metadata["source"] == "Sample batch"
        else:
            assert isinstance(done.result, Conflict)
            assert metadata["source"] != "Sample batch"


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_undo_with_faults_ends_as_before(bench: Bench, fault: str) -> None:
    before = sources(bench)
    assert all(isinstance(done.result, Saved) for done in await run_once(bench.session))
    key = edit_run(bench.session, EDIT).key
    add(bench.faults, fault, nth=2)
    async for one in (await BatchUndo(bench.session, key).read()).run():
        held = bench.library.entries[one.mark.entry_id].metadata.get("source") == "Sample batch"
        assert not held if isinstance(one.result, Saved) else True
    bench.faults.rules.clear()
    later = bench.again()
    try:
        await reconcile(later)
        again = [one async for one in (await BatchUndo(later, key).read()).run()]
        assert all(one.good for one in again)
        assert sources(bench) == before
    finally:
        await later.aclose()


async def test_killed_at_random_moments(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settle, "QUIET", 0.2)
    versions = {one: served.library.entries[one].version for one in IDS}
    chance = random.Random(5)  # noqa: S311 - moments, not secrets
    for _ in range(6):
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.batch_writer", served.url, str(tmp_path)),
            str(chance.uniform(0.005, 0.12)),
        )
        assert await child.wait() in (0, -signal.SIGALRM)
    session = connect(served.url, tmp_path)
    try:
        await reconcile(session)
        results = await run_once(session)
        assert not [done for done in results if isinstance(done.result, Unknown | Conflict)]
        for one in IDS:
            stored = served.library.entries[one]
            assert stored.metadata["source"] == "Sample batch"
            assert stored.version == versions[one] + 1
        applied = [mark for mark in session.journal.marks(edit_run(session, EDIT).key)]
        assert sum(mark.outcome == "applied" for mark in applied) == len(IDS)
    finally:
        await session.aclose()
