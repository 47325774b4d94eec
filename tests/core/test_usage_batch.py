"""The same write for many entries: one result each, resumed, never doubled."""

from __future__ import annotations

from argparse import Namespace

from medialib_tui.api.errors import NotFound, Refused
from medialib_tui.cli.usage.options import Typed
from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.runs import Run, earlier_run, next_run
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.session import Session
from medialib_tui.core.usage.batch import Make, plan_all, run_of
from medialib_tui.core.usage.filters import Filter, period
from medialib_tui.core.usage.form import UsageForm
from medialib_tui.core.usage.plan import Ground, Options, ground, plan_add
from medialib_tui.core.usage.select import confirm_pending
from medialib_tui.core.writing.intent import Intent, Saved
from medialib_tui.core.writing.undo import Undo, plan_undo, undo
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.schema import Project

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03", "market-square-04")
VALUE: JsonObject = {"purpose": "broadcast", "state": "pending"}


def _adding(run: Run) -> Make:
    def make(session: Session, ground: Ground) -> Intent:
        return plan_add(session, ground, VALUE, Options(batch=run.key))

    return make


async def _plan(session: Session, run: Run, ids: tuple[str, ...] = IDS) -> tuple[Item[Ground], ...]:
    return tuple([item async for item in plan_all(session, ids, _adding(run), run)])


async def _write(session: Session, run: Run, ids: tuple[str, ...] = IDS) -> list[Done[Ground]]:
    batch = Batch(items=await _plan(session, run, ids))
    return [done async for done in write_all(session, batch)]


def _run(session: Session) -> Run:
    return earlier_run(session, "usage add", VALUE)


def _uses(library: Library, entry_id: str) -> int:
    rows = library.entries[entry_id].usage_log
    return sum(isinstance(row, dict) and row.get("purpose") == "broadcast" for row in rows)


async def test_one_result_each_in_the_order_asked(session: Session, library: Library) -> None:
    done = await _write(session, _run(session), (*IDS, IDS[0]))
    assert [one.item.id for one in done] == list(IDS)
    assert all(isinstance(one.result, Saved) and one.result.added for one in done)
    assert [_uses(library, one) for one in IDS] == [1, 1, 1, 1]


async def test_an_error_is_the_affair_of_its_entry(session: Session) -> None:
    items = await _plan(session, _run(session), ("nope", IDS[0]))
    assert isinstance(items[0].error, NotFound) and items[0].intent is None
    assert items[1].intent is not None


async def test_resume_skips_what_is_done(session: Session, library: Library) -> None:
    batch = Batch(await _plan(session, _run(session)))
    async for done in write_all(session, batch, at_once=1):
        if done.item.id == IDS[1]:
            batch.stop()
    run = _run(session)
    assert set(run.done) == set(IDS[:2])
    items = await _plan(session, run)
    assert [item.done is not None for item in items] == [True, True, False, False]
    await _write(session, run)
    assert [_uses(library, one) for one in IDS] == [1, 1, 1, 1]


async def test_once_more_is_a_run_of_its_own(session: Session, library: Library) -> None:
    first = _run(session)
    await _write(session, first)
    again = next_run(_run(session))
    assert again.key != first.key and not again.done
    await _write(session, again, IDS[:2])
    assert set(_run(session).done) == set(IDS[:2])
    assert [_uses(library, one) for one in IDS] == [2, 2, 1, 1]


async def test_another_value_is_another_batch(session: Session) -> None:
    await _write(session, _run(session))
    other: JsonObject = {**VALUE, "url": "https://example.com/x"}
    assert not earlier_run(session, "usage add", other).done


async def test_what_was_taken_back_is_not_done(session: Session) -> None:
    await _write(session, _run(session), IDS[:1])
    record = session.journal.get(_run(session).done[IDS[0]].number)
    assert record is not None
    planned = plan_undo(record)
    assert isinstance(planned, Undo)
    assert isinstance(await undo(session, planned), Saved)
    assert not _run(session).done


async def test_a_change_meanwhile_does_not_stop_an_add(session: Session, library: Library) -> None:
    batch = Batch(await _plan(session, _run(session), IDS[:1]))
    library.entries[IDS[0]].version += 5
    done = [one async for one in write_all(session, batch)]
    assert isinstance(done[0].result, Saved)
    assert _uses(library, IDS[0]) == 1


async def test_pending_prints_of_a_month(session: Session, library: Library) -> None:
    for entry_id in IDS:
        for row in library.entries[entry_id].usage_log:
            if isinstance(row, dict) and row["purpose"] == "print":
                row.update(publicationDate="2026-05-10T10:00:00.000Z", params={"page": 1})
    wanted = Filter(state="pending", purpose="print", period=period("2026-05", "2026-05"))
    items = [item async for item in plan_all(session, IDS, confirm_pending(wanted))]
    assert [item.intent is not None for item in items] == [True, False, True, False]
    done = [one async for one in write_all(session, Batch(tuple(items)))]
    assert all(isinstance(one.result, Saved) for one in done)
    assert not [
        item async for item in plan_all(session, IDS, confirm_pending(wanted)) if item.intent
    ]


async def test_a_missing_required_param_is_said_for_its_entry(
    session: Session, library: Library
) -> None:
    for row in library.entries[IDS[0]].usage_log:
        if isinstance(row, dict) and row["purpose"] == "print":
            row["params"] = {}
    wanted = Filter(state="pending", purpose="print")
    (item,) = [one async for one in plan_all(session, IDS[:1], confirm_pending(wanted))]
    assert isinstance(item.error, Refused)
    assert [field.field for field in item.error.fields] == ["params.page"]


async def test_progress_counts_every_entry(session: Session) -> None:
    said: list[str] = []

    def say(told: Progress) -> None:
        said.append(told.text())

    make = _adding(_run(session))
    items = [one async for one in plan_all(session, IDS, make, progress=say)]
    async for _ in write_all(session, Batch(items=tuple(items)), progress=say):
        pass
    assert said == [f"{n} of 4" for n in range(1, 5)] * 2


async def test_a_run_is_named_by_the_value_however_it_came_to_be(session: Session) -> None:
    found = await ground(session, IDS[0])
    form = UsageForm(found.entry, found.project, "en")
    form.set("purpose", "print")
    form = form.renewed()
    form.set("params.page", 3)
    form.set("publicationDate", "2026-05-01T11:00:00.000Z")
    words = Namespace(
        purpose="print", state=None, date="2026-05-01T11:00:00Z", url=None, param=["page=3"]
    )
    by_app = run_of(session, form.to_value())
    assert run_of(session, Typed(words).new_value(found.project)) == by_app
    assert run_of(session, Typed(words).new_value(Project(known=False))) == by_app
    words.param = ["page=4"]
    assert run_of(session, Typed(words).new_value(found.project)) != by_app
