"""Which result belongs to which item, where a server answers otherwise than documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.core.importing.run import Import
from medialib_tui.core.importing.sending.matching import match
from medialib_tui.core.importing.sending.parcels import Parcel
from medialib_tui.core.session import Session
from medialib_tui.demo import importing
from medialib_tui.demo.call import Call
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library
from medialib_tui.model.importing import ImportResult
from tests.core.importing.files import numbered
from tests.core.importing.runs import CREATED, external, run, source


def parcel(place: int, external: str | None = None) -> Parcel:
    entry_id = None if external else f"id-{place}"
    system = "agency" if external else None
    return Parcel(place, place, f"{place}", entry_id, external, system, "image", "a.png", b"{}")


def created(entry_id: str) -> ImportResult:
    return ImportResult({"ok": True, "status": 200, "id": entry_id, "record": {}})


def test_an_id_that_is_there_twice_makes_the_others_doubtful() -> None:
    parcels = [parcel(1), parcel(2), parcel(3)]
    matched = match(parcels, [created("id-1"), created("id-1"), created("id-1")])
    assert [one.place for one, _ in matched.sure] == [1]
    assert [one.place for one in matched.loose] == [2, 3]
    assert matched.guessed == []


def test_strange_ids_of_as_many_results_are_guessed() -> None:
    parcels = [parcel(1, "a"), parcel(2, "b")]
    matched = match(parcels, [created("x"), created("y")])
    assert [one.place for one, _ in matched.guessed] == [1, 2]


async def test_created_entries_are_found_where_the_answer_names_none(
    session: Session, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = importing._import

    def nameless(call: Call, item: Json, index: int) -> Json:
        return {"ok": create(call, item, index)["ok"], "status": 200}

    monkeypatch.setattr(importing, "_import", nameless)
    ended = await run(Import(session, source(tmp_path, [external(n) for n in range(3)])))
    assert {one.outcome for one in ended.values()} == {CREATED}
    made = {library.entries[str(one.id)].external_id for one in ended.values()}
    assert made == {"ext-0", "ext-1", "ext-2"}


async def test_items_made_under_other_ids_do_not_share_one(
    session: Session, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = importing._created

    def with_its_own_id(library: Library, item: Json) -> Entry:
        return create(library, {name: value for name, value in item.items() if name != "id"})

    monkeypatch.setattr(importing, "_created", with_its_own_id)
    ended = await run(Import(session, source(tmp_path, [numbered(n) for n in range(3)])))
    assert {one.outcome for one in ended.values()} == {CREATED}
    assert len({one.id for one in ended.values()}) == 3
