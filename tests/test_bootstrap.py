"""A session from flags, environment and settings: which server, which token, which version."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from medialib_tui.api.errors import Gone, NotReached, TokenRefused
from medialib_tui.bootstrap import open_session
from medialib_tui.demo.app import create_app
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.store.errors import NoServer, SettingsError
from medialib_tui.store.resolve import Flags


@pytest.fixture
def library() -> Library:
    return sample_library()


@pytest.fixture
def address(library: Library) -> Iterator[str]:
    """The embedded library over real HTTP on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(library), log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def environment(home: Path, **variables: str) -> dict[str, str]:
    return {**os.environ, "MEDIALIB_HOME": str(home), **variables}


async def test_url_and_token_alone_are_enough(address: str, home: Path) -> None:
    environ = environment(home, MEDIALIB_URL=address, MEDIALIB_TOKEN=READ_WRITE)
    session = await open_session(Flags(), environ)
    assert (await session.client.entry("harbour-dawn-01")).id == "harbour-dawn-01"
    assert session.server.api_version == "2026-07"
    await session.aclose()


async def test_auto_finds_the_newest_version_the_server_answers_and_remembers_it(
    address: str, library: Library, home: Path
) -> None:
    library.release = "2025-11"
    environ = environment(home, MEDIALIB_URL=address, MEDIALIB_TOKEN=READ_WRITE)
    for _ in range(2):
        session = await open_session(Flags(), environ)
        assert session.server.api_version == "2025-11"
        await session.aclose()
    asked = [request.path for request in library.requests]
    assert asked.count("/api/2026-07/health") == 1
    assert not any("authorization" in r.headers for r in library.requests if "health" in r.path)


async def test_a_remembered_version_that_was_retired_is_looked_for_anew(
    address: str, library: Library, home: Path
) -> None:
    environ = environment(home, MEDIALIB_URL=address, MEDIALIB_TOKEN=READ_WRITE)
    library.release = "2026-03"
    await (await open_session(Flags(), environ)).aclose()
    library.release, library.retired = "2026-07", frozenset({"2026-03"})
    session = await open_session(Flags(), environ)
    with pytest.raises(Gone):
        await session.client.entry("harbour-dawn-01")
    await session.aclose()
    session = await open_session(Flags(), environ)
    assert session.server.api_version == "2026-07"
    await session.aclose()


async def test_no_server_at_all_says_what_to_type(home: Path) -> None:
    with pytest.raises(NoServer) as caught:
        await open_session(Flags(), environment(home))
    assert "--demo" in caught.value.hint


async def test_no_token_is_a_token_problem_and_nothing_is_sent(
    address: str, library: Library, home: Path
) -> None:
    with pytest.raises(TokenRefused):
        await open_session(Flags(), environment(home, MEDIALIB_URL=address))
    assert library.requests == []


async def test_a_port_nobody_listens_on_is_not_reached(home: Path) -> None:
    environ = environment(home, MEDIALIB_URL="http://127.0.0.1:9", MEDIALIB_TOKEN=READ_WRITE)
    with pytest.raises(NotReached):
        await open_session(Flags(), environ)


async def test_a_broken_settings_file_is_named(home: Path) -> None:
    (home / "settings.toml").write_text("[servers.x]\nurll = 'https://x'\n")
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        await open_session(Flags(demo=True), environment(home))


async def test_the_embedded_library_needs_nothing(home: Path) -> None:
    session = await open_session(Flags(demo=True), environment(home))
    assert (await session.project()).media_types
    await session.aclose()


async def test_an_opening_that_is_given_up_does_not_wait_for_its_token_command(home: Path) -> None:
    program, started = home / "slow.py", home / "started"
    program.write_text(
        f"import pathlib, signal; pathlib.Path({str(started)!r}).touch(); signal.pause()"
    )
    (home / "settings.toml").write_text(
        "[servers.slow]\nurl = 'http://127.0.0.1:9'\n"
        f"token_command = '{sys.executable} {program}'\n"
    )
    opening = asyncio.create_task(open_session(Flags(server="slow"), environment(home)))
    while not started.exists():
        assert not opening.done()
        await asyncio.sleep(0)
    began = time.monotonic()
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await asyncio.get_running_loop().shutdown_default_executor()
    assert time.monotonic() - began < 5
