"""What each method sends, and how tolerant it is of what comes back."""

from __future__ import annotations

import httpx
import pytest

from medialib_tui.api.errors import BadAnswer, Forbidden, NotFound, NotOffered, Refused, Unavailable
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    Patch,
    RevokeAsset,
    SetMetadataProperty,
)
from medialib_tui.model.reference import ReferenceKind
from tests.api.serving import ask, json_answer, problem

PREFIX = "/api/2026-05/mediaLibrary"
LIST = json_answer({"results": []})
ROUTE_MISSING = problem(404, {"url": "/x"})


@pytest.mark.parametrize(
    ("entry_id", "path"),
    [
        ("asze63i9", "asze63i9"),
        ("a/b", "a%2Fb"),
        ("a b%c", "a%20b%25c"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("../../health", "..%2F..%2Fhealth"),
        ("a?b#c&d=e", "a%3Fb%23c%26d%3De"),
        ("--help", "--help"),
        ("ü\u202e", "%C3%BC%E2%80%AE"),
        ("\ud800", "%ED%A0%80"),
        ("a\nb", "a%0Ab"),
    ],
)
async def test_ids_in_paths(entry_id: str, path: str) -> None:
    asked = ask(json_answer({"id": entry_id}))
    await asked.client.entry(entry_id)
    assert asked.handler.urls[0] == f"{PREFIX}/{path}"


async def test_ids_in_paths_stay_one_segment() -> None:
    asked = ask(LIST)
    await asked.client.usage_log("..")
    assert asked.handler.urls == [f"{PREFIX}/%2E%2E/usageLog"]


async def test_an_empty_id_is_not_the_list() -> None:
    asked = ask(LIST)
    with pytest.raises(Refused):
        await asked.client.entry("")
    assert asked.handler.requests == []


async def test_ids_in_a_list() -> None:
    asked = ask(json_answer({"results": [{"id": "a&b"}, {"id": "c/d"}, {"id": "not asked for"}]}))
    found = await asked.client.entries(["c/d", "a&b", "missing"])
    assert asked.handler.urls == [f"{PREFIX}?ids=c%2Fd,a%26b,missing"]
    assert [entry.id for entry in found] == ["c/d", "a&b"]


async def test_an_id_with_a_comma_is_asked_for_alone() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.query:
            return json_answer({"results": [{"id": "a"}, {"id": "b"}]})
        return json_answer({"id": "x,y"})

    asked = ask(answer)
    assert [e.id for e in await asked.client.entries(["a", "x,y", "b"])] == ["a", "x,y", "b"]
    assert asked.handler.urls == [f"{PREFIX}?ids=a,b", f"{PREFIX}/x%2Cy"]


async def test_another_refusal_of_a_list_is_no_format_check() -> None:
    with pytest.raises(Refused):
        await ask(problem(422, {"message": "no"})).client.entries(["a", "b"])


async def test_an_answer_without_id_keeps_the_one_asked_for() -> None:
    entry = await ask(json_answer({"id": None, "version": "x"})).client.entry("abc")
    assert (entry.id, entry.version) == ("abc", None)
    assert entry.sent == {"id": None, "version": "x"}
    assert set(entry.oddities) == {"id", "version"}


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("2025/03/14/c.jpeg", "2025/03/14/c.jpeg"),
        ("a b/ü%.png", "a%20b/%C3%BC%25.png"),
        ("a/%2e%2e/b?c#d", "a/%252e%252e/b%3Fc%23d"),
        ("a//b", "a//b"),
        ("..a/b..", "..a/b.."),
    ],
)
async def test_keys_in_paths(key: str, path: str) -> None:
    asked = ask(httpx.Response(200, content=b"x", headers={"content-type": "image/png"}))
    await asked.client.serve_state(key)
    assert asked.handler.urls == [f"{PREFIX}/serve-image/{path}"]


@pytest.mark.parametrize("key", ["", "..", "../x", "a/../../../b", "a/./b", "a/.."])
async def test_keys_that_lead_elsewhere(key: str) -> None:
    asked = ask(LIST)
    with pytest.raises(Refused, match="not an asset key"):
        await asked.client.serve_state(key)
    assert asked.handler.requests == []


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/plain"])
async def test_a_page_is_no_served_image(kind: str) -> None:
    page = httpx.Response(200, content=b"<html>", headers={"content-type": kind})
    with pytest.raises(BadAnswer):
        await ask(page).client.serve_state("a.png")


@pytest.mark.parametrize("declared", [True, False])
async def test_an_image_over_the_limit(declared: bool) -> None:
    headers = {"content-type": "image/png"}
    if declared:
        headers["content-length"] = "1000"
    answer = httpx.Response(200, stream=httpx.ByteStream(b"x" * 1000), headers=headers)
    async with ask(answer).client.image("a.png", limit=999) as stream:
        with pytest.raises(BadAnswer, match="larger"):
            _ = [chunk async for chunk in stream.chunks()]


async def test_an_image_that_breaks_off() -> None:
    class Broken(httpx.AsyncByteStream):
        async def __aiter__(self):  # type: ignore[no-untyped-def]  # as httpx declares it
            yield b"x"
            raise httpx.ReadError("gone")

    answer = httpx.Response(200, stream=Broken(), headers={"content-type": "image/png"})
    got = []
    async with ask(answer).client.image("a.png") as stream:
        with pytest.raises(Exception, match="broke") as caught:
            async for chunk in stream.chunks():
                got.append(chunk)
    assert got == [b"x"]
    assert caught.value.__context__ is None


@pytest.mark.parametrize("version", ["2025-11", "2026-05"])
@pytest.mark.parametrize("shape", ["results", "mediaLibraryEntries", None])
async def test_either_envelope_on_either_side(version: str, shape: str | None) -> None:
    items = [{"id": "a"}, {"id": "b"}]
    answer = json_answer(items if shape is None else {shape: items})
    assert len(await ask(answer, version=version).client.entries(["a", "b"])) == 2


async def test_external_ids_of_other_systems_are_left_out() -> None:
    items = [
        {"id": "a", "externalId": "1", "systemName": "s"},
        {"id": "b", "externalId": "2", "systemName": "s"},
        {"id": "c"},
    ]
    asked = ask(json_answer({"results": items}))
    found = await asked.client.entries_by_external_id("1", "s")
    assert [entry.id for entry in found] == ["a", "c"]
    assert asked.handler.urls == [f"{PREFIX}?externalId=1&systemName=s"]


async def test_publications_are_asked_for_at_once() -> None:
    asked = ask(json_answer({"results": [{"systemdata": {"documentId": 3}}]}))
    found = await asked.client.publications(["2", "3", "3"])
    assert [publication.document_id for publication in found] == ["3"]
    assert asked.handler.urls == [
        "/api/2026-05/documents/latestPublications?id=2,3&fields=systemdata,metadata&limit=100"
    ]


@pytest.mark.parametrize(
    ("version", "fields"),
    [
        ("v1", "systemdata,metadata,content"),
        ("beta", "systemdata,references,metadata"),
        ("2025-03", "systemdata,references,metadata"),
    ],
)
async def test_fields_of_a_publication(version: str, fields: str) -> None:
    asked = ask(json_answer({}), version=version)
    await asked.client.publication("7")
    assert asked.handler.urls == [f"/api/{version}/documents/7/latestPublication?fields={fields}"]


async def test_a_search_with_filters() -> None:
    asked = ask(json_answer([]), version="2025-11")
    await asked.client.search_publications(filters=[{"key": "a", "term": "x&y"}], search="a b")
    (url,) = asked.handler.urls
    assert url == (
        "/api/2025-11/publications/search?filters=%5B%7B%22key%22%3A%22a%22%2C%22term%22%3A%22"
        "x%26y%22%7D%5D&search=a%20b&fields=systemdata,metadata&limit=100"
    )


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ([{"type": "document", "resource": {"id": 12}}], "12"),
        ({"documentId": 12}, "12"),
        ({"id": "12"}, "12"),
        ([], None),
        ([{"resource": None}, 7], None),
        ("text", None),
    ],
)
async def test_resolving(answer: object, found: str | None) -> None:
    asked = ask(json_answer(answer))
    assert await asked.client.resolve("/a/b c") == found
    assert asked.handler.urls == ["/api/2026-05/routing/resolve?path=%2Fa%2Fb%20c"]


async def test_paths_that_move_in_a_circle() -> None:
    asked = ask(json_answer([{"type": "redirect", "path": "/a"}], 301))
    assert await asked.client.resolve("/a") is None
    assert len(asked.handler.requests) == 3


async def test_what_is_known_to_be_missing_is_not_asked_for() -> None:
    asked = ask(LIST, version="2025-11")
    with pytest.raises(NotOffered) as caught:
        await asked.client.keys("abc")
    assert "2026-03" in caught.value.hint
    assert asked.handler.requests == []


async def test_one_missing_route_is_not_held_against_a_wrong_root() -> None:
    memory: dict[str, bool] = {}
    asked = ask(ROUTE_MISSING, memory=memory)
    for _ in range(2):
        with pytest.raises(NotOffered):
            await asked.client.usage_log("abc")
    assert memory == {}
    assert len(asked.handler.requests) == 2


async def test_serve_image_is_learned_like_the_rest() -> None:
    memory: dict[str, bool] = {}
    asked = ask(json_answer({"id": "a"}), ROUTE_MISSING, memory=memory)
    await asked.client.entry("a")
    for _ in range(2):
        with pytest.raises(NotOffered):
            await asked.client.serve_state("a.png")
    assert len(asked.handler.requests) == 2
    assert asked.client.dialect.supports(Capability.SERVE_IMAGE).support is Support.NO


async def test_a_proxy_that_forbids_says_nothing_about_the_image() -> None:
    with pytest.raises(Forbidden):
        await ask(httpx.Response(403, html="<h1>no</h1>")).client.serve_state("a.png")


async def test_one_failure_among_single_ids_is_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        return problem(500, {}) if path.endswith("c,d") else json_answer({"id": path})

    with pytest.raises(Unavailable):
        await ask(answer).client.entries(["a,b", "c,d", "e,f"])


async def test_empty_ids_are_no_ids() -> None:
    asked = ask(LIST)
    assert await asked.client.entries(["", ""]) == []
    assert asked.handler.requests == []


async def test_a_success_settles_what_was_open() -> None:
    asked = ask(LIST, version="2025-11")
    assert asked.client.dialect.supports(Capability.USAGE_LOG).support is Support.UNKNOWN
    await asked.client.usage_log("abc")
    assert asked.client.dialect.supports(Capability.USAGE_LOG).support is Support.YES


async def test_a_missing_entry_says_nothing_about_the_endpoint() -> None:
    memory: dict[str, bool] = {}
    asked = ask(json_answer({"id": "a"}), problem(404, {"message": "no"}), memory=memory)
    await asked.client.entry("a")
    with pytest.raises(NotFound):
        await asked.client.usage_log("b")
    assert memory == {}


async def test_a_complaint_about_a_usage_names_its_field() -> None:
    details = {
        "patches.0.value.params.page": "must be integer",
        "patches.0.value": "must match exactly one schema",
        "patches.9.value": "what",
        "version": "odd",
    }
    step = AddUsageLogEntry(value={"purpose": "print"})
    with pytest.raises(Refused) as caught:
        await ask(problem(400, details)).client.patch("abc", Patch(patches=(step,)))
    assert [item.field for item in caught.value.fields] == [
        "params.page",
        "value",
        "patches.9.value",
        "version",
    ]


async def test_a_version_refused_as_number_and_as_text_is_told() -> None:
    asked = ask(problem(400, {"version": "must be odd"}))
    patch = Patch(version=4, patches=(RevokeAsset(),))
    with pytest.raises(Refused, match="must be odd"):
        await asked.client.patch("abc", patch)
    assert len(asked.handler.requests) == 2
    assert not asked.client.dialect.version_as_text


@pytest.mark.parametrize("body", [b"", b"{}", b'{"status":200}'])
async def test_a_patch_that_succeeds(body: bytes) -> None:
    step = SetMetadataProperty(property_name="title", value="x")
    await ask(httpx.Response(200, content=body)).client.patch("abc", Patch(patches=(step,)))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
async def test_what_json_cannot_say_is_not_sent(value: float) -> None:
    asked = ask(LIST)
    with pytest.raises(Refused):
        await asked.client.import_entries([{"size": value}])
    assert asked.handler.requests == []


async def test_one_hundred_references_of_every_kind_of_item() -> None:
    items = [{"id": i, "references": [{"id": "x", "location": "metadata"}]} for i in range(100)]
    answer = json_answer({"total": 100, "results": items})
    page = await ask(answer).client.references(ReferenceKind.DOCUMENTS, "x")
    assert [item.key for item in page.items] == [str(i) for i in range(100)]
    assert page.items[3].references[0].place == "metadata › ?"
