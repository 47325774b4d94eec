"""The look before anything is sent: totals, what was not checked, and a loop that stays free."""

from __future__ import annotations

import asyncio
import io
import json
import os
import stat
import time
from pathlib import Path

import pytest

from medialib_tui.api.codec import encode
from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing import examine as examining
from medialib_tui.core.importing.examine import Examined, Reading, examine
from medialib_tui.core.importing.known import known_of
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.source import spool
from medialib_tui.core.session import Session
from medialib_tui.demo.library import Library
from medialib_tui.model.capability import Capability, Support
from tests.core.conftest import OpenOn
from tests.core.importing.files import item, opened

ITEMS = [
    item("one"),
    item(None),
    item("two", "video"),
    item("three", metadata={"title": "Short", "credit": "x"}),
    item("one"),
    item("bad id", asset={}),
]


async def test_a_file_in_numbers(session: Session, library: Library, tmp_path: Path) -> None:
    source = opened(tmp_path, json.dumps(ITEMS))
    found = await examine(session, source)
    assert (found.total, found.good, found.bad, found.assigned) == (6, 4, 2, 1)
    assert (found.errors, found.warnings) == (9, 1)
    assert found.media_types == {"image": 3, "video": 1}
    assert [problem.field for problem in found.problems][:2] == ["metadata.title", "id"]
    assert found.unchecked == ()
    assert found.source is source
    assert {request.method for request in library.requests} == {"GET"}
    assert len(library.requests) == 1


@pytest.mark.parametrize(("items", "size"), [(1, 10**6), (2, 10**6), (100, 900), (100, 10**6)])
async def test_requests_and_bytes(session: Session, tmp_path: Path, items: int, size: int) -> None:
    """As many requests as batches cut at these limits, none larger than said."""
    all_of = [item(f"item-{number}") for number in range(7)]
    found = await examine(
        session, opened(tmp_path, json.dumps(all_of)), limits=Limits(items=items, bytes=size)
    )
    each = min(items, max(1, size // (len(encode(all_of[0])) + 2)))
    assert found.requests == -(-7 // each)
    assert found.bytes >= sum(len(encode(one)) for one in all_of)


async def test_nothing_in_it(session: Session, tmp_path: Path) -> None:
    source = opened(tmp_path, "[]")
    assert await examine(session, source) == Examined(source)


async def test_an_unreadable_configuration_is_said(open_on: OpenOn, tmp_path: Path) -> None:
    session = open_on()
    session.client.dialect.learn(Capability.PROJECT_CONFIG, works=False)
    found = await examine(session, opened(tmp_path, json.dumps([item(metadata={"zzz": 7})])))
    assert (found.good, found.errors) == (1, 0)
    assert "Metadata was not checked" in found.unchecked[0]


async def test_a_broken_file_is_told(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="line 1"):
        await examine(session, opened(tmp_path, '[{"id": '))


async def test_problems_are_kept_up_to_a_number(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST_PROBLEMS", 5)
    found = await examine(session, opened(tmp_path, json.dumps([{}] * 10)))
    assert len(found.problems) == 5
    assert found.errors > 10


async def test_what_a_version_says(open_on: OpenOn, library: Library) -> None:
    seen = await known_of(open_on("v1"))
    assert (seen.types.support, seen.reserved.support) == (Support.YES, Support.YES)
    library.config.pop("mediaCenter")
    old = await known_of(open_on("v1"))
    assert (old.types.support, old.reserved.support) == (Support.UNKNOWN, Support.UNKNOWN)
    new = await known_of(open_on("2026-03"))
    assert (new.types.support, new.reserved.support) == (Support.YES, Support.YES)
    assert new.project is not None
    assert new.project.known


async def test_the_loop_stays_free_and_hears_of_progress(session: Session, tmp_path: Path) -> None:
    lines = (json.dumps(item(f"item-{number}")) for number in range(4_000))
    source = opened(tmp_path, "\n".join(lines), "items.jsonl")
    heard: list[Reading] = []
    await session.project()
    waits: list[float] = []
    reading = asyncio.ensure_future(examine(session, source, progress=heard.append))
    while not reading.done():
        before = time.perf_counter()
        await asyncio.sleep(0)
        waits.append(time.perf_counter() - before)
    assert (await reading).good == 4_000
    assert sorted(waits)[len(waits) // 2] < 0.02
    assert [one.items for one in heard] == sorted(one.items for one in heard)
    assert Reading(1_200, 1).text() == "1,200 items read · 1 error"


async def test_giving_up_stops_the_thread(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "_TELL", 0.0)
    lines = (json.dumps(item(f"item-{number}")) for number in range(20_000))
    source = opened(tmp_path, "\n".join(lines), "items.jsonl")
    begun = asyncio.Event()
    heard: list[Reading] = []

    def hear(reading: Reading) -> None:
        heard.append(reading)
        begun.set()

    reading = asyncio.ensure_future(examine(session, source, progress=hear))
    await begun.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    await asyncio.get_running_loop().shutdown_default_executor()
    assert heard[-1].items < 20_000


def test_what_comes_in_is_kept_private(tmp_path: Path) -> None:
    path = spool(io.BytesIO(b"[]" * 10), tmp_path)
    assert path.read_bytes() == b"[]" * 10
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_what_is_cut_off_coming_in_is_not_kept(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spool(Broken(), tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_warnings_do_not_crowd_errors_out(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST_PROBLEMS", 3)
    short = {"title": "Short", "credit": "x"}
    items = [item(f"n-{number}", metadata=short) for number in range(5)]
    found = await examine(session, opened(tmp_path, json.dumps([*items, item("no good id!")])))
    assert (found.warnings, found.errors) == (5, 1)
    assert [one.severity for one in found.problems] == ["warning", "warning", "error"]


async def test_what_is_not_sent_for_the_token_is_told_before(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.imports, "scrub", lambda text: text.replace("secret", "…"))
    metadata = {"title": "A harbour at secret", "credit": "Sample"}
    items = [item("one"), item("two", metadata=metadata)]
    found = await examine(session, opened(tmp_path, json.dumps(items)))
    assert (found.good, found.bad, found.errors) == (1, 1, 1)
    assert "access token" in found.problems[0].message
