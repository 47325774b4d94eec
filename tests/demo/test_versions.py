"""Path versions and server releases."""

from __future__ import annotations

import httpx
import pytest

from medialib_tui.demo.axes import Axes, Server, rank
from medialib_tui.demo.library import Library

ALL = ["v1", "beta", "2025-03", "2025-05", "2025-07", "2025-09", "2025-11"]
ALL += ["2026-01", "2026-03", "2026-05", "2026-07"]
ID = "harbour-dawn-01"


@pytest.mark.parametrize("version", ALL)
async def test_an_entry_has_the_same_shape_in_every_version(
    client: httpx.AsyncClient, version: str
) -> None:
    answer = await client.get(f"/{version}/mediaLibrary/{ID}")
    assert answer.status_code == 200
    assert answer.json()["asset"]["key"] == "2026/03/14/harbour-dawn-01.png"


@pytest.mark.parametrize("version", ALL)
async def test_lists_change_their_envelope_with_2026_01(
    client: httpx.AsyncClient, version: str
) -> None:
    newer = rank(version) >= rank("2026-01")
    listed = (await client.get(f"/{version}/mediaLibrary", params={"ids": ID})).json()
    assert list(listed) == ["results" if newer else "mediaLibraryEntries"]
    references = (
        await client.get(f"/{version}/mediaLibrary/{ID}/incomingDocumentReferences")
    ).json()
    assert isinstance(references, dict if newer else list)
    publications = (await client.get(f"/{version}/documents/latestPublications?id=2")).json()
    assert isinstance(publications, dict if newer else list)


@pytest.mark.parametrize(
    ("path", "first"),
    [("mediaLibrary/{id}/keys", "2026-03"), ("mediaLibrary/serve-image/{key}", "2025-03")],
)
async def test_an_endpoint_missing_from_a_version_is_a_route_404(
    client: httpx.AsyncClient, path: str, first: str
) -> None:
    path = path.format(id=ID, key="2026/03/14/harbour-dawn-01.png")
    for version in ALL:
        answer = await client.get(f"/{version}/{path}")
        if rank(version) >= rank(first):
            assert answer.status_code == 200, version
        else:
            assert answer.status_code == 404, version
            assert answer.json()["error_details"] == {"url": f"/api/{version}/{path}"}


async def test_versions_newer_than_the_release_are_not_there(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.release = "2025-11"
    answer = await client.get("/2026-01/health")
    assert answer.json()["error_details"] == {"url": "/api/2026-01/health"}
    assert (await client.get("/2025-11/health")).json() == {"status": "ok"}
    for odd in ("2026-02", "v2", "latest", "2025-01"):
        assert (await client.get(f"/{odd}/health")).status_code == 404


@pytest.mark.parametrize("body", ["empty", "html", "array"])
async def test_retired_versions_are_gone_whatever_is_asked(
    client: httpx.AsyncClient, library: Library, body: str
) -> None:
    library.retired, library.gone_body = frozenset({"v1"}), body
    for path in ("health", f"mediaLibrary/{ID}", "nothing"):
        assert (await client.get(f"/v1/{path}")).status_code == 410
    assert (await client.get("/beta/health")).status_code == 200


async def test_a_minimum_version_retires_all_before_it(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.minimum_version = "2026-01"
    statuses = [(await client.get(f"/{version}/health")).status_code for version in ALL]
    assert statuses == [410] * 7 + [200] * 4


async def test_the_edit_host_form_reaches_the_same_endpoints(client: httpx.AsyncClient) -> None:
    root = "http://demo.example.com/proxy/api/api"
    assert (await client.get(f"{root}/v1/mediaLibrary/{ID}")).json()["id"] == ID
    answer = await client.get(f"{root}/2026-05/nothing")
    assert answer.json()["error_details"] == {"url": "/api/2026-05/nothing"}


async def test_deprecated_versions_say_so_in_a_header(client: httpx.AsyncClient) -> None:
    assert "deprecated" in (await client.get("/v1/health")).headers["warning"]
    assert "warning" not in (await client.get("/2026-05/health")).headers


def test_operations_follow_the_release() -> None:
    def known(release: str, path: str = "v1", *, by_path: bool = False) -> frozenset[str]:
        return Axes(Server(release=release, operations_by_path=by_path), path).operations()

    assert known("2021-03") == {"setMetadataProperty"}
    assert known("2023-09") >= {"replaceAsset", "revokeAsset", "archive"}
    assert "removeAsset" not in known("2023-09")
    assert "unrevokeAsset" in known("2026-01", "2025-03")
    assert "addUsageLogEntry" not in known("2026-03")
    assert "addUsageLogEntry" in known("2026-07")
    assert "addUsageLogEntry" not in known("2026-07", "2026-03", by_path=True)
    assert "addUsageLogEntry" in known("2026-07", "2026-05", by_path=True)


def test_endpoints_follow_release_and_patch_level() -> None:
    def offers(endpoint: str, path: str, **options: object) -> bool:
        server = Server()
        for name, value in options.items():
            setattr(server, name, value)
        return Axes(server, path).offers(endpoint)

    assert not offers("keys", "2026-05", release="2026-05", patched=False)
    assert offers("keys", "2026-05", release="2026-05")
    assert offers("usageLog", "2025-03")
    assert not offers("usageLog", "beta")
    assert not offers("usageLog", "2025-03", operations_by_path=True)
    assert not offers("usageLog", "2026-03", release="2026-03")
    assert not offers("usageLog", "2026-07", use_2025_behavior=False)
    assert not offers("references", "v1", release="2021-03")
    assert offers("references", "beta", release="2021-03")
    assert not offers("references", "beta", release="2023-09")
    assert not offers("usageLog", "2026-07", switched_off=frozenset({"usageLog"}))
