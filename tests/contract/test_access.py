"""Tokens, retired versions, roots, and finding the newest version."""

from __future__ import annotations

import httpx
import pytest

from medialib_tui.api.errors import Gone, NotOffered, ScopeMissing, TokenRefused
from medialib_tui.api.negotiate import newest_version
from medialib_tui.demo import tokens
from medialib_tui.demo.app import create_app
from medialib_tui.demo.library import Library
from medialib_tui.model.server import VERSIONS, Server
from tests.contract.conftest import connect

ENTRY = "harbour-dawn-01"


@pytest.mark.parametrize("token", [tokens.EXPIRED, "made-up-token", None])
async def test_a_token_that_is_not_accepted(
    version: str, readable: Library, token: str | None
) -> None:
    with pytest.raises(TokenRefused) as caught:
        await connect(readable, version, token=token).entry(ENTRY)
    assert ("expired" in caught.value.title) is (token == tokens.EXPIRED)
    assert "made-up-token" not in f"{caught.value.title}{caught.value.details}"


async def test_a_token_without_scopes(version: str, readable: Library) -> None:
    with pytest.raises(ScopeMissing, match="public-api:read"):
        await connect(readable, version, token=tokens.NO_SCOPES).entry(ENTRY)


async def test_the_configuration_needs_a_scope_of_its_own(version: str, readable: Library) -> None:
    with pytest.raises(ScopeMissing) as caught:
        await connect(readable, version, token=tokens.READ_ONLY).project()
    assert "public-api:config:read" in caught.value.hint
    assert (await connect(readable, version, token=tokens.CONFIG_READ).project()).known


@pytest.mark.parametrize("body", ["empty", "html", "array"])
async def test_a_retired_version(library: Library, body: str) -> None:
    library.retired, library.gone_body = frozenset({"2025-03"}), body
    with pytest.raises(Gone) as caught:
        await connect(library, "2025-03").entry(ENTRY)
    assert "auto" in caught.value.hint


async def test_a_version_newer_than_the_server(library: Library) -> None:
    library.release = "2026-01"
    with pytest.raises(NotOffered):
        await connect(library, "2026-05").entry(ENTRY)


async def test_the_edit_host_root(version: str, readable: Library) -> None:
    client = connect(readable, version, root="http://edit.invalid/proxy/api")
    assert (await client.entry(ENTRY)).id == ENTRY
    assert readable.requests[-1].path == f"/proxy/api/api/{version}/mediaLibrary/{ENTRY}"


@pytest.mark.parametrize("release", ["2025-03", "2025-11", "2026-01", "2026-05", "2026-07"])
async def test_auto_finds_the_newest(release: str, library: Library) -> None:
    library.release = release
    mounted = httpx.ASGITransport(app=create_app(library))
    server = Server(name="demo", url="http://library.invalid")
    assert await newest_version(server, transport=mounted) == release
    assert len(library.requests) == (1 if release == VERSIONS[0] else len(VERSIONS))
    assert not any("authorization" in request.headers for request in library.requests)


async def test_auto_skips_what_was_retired(library: Library) -> None:
    library.retired = frozenset(VERSIONS[:3])
    mounted = httpx.ASGITransport(app=create_app(library))
    server = Server(name="demo", url="http://library.invalid")
    assert await newest_version(server, transport=mounted) == VERSIONS[3]


async def test_auto_on_a_wrong_root(library: Library) -> None:
    mounted = httpx.ASGITransport(app=create_app(library))
    server = Server(name="demo", url="http://library.invalid/elsewhere")
    with pytest.raises(NotOffered) as caught:
        await newest_version(server, transport=mounted)
    assert "/proxy/api" in caught.value.hint


async def test_deprecated_versions_are_warned_of(library: Library) -> None:
    warnings: list[str] = []
    await connect(library, "v1", on_warning=warnings.append).entry(ENTRY)
    assert warnings == ["API version v1 is deprecated, use 2025-03 or later"]
