"""Tokens, scopes, and what is recorded of a request."""

from __future__ import annotations

import pytest

from medialib_tui.demo import tokens
from medialib_tui.demo.library import Library
from tests.demo.conftest import Connect

ENTRY = "/2026-07/mediaLibrary/harbour-dawn-01"
PATCH = {"patches": [{"operation": "archive"}]}


@pytest.mark.parametrize(
    ("token", "text"),
    [
        (None, "The access token is missing."),
        ("", "The access token is missing."),
        ("nonsense", "The access token is invalid."),
        (tokens.EXPIRED, "The access token expired."),
    ],
)
async def test_without_a_good_token_everything_but_health_is_401(
    connect: Connect, token: str | None, text: str
) -> None:
    client = connect(token)
    answer = await client.get(ENTRY)
    assert answer.status_code == 401
    body = {"status": 401, "error": "Unauthorized", "error_details": {"access_token": text}}
    assert answer.json() == body
    assert (await client.get("/2026-07/health")).status_code == 200


async def test_each_scope_opens_its_endpoints_only(connect: Connect, library: Library) -> None:
    reader = connect(tokens.READ_ONLY)
    assert (await reader.get(ENTRY)).status_code == 200
    refused = await reader.patch(ENTRY, json=PATCH)
    assert refused.status_code == 403
    details = {"access_token": "The request requires higher privileges"}
    assert refused.json() == {"status": 403, "error": "Forbidden", "error_details": details}
    assert (await reader.get("/2026-07/projectConfig")).status_code == 403
    assert (await reader.get("/2026-07/documents/2/latestDraft")).status_code == 403
    assert (await reader.post("/2026-07/import/mediaLibrary", json={})).status_code == 403
    assert (await connect(tokens.CONFIG_READ).get("/2026-07/projectConfig")).status_code == 200
    assert (await connect(tokens.DRAFTS).get("/2026-07/documents/2/latestDraft")).status_code == 200
    assert (await connect(tokens.NO_SCOPES).get(ENTRY)).status_code == 403
    writer = connect(tokens.WRITE_NO_CONFIG)
    assert (await writer.get("/2026-07/projectConfig")).status_code == 403
    assert (await writer.patch(ENTRY, json=PATCH)).status_code == 200
    assert not reader.is_closed
    assert len(library.changes) == 1


async def test_changes_are_known_by_their_api_client(connect: Connect, library: Library) -> None:
    await connect().patch(ENTRY, json=PATCH)
    await connect(tokens.IMPORTER).patch(ENTRY, json=PATCH)
    events = [(change.event, change.actor) for change in library.changes]
    assert events == [
        ("mediaLibraryEntry.archive", tokens.NEWSDESK),
        ("mediaLibraryEntry.archive", tokens.ARCHIVE),
    ]


async def test_requests_are_recorded_without_the_token(connect: Connect, library: Library) -> None:
    await connect().patch(f"{ENTRY}?x=1", json=PATCH)
    (request,) = library.requests
    assert (request.method, request.path, request.query) == ("PATCH", f"/api{ENTRY}", "x=1")
    assert request.body == b'{"patches":[{"operation":"archive"}]}'
    assert request.headers["authorization"] == "(hidden)"
    assert tokens.READ_WRITE not in repr(library.requests)


async def test_methods_without_endpoint_are_route_404(connect: Connect) -> None:
    for method in ("HEAD", "PUT", "DELETE", "POST"):
        assert (await connect().request(method, ENTRY)).status_code == 404
