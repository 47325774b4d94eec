"""What is known before a take-down: sources with their age, pages, upwards, beside, keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from medialib_tui.api.errors import NotFound
from medialib_tui.core.check import Verdict
from medialib_tui.core.session import Session
from medialib_tui.core.takedown.evidence import Evidence, follow_upwards, gather
from medialib_tui.core.takedown.keys import asset_keys
from medialib_tui.core.takedown.sources import Source
from medialib_tui.demo.faults import parse_faults
from medialib_tui.demo.library import Library
from medialib_tui.model.entry import Entry
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
VERSIONS = ("v1", "2025-03", "2025-11", "2026-01", "2026-03", "2026-05", "2026-07")


def source(evidence: Evidence, name: str) -> Source:
    return next(item for item in evidence.sources if item.name == name)


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_version_names_what_it_does_not_tell(open_on: OpenOn, version: str) -> None:
    evidence = await gather(open_on(version), ENTRY)
    assert evidence.check.verdict is Verdict.IN_USE
    keys, serve = source(evidence, "keys"), source(evidence, "serveState")
    if version >= "2026-03" and version != "v1":
        assert keys.state == "read"
    else:
        assert keys.state == "partial"
        assert "only those the entry names" in keys.reason
    assert evidence.keys
    assert (serve.state == "not-offered") is (version == "v1")
    for item in evidence.sources:
        assert item.reason or item.state not in ("failed", "not-offered", "not-asked")
        assert "unused" not in f"{item.said} {item.reason}".lower()


async def test_every_source_has_its_own_age(session: Session) -> None:
    evidence = await gather(session, ENTRY)
    later = datetime.now(UTC) + timedelta(seconds=90)
    for item in evidence.sources:
        age = item.age(later)
        assert (age is None) is (item.state == "not-asked")
        assert age is None or 89 < age < 120
    assert {"drafts", "documentLists", "caches", "indexDelay", "printAndSocial"} == {
        item.source for item in evidence.never
    }


async def test_the_first_page_and_the_total_come_first(session: Session) -> None:
    evidence = await gather(session, "popular-skyline")
    assert evidence.check.documents.count() == "12,345 (100 loaded)"
    assert source(evidence, "documents").state == "partial"


@pytest.mark.parametrize("version", ["2025-11", "2026-07"])
async def test_all_pages_are_counted(open_on: OpenOn, version: str) -> None:
    told: list[str] = []
    session = open_on(version)
    evidence = await gather(session, "popular-skyline", pages=None, progress=told.append)
    assert evidence.check.documents.loaded == 12_345
    assert len({row.key for row in evidence.check.documents.rows}) == 12_345
    assert not evidence.check.documents.truncated
    assert any("loaded" in line for line in told)


async def test_a_page_that_fails_keeps_those_before_it(open_on: OpenOn, library: Library) -> None:
    match = {"path": "*/incomingDocumentReferences", "nth": [4, 5, 6, 7, 8]}
    rules = parse_faults({"rules": [{"match": match, "action": "status", "status": 503}]}).rules
    session = open_on(rules=tuple(rules))
    evidence = await gather(session, "popular-skyline", pages=None)
    found = evidence.check
    assert found.documents.loaded == 200
    assert found.documents.total == 12_345
    assert found.verdict is Verdict.INCOMPLETE
    assert "12,345" in found.sentence() or "200 or more" in found.sentence()
    assert source(evidence, "documents").state == "partial"
    listed = found.to_json()["documents"]
    assert isinstance(listed, dict)
    assert listed["loaded"] == 200


async def test_media_are_followed_upwards(session: Session) -> None:
    evidence = await gather(session, ENTRY, upwards=True)
    assert evidence.upwards is not None
    (holder,) = evidence.upwards.holders
    assert holder.id == "budget-2026-f1"
    assert evidence.upwards.documents == 1
    assert evidence.upwards.whole


async def test_a_circle_ends(session: Session, library: Library) -> None:
    """Three entries that hold one another in turn."""
    image = {"mediaId": "", "mediaType": "image"}
    first, second, third = "harbour-dawn-01", "budget-2026-f1", "clip-circle"
    clip = library.entries["budget-2026-f1"]
    from copy import deepcopy

    library.entries[third] = deepcopy(clip)
    library.entries[third].id = third
    library.entries[third].metadata["cover"] = {**image, "mediaId": second}
    library.entries[first].metadata["cover"] = {**image, "mediaId": third}
    evidence = await gather(session, first, upwards=True)
    assert evidence.upwards is not None
    ids = [holder.id for holder in evidence.upwards.holders]
    assert len(ids) == len(set(ids))
    assert first not in ids


async def test_what_was_not_loaded_is_not_followed_and_said(session: Session) -> None:
    evidence = await follow_upwards(session, await gather(session, "poster-popular"))
    assert evidence.upwards is not None
    assert len(evidence.upwards.holders) == 100
    assert not evidence.upwards.whole
    assert "not loaded" in source(evidence, "upwards").said


async def test_the_media_of_the_same_publications(session: Session) -> None:
    evidence = await gather(session, ENTRY, beside=True)
    assert evidence.beside is not None
    assert "harbour-dusk-02" in evidence.beside.media
    assert ENTRY not in evidence.beside.media
    many = await gather(session, "popular-skyline", beside=True)
    assert many.beside is not None
    assert many.beside.left == 50
    assert source(many, "beside").state == "partial"


async def test_a_missing_entry_is_an_error(session: Session) -> None:
    with pytest.raises(NotFound):
        await gather(session, "no-such-entry")


def test_keys_are_told_apart() -> None:
    entry = Entry.read(
        {
            "id": "a",
            "asset": {"key": "now.jpg"},
            "translations": [{"locale": "fr", "asset": {"key": "fr.jpg"}}, {"locale": "en"}],
        }
    )
    keys = asset_keys(entry, ["now.jpg", "old.jpg", "fr.jpg", "v/x.webp"])
    kinds = {item.key: (item.kind, item.locale) for item in keys}
    assert kinds == {
        "now.jpg": ("current", ""),
        "fr.jpg": ("translated", "fr"),
        "old.jpg": ("former", ""),
        "v/x.webp": ("variant", ""),
    }
    assert [item.key for item in asset_keys(entry, None)] == ["now.jpg", "fr.jpg"]
