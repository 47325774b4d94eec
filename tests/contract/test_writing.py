"""Writing, on every API version and several server releases."""

from __future__ import annotations

import json

import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.errors import (
    NotFound,
    NotOffered,
    Refused,
    ScopeMissing,
    StateConflict,
    VersionConflict,
)
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    Patch,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from tests.contract.conftest import connect
from tests.samples import ASSET

ENTRY = "harbour-dawn-01"
PRINT: JsonObject = {"purpose": "print", "state": "pending"}


def patches(library: Library) -> list[JsonObject]:
    """The bodies of the PATCH requests so far."""
    return [json.loads(r.body) for r in library.requests if r.method == "PATCH"]


async def write(client: Client, *steps: AnyOperation, entry_id: str = ENTRY) -> None:
    """Send operations guarded by the version that is stored now."""
    version = (await client.entry(entry_id)).version
    await client.patch(entry_id, Patch(version=version, patches=steps))


@pytest.fixture
def writer(library: Library, version: str) -> Client:
    """A client on a library of its own, on every version."""
    return connect(library, version)


async def test_setting_and_removing_a_property(writer: Client, library: Library) -> None:
    await write(writer, SetMetadataProperty(property_name="title", value="New \u202e title"))
    assert (await writer.entry(ENTRY)).metadata["title"] == "New \u202e title"
    await write(writer, SetMetadataProperty(property_name="caption", value=None))
    assert "caption" not in (await writer.entry(ENTRY)).metadata
    assert len(patches(library)) == 2
    assert patches(library)[1]["patches"] == [
        {"operation": "setMetadataProperty", "propertyName": "caption", "value": None}
    ]


async def test_a_stale_version_conflicts_and_changes_nothing(
    writer: Client, library: Library
) -> None:
    step = SetMetadataProperty(property_name="title", value="mine")
    with pytest.raises(VersionConflict):
        await writer.patch(ENTRY, Patch(version=999, patches=(step,)))
    assert (await writer.entry(ENTRY)).metadata["title"] != "mine"
    assert len(patches(library)) == 1


async def test_a_wrong_value_names_its_property(writer: Client) -> None:
    with pytest.raises(Refused) as caught:
        await write(writer, SetMetadataProperty(property_name="title", value=7))
    assert [item.field for item in caught.value.fields] == ["title"]


async def test_a_wrong_value_told_as_a_path(writer: Client, library: Library) -> None:
    library.patch_errors = "paths"
    good = SetMetadataProperty(property_name="caption", value="fine")
    with pytest.raises(Refused) as caught:
        await write(writer, good, SetMetadataProperty(property_name="title", value=7))
    assert [item.field for item in caught.value.fields] == ["title"]


async def test_a_missing_entry(writer: Client) -> None:
    step = SetMetadataProperty(property_name="title", value="x")
    with pytest.raises(NotFound):
        await writer.patch("no-such-entry", Patch(patches=(step,)))


@pytest.mark.parametrize(("wanted", "requests"), [("any", 2), ("number", 2), ("string", 3)])
async def test_the_version_as_the_server_wants_it(
    version: str, library: Library, wanted: str, requests: int
) -> None:
    library.version_as = wanted
    memory: dict[str, bool] = {}
    client = connect(library, version, memory=memory)
    await write(client, SetMetadataProperty(property_name="title", value="one"))
    await write(client, SetMetadataProperty(property_name="title", value="two"))
    assert len(patches(library)) == requests
    assert Capability.SET_METADATA.value not in "".join(memory)


async def test_revoking_twice_and_taking_it_back(writer: Client, library: Library) -> None:
    await write(writer, RevokeAsset(note="Sample case"))
    assert library.entries[ENTRY].revoke_note == "Sample case"
    with pytest.raises(StateConflict):
        await write(writer, RevokeAsset())
    await write(writer, UnrevokeAsset())
    with pytest.raises(StateConflict):
        await write(writer, UnrevokeAsset())
    assert writer.dialect.supports(Capability.UNREVOKE).support is Support.YES


async def test_the_usage_log_is_written(writer: Client) -> None:
    before = {entry.id for entry in await writer.usage_log(ENTRY)}
    await write(writer, AddUsageLogEntry(value=PRINT))
    (added,) = [e for e in await writer.usage_log(ENTRY) if e.id not in before]
    assert (added.purpose, added.state) == ("print", "pending")
    value: JsonObject = {**PRINT, "url": "https://example.com/a"}
    await write(writer, UpdateUsageLogEntry(usage_log_entry_id=added.id, value=value))
    (changed,) = [e for e in await writer.usage_log(ENTRY) if e.id == added.id]
    assert changed.url == "https://example.com/a"
    await write(writer, RemoveUsageLogEntry(usage_log_entry_id=added.id))
    assert {entry.id for entry in await writer.usage_log(ENTRY)} == before


@pytest.mark.parametrize(
    ("step", "release", "capability"),
    [
        (UnrevokeAsset(), "2025-11", Capability.UNREVOKE),
        (AddUsageLogEntry(value=PRINT), "2026-03", Capability.WRITE_USAGE_LOG),
    ],
)
async def test_an_operation_of_a_newer_release_is_tried_once(
    step: AnyOperation, release: str, capability: Capability, library: Library
) -> None:
    library.release = release
    client = connect(library, "2025-11")
    assert client.dialect.supports(capability).support is Support.UNKNOWN
    with pytest.raises(NotOffered):
        await write(client, step)
    assert client.dialect.supports(capability).support is Support.NO
    with pytest.raises(NotOffered):
        await write(client, step)
    assert len(patches(library)) == 1


async def test_operations_bound_to_the_path(version: str, library: Library) -> None:
    library.operations_by_path = True
    client = connect(library, version)
    supported = client.dialect.supports(Capability.WRITE_USAGE_LOG).support
    if version in {"2026-05", "2026-07"}:
        await write(client, AddUsageLogEntry(value=PRINT))
        return
    assert supported is Support.UNKNOWN
    with pytest.raises(NotOffered):
        await write(client, AddUsageLogEntry(value=PRINT))


async def test_keeping_the_date(writer: Client, version: str, library: Library) -> None:
    before = await writer.entry(ENTRY)
    step = SetMetadataProperty(property_name="title", value="kept")
    patch = Patch(version=before.version, preserve_updated_at=True, patches=(step,))
    if version in {"2026-03", "2026-05", "2026-07"}:
        await writer.patch(ENTRY, patch)
        assert (await writer.entry(ENTRY)).updated_at == before.updated_at
        return
    with pytest.raises(NotOffered) as caught:
        await writer.patch(ENTRY, patch)
    assert "2026-03" in caught.value.hint
    assert patches(library) == []
    await writer.patch(ENTRY, patch.model_copy(update={"preserve_updated_at": False}))


async def test_assets_and_archive(writer: Client, library: Library) -> None:
    await write(writer, ReplaceAsset(value=ASSET))
    assert (await writer.entry(ENTRY)).asset_key == ASSET["key"]
    translated = (await writer.entry("translated-picture")).translations
    locale = next(item.locale for item in translated if item.asset)
    await write(writer, RemoveAsset(locale=locale), entry_id="translated-picture")
    await write(writer, Archive())
    assert library.entries[ENTRY].archived


@pytest.mark.parametrize("shape", ["empty", "record", "entries"])
async def test_importing(writer: Client, library: Library, shape: str) -> None:
    library.import_shape = shape
    asset: JsonObject = {
        "key": "imported.png",
        "url": "https://example.com/imported.png",
        "size": 1,
        "width": 1,
        "height": 1,
        "filename": "imported.png",
        "mimeType": "image/png",
    }
    metadata: JsonObject = {"title": "Imported", "credit": "Sample"}
    good: JsonObject = {"id": "imported-1", "mediaType": "image", "asset": asset}
    good["metadata"] = metadata
    known: JsonObject = {**good, "id": ENTRY}
    wrong: JsonObject = {**good, "id": "imported-2", "metadata": {"title": 7}}
    results = await writer.import_entries([good, known, wrong])
    assert sorted(result.created for result in results) == [False, False, True]
    (created,) = [result for result in results if result.created]
    assert created.id == "imported-1"
    assert {result.status for result in results if not result.created} == {400, 409}
    assert (await writer.entry("imported-1")).asset_key == "imported.png"


async def test_writing_needs_its_scope(version: str, library: Library) -> None:
    client = connect(library, version, token=READ_ONLY)
    with pytest.raises(ScopeMissing) as caught:
        await write(client, RevokeAsset())
    assert "public-api:write" in caught.value.hint
    with pytest.raises(ScopeMissing):
        await client.import_entries([])
