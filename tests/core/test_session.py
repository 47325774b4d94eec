"""What a session knows of its project, with and without the scope, fresh and kept."""

from __future__ import annotations

from pathlib import Path

from medialib_tui.core.doctor import examine
from medialib_tui.core.session import PROJECT_LIFE
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import EXPIRED, WRITE_NO_CONFIG
from medialib_tui.store.cache import Cache
from tests.core.conftest import OpenOn


async def test_the_project_is_asked_for_once(open_on: OpenOn, library: Library) -> None:
    session = open_on()
    assert (await session.project()) is (await session.project())
    assert len(library.requests) == 1


async def test_without_the_scope_the_reason_names_it(open_on: OpenOn) -> None:
    project = await open_on(token=WRITE_NO_CONFIG).project()
    assert not project.known
    assert "public-api:config:read" in project.unknown_because


async def test_a_kept_extract_spares_the_request_while_fresh(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    await open_on(cache=Cache(tmp_path)).project()
    kept = await open_on(cache=Cache(tmp_path)).project()
    assert kept.media_types
    assert len(library.requests) == 1
    await open_on(cache=Cache(tmp_path)).project(fresh=True)
    assert len(library.requests) == 2


async def test_an_old_extract_serves_only_when_the_server_fails(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    old = Cache(tmp_path, clock=lambda: 0.0)
    await open_on(cache=old).project()
    await open_on(cache=Cache(tmp_path)).project()
    assert len(library.requests) == 2
    old.keep_project("http://demo.invalid", await open_on().project())
    failing = tuple(Faults().add("status", path="*/projectConfig", status=500).rules)
    assert (await open_on(cache=old, rules=failing).project()).known
    assert PROJECT_LIFE < 86_400


def everything_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_no_secret_of_the_configuration_reaches_the_disk(
    open_on: OpenOn, tmp_path: Path
) -> None:
    await open_on(cache=Cache(tmp_path)).project()
    kept = everything_below(tmp_path)
    assert b"mediaTypes" in kept
    assert b"secret" not in kept.lower()
    assert b"accesskey" not in kept.lower()


async def test_the_examination_names_what_the_token_may_not_do(open_on: OpenOn) -> None:
    findings = {item.name: item for item in await examine(open_on(token=WRITE_NO_CONFIG))}
    assert findings["public-api:config:read"].tone == "warn"
    assert findings["public-api:read"].tone == "good"


async def test_the_examination_survives_a_refused_token(open_on: OpenOn) -> None:
    findings = {item.name: item for item in await examine(open_on(token=EXPIRED))}
    assert findings["public-api:read"].tone == "bad"
    assert findings["health"].tone == "good"
