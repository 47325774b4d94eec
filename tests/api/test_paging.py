"""One iterator over cursor or offset: it ends, and never gives an item twice."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.api.errors import BadAnswer
from medialib_tui.api.paging import Pages, start
from medialib_tui.model.page import Page
from medialib_tui.model.reference import ReferenceKind
from tests.api.serving import Answering, ask, json_answer

MEDIA = ReferenceKind.MEDIA

PAGES: st.SearchStrategy[list[Page[int]]] = st.lists(
    st.builds(
        Page,
        items=st.lists(st.integers(0, 30), max_size=6).map(tuple),
        total=st.none() | st.integers(0, 50),
        cursor=st.none() | st.sampled_from(["", "a", "b", "c"]),
        last=st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(PAGES)
async def test_any_server_ends_and_repeats_nothing(served: list[Page[int]]) -> None:
    asked = 0

    async def fetch(_: Page[int] | None) -> Page[int]:
        nonlocal asked
        asked += 1
        return served[(asked - 1) % len(served)]

    given_out = [page async for page in Pages(fetch, lambda item: item)]
    items = [item for page in given_out for item in page.items]
    assert len(items) == len(set(items))
    assert set(items) <= {item for page in served for item in page.items}
    assert asked <= 33
    assert [page.offset for page in given_out] == [
        sum(len(page.items) for page in given_out[:n]) for n in range(len(given_out))
    ]


async def test_a_failed_page_can_be_asked_for_again() -> None:
    served: list[Page[int] | None] = [Page((1,), cursor="a"), None, Page((2,), last=True)]

    async def fetch(_: Page[int] | None) -> Page[int]:
        page = served.pop(0)
        if page is None:
            raise BadAnswer("once")
        return page

    pages = Pages(fetch, lambda item: item)
    assert (await anext(pages)).items == (1,)
    with pytest.raises(BadAnswer):
        await anext(pages)
    assert (await anext(pages)).items == (2,)
    with pytest.raises(StopAsyncIteration):
        await anext(pages)


def test_where_the_next_page_starts() -> None:
    assert start(None) == 0
    assert start(Page((1, 2), offset=5)) == 7
    assert start(Page((1, 2), cursor="c", offset=5)) == "c"


def listing(count: int, *, ignore_offset: bool = False) -> Answering:
    """A server of an older path: a bare array by offset."""

    def answer(request: httpx.Request) -> httpx.Response:
        offset = 0 if ignore_offset else int(request.url.params.get("offset", 0))
        limit = int(request.url.params["limit"])
        return json_answer([{"id": f"m{i}"} for i in range(count)[offset : offset + limit]])

    return answer


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (99, 1), (100, 2), (250, 3)])
async def test_offset_pages(count: int, requests: int) -> None:
    asked = ask(listing(count), version="2025-11")
    pages = [page async for page in asked.client.reference_pages(MEDIA, "x")]
    assert sum(len(page.items) for page in pages) == count
    assert len(asked.handler.requests) == requests


async def test_a_server_that_ignores_offset_does_not_loop() -> None:
    asked = ask(listing(300, ignore_offset=True), version="2025-11")
    pages = [page async for page in asked.client.reference_pages(MEDIA, "x")]
    assert [len(page.items) for page in pages] == [100]
    assert len(asked.handler.requests) == 2


async def test_each_shape_is_read_whatever_the_version() -> None:
    cursor = json_answer({"total": 3, "cursor": "n", "results": [{"id": "a"}, {"id": "b"}]})
    end = json_answer({"results": [{"id": "c"}]})
    asked = ask(cursor, end, version="2025-11")
    pages = [page async for page in asked.client.reference_pages(MEDIA, "x")]
    assert [item.id for page in pages for item in page.items] == ["a", "b", "c"]
    assert asked.handler.urls[1].endswith("?limit=100&after=n")
    bare = ask(listing(120), version="2026-05")
    found = [page async for page in bare.client.reference_pages(MEDIA, "x")]
    assert sum(len(page.items) for page in found) == 120


@pytest.mark.parametrize(
    ("envelope", "total", "last"),
    [
        ({"results": [{}], "total": 5, "cursor": "c"}, 5, False),
        ({"results": [], "total": 5, "cursor": "c"}, 5, True),
        ({"results": [{}], "total": "5", "cursor": None}, None, True),
        ({"results": [{}], "total": -1, "cursor": ""}, None, True),
        ({"results": [{}], "total": True, "cursor": ["c"]}, None, True),
        ({"results": [None, 7, {}]}, None, True),
    ],
)
async def test_odd_envelopes(envelope: object, total: int | None, last: bool) -> None:
    page = await ask(json_answer(envelope)).client.references(MEDIA, "x")
    assert (page.total, page.last) == (total, last)
    assert isinstance(envelope, dict)
    assert len(page.items) == len(envelope["results"])


@pytest.mark.parametrize("body", [{}, {"results": None}, {"results": {}}, 7, None])
async def test_no_list_is_not_an_empty_list(body: object) -> None:
    answer = httpx.Response(200, content=json.dumps(body).encode())
    with pytest.raises(BadAnswer):
        await ask(answer).client.references(MEDIA, "x")


async def test_items_without_an_id_are_told_apart() -> None:
    items = [{"references": [{"location": "metadata"}]}, {"references": []}, {"references": []}]
    pages = ask(json_answer({"results": items})).client.reference_pages(MEDIA, "x")
    assert [len(page.items) async for page in pages] == [2]
