"""The same change for many entries: only what changes, each with its version, none overwritten."""

from __future__ import annotations

from collections.abc import Sequence

from medialib_tui.api.errors import NotFound, Refused, StateConflict
from medialib_tui.core.batch.order import AT_ONCE
from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.runs import Run, next_run
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.editing.many import (
    Edit,
    changes_of,
    edit_run,
    plan_edit,
    run_over,
)
from medialib_tui.core.editing.reading import Cut
from medialib_tui.core.session import Session
from medialib_tui.core.writing.intent import Conflict, Saved
from medialib_tui.demo.library import Library
from medialib_tui.store.records import Outcome

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03", "market-square-04")
EDIT = Edit({"source": "Sample agency"})


async def _plan(
    session: Session, edit: Edit = EDIT, run: Run | None = None, ids: Sequence[str] = IDS
) -> list[Item[Cut]]:
    return [one async for one in plan_edit(session, ids, edit, run or edit_run(session, edit))]


async def _write(session: Session, items: Sequence[Item[Cut]]) -> list[Done[Cut]]:
    batch = Batch(tuple(items))
    return [done async for done in write_all(session, batch, at_once=AT_ONCE)]


def _source(library: Library) -> list[object]:
    return [library.entries[one].metadata.get("source") for one in IDS]


async def test_only_what_changes_is_written(session: Session, library: Library) -> None:
    library.entries[IDS[1]].metadata["source"] = "Sample agency"
    edit = Edit({"source": "Sample agency", "caption": None})
    library.entries[IDS[0]].metadata.pop("caption", None)
    library.entries[IDS[1]].metadata.pop("caption", None)
    library.entries[IDS[2]].metadata["caption"] = "Old"
    items = await _plan(session, edit)
    changed = [[change.handle for change in changes_of(item)] for item in items]
    assert changed[:3] == [["source"], [], ["source", "caption"]]
    before = library.entries[IDS[1]].version
    done = await _write(session, items)
    assert [one.item.id for one in done] == [IDS[0], IDS[2], IDS[3]]
    assert all(isinstance(one.result, Saved) for one in done)
    assert _source(library) == ["Sample agency"] * 4
    assert library.entries[IDS[1]].version == before


async def test_lists_are_read_not_entries(session: Session, library: Library) -> None:
    await session.project()
    library.requests.clear()
    await _plan(session)
    assert len(library.requests) == 1


async def test_an_error_is_the_affair_of_its_entry(session: Session) -> None:
    items = await _plan(session, ids=("nope", IDS[0]))
    assert isinstance(items[0].error, NotFound)
    assert items[1].intent is not None
    (item,) = await _plan(session, Edit({"nosuch": 1}), ids=IDS[:1])
    assert isinstance(item.error, Refused)
    assert [field.field for field in item.error.fields] == ["nosuch"]


async def test_going_on_leaves_alone_what_was_written(session: Session, library: Library) -> None:
    batch = Batch(tuple(await _plan(session)))
    async for done in write_all(session, batch, at_once=1):
        if done.item.id == IDS[1]:
            batch.stop()
    library.entries[IDS[0]].metadata["source"] = "Corrected"
    library.entries[IDS[0]].version += 1
    run = edit_run(session, EDIT)
    assert set(run.done) == set(IDS[:2])
    items = await _plan(session, run=run)
    assert [item.done is not None for item in items] == [True, True, False, False]
    await _write(session, items)
    assert _source(library) == ["Corrected", *["Sample agency"] * 3]


async def test_what_was_cut_off_goes_on_under_its_name(session: Session) -> None:
    assert run_over(edit_run(session, EDIT), IDS).key == edit_run(session, EDIT).key
    await _write(session, await _plan(session, ids=IDS[:2]))
    earlier = edit_run(session, EDIT)
    assert run_over(earlier, IDS) == Run(earlier.key)
    assert run_over(earlier, IDS[:2]) == run_over(earlier, IDS[2:]) == Run(next_run(earlier).key)


async def test_what_was_corrected_since_is_not_overwritten_unasked(
    session: Session, library: Library
) -> None:
    await _write(session, await _plan(session))
    library.entries[IDS[0]].metadata["source"] = "Corrected"
    former = edit_run(session, EDIT)
    again = next_run(former)
    planned = plan_edit(session, IDS, EDIT, again, former=former.done)
    items = [one async for one in planned]
    assert isinstance(items[0].error, StateConflict)
    assert all(item.intent is None and item.error is None for item in items[1:])
    (anew,) = await _plan(session, run=again, ids=IDS[:1])
    assert anew.intent is not None


async def test_a_change_elsewhere_meanwhile_is_kept(session: Session, library: Library) -> None:
    items = await _plan(session)
    theirs = library.entries[IDS[0]]
    theirs.metadata["title"], theirs.version = "Theirs", theirs.version + 3
    done = await _write(session, items)
    assert all(isinstance(one.result, Saved) for one in done)
    now = library.entries[IDS[0]].metadata
    assert (now["title"], now["source"]) == ("Theirs", "Sample agency")
    outcomes = [one.outcome for one in session.journal.list(entry_id=IDS[0])]
    assert outcomes == [Outcome.APPLIED, Outcome.NOT_APPLIED]


async def test_a_change_of_the_same_property_meanwhile_is_a_conflict_of_its_own(
    session: Session, library: Library
) -> None:
    items = await _plan(session)
    theirs = library.entries[IDS[1]]
    theirs.metadata["source"], theirs.version = "Theirs", theirs.version + 1
    done = await _write(session, items)
    assert isinstance(done[1].result, Conflict) and not done[1].good
    assert _source(library) == ["Sample agency", "Theirs", "Sample agency", "Sample agency"]


async def test_the_same_change_by_somebody_else_is_as_wanted(
    session: Session, library: Library
) -> None:
    items = await _plan(session, ids=IDS[:1])
    theirs = library.entries[IDS[0]]
    theirs.metadata["source"], theirs.version = "Sample agency", theirs.version + 1
    (done,) = await _write(session, items)
    assert done.held and done.good
    assert library.entries[IDS[0]].version == theirs.version


async def test_stop_begins_nothing_further(session: Session, library: Library) -> None:
    batch = Batch(tuple(await _plan(session)))
    results = []
    async for done in write_all(session, batch, at_once=1):
        batch.stop()
        results.append(done)
    assert len(results) == 1
    assert _source(library).count("Sample agency") == 1
