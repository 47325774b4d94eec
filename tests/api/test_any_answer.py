"""Whatever a server answers, each method returns its model or raises ApiError."""

from __future__ import annotations

import json
import math
from collections.abc import Awaitable, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.api.client import Client
from medialib_tui.api.errors import ApiError
from medialib_tui.api.retry import seconds_to_wait
from medialib_tui.model.patch import Patch, SetMetadataProperty
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.model.text import clean
from tests.api.serving import ask
from tests.model.odd_json import ANY_JSON, SCALARS, TEXT

NAMES = """
results mediaLibraryEntries total cursor error error_details message translatedMessage errors
metadataProperty access_token url name status resource type path id documentId systemdata
mediaCenter version
"""
KNOWN = st.sampled_from(NAMES.split())
ENVELOPES: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KNOWN | TEXT, inner, max_size=5),
    max_leaves=20,
)
BODIES = (ANY_JSON | ENVELOPES).map(lambda value: json.dumps(value).encode()) | st.binary()
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 410, 429, 500])
HEADERS = st.dictionaries(
    st.sampled_from(["location", "retry-after", "warning", "content-type", "content-length"]),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=30)
    | st.integers().map(str),
    max_size=3,
)

STEP = SetMetadataProperty(property_name="title", value="x")


async def _pages(client: Client) -> object:
    pages = client.reference_pages(ReferenceKind.MEDIA, "a")
    return [page async for page in pages]


async def _image(client: Client) -> object:
    async with client.image("a.png", limit=1_000) as stream:
        return [chunk async for chunk in stream.chunks()]


METHODS: dict[str, Callable[[Client], Awaitable[object]]] = {
    "entry": lambda client: client.entry("a"),
    "entries": lambda client: client.entries(["a", "b", "c,d"]),
    "external": lambda client: client.entries_by_external_id("a", "b"),
    "pages": _pages,
    "usage": lambda client: client.usage_log("a"),
    "keys": lambda client: client.keys("a"),
    "serve": lambda client: client.serve_state("a.png"),
    "image": _image,
    "project": lambda client: client.project(),
    "healthy": lambda client: client.healthy(),
    "publication": lambda client: client.publication("1"),
    "publications": lambda client: client.publications(["1", "2"]),
    "search": lambda client: client.search_publications(search="a"),
    "resolve": lambda client: client.resolve("/a"),
    "patch": lambda client: client.patch("a", Patch(version=1, patches=(STEP,))),
    "import": lambda client: client.import_entries([{"id": "a"}]),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("version", ["2025-11", "2026-07"])
@given(status=STATUSES, body=BODIES, headers=HEADERS)
async def test_only_api_errors_come_out(
    method: str, version: str, status: int, body: bytes, headers: dict[str, str]
) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))

    asked = ask(answer, version=version)
    try:
        await METHODS[method](asked.client)
    except ApiError as error:
        assert error.title
        assert len(error.title) < 1_000
        assert clean(error.title) == error.title
    assert len(asked.handler.requests) <= 12


@given(st.text() | st.text("0123456789 :,GMTSatNov+-", max_size=40))
def test_any_retry_after(header: str) -> None:
    seconds = seconds_to_wait(header)
    assert seconds is None or (0 <= seconds <= 86_400 and math.isfinite(seconds))
