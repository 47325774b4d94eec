"""Reading entries, lists, references, usage log, keys and pictures."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from medialib_tui.demo.library import Library

API = "/2026-07/mediaLibrary"
POPULAR = f"{API}/popular-skyline/incomingDocumentReferences"


async def test_an_unknown_entry_is_named(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"{API}/nope")
    message = "MediaLibrary Entry does not exist (id: 'nope')"
    assert answer.json()["error_details"] == {"name": "NotFound", "message": message}
    for tail in ("usageLog", "keys", "incomingDocumentReferences", "incomingMediaReferences"):
        assert (await client.get(f"{API}/nope/{tail}")).status_code == 404


async def test_a_list_leaves_unknown_ids_out_and_keeps_its_own_order(
    client: httpx.AsyncClient,
) -> None:
    ids = "bees-v4,nope,harbour-dawn-01,harbour-dawn-01,"
    listed = (await client.get(API, params={"ids": ids})).json()["results"]
    assert [entry["id"] for entry in listed] == ["harbour-dawn-01", "bees-v4"]


async def test_an_external_id_is_found_with_its_system_only(
    client: httpx.AsyncClient, library: Library
) -> None:
    wanted = {"externalId": "PD-1001", "systemName": "picture-desk"}
    (found,) = (await client.get(API, params=wanted)).json()["results"]
    assert (found["id"], found["externalId"]) == ("harbour-dusk-02", "PD-1001")
    other = {**wanted, "systemName": "town-archive"}
    assert (await client.get(API, params=other)).json() == {"results": []}
    assert (await client.get(API, params={"externalId": "PD-1001"})).status_code == 400
    assert (await client.get(API)).status_code == 400
    library.external_id_parameter = "externalIds"
    assert "externalIds" in (await client.get(API, params=wanted)).text


async def test_a_server_may_refuse_more_than_one_id(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.single_ids_only = True
    assert (await client.get(API, params={"ids": "bees-v4,harbour-dawn-01"})).status_code == 400
    assert (await client.get(API, params={"ids": "bees-v4"})).status_code == 200


async def test_awkward_ids_are_found_percent_encoded(
    client: httpx.AsyncClient, library: Library
) -> None:
    from medialib_tui.demo.sample_hostile import IDS

    for media_id in IDS:
        answer = await client.get(f"{API}/{quote(media_id, safe='')}")
        assert answer.json()["id"] == media_id


async def test_the_key_of_an_asset_and_the_asset_may_be_missing(client: httpx.AsyncClient) -> None:
    assert "key" not in (await client.get(f"{API}/no-asset-key-1")).json()["asset"]
    assert "asset" not in (await client.get(f"{API}/no-asset")).json()


async def test_cursor_pages_hold_every_reference_once(client: httpx.AsyncClient) -> None:
    seen: list[int] = []
    pages, after = 0, ""
    while pages == 0 or after:
        body = (await client.get(POPULAR, params={"after": after} if after else {})).json()
        assert body["total"] == 12_345
        seen += [item["id"] for item in body["results"]]
        after, pages = body["cursor"], pages + 1
    assert (pages, len(seen), len(set(seen))) == (124, 12_345, 12_345)


async def test_offset_pages_hold_every_reference_once(client: httpx.AsyncClient) -> None:
    path = POPULAR.replace("2026-07", "2025-11")
    seen: list[int] = []
    while part := (await client.get(path, params={"offset": len(seen), "limit": 100})).json():
        seen += [item["id"] for item in part]
    assert len(set(seen)) == len(seen) == 12_345


@pytest.mark.parametrize("query", ["limit=101", "limit=0", "limit=x", "offset=-1", "after=%21"])
async def test_paging_out_of_bounds_is_a_400(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"{POPULAR}?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["error_details"]) == [f"query.{query.split('=')[0]}"]


async def test_after_means_nothing_before_2026_01(client: httpx.AsyncClient) -> None:
    path = POPULAR.replace("2026-07", "2025-11")
    assert len((await client.get(path, params={"after": "whatever"})).json()) == 100


async def test_bad_paging_habits_can_be_chosen(client: httpx.AsyncClient, library: Library) -> None:
    async def two_pages() -> tuple[dict[str, object], dict[str, object]]:
        first = (await client.get(POPULAR)).json()
        return first, (await client.get(POPULAR, params={"after": first["cursor"]})).json()

    library.paging = "loop"
    first, second = await two_pages()
    assert first == second
    library.paging = "overlap"
    first, second = await two_pages()
    assert isinstance(first["results"], list)
    assert isinstance(second["results"], list)
    assert first["results"][-1] == second["results"][0]
    library.paging = "bare"
    assert "total" not in (await client.get(POPULAR)).json()


async def test_references_tell_where_they_are(client: httpx.AsyncClient) -> None:
    path = f"{API}/harbour-dawn-01/incomingDocumentReferences"
    body = (await client.get(path)).json()
    assert body["total"] == len(body["results"])
    item = next(item for item in body["results"] if item["id"] == 2)
    assert [reference["location"] for reference in item["references"]] == [
        "image-directive",
        "metadata",
    ]
    assert {reference["id"] for reference in item["references"]} == {"harbour-dawn-01"}
    assert 190 not in [item["id"] for item in body["results"]], "not published"


async def test_nothing_found_is_an_empty_page(client: httpx.AsyncClient) -> None:
    path = f"{API}/unused-picture/incomingDocumentReferences"
    assert (await client.get(path)).json() == {"total": 0, "cursor": "", "results": []}


async def test_media_references_come_from_the_metadata_of_entries(
    client: httpx.AsyncClient,
) -> None:
    body = (await client.get(f"{API}/poster-popular/incomingMediaReferences")).json()
    assert (body["total"], len(body["results"])) == (250, 100)
    first = body["results"][0]
    where = {"location": "metadata", "propertyName": "posterImage"}
    assert first == {
        "id": "clip-001",
        "references": [{"id": "poster-popular", "type": "image", **where}],
    }
    patch = {"operation": "setMetadataProperty", "propertyName": "posterImage"}
    await client.patch(f"{API}/clip-001", json={"patches": [patch]})
    body = (await client.get(f"{API}/poster-popular/incomingMediaReferences")).json()
    assert body["total"] == 249
    cycle = (await client.get(f"{API}/cycle-a/incomingMediaReferences")).json()
    assert [item["id"] for item in cycle["results"]] == ["cycle-b"]


async def test_usage_logs_come_whole(client: httpx.AsyncClient) -> None:
    rows = (await client.get(f"{API}/busy-usage-log/usageLog")).json()["results"]
    assert len({row["id"] for row in rows}) == 3_000
    assert {row["state"] for row in rows} == {"pending", "confirmed"}


async def test_keys_are_current_replaced_translated_and_variants(client: httpx.AsyncClient) -> None:
    keys = (await client.get(f"{API}/translated-picture/keys")).json()["results"]
    assert keys == [
        "2026/03/14/translated-picture.png",
        "2025/11/02/translated-picture-before.png",
        "2026/03/14/translated-picture-fr.png",
        "v/2026/05/01/translated-picture-pixelated.webp",
    ]


async def serve(client: httpx.AsyncClient, key: str) -> httpx.Response:
    return await client.get(f"{API}/serve-image/{quote(key)}")


async def test_pictures_are_served_under_every_key(client: httpx.AsyncClient) -> None:
    for key in (await client.get(f"{API}/translated-picture/keys")).json()["results"]:
        answer = await serve(client, key)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    asset = (await client.get(f"{API}/harbour-dawn-01")).json()["asset"]
    assert len((await serve(client, asset["key"])).content) == asset["size"]


@pytest.mark.parametrize(
    "media_id", ["revoked-picture", "marked-invalid", "expired-rights", "not-yet-valid"]
)
async def test_revoked_and_invalid_pictures_are_refused(
    client: httpx.AsyncClient, media_id: str
) -> None:
    answer = await serve(client, f"2026/03/14/{media_id}.png")
    message = "The requested image is revoked or marked as invalid"
    assert (answer.status_code, answer.json()["error_details"]) == (403, {"message": message})


async def test_there_is_no_picture_for_other_keys(client: httpx.AsyncClient) -> None:
    for key in ("2026/04/02/bees-v4.mp4", "no/such/key.png", "2026/03/14/revoked-deleted.png"):
        answer = await serve(client, key)
        assert (answer.status_code, answer.json()["error_details"]) == (
            404,
            {"message": "No image found."},
        )


async def test_without_2025_behavior_invalid_pictures_are_served(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.use_2025_behavior = False
    assert (await serve(client, "2026/03/14/marked-invalid.png")).status_code == 200
