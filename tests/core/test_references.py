"""Reference lists page by page, and their titles in batches."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import ApiError
from medialib_tui.core.references import ReferenceList, describe
from medialib_tui.core.session import Session
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.model.server import VERSIONS
from tests.core.conftest import OpenOn


async def load_all(found: ReferenceList) -> None:
    while not found.complete:
        await found.more()


@pytest.mark.parametrize("version", VERSIONS)
async def test_250_media_references_in_every_version(
    open_on: OpenOn, library: Library, version: str
) -> None:
    found = ReferenceList(open_on(version), ReferenceKind.MEDIA, "poster-popular")
    assert len(await found.more()) == 100
    totals = "100 of 250 loaded" if version >= "2026-01" and version != "v1" else None
    assert found.honest_total() == (totals or "100 loaded, more to come")
    await load_all(found)
    assert len({row.key for row in found.rows}) == len(found.rows) == 250
    assert found.honest_total() == "250 in all"


@pytest.mark.parametrize("version", ["2025-11", "2026-07"])
async def test_12345_references_take_124_requests(
    open_on: OpenOn, library: Library, version: str
) -> None:
    found = ReferenceList(open_on(version), ReferenceKind.DOCUMENTS, "popular-skyline")
    await load_all(found)
    assert len(found.rows) == 12_345
    assert len(library.requests) == 124


async def test_a_failed_page_can_be_asked_for_again(open_on: OpenOn) -> None:
    rules = Faults().add("status", path="*/incomingMedia*", nth=2, status=400).rules
    found = ReferenceList(open_on(rules=tuple(rules)), ReferenceKind.MEDIA, "poster-popular")
    await found.more()
    with pytest.raises(ApiError):
        await found.more()
    assert len(found.rows) == 100
    await load_all(found)
    assert len({row.key for row in found.rows}) == 250


@pytest.mark.parametrize(
    ("total", "known", "said"),
    [
        (250, 250, "100 of 250; the server gives no more"),
        (40, 100, "100 loaded; the server counts 40 now"),
        (100, 100, "100 in all"),
    ],
)
async def test_a_list_that_ends_with_another_total_says_so(
    open_on: OpenOn, total: int, known: int, said: str
) -> None:
    rest = {"total": total, "results": [], "cursor": ""}
    rules = Faults().add("status", path="*/incomingMedia*", nth=2, status=200, json=rest).rules
    found = ReferenceList(open_on(rules=tuple(rules)), ReferenceKind.MEDIA, "poster-popular")
    await load_all(found)
    assert found.cut_short is (total == 250)
    assert found.known_total == known
    assert found.honest_total() == said


async def test_nothing_found_says_so(session: Session) -> None:
    found = ReferenceList(session, ReferenceKind.DOCUMENTS, "unused-picture")
    await found.more()
    assert found.honest_total() == "none found"


async def test_titles_of_100_documents_take_one_request(session: Session, library: Library) -> None:
    await session.project()
    found = ReferenceList(session, ReferenceKind.DOCUMENTS, "popular-skyline")
    rows = await found.more()
    before = len(library.requests)
    infos = await describe(session, ReferenceKind.DOCUMENTS, rows)
    assert len(library.requests) == before + 1
    assert set(infos) == {row.key for row in rows}
    assert all(info.known and info.title and info.url for info in infos.values())
    await describe(session, ReferenceKind.DOCUMENTS, rows)
    assert len(library.requests) == before + 1


async def test_titles_that_cannot_be_read_leave_the_rows_named(open_on: OpenOn) -> None:
    rules = Faults().add("status", path="*/latestPublications", status=400).rules
    session = open_on(rules=tuple(rules))
    rows = await ReferenceList(session, ReferenceKind.DOCUMENTS, "harbour-dawn-01").more()
    infos = await describe(session, ReferenceKind.DOCUMENTS, rows)
    assert {info.title for info in infos.values()} == {f"Document {row.key}" for row in rows}
    assert not any(info.known for info in infos.values())


async def test_media_rows_are_described_by_their_entries(session: Session) -> None:
    rows = await ReferenceList(session, ReferenceKind.MEDIA, "poster-popular").more()
    infos = await describe(session, ReferenceKind.MEDIA, rows)
    assert all(info.known and info.kind_label == "Videos" for info in infos.values())
