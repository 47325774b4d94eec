"""Retries, limits, redirects, the read-only guard and what goes out with a request."""

from __future__ import annotations

import gc
import gzip
import weakref
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from medialib_tui import __version__
from medialib_tui.api.call import CONFIG_LIMIT, JSON_LIMIT
from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    NotReached,
    ReadOnly,
    Redirected,
    Refused,
    TooManyRequests,
    Unavailable,
)
from medialib_tui.api.retry import seconds_to_wait
from medialib_tui.model.patch import Patch, SetMetadataProperty
from tests.api.serving import CANARY, ROOT, ask, json_answer, problem, read_only, server

PATCH = Patch(version=1, patches=(SetMetadataProperty(property_name="title", value="x"),))
ENTRY = {"id": "abc", "version": 1}
BUSY = [429, 502, 503, 504]


@pytest.mark.parametrize("status", BUSY)
async def test_a_get_is_tried_three_times(status: int) -> None:
    asked = ask(problem(status, {}), problem(status, {}), json_answer(ENTRY))
    assert (await asked.client.entry("abc")).version == 1
    assert len(asked.waits) == 2
    assert all(0 <= wait <= 1 for wait in asked.waits)


@pytest.mark.parametrize("status", BUSY)
async def test_the_fourth_try_is_not_made(status: int) -> None:
    asked = ask(problem(status, {}))
    with pytest.raises(Unavailable):
        await asked.client.entry("abc")
    assert len(asked.handler.requests) == 3


@pytest.mark.parametrize("status", [*BUSY, 500])
async def test_a_write_that_was_answered_is_sent_once(status: int) -> None:
    asked = ask(problem(status, {}))
    with pytest.raises(Unavailable):
        await asked.client.patch("abc", PATCH)
    with pytest.raises(Unavailable):
        await asked.client.import_entries([{"mediaType": "image"}])
    assert len(asked.handler.requests) == 2


@pytest.mark.parametrize(
    ("raised", "sent"),
    [
        (httpx.ConnectError("no"), False),
        (httpx.ConnectTimeout("no"), False),
        (httpx.PoolTimeout("no"), False),
        (httpx.ReadTimeout("no"), True),
        (httpx.WriteTimeout("no"), True),
        (httpx.ReadError("no"), True),
        (httpx.WriteError("no"), True),
        (httpx.RemoteProtocolError("no"), True),
        (httpx.LocalProtocolError("no"), True),
        (ConnectionResetError("no"), True),
    ],
)
async def test_a_write_is_repeated_only_where_nothing_was_sent(
    raised: Exception, sent: bool
) -> None:
    asked = ask(raised)
    with pytest.raises(NotReached) as caught:
        await asked.client.patch("abc", PATCH)
    assert caught.value.sent is sent
    assert len(asked.handler.requests) == (1 if sent else 3)


async def test_a_get_survives_a_connection_that_breaks_once() -> None:
    asked = ask(httpx.RemoteProtocolError("hung up"), json_answer(ENTRY))
    assert (await asked.client.entry("abc")).id == "abc"


async def test_a_slow_answer_is_not_waited_for_again() -> None:
    asked = ask(httpx.ReadTimeout("slow"))
    with pytest.raises(NotReached, match="within 5 seconds"):
        await asked.client.entry("abc")
    assert len(asked.handler.requests) == 1


async def test_retry_after_is_honoured() -> None:
    asked = ask(problem(503, {}), json_answer(ENTRY))
    asked.handler.steps[0] = json_answer({}, 503, {"Retry-After": "7"})
    await asked.client.entry("abc")
    assert asked.waits == [7.0]


async def test_a_long_retry_after_is_told_and_not_waited_for() -> None:
    asked = ask(json_answer({}, 429, {"Retry-After": "3600"}))
    with pytest.raises(TooManyRequests) as caught:
        await asked.client.entry("abc")
    assert (asked.waits, caught.value.retry_after) == ([], 3600.0)
    assert "3600 seconds" in caught.value.hint


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("3", 3.0),
        ("9" * 50, 86_400.0),
        ("Sat, 21 Nov 2026 10:00:05 GMT", 5.0),
        ("Sat, 21 Nov 2020 10:00:05 GMT", 0.0),
        ("Sat, 21 Nov 2026 10:00:05 -0000", 5.0),
    ],
)
def test_retry_after_as_number_or_date(header: str | None, seconds: float | None) -> None:
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert seconds_to_wait(header, now) == seconds


async def test_read_only_lets_nothing_out_but_gets() -> None:
    asked = ask(json_answer(ENTRY), at=read_only())
    with pytest.raises(ReadOnly):
        await asked.client.patch("abc", PATCH)
    with pytest.raises(ReadOnly):
        await asked.client.import_entries([])
    assert asked.handler.requests == []
    await asked.client.entry("abc")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_get_follows_on_its_own_origin(status: int) -> None:
    elsewhere = httpx.Response(status, headers={"location": "/new/place?x=1"})
    asked = ask(elsewhere, json_answer(ENTRY))
    await asked.client.entry("abc")
    assert asked.handler.urls[1] == "/new/place?x=1"
    assert asked.handler.requests[1].headers["authorization"] == f"Bearer {CANARY}"


@pytest.mark.parametrize(
    "location",
    [
        "https://elsewhere.example.net/",
        "http://cms.example.com/api",
        "https://cms.example.com:8443/api",
        "//elsewhere.example.net/api",
        "https://cms.example.com.evil.example/",
        "https://[",
    ],
)
async def test_nothing_follows_off_the_origin(location: str) -> None:
    asked = ask(httpx.Response(302, headers={"location": location}), json_answer(ENTRY))
    with pytest.raises(ApiError):
        await asked.client.entry("abc")
    assert {request.url.host for request in asked.handler.requests} == {"cms.example.com"}


async def test_a_write_is_never_redirected() -> None:
    asked = ask(httpx.Response(307, headers={"location": "/new"}), json_answer({"status": 200}))
    with pytest.raises(Redirected):
        await asked.client.patch("abc", PATCH)
    assert len(asked.handler.requests) == 1


async def test_circles_end() -> None:
    asked = ask(httpx.Response(302, headers={"location": "/again"}))
    with pytest.raises(Redirected, match="circle"):
        await asked.client.entry("abc")
    assert len(asked.handler.requests) == 4


async def test_user_and_password_in_a_location_are_dropped() -> None:
    asked = ask(
        httpx.Response(302, headers={"location": "https://u:p@cms.example.com/x"}),
        json_answer(ENTRY),
    )
    await asked.client.entry("abc")
    assert asked.handler.requests[1].headers["authorization"] == f"Bearer {CANARY}"


async def test_a_declared_giant_is_not_read() -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield b""

    declared = {"content-length": str(JSON_LIMIT + 1)}
    giant = httpx.Response(200, headers=declared, content=body())
    with pytest.raises(BadAnswer, match="larger than 16 MiB"):
        await ask(giant).client.entry("abc")
    assert read == []


async def test_a_compressed_giant_is_counted_as_it_unfolds() -> None:
    packed = gzip.compress(b'{"id": "' + b"x" * (JSON_LIMIT + 1) + b'"}')
    assert len(packed) < 100_000
    answer = httpx.Response(200, headers={"content-encoding": "gzip"}, content=packed)
    with pytest.raises(BadAnswer, match="larger"):
        await ask(answer).client.entry("abc")


async def test_the_project_configuration_may_be_larger() -> None:
    assert CONFIG_LIMIT == 64 * 1024 * 1024
    answer = b'{"pad": "' + b"x" * (JSON_LIMIT + 1) + b'"}'
    project = await ask(httpx.Response(200, content=answer)).client.project()
    assert project.media_types == ()


async def test_broken_compression_is_a_bad_answer() -> None:
    def damaged(_: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(b"not gzip")
        return httpx.Response(200, headers={"content-encoding": "gzip"}, stream=stream)

    with pytest.raises(BadAnswer, match="compression"):
        await ask(damaged).client.entry("abc")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<!doctype html><p>hello", "web page"),
        (b'{"id": "ab', "cut off"),
        (b'{"version": NaN}', "broken"),
        (b'{"version": 1e999}', "broken"),
        (b'{"version": ' + b"9" * 5_000 + b"}", "broken"),
        (b"[" * 100_000, "broken"),
        (b"[" * 300 + b"]" * 300, "broken"),
        (b'{"id": "\xff\xfe"}', "broken"),
        (b"[1, 2]", "other than a JSON object"),
        (b"null", "other than a JSON object"),
    ],
)
async def test_bad_bodies(body: bytes, said: str) -> None:
    with pytest.raises(BadAnswer, match=said):
        await ask(httpx.Response(200, content=body)).client.entry("abc")


async def test_half_surrogate_pairs_and_long_integers_survive() -> None:
    body = b'{"id": "abc", "metadata": {"title": "\\ud83d"}, "odd": 123456789012345678901234567890}'
    entry = await ask(httpx.Response(200, content=body)).client.entry("abc")
    assert entry.sent["metadata"] == {"title": "\ud83d"}
    assert entry.sent["odd"] == 123456789012345678901234567890
    asked = ask(json_answer({"status": 200}))
    back = SetMetadataProperty(property_name="title", value="\ud83d")
    await asked.client.patch("abc", Patch(patches=(back,)))
    assert b'"\\ud83d"' in asked.handler.requests[0].content


async def test_what_goes_out_with_a_request() -> None:
    asked = ask(json_answer(ENTRY))
    await asked.client.entry("abc")
    request = asked.handler.requests[0]
    assert str(request.url) == f"{ROOT}/api/2026-05/mediaLibrary/abc"
    assert request.headers["user-agent"] == f"medialib/{__version__}"
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert "content-type" not in request.headers


async def test_a_netrc_file_is_not_consulted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine cms.example.com login somebody password from-netrc\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    asked = ask(json_answer(ENTRY), token=None)
    await asked.client.entry("abc")
    assert "authorization" not in asked.handler.requests[0].headers


async def test_health_goes_without_the_token() -> None:
    asked = ask(json_answer({"status": "ok"}))
    assert await asked.client.healthy()
    assert "authorization" not in asked.handler.requests[0].headers


async def test_a_warning_header_is_passed_on_once_and_cleaned() -> None:
    raw = [(b"warning", b'299 - "v1 is \xc2\x9b31mdeprecated"')]
    asked = ask(httpx.Response(200, headers=raw, content=b"{}"))
    await asked.client.entry("abc")
    await asked.client.entry("abc")
    assert len(asked.warnings) == 1
    assert "deprecated" in asked.warnings[0]
    assert "\x9b" not in asked.warnings[0]


async def test_a_token_pasted_as_an_id_stays_here() -> None:
    asked = ask(json_answer(ENTRY))
    with pytest.raises(Refused, match="access token"):
        await asked.client.entry(CANARY)
    assert asked.handler.requests == []


async def test_the_edit_host_root_keeps_its_doubled_api() -> None:
    asked = ask(json_answer(ENTRY), at=server(url=f"{ROOT}/proxy/api"), version="v1")
    await asked.client.entry("abc")
    assert asked.handler.urls == ["/proxy/api/api/v1/mediaLibrary/abc"]


async def test_an_overlong_address_is_refused_here() -> None:
    with pytest.raises(NotReached) as caught:
        await ask(json_answer({"results": []})).client.entries_by_external_id("x" * 70_000, "s")
    assert not caught.value.sent


async def test_nothing_of_a_request_is_kept_once_it_was_answered() -> None:
    asked = ask(lambda _: json_answer(ENTRY), lambda _: problem(404, {}))
    gc.disable()
    try:
        await asked.client.entry("abc")
        with suppress(ApiError):
            await asked.client.entry("abc")
        sent = [weakref.ref(request) for request in asked.handler.requests]
        asked.handler.requests.clear()
        assert [request() for request in sent] == [None, None]
    finally:
        gc.enable()
