"""Imports that end before their time, and how they go on: nothing claimed, nothing lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.api.errors import ApiError, TokenRefused
from medialib_tui.core.importing.book import Underway
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.run import Import, earlier_imports
from medialib_tui.core.importing.sending import trouble
from medialib_tui.core.session import Session
from medialib_tui.core.writing.intent import NotRecorded
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.core.writing.undo import CannotUndo, plan_undo
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import EXPIRED
from medialib_tui.store.errors import NotKept
from medialib_tui.store.import_rows import SENT, ItemRow
from medialib_tui.store.imports import Imports
from medialib_tui.store.records import Outcome
from tests.core.conftest import OpenOn
from tests.core.importing.files import numbered as item
from tests.core.importing.runs import (
    CREATED,
    EXISTS,
    SMALL,
    external,
    new,
    posts,
    rules,
    run,
    source,
)


async def test_the_same_file_again_creates_nothing(
    session: Session, library: Library, tmp_path: Path
) -> None:
    items = [item(1), external(2), {**item(3), "id": None}]
    del items[2]["id"]
    file = source(tmp_path, items)
    first = await run(Import(session, file))
    again = Import(session, file)
    assert again.earlier is not None
    assert again.earlier.created == 3
    second = await run(again)
    assert {one.outcome for one in second.values()} == {EXISTS}
    assert [one.id for one in second.values()] == [one.id for one in first.values()]
    assert len(new(library)) == 3


async def test_resume_goes_on_with_what_has_no_proven_end(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    """A process that ended in the middle: some sent and there, some sent and not, some not sent."""
    session, file = open_on(), source(tmp_path, [item(n) for n in range(60)])
    work = Import(session, file, limits=Limits(items=3, at_once=1))
    async for _ in work.run():
        work.stop()
    done = work.counts().created
    assert 3 <= done < 60
    imports, server = session.imports, session.server.url
    found = imports.find(server, file.digest)
    assert found is not None
    kept = list(imports.rows(found.number))
    lost = [replace(one, state=SENT) for one in kept[:2]]
    imports.keep(found.number, lost)
    resumed = Import(session, file, limits=SMALL, resume=True)
    assert len(await run(resumed)) == 60 - done + 2
    assert resumed.counts().created == 60
    assert sorted(new(library)) == sorted(f"new-{n}" for n in range(60))
    (listed,) = earlier_imports(session)
    assert listed.finished
    assert listed.counts.created == 60


async def test_two_at_once_on_the_same_file_are_one(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    session, file = open_on(), source(tmp_path, [item(n) for n in range(20)])
    first = Import(session, file, limits=SMALL).run()
    await anext(first)
    second = Import(open_on(), file, total=20)
    with pytest.raises(Underway):
        await run(second)
    assert second.counts().created > 0, "what the first one created is no secret"
    async for _ in first:
        pass
    assert len(new(library)) == 20


async def test_a_changed_file_is_another_import(
    session: Session, library: Library, tmp_path: Path
) -> None:
    await run(Import(session, source(tmp_path, [item(1), item(2)])))
    changed = Import(session, source(tmp_path, [item(1), item(3)]), resume=True)
    assert changed.earlier is None
    found = await run(changed)
    assert [one.outcome for one in found.values()] == [EXISTS, CREATED]


async def test_what_cannot_be_looked_up_is_unknown_and_settled_by_a_resume(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    lost = Faults().add("reset-after", method="POST").add("status", method="GET", status=403)
    file = source(tmp_path, [item(1), item(2)])
    work = Import(open_on(rules=tuple(lost.rules)), file)
    found = await run(work)
    assert {one.outcome for one in found.values()} == {ImportOutcome.UNKNOWN}
    assert {one.to_json()["outcome"] for one in found.values()} == {"unknown"}
    session = open_on()
    (record,) = session.journal.list()
    assert record.outcome is Outcome.UNKNOWN
    resumed = await run(Import(session, file, resume=True))
    assert {one.outcome for one in resumed.values()} == {CREATED}
    assert len(new(library)) == 2
    assert {one.outcome for one in session.journal.list()} == {Outcome.APPLIED}


async def test_the_journal_tells_of_the_run_and_it_cannot_be_undone(
    session: Session, tmp_path: Path
) -> None:
    await run(Import(session, source(tmp_path, [item(1), item(2)])))
    (record,) = session.journal.list()
    assert (record.operation, record.outcome) == ("import", Outcome.APPLIED)
    assert record.detail == "2 created"
    found = plan_undo(record)
    assert isinstance(found, CannotUndo)
    assert "deletes no entries" in found.reason
    assert session.journal.verify().sound


async def test_a_cut_off_import_is_told_once(session: Session, tmp_path: Path) -> None:
    """As after a kill: the record is open, and nobody holds the run."""
    file = source(tmp_path, [item(n) for n in range(60)])
    work = Import(session, file, limits=Limits(items=2, at_once=1), total=60)
    running = work.run()
    await anext(running)
    assert await reconcile(session) == []
    (seen,) = earlier_imports(session)
    assert (seen.under_way, seen.counts.unknown) == (True, 0)
    await running.aclose()
    assert not earlier_imports(session)[0].under_way
    done = work.counts().created
    number = session.journal.intend(
        key="cut-off",
        server=session.server.url,
        server_name="demo",
        entry_id="",
        operation="import",
        body={"file": "items.jsonl", "digest": file.digest},
        before={},
        title="items.jsonl",
    )
    (settled,) = await reconcile(session)
    assert settled.record.number == number
    assert settled.outcome is Outcome.UNKNOWN
    assert f"cut off after {done} of 60 items" in settled.sentence
    assert settled.command == "medialib import items.jsonl --resume"
    record = session.journal.get(number)
    assert record is not None and f"; {settled.command} goes on" in record.detail
    assert await reconcile(session) == []
    await run(Import(session, file, resume=True))
    record = session.journal.get(number)
    assert record is not None and record.outcome is Outcome.APPLIED


async def test_stopping_awaits_what_is_on_its_way(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", nth=2, after=True)
    session = open_on(rules=tuple(faults.rules))
    work = Import(session, source(tmp_path, [item(n) for n in range(40)]), limits=SMALL, total=40)
    came: list[ItemResult] = []

    async def follow() -> None:
        async for group in work.run():
            came.extend(group)

    task = asyncio.ensure_future(follow())
    await gate.reached.wait()
    work.stop()
    gate.release()
    await task
    assert {one.outcome for one in came} == {CREATED}
    assert len(came) == len(new(library)) == work.counts().created
    assert work.counts().waiting == 40 - len(came)


@pytest.mark.parametrize("left", [True, False])
async def test_a_cancelled_import_leaves_nothing_claimed(
    open_on: OpenOn, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: bool
) -> None:
    monkeypatch.setattr("medialib_tui.core.importing.run.GRACE", 0.05)
    faults = Faults()
    gate = faults.hold(method="POST", after=True)
    session = open_on(rules=tuple(faults.rules))
    file = source(tmp_path, [item(n) for n in range(5)])
    work = Import(session, file)

    async def follow() -> None:
        async for _ in work.run():
            pass

    task = asyncio.ensure_future(follow())
    await gate.reached.wait()
    if left:
        monkeypatch.undo()
        work.leave()
    else:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 60)
    assert work.counts().unknown == 5
    assert [one.outcome for one in session.journal.list()] == [Outcome.UNKNOWN]
    assert {one.outcome for one in work.results()} == {ImportOutcome.UNKNOWN}
    gate.release()
    resumed = await run(Import(open_on(), file, resume=True))
    assert {one.outcome for one in resumed.values()} == {CREATED}
    assert len(new(library)) == 5


async def test_a_server_that_stays_away_ends_all_and_nothing_is_claimed(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    session = open_on(rules=rules(("status", {"status": 503})))
    work = Import(session, source(tmp_path, [item(n) for n in range(9)]), limits=SMALL)
    with pytest.raises(ApiError) as raised:
        await run(work)
    assert raised.value.status == 503
    assert (work.counts().waiting, work.counts().unknown) == (9, 0)
    assert len(posts(library)) <= trouble.FIRST_PATIENCE * 3
    session = open_on()
    await run(Import(session, source(tmp_path, [item(n) for n in range(9)]), resume=True))
    assert len(new(library)) == 9


@pytest.mark.parametrize("synced", [True, False])
async def test_a_record_that_cannot_be_written_ends_all_and_every_item_has_its_result(
    open_on: OpenOn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synced: bool
) -> None:
    """`synced` is what is written before a request leaves, else what is written behind it."""
    session, keep, times = open_on(), Imports.keep, 0

    def full(self: Imports, run: int, rows: Sequence[ItemRow], **more: object) -> None:
        nonlocal times
        times += more.get("synced", True) is synced
        if times > 2:
            raise NotKept("the disk is full")
        keep(self, run, rows, **more)  # type: ignore[arg-type]  # its own options

    monkeypatch.setattr(Imports, "keep", full)
    limits = Limits(items=5, at_once=1)
    file = source(tmp_path, [item(n) for n in range(40)])
    work = Import(session, file, limits=limits, total=40)
    with pytest.raises(NotRecorded):
        await run(work)
    counts, told = work.counts(), Counter(one.outcome for one in work.results())
    assert told.total() == 40
    assert told[CREATED] == counts.created > 0
    assert told[ImportOutcome.UNKNOWN] == counts.unknown
    assert told[ImportOutcome.WAITING] == counts.waiting > 0


async def test_a_refused_token_ends_all_and_the_rest_waits(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    work = Import(open_on(token=EXPIRED), source(tmp_path, [item(n) for n in range(9)]))
    with pytest.raises(TokenRefused):
        await run(work)
    assert work.counts().waiting == 9
    assert {one.outcome for one in work.results()} == {ImportOutcome.WAITING}
    assert all("expired" in one.title for one in work.results())
    assert not new(library)
