"""Anything a person pastes, looked up on the embedded library in every API version."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import BadInput, NotFound, NotReached, TokenRefused
from medialib_tui.core.lookup import batches, look_up
from medialib_tui.core.session import Session
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import EXPIRED
from medialib_tui.model.query import MOST_IDS, Ids
from medialib_tui.model.server import VERSIONS
from tests.core.conftest import OpenOn

every_version = pytest.mark.parametrize("version", VERSIONS)


@every_version
async def test_many_ids_come_in_the_order_asked_with_the_missing_ones_named(
    open_on: OpenOn, version: str
) -> None:
    found = await look_up(open_on(version), "tram-opening-15, nowhere\nharbour-dawn-01  lost")
    assert [entry.id for entry in found.entries] == ["tram-opening-15", "harbour-dawn-01"]
    assert found.missing == ("nowhere", "lost")


@every_version
async def test_a_single_missing_id_is_missing_and_no_error(open_on: OpenOn, version: str) -> None:
    found = await look_up(open_on(version), "nowhere")
    assert (found.entries, found.missing) == ((), ("nowhere",))


@every_version
async def test_a_document_gives_its_media(open_on: OpenOn, library: Library, version: str) -> None:
    document_id = library.document_references["harbour-dawn-01"][0]["id"]  # type: ignore[index]  # sample rows are dicts
    found = await look_up(open_on(version), f"doc:{document_id}")
    assert found.document is not None
    assert found.document.id == str(document_id)
    assert "harbour-dawn-01" in [entry.id for entry in found.entries]


async def test_external_id_needs_its_system(session: Session, library: Library) -> None:
    entry = next(e for e in library.entries.values() if e.external_id and e.system_name)
    found = await look_up(session, f"{entry.system_name}:{entry.external_id}")
    assert [item.id for item in found.entries] == [entry.id]
    missing = await look_up(session, f"{entry.system_name}:no-such-thing")
    assert missing.missing == (f"{entry.system_name}:no-such-thing",)


async def test_an_article_address_is_resolved(session: Session, library: Library) -> None:
    document_id = library.document_references["harbour-dawn-01"][0]["id"]  # type: ignore[index]  # sample rows are dicts
    found = await look_up(session, f"https://www.example.com/article/{document_id}")
    assert found.document is not None
    assert found.document.id == str(document_id)


async def test_an_address_of_another_site_is_refused_before_any_look_up(
    session: Session, library: Library
) -> None:
    with pytest.raises(BadInput, match=r"elsewhere\.example\.org") as caught:
        await look_up(session, "https://elsewhere.example.org/article/1")
    assert "www.example.com" in caught.value.hint
    assert [r.path for r in library.requests] == ["/api/2026-07/projectConfig"]


async def test_an_unknown_article_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        await look_up(session, "https://www.example.com/no/such/article")


async def test_empty_input_sends_nothing(session: Session, library: Library) -> None:
    with pytest.raises(BadInput):
        await look_up(session, " \n ,, ")
    assert library.requests == []


async def test_more_ids_than_one_look_up_takes_send_nothing(
    session: Session, library: Library
) -> None:
    with pytest.raises(BadInput, match="10,001"):
        await look_up(session, " ".join(f"id-{n}" for n in range(MOST_IDS + 1)))
    assert library.requests == []


async def test_240_ids_take_at_most_five_requests(session: Session, library: Library) -> None:
    ids = list(library.entries)[:240]
    ids = [item for item in ids if "," not in item and " " not in item and "/" not in item]
    found = await look_up(session, Ids(tuple(ids)))
    assert [entry.id for entry in found.entries] == ids
    assert len(library.requests) <= 5


async def test_every_odd_id_of_the_library_is_found(session: Session, library: Library) -> None:
    odd = tuple(item for item in library.entries if not item.replace("-", "").isalnum())
    assert odd
    for item in odd:
        found = await look_up(session, Ids((item,)))
        assert [entry.id for entry in found.entries] == [item]
    together = await look_up(session, Ids(odd))
    assert {entry.id for entry in together.entries} == set(odd)


async def test_a_failing_chunk_is_told_and_the_others_are_shown(
    open_on: OpenOn, library: Library
) -> None:
    rules = Faults().add("status", path="*/mediaLibrary", nth=1, status=500).rules
    ids = tuple(f"clip-{n:03}" for n in range(1, 121))
    found = await look_up(open_on(rules=tuple(rules)), Ids(ids))
    assert {failure.id for failure in found.failed}
    assert {entry.id for entry in found.entries} | {f.id for f in found.failed} == set(ids)
    assert found.missing == ()


async def test_a_refused_token_stops_the_whole_look_up(open_on: OpenOn, library: Library) -> None:
    session = open_on(token=EXPIRED)
    with pytest.raises(TokenRefused):
        await look_up(session, Ids(tuple(f"id-{n}" for n in range(5_000))))
    assert len(library.requests) < 10


async def test_no_answer_at_all_is_an_error_not_a_missing_entry(open_on: OpenOn) -> None:
    rules = Faults().add("reset-before").rules
    with pytest.raises(NotReached):
        await look_up(open_on(rules=tuple(rules)), "harbour-dawn-01")


async def test_leaving_early_stops_the_remaining_requests(
    session: Session, library: Library
) -> None:
    looking = batches(session, Ids(tuple(f"id-{n}" for n in range(2_000))))
    await anext(looking)
    await looking.aclose()
    assert len(library.requests) < 40
