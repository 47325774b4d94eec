"""Publications, their search, and paths that lead to them."""

from __future__ import annotations

import json

import httpx
import pytest

API = "/2026-07"


async def test_a_publication_tells_title_and_media(client: httpx.AsyncClient) -> None:
    body = (await client.get(f"{API}/documents/123/latestPublication")).json()
    assert list(body) == ["systemdata", "references", "metadata", "content"]
    assert body["metadata"]["title"] == "The hill race, told in pictures"
    assert body["metadata"]["routing"]["path"] == "/sports/hill-race-123.html"
    kinds = {reference["type"] for reference in body["references"]}
    assert kinds == {"image", "video", "file"}
    only = (await client.get(f"{API}/documents/123/latestPublication?fields=metadata")).json()
    assert list(only) == ["metadata"]


async def test_v1_has_no_references_in_publications(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/documents/123/latestPublication")).json()
    assert list(body) == ["systemdata", "metadata", "content"]
    images = [
        part["content"]["image"]["mediaId"]
        for part in body["content"]
        if part["component"] == "image"
    ]
    assert "hill-race-24" in images


async def test_unpublished_documents_have_no_publication(client: httpx.AsyncClient) -> None:
    for number in (190, 999_999):
        answer = await client.get(f"{API}/documents/{number}/latestPublication")
        assert (answer.status_code, answer.json()["error_details"]["name"]) == (404, "NotFound")
    assert (await client.get(f"{API}/documents/190/latestDraft")).status_code == 200
    assert (await client.get("/v1/documents/190/latestDraft")).status_code == 404


async def test_renditions_are_an_error_from_2025_09(client: httpx.AsyncClient) -> None:
    path = "documents/123/latestPublication?renditions=web"
    assert (await client.get(f"/2025-07/{path}")).status_code == 200
    assert (await client.get(f"/2025-09/{path}")).status_code == 400


async def test_titles_of_a_page_of_references_come_in_one_request(
    client: httpx.AsyncClient,
) -> None:
    page = (
        await client.get(f"{API}/mediaLibrary/popular-skyline/incomingDocumentReferences")
    ).json()
    ids = [item["id"] for item in page["results"]]
    query = {"id": ",".join(map(str, ids)), "fields": "systemdata,metadata", "limit": "100"}
    found = (await client.get(f"{API}/documents/latestPublications", params=query)).json()[
        "results"
    ]
    assert {item["systemdata"]["documentId"] for item in found} == set(ids)
    assert all(item["metadata"]["title"] for item in found)


async def test_lists_leave_out_what_is_not_published_and_page(client: httpx.AsyncClient) -> None:
    path = f"{API}/documents/latestPublications?fields=systemdata"

    async def ids(query: str) -> list[int]:
        body = (await client.get(f"{path}&{query}")).json()
        return [item["systemdata"]["documentId"] for item in body["results"]]

    assert set(await ids("id=100,190,2,77777")) == {2, 100}
    assert await ids("id.gte=100&id.lt=103") == sorted(await ids("id=100,101,102"), reverse=True)
    pages = [await ids(f"id.gte=100&id.lte=127&limit=10&offset={offset}") for offset in (0, 10, 20)]
    assert len({number for page in pages for number in page}) == 28
    backwards = await ids("id.gte=100&id.lte=127&limit=10&reverse=true")
    assert backwards[0] == pages[-1][-1]
    assert await ids("contentTypes=page") == [200]
    for bad in ("limit=101", "offset=10001", "id=x", "id.gt=x", "fields=nothing"):
        answer = await client.get(f"{API}/documents/latestPublications?{bad}")
        assert answer.status_code == 400, bad


async def search(client: httpx.AsyncClient, *filters: object, **query: str) -> list[int]:
    asked = {"filters": json.dumps(filters), "fields": "id", **query}
    body = (await client.get(f"{API}/publications/search", params=asked)).json()
    return [item["documentId"] for item in body["results"]]


async def test_search_by_filters(client: httpx.AsyncClient) -> None:
    teaser = {"key": "metadata.teaserImage.mediaId", "term": "harbour-dusk-02"}
    assert set(await search(client, teaser)) == {101, 300}
    assert await search(client, teaser, {"key": "documentId", "term": [300, 301]}) == [300]
    news = {"key": "documentId", "range": {"gte": 100, "lt": 103}}
    assert set(await search(client, news)) == {100, 101, 102}
    assert await search(client, news, {"not": {"key": "documentId", "range": {"gt": 100}}}) == [100]
    assert await search(client, {"or": [{"key": "contentType", "term": "page"}]}) == [200]
    assert await search(client, {"key": "metadata.title", "exists": False}) != []
    both = {"and": [news, {"key": "metadata.teaserImage", "exists": True}]}
    assert len(await search(client, both)) == 3


async def test_search_by_words_pages_without_repeats(client: httpx.AsyncClient) -> None:
    assert set(await search(client, search="HARBOUR boats")) == {100}
    path, seen, after = f"{API}/publications/search?fields=id&search=brief&limit=100", [], ""
    for _ in range(3):
        body = (await client.get(f"{path}&after={after}" if after else path)).json()
        seen += [item["documentId"] for item in body["results"]]
        after = body["cursor"]
    assert (len(set(seen)), body["total"]) == (300, 12_345)
    assert isinstance((await client.get("/2025-11/publications/search?search=brief")).json(), list)


@pytest.mark.parametrize(
    "filters", ["{", '"x"', '[{"key":"documentId"}]', '[{"key":"x","term":1}]']
)
async def test_filters_that_make_no_sense_are_a_400(
    client: httpx.AsyncClient, filters: str
) -> None:
    answer = await client.get(f"{API}/publications/search", params={"filters": filters})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/sports/hill-race-123.html", 200, "document"),
        ("/old/place-123.html", 301, "redirect"),
        ("/news/article-190.html", 410, "unpublished"),
    ],
)
async def test_paths_lead_to_documents(
    client: httpx.AsyncClient, path: str, status: int, kind: str
) -> None:
    answer = await client.get(f"{API}/routing/resolve", params={"path": path})
    assert (answer.status_code, answer.json()[0]["type"]) == (status, kind)


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "9" * 5000])
async def test_a_document_id_is_a_number(client: httpx.AsyncClient, number: str) -> None:
    assert (await client.get(f"{API}/documents/{number}/latestPublication")).status_code == 400
    resolved = await client.get(f"{API}/routing/resolve", params={"path": f"/news/a-{number}.html"})
    assert resolved.status_code in (301, 404)


async def test_a_path_to_nothing_has_no_details(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{API}/routing/resolve?path=/nothing")
    assert answer.json() == {"status": 404, "error": "Not Found"}
    assert (await client.get(f"{API}/routing/resolve")).status_code == 400
