"""What the dialect promises, the server keeps: every path version on every server release."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.errors import ApiError, NotOffered
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample_config import sample_config
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    Patch,
    RemoveAsset,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
)
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.model.server import VERSIONS, version_rank
from tests.contract.conftest import connect

RELEASES = ("2025-03", "2025-11", "2026-01", "2026-03", "2026-05", "2026-07")
PAIRS = [
    (release, version)
    for release in RELEASES
    for version in VERSIONS
    if version_rank(version) <= version_rank(release)
]


def patching(step: AnyOperation) -> Callable[[Client], Awaitable[object]]:
    """A call that sends one operation."""
    return lambda client: client.patch("picture", Patch(version=1, patches=(step,)))


CALLS: dict[Capability, Callable[[Client], Awaitable[object]]] = {
    Capability.GET_ENTRY: lambda client: client.entry("picture"),
    Capability.INCOMING_REFERENCES: lambda client: client.references(
        ReferenceKind.DOCUMENTS, "picture"
    ),
    Capability.USAGE_LOG: lambda client: client.usage_log("picture"),
    Capability.KEYS: lambda client: client.keys("picture"),
    Capability.SERVE_IMAGE: lambda client: client.serve_state("a/b.png"),
    Capability.PROJECT_CONFIG: lambda client: client.project(),
    Capability.IMPORT: lambda client: client.import_entries([]),
    Capability.SET_METADATA: patching(SetMetadataProperty(property_name="title", value="x")),
    Capability.REPLACE_ASSET: patching(ReplaceAsset(value={"key": "x"})),
    Capability.REMOVE_ASSET: patching(RemoveAsset(locale="fr")),
    Capability.REVOKE: patching(RevokeAsset()),
    Capability.REVOKE_NOTE: patching(RevokeAsset(note="Sample case")),
    Capability.UNREVOKE: patching(UnrevokeAsset()),
    Capability.ARCHIVE: patching(Archive()),
    Capability.WRITE_USAGE_LOG: patching(AddUsageLogEntry(value={"purpose": "print"})),
}


def small_library(release: str) -> Library:
    """One picture on a server of this release."""
    library = Library(release=release, config=sample_config())
    library.add([Entry(id="picture", metadata={"title": "A picture"})])
    return library


@pytest.mark.parametrize(("release", "version"), PAIRS)
async def test_promises_are_kept(release: str, version: str) -> None:
    for capability, call in CALLS.items():
        client = connect(small_library(release), version)
        await client.entry("picture")
        promised = client.dialect.supports(capability).support
        offered = await is_offered(client, call)
        if promised is not Support.UNKNOWN:
            assert offered is (promised is Support.YES), capability
        if not offered:
            assert client.dialect.supports(capability).support is Support.NO, capability


async def is_offered(client: Client, call: Callable[[Client], Awaitable[object]]) -> bool:
    """Whether the server knows the call at all, however it answers."""
    try:
        await call(client)
    except NotOffered:
        return False
    except ApiError:
        return True
    return True
