"""PATCH: checked first, applied as a whole or not at all."""

from __future__ import annotations

import copy

import httpx
import pytest

from medialib_tui.demo.entries import Entry
from medialib_tui.demo.library import Library

ID = "harbour-dawn-01"
ENTRY = f"/2026-07/mediaLibrary/{ID}"
ASSET = {
    "key": "2026/07/01/new.png",
    "url": "https://media.example.com/new.png",
    "size": 1,
    "width": 640,
    "height": 400,
    "mimeType": "image/png",
    "filename": "new.png",
}


def title(value: object) -> dict[str, object]:
    return {"operation": "setMetadataProperty", "propertyName": "title", "value": value}


async def patch(
    client: httpx.AsyncClient, *patches: object, path: str = ENTRY, **more: object
) -> httpx.Response:
    return await client.patch(path, json={"patches": patches, **more})


async def test_a_patch_counts_the_version_up_and_changes_the_date(
    client: httpx.AsyncClient, library: Library
) -> None:
    before = (await client.get(ENTRY)).json()
    answer = await patch(client, title("New"), version=before["version"])
    assert (answer.status_code, answer.json()) == (200, {"status": 200})
    after = (await client.get(ENTRY)).json()
    assert after["version"] == before["version"] + 1
    assert after["updatedAt"] > before["updatedAt"]
    assert after["metadata"] == {**before["metadata"], "title": "New"}
    assert [change.event for change in library.changes] == ["mediaLibraryEntry.update"]


async def test_the_date_is_kept_on_request_where_the_path_has_it(client: httpx.AsyncClient) -> None:
    before = (await client.get(ENTRY)).json()
    assert (await patch(client, title("New"), preserveUpdatedAt=True)).status_code == 200
    after = (await client.get(ENTRY)).json()
    assert (after["updatedAt"], after["version"]) == (before["updatedAt"], before["version"] + 1)
    older = ENTRY.replace("2026-07", "2026-01")
    refused = await patch(client, title("x"), path=older, preserveUpdatedAt=True)
    assert refused.json()["error_details"] == {"preserveUpdatedAt": "Unknown property"}


async def test_a_stale_version_is_a_conflict(client: httpx.AsyncClient, library: Library) -> None:
    stored = library.entries[ID].version
    answer = await patch(client, title("New"), version=stored + 5)
    message = f"Version: Expected {stored} to be equal to {stored + 5}"
    details = {"name": "Conflict", "message": message}
    assert answer.json() == {"status": 409, "error": "Conflict", "error_details": details}
    assert library.changes == []


@pytest.mark.parametrize(
    ("version_as", "number", "text"),
    [("any", 200, 200), ("string", 400, 200), ("number", 200, 400)],
)
async def test_a_server_may_insist_on_the_type_of_version(
    client: httpx.AsyncClient, library: Library, version_as: str, number: int, text: int
) -> None:
    library.version_as = version_as
    stored = library.entries[ID].version
    as_number = await patch(client, title("A"), version=stored)
    assert as_number.status_code == number
    if number == 400:
        assert as_number.json()["error_details"] == {"version": "must be string"}
    stored = library.entries[ID].version
    assert (await patch(client, title("B"), version=str(stored))).status_code == text


async def test_a_request_applies_as_a_whole_or_not_at_all(
    client: httpx.AsyncClient, library: Library
) -> None:
    before = copy.deepcopy(library.entries[ID])
    usage = {"operation": "addUsageLogEntry", "value": {"purpose": "broadcast"}}
    for last in (
        title(5),
        {"operation": "unrevokeAsset"},
        {"operation": "removeAsset", "locale": "x"},
    ):
        answer = await patch(client, title("New"), usage, {"operation": "archive"}, last)
        assert answer.status_code in (400, 409)
        assert library.entries[ID] == before
    assert library.changes == []


async def test_every_problem_of_a_body_has_its_path(client: httpx.AsyncClient) -> None:
    answer = await patch(
        client,
        {"operation": "notExistingOperation"},
        {"operation": "removeAsset"},
        {"operation": "revokeAsset", "note": "x" * 201, "other": 1},
        {},
        "x",
    )
    assert answer.status_code == 400
    assert answer.json()["error_details"] == {
        "patches.0.operation": 'No enum match for: "notExistingOperation"',
        "patches.1.locale": "Missing required property: locale",
        "patches.2.note": "must NOT have more than 200 characters",
        "patches.2.other": "Unknown property",
        "patches.3.operation": "Missing required property: operation",
        "patches.4": "must be object",
    }


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"{}", b'{"patches": {}}', b"\xff"])
async def test_a_body_that_is_no_request_is_a_400(
    client: httpx.AsyncClient, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await client.patch(ENTRY, content=content, headers=headers)).status_code == 400


async def test_a_body_above_the_limit_is_a_413(client: httpx.AsyncClient, library: Library) -> None:
    library.body_limit = 1_000
    assert (await patch(client, title("x" * 1_000))).status_code == 413
    assert (await patch(client, title("x" * 100))).status_code == 200


async def test_metadata_is_checked_against_its_schema(
    client: httpx.AsyncClient, library: Library
) -> None:
    answer = await patch(client, title(5))
    assert answer.json() == {
        "status": 400,
        "error": "ValidationError",
        "error_details": {
            "message": "Metadata validation failed.",
            "errors": [
                {"metadataProperty": "title", "message": "The value of '/title' must be string"}
            ],
        },
    }
    library.patch_errors = "paths"
    details = (await patch(client, title(5))).json()["error_details"]
    assert details == {"patches.0.value": "The value of '/title' must be string"}


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("title", "x" * 200, "x" * 201),
        ("desk", "sports", "gardening"),
        ("regions", ["north", "coast"], ["north", "moon"]),
        ("keywords", ["anything"], [1]),
        ("rating", 5, 6),
        ("rating", 1, True),
        ("faces", [1, 2], [1, "2"]),
        ("faces", [], [1] * 11),
        ("takenOn", "2026-02-28", "2026-02-31"),
        ("embargo", "2026-02-28T10:00:00.000Z", "soon"),
        ("mainColor", "#8CBA51", "green"),
        ("sensitive", False, "no"),
        ("license", {"handle": "agency"}, {"handle": "unheard-of"}),
        ("validity", {"from": "2026-01-01T00:00:00Z", "to": None}, {"from": "x"}),
        ("invalid", True, 1),
        ("externalRef", "A-1", 1),
        ("mediaHandle", "IMG", ["IMG"]),
        ("story", {"$ref": "document", "reference": {"id": "5"}}, {"$ref": "document"}),
        (
            "stories",
            {"$ref": "documents", "references": [{"id": "5"}]},
            {"$ref": "documents", "references": [{"id": 5}]},
        ),
        ("crops", {"crops": []}, []),
        ("weatherGrid", [1, {"any": None}], None),
        ("language", {"locale": "fr"}, "fr"),
    ],
)
async def test_each_plugin_takes_its_own_kind_of_value(
    client: httpx.AsyncClient, name: str, good: object, bad: object
) -> None:
    operation = {"operation": "setMetadataProperty", "propertyName": name}
    assert (await patch(client, {**operation, "value": good})).status_code == 200
    assert (await client.get(ENTRY)).json()["metadata"][name] == good
    if bad is not None:
        assert (await patch(client, {**operation, "value": bad})).status_code == 400


async def test_a_property_is_removed_by_null_or_by_no_value(client: httpx.AsyncClient) -> None:
    for name, more in (("altText", {"value": None}), ("rating", {})):
        operation = {"operation": "setMetadataProperty", "propertyName": name, **more}
        assert (await patch(client, operation)).status_code == 200
        assert name not in (await client.get(ENTRY)).json()["metadata"]


async def test_a_required_property_stays(client: httpx.AsyncClient) -> None:
    for value in (None, ""):
        (error,) = (await patch(client, title(value))).json()["error_details"]["errors"]
        assert error == {"metadataProperty": "title", "message": "Please provide a title"}
    remove = {"operation": "setMetadataProperty", "propertyName": "credit"}
    (error,) = (await patch(client, remove)).json()["error_details"]["errors"]
    assert set(error["translatedMessage"]) == {"en", "de"}


async def test_unknown_properties_are_refused_but_can_be_removed(client: httpx.AsyncClient) -> None:
    path = "/2026-07/mediaLibrary/unknown-properties"
    operation = {"operation": "setMetadataProperty", "propertyName": "oldTag"}
    assert (await patch(client, {**operation, "value": "y"}, path=path)).status_code == 400
    assert (await patch(client, operation, path=path)).status_code == 200
    free = "/2026-07/mediaLibrary/unknown-media-type"
    assert (await patch(client, {**operation, "value": 1}, path=free)).status_code == 200


async def test_a_replaced_asset_keeps_its_former_key_listed(client: httpx.AsyncClient) -> None:
    replace = {"operation": "replaceAsset", "value": ASSET}
    assert (await patch(client, replace)).status_code == 200
    assert (await client.get(ENTRY)).json()["asset"] == ASSET
    keys = (await client.get(f"{ENTRY}/keys")).json()["results"]
    assert keys == [ASSET["key"], "2026/03/14/harbour-dawn-01.png"]


async def test_an_asset_needs_the_fields_of_its_media_type(client: httpx.AsyncClient) -> None:
    bare = {k: v for k, v in ASSET.items() if k not in ("width", "filename")}
    answer = await patch(client, {"operation": "replaceAsset", "value": {**bare, "size": "1"}})
    assert answer.json()["error_details"] == {
        "patches.0.value.filename": "Missing required property: filename",
        "patches.0.value.size": "must be number",
        "patches.0.value.width": "Missing required property: width",
    }
    video = "/2026-07/mediaLibrary/bees-v4"
    answer = await patch(client, {"operation": "replaceAsset", "value": ASSET}, path=video)
    assert list(answer.json()["error_details"]) == ["patches.0.value.duration"]
    file = "/2026-07/mediaLibrary/press-kit-f4"
    plain = {k: v for k, v in ASSET.items() if k not in ("width", "height")}
    assert (
        await patch(client, {"operation": "replaceAsset", "value": plain}, path=file)
    ).is_success


async def test_only_translated_assets_can_be_removed(client: httpx.AsyncClient) -> None:
    path = "/2026-07/mediaLibrary/translated-picture"
    for locale in ("de", "en", "xx"):
        answer = await patch(client, {"operation": "removeAsset", "locale": locale}, path=path)
        assert answer.status_code == 400
    answer = await patch(client, {"operation": "removeAsset", "locale": "fr"}, path=path)
    assert answer.status_code == 200
    assert [set(t) for t in (await client.get(path)).json()["translations"]] == [
        {"locale", "metadata"},
        {"locale", "metadata"},
    ]
    keys = (await client.get(f"{path}/keys")).json()["results"]
    assert "2026/03/14/translated-picture-fr.png" in keys


async def test_revoke_and_unrevoke_turn_serving_off_and_on(
    client: httpx.AsyncClient, library: Library
) -> None:
    picture = "/2026-07/mediaLibrary/serve-image/2026/03/14/harbour-dawn-01.png"
    note = "\U0001f4f7" * 200
    assert (await patch(client, {"operation": "revokeAsset", "note": note})).status_code == 200
    assert library.entries[ID].revoke_note == note
    assert "revoke" not in (await client.get(ENTRY)).text.lower(), "the state is not answered"
    assert (await client.get(picture)).status_code == 403
    again = await patch(client, {"operation": "revokeAsset", "note": "other"})
    assert again.status_code == 409
    assert not again.json()["error_details"]["message"].startswith("Version:")
    assert library.entries[ID].revoke_note == note
    assert (await patch(client, {"operation": "unrevokeAsset"})).status_code == 200
    assert (await client.get(picture)).status_code == 200
    assert (await patch(client, {"operation": "unrevokeAsset"})).status_code == 409


async def test_a_second_revoke_was_silent_before_2026_01(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.release = "2025-11"
    path = ENTRY.replace("2026-07", "2025-11")
    for _ in range(2):
        assert (await patch(client, {"operation": "revokeAsset"}, path=path)).status_code == 200
    noted = await patch(client, {"operation": "revokeAsset", "note": "x"}, path=path)
    assert noted.json()["error_details"] == {"patches.0.note": "Unknown property"}


async def test_without_2025_behavior_a_revoke_is_final(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.use_2025_behavior = False
    noted = await patch(client, {"operation": "revokeAsset", "note": "x"})
    assert list(noted.json()["error_details"]) == ["patches.0.note"]
    assert (await patch(client, {"operation": "revokeAsset"})).status_code == 200
    picture = "/2026-07/mediaLibrary/serve-image/2026/03/14/harbour-dawn-01.png"
    assert (await client.get(picture)).status_code == 404
    assert (await patch(client, {"operation": "unrevokeAsset"})).status_code == 400
    library.use_2025_behavior = True
    refused = await patch(client, {"operation": "unrevokeAsset"})
    assert "has been deleted" in refused.json()["error_details"]["message"]


async def test_archived_entries_stay_readable(client: httpx.AsyncClient, library: Library) -> None:
    assert (await patch(client, {"operation": "archive"})).status_code == 200
    assert library.entries[ID].archived
    assert (await client.get(ENTRY)).status_code == 200


async def test_operations_the_release_lacks_are_unknown(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.release = "2025-11"
    path = ENTRY.replace("2026-07", "2025-11")
    answer = await patch(client, {"operation": "unrevokeAsset"}, path=path)
    details = {"patches.0.operation": 'No enum match for: "unrevokeAsset"'}
    assert answer.json()["error_details"] == details


async def test_malformed_entries_can_be_written_too(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.add([Entry(id="bare", media_type="hologram")])
    assert (await patch(client, title("x"), path="/2026-07/mediaLibrary/bare")).is_success
    for media_id in [name for name in library.entries if name.startswith("malformed-")]:
        answer = await patch(client, title("x"), path=f"/2026-07/mediaLibrary/{media_id}")
        assert answer.status_code == 200, media_id


async def test_somebody_else_may_be_faster(client: httpx.AsyncClient, library: Library) -> None:
    before = (await client.get(ENTRY)).json()
    library.on_request = lambda request: (
        library.change(ID, {"title": "Theirs", "altText": None})
        if request.method == "PATCH"
        else None
    )
    answer = await patch(client, title("Mine"), version=before["version"])
    assert answer.status_code == 409
    after = (await client.get(ENTRY)).json()
    assert (after["metadata"]["title"], after["version"]) == ("Theirs", before["version"] + 1)
    assert "altText" not in after["metadata"]
