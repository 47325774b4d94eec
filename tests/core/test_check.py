"""The check of all known uses: complete, honest about what it could not see, in every version."""

from __future__ import annotations

import json

import pytest

from medialib_tui.api.errors import NotFound
from medialib_tui.core.check import Verdict, check
from medialib_tui.core.session import Session
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import WRITE_NO_CONFIG
from medialib_tui.model.server import VERSIONS
from tests.core.conftest import OpenOn

SOURCES = {
    "documents": "*/incomingDocumentReferences",
    "media": "*/incomingMediaReferences",
    "usageLog": "*/usageLog",
    "keys": "*/keys",
    "serveState": "*/serve-image/*",
}


@pytest.mark.parametrize("version", VERSIONS)
async def test_documents_and_media_are_found_in_every_version(
    open_on: OpenOn, library: Library, version: str
) -> None:
    found = await check(open_on(version), "harbour-dawn-01")
    assert found.verdict is Verdict.IN_USE
    assert found.documents.loaded == len(library.document_references["harbour-dawn-01"])
    assert found.documents.total == found.documents.loaded
    assert [row.key for row in found.media.rows] == ["budget-2026-f1"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_a_version_lacks_is_named_and_is_no_failure(
    open_on: OpenOn, version: str
) -> None:
    found = await check(open_on(version), "unused-picture")
    missing = {item.source for item in found.not_checked}
    assert found.verdict is Verdict.NONE_FOUND
    assert ("keys" in missing) == (found.keys is None)
    assert ("keys" in missing) == (version < "2026-03" or version == "v1")
    assert ("serveState" in missing) == (version == "v1")
    assert {"drafts", "documentLists", "caches", "indexDelay"} <= missing
    assert "unused" not in found.sentence().lower()


@pytest.mark.parametrize("source", SOURCES)
async def test_one_failing_source_makes_it_incomplete_and_leaves_the_rest(
    open_on: OpenOn, source: str
) -> None:
    rules = Faults().add("status", path=SOURCES[source], status=500).rules
    found = await check(open_on(rules=tuple(rules)), "harbour-dawn-01")
    assert found.verdict is Verdict.INCOMPLETE
    assert [item.source for item in found.not_checked if item.failed] == [source]
    shown = {
        "documents": found.documents.rows,
        "media": found.media.rows,
        "usageLog": found.usage and found.usage.entries,
        "keys": found.keys,
        "serveState": found.serving.state == "served",
    }
    assert {name for name, value in shown.items() if not value} == {source}
    assert source in found.sentence()


async def test_a_missing_entry_is_an_error(session: Session) -> None:
    with pytest.raises(NotFound):
        await check(session, "nowhere")


async def test_long_lists_are_counted_honestly(session: Session, library: Library) -> None:
    found = await check(session, "popular-skyline")
    assert (found.documents.total, found.documents.loaded) == (12_345, 100)
    assert found.documents.truncated
    assert "12,345" in found.sentence()
    assert sum("incomingDocument" in r.path for r in library.requests) == 1


async def test_a_total_without_rows_is_a_use(open_on: OpenOn) -> None:
    only_counted = {"total": 5, "results": [], "cursor": ""}
    path = "*/incomingDocumentReferences"
    rules = Faults().add("status", path=path, status=200, json=only_counted).rules
    found = await check(open_on(rules=tuple(rules)), "unused-picture")
    assert found.verdict is Verdict.IN_USE
    assert "5 documents" in found.sentence()


async def test_without_totals_a_full_page_means_or_more(open_on: OpenOn) -> None:
    found = await check(open_on("2025-11"), "popular-skyline")
    assert found.documents.total is None
    assert found.documents.count() == "100 or more"
    assert found.to_json()["documents"]["total"] is None  # type: ignore[index,call-overload]  # an object


@pytest.mark.parametrize(
    ("entry_id", "state", "reason"),
    [
        ("harbour-dawn-01", "served", "served"),
        ("revoked-picture", "blocked", "revoked (likely)"),
        ("marked-invalid", "blocked", "marked invalid"),
        ("expired-rights", "blocked", "validity ended"),
        ("flood-flight-v1", "unknown", "video"),
        ("no-asset", "unknown", "no asset"),
        ("no-asset-key-1", "unknown", "does not tell"),
    ],
)
async def test_the_serve_state_comes_with_its_reason(
    session: Session, entry_id: str, state: str, reason: str
) -> None:
    found = await check(session, entry_id)
    assert found.serving.state == state
    assert reason in found.serving.sentence


async def test_without_the_configuration_the_license_was_not_checked(open_on: OpenOn) -> None:
    found = await check(open_on(token=WRITE_NO_CONFIG), "license-restricted")
    assert found.license is None
    (item,) = [item for item in found.not_checked if item.source == "license"]
    assert "public-api:config:read" in item.reason
    assert not item.failed


async def test_what_is_printed_is_json(session: Session) -> None:
    printed = (await check(session, "license-restricted")).to_json()
    assert json.loads(json.dumps(printed)) == printed
    assert printed["license"] is not None


async def test_every_source_is_asked_exactly_once(session: Session, library: Library) -> None:
    await check(session, "harbour-dawn-01")
    asked = [request.path.rsplit("/", 1)[-1] for request in library.requests]
    assert len(asked) == len(set(asked)) == 7


async def test_no_entry_of_the_library_breaks_the_check(session: Session, library: Library) -> None:
    for entry_id in library.entries:
        if not entry_id.startswith("clip-"):
            assert (await check(session, entry_id)).sentence()
