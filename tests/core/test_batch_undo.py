"""A whole batch taken back: each write guarded on its own, and going on where it ended."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import StateConflict
from medialib_tui.core.batch.undo import BatchUndo, Undone
from medialib_tui.core.batch.writing import Batch, write_all
from medialib_tui.core.editing.many import Edit, edit_run, plan_edit
from medialib_tui.core.session import Session
from medialib_tui.core.writing.intent import NotApplied, Saved
from medialib_tui.demo.library import Library

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03", "market-square-04")
EDIT = Edit({"source": "Sample agency", "caption": "The same"})


async def _edit(session: Session, edit: Edit = EDIT) -> str:
    run = edit_run(session, edit)
    items = [one async for one in plan_edit(session, IDS, edit, run)]
    done = [one async for one in write_all(session, Batch(items=tuple(items)))]
    assert all(isinstance(one.result, Saved) for one in done)
    return run.key


async def _undo(session: Session, key: str) -> list[Undone]:
    return [one async for one in (await BatchUndo(session, key).read()).run()]


def _sources(library: Library) -> dict[str, object]:
    return {one: dict(library.entries[one].metadata) for one in IDS}


async def test_everything_is_as_before(session: Session, library: Library) -> None:
    before = _sources(library)
    key = await _edit(session)
    undo = await BatchUndo(session, key).read()
    preview = await undo.preview(samples=2)
    assert (preview.possible, len(preview.samples), preview.grave) == (4, 2, False)
    done = [one async for one in undo.run()]
    numbers = [one.mark.number for one in done]
    assert numbers == sorted(numbers, reverse=True)
    assert {one.mark.entry_id for one in done} == set(IDS)
    assert all(one.good and one.intent is not None for one in done)
    assert _sources(library) == before
    later = edit_run(session, EDIT)
    assert not later.done and later.key != key


async def test_what_somebody_changed_since_stays(session: Session, library: Library) -> None:
    key = await _edit(session)
    library.entries[IDS[1]].metadata["source"] = "Corrected"
    library.entries[IDS[1]].version += 1
    done = {one.mark.entry_id: one for one in await _undo(session, key)}
    result = done[IDS[1]].result
    assert isinstance(result, NotApplied) and isinstance(result.error, StateConflict)
    assert "source" in result.error.title
    assert library.entries[IDS[1]].metadata["source"] == "Corrected"
    assert sum(one.good for one in done.values()) == 3


async def test_it_goes_on_where_it_ended_and_takes_nothing_back_twice(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medialib_tui.core.batch.undo.AT_ONCE", 1)
    before = _sources(library)
    key = await _edit(session)
    undo = await BatchUndo(session, key).read()
    async for _ in undo.run():
        undo.stop()
    written = len(session.journal.list(limit=100))
    done = await _undo(session, key)
    assert all(one.good for one in done)
    assert any(one.already for one in done)
    assert _sources(library) == before
    again = await _undo(session, key)
    assert all(one.already for one in again)
    assert len(session.journal.list(limit=100)) == 8 > written


async def test_an_undo_of_the_undo(session: Session, library: Library) -> None:
    key = await _edit(session)
    after = _sources(library)
    await _undo(session, key)
    done = await _undo(session, f"undo-{key}")
    assert all(one.good for one in done)
    assert _sources(library) == after
    assert set(edit_run(session, EDIT).done) == set(IDS)
    third = await _undo(session, key)
    assert all(one.good and not one.already for one in third)


@pytest.mark.parametrize("key", ["nope", "", "undo-"])
async def test_a_batch_that_is_none(session: Session, key: str) -> None:
    await _edit(session)
    assert not (await BatchUndo(session, key).read()).marks


async def test_a_result_as_data(session: Session) -> None:
    key = await _edit(session)
    results = [one.to_json() for one in await _undo(session, key)]
    (first,) = [one for one in results if one["id"] == IDS[3]]
    assert (first["id"], first["operation"], first["outcome"]) == (IDS[3], "undo", "applied")
    assert first["undoes"] == session.journal.list(entry_id=IDS[3])[-1].number
    (again, *_) = [one.to_json() for one in await _undo(session, key)]
    assert (again["outcome"], again["already"], again["journal"]) == ("applied", True, None)
