"""Import of entries: a result for each, or a 400 for a batch that is none."""

from __future__ import annotations

import httpx
import pytest

from medialib_tui.demo.library import Library

PATH = "/2026-07/import/mediaLibrary"
Item = dict[str, object]


def item(media_id: str | None = "new-1", **more: object) -> Item:
    asset = {
        "key": f"2026/07/{media_id}.png",
        "url": f"https://media.example.com/{media_id}.png",
        "size": 1,
        "width": 64,
        "height": 40,
        "mimeType": "image/png",
        "filename": "new.png",
    }
    metadata = {"title": "New", "credit": "Sample"}
    body: Item = {"mediaType": "image", "asset": asset, "metadata": metadata, **more}
    return body if media_id is None else {"id": media_id, **body}


async def send(client: httpx.AsyncClient, *items: object, path: str = PATH) -> httpx.Response:
    return await client.post(path, json={"mediaLibraryEntries": items})


async def results(client: httpx.AsyncClient, *items: object) -> list[Item]:
    answer = await send(client, *items)
    assert answer.status_code == 200
    listed: list[Item] = answer.json()["results"]
    return listed


async def test_an_imported_entry_can_be_read(client: httpx.AsyncClient) -> None:
    translations = [{"locale": "fr", "metadata": {"title": "Neuf"}}]
    new = item(systemName="s", externalId="1", translations=translations)
    assert await results(client, new) == [{"ok": True, "status": 200, "id": "new-1", "record": {}}]
    entry = (await client.get("/2026-07/mediaLibrary/new-1")).json()
    assert {**entry, **new} == entry
    assert entry["version"] == 1
    listed = await client.get("/2026-07/mediaLibrary?externalId=1&systemName=s")
    assert listed.json()["results"] == [entry]


async def test_older_paths_have_another_response_key(client: httpx.AsyncClient) -> None:
    answer = await send(client, item(), path=PATH.replace("2026-07", "v1"))
    assert list(answer.json()) == ["mediaLibraryEntries"]


async def test_an_id_is_made_where_none_is_given(client: httpx.AsyncClient) -> None:
    first, second = await results(client, item(None), item(None))
    assert first["id"] != second["id"]
    assert (await client.get(f"/2026-07/mediaLibrary/{first['id']}")).status_code == 200


async def test_items_fail_one_by_one(client: httpx.AsyncClient, library: Library) -> None:
    count = len(library.entries)
    listed = await results(
        client,
        item("bees-v4"),
        item("n2", systemName="picture-desk", externalId="PD-1001"),
        item("n3", externalId="1"),
        item("n4", metadata={"title": 5}),
        item("n5"),
        item("n5"),
        item(None, systemName="picture-desk", externalId="PD-1001"),
    )
    assert len(library.entries) == count + 1
    assert listed[0] == {"ok": True, "status": 200, "id": "n5", "record": {}}
    by_id = {str(result["correlation"]): result for result in listed[1:]}
    assert by_id["id: bees-v4"] == {
        "ok": False,
        "status": 409,
        "correlation": "id: bees-v4",
        "error": "UniqueIdViolation",
        "error_details": {"message": "id is not unique: 'bees-v4'"},
    }
    taken = "externalId is not unique: 'PD-1001' (mediaId: 'harbour-dusk-02')"
    assert by_id["id: n2"]["error_details"] == {"message": taken}
    needs = "An asset with an externalId also requires a systemName"
    assert by_id["id: n3"]["error_details"] == {"message": needs}
    assert by_id["id: n4"]["error"] == "ValidationError"
    assert by_id["id: n4"]["error_details"] == {
        "message": "Metadata validation failed.",
        "errors": [
            {"metadataProperty": "title", "message": "The value of '/title' must be string"},
            {
                "metadataProperty": "credit",
                "message": "The value of '/credit' is required",
                "translatedMessage": {
                    "en": "The value of '/credit' is required",
                    "de": "Der Wert von '/credit' fehlt",
                },
            },
        ],
    }
    assert by_id["id: n5"]["status"] == 409
    assert by_id["externalId: PD-1001"]["status"] == 409


async def test_keys_of_variants_are_reserved(client: httpx.AsyncClient) -> None:
    made = item()
    assert isinstance(made["asset"], dict)
    made["asset"]["key"] = "v/mine.png"
    (result,) = await results(client, made)
    assert (result["status"], result["error"]) == (400, "ValidationError")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "with space"}, "id"),
        ({"id": "x" * 33}, "id"),
        ({"id": 5}, "id"),
        ({"mediaType": "archiveScan"}, "mediaType"),
        ({"mediaType": None}, "mediaType"),
        ({"asset": "x"}, "asset"),
        ({"metadata": []}, "metadata"),
        ({"translations": {"fr": {}}}, "translations"),
        ({"translations": [{"locale": "FR", "metadata": {}}]}, "translations.0.locale"),
        ({"translations": [{"locale": "fr"}]}, "translations.0.metadata"),
        ({"unheard": 1}, "unheard"),
    ],
)
async def test_a_malformed_item_refuses_the_whole_batch(
    client: httpx.AsyncClient, library: Library, change: Item, path: str
) -> None:
    count = len(library.entries)
    answer = await send(client, item("good"), {**item("bad"), **change})
    assert answer.status_code == 400
    assert list(answer.json()["error_details"]) == [f"mediaLibraryEntries.1.{path}"]
    assert len(library.entries) == count


async def test_assets_need_the_fields_of_their_type(client: httpx.AsyncClient) -> None:
    page = item("p")
    assert isinstance(page["asset"], dict)
    page["asset"]["url"] = "https://media.example.com/page"
    video = item("v", mediaType="video")
    details = (await send(client, page, video)).json()["error_details"]
    assert list(details) == [
        "mediaLibraryEntries.0.asset.url",
        "mediaLibraryEntries.1.asset.duration",
    ]


@pytest.mark.parametrize("body", [{}, [], {"mediaLibraryEntries": {}}])
async def test_a_body_that_is_no_batch_is_a_400(client: httpx.AsyncClient, body: object) -> None:
    assert (await client.post(PATH, json=body)).status_code == 400
    assert (await send(client)).json() == {"results": []}


async def test_videos_came_with_release_2022_09(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.release = "2022-05"
    answer = await send(client, item("v", mediaType="video"), path=PATH.replace("2026-07", "v1"))
    assert list(answer.json()["error_details"]) == ["mediaLibraryEntries.0.mediaType"]


async def test_other_shapes_of_success(client: httpx.AsyncClient, library: Library) -> None:
    library.import_shape = "record"
    (result,) = await results(client, item("a"))
    assert result["record"] == library.entries["a"].answer()
    library.import_shape = "entries"
    assert await results(client, item("b")) == [library.entries["b"].answer()]


async def test_ten_thousand_come_in_batches(client: httpx.AsyncClient, library: Library) -> None:
    count = len(library.entries)
    for start in range(0, 10_000, 500):
        library.body_limit = 1_000_000
        items = [
            item(f"bulk-{n}", systemName="b", externalId=str(n)) for n in range(start, start + 500)
        ]
        assert all(result["ok"] for result in await results(client, *items))
    assert len(library.entries) == count + 10_000
