"""Imports over a real connection, killed on the way: exactly the entries, truthful results."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from medialib_tui.demo.faults import parse_faults
from medialib_tui.demo.tokens import READ_WRITE
from tests.core.importing.files import numbered
from tests.faults.conftest import Served

ITEMS = 300
FAULTS: dict[str, object] = {
    "seed": 5,
    "rules": [
        {"action": action, "match": {"method": "POST", "probability": 0.06}, **more}
        for action, more in (
            ("reset-before", {}),
            ("reset-after", {}),
            ("drop", {}),
            ("truncate", {}),
            ("html", {}),
            ("status", {"status": 500}),
            ("status", {"status": 504}),
            ("too-many", {"retry_after": "0"}),
        )
    ]
    + [
        {"action": action, "match": {"path": "*/mediaLibrary", "probability": 0.05}}
        for action in ("status", "reset-before")
    ],
}


def item(number: int) -> dict[str, object]:
    made = numbered(number)
    del made["id"]
    match number % 3:
        case 0:
            return {"id": f"new-{number}", **made}
        case 1:
            return {"systemName": "agency", "externalId": f"ext-{number}", **made}
        case _:
            return made


def written(folder: Path) -> Path:
    path = folder / "items.json"
    path.write_text(json.dumps({"mediaLibraryEntries": [item(n) for n in range(ITEMS)]}))
    return path


class Commands:
    """`medialib` as processes of their own, with one home."""

    def __init__(self, served: Served, home: Path) -> None:
        self.environ = {
            **os.environ,
            "MEDIALIB_HOME": str(home),
            "MEDIALIB_URL": served.url,
            "MEDIALIB_TOKEN": READ_WRITE,
            "MEDIALIB_API_VERSION": "2026-07",
        }

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "medialib_tui", *words),
            env=self.environ,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *words: str) -> tuple[int, str, str]:
        process = await self.start(*words)
        out, errors = await process.communicate()
        return process.returncode or 0, out.decode(), errors.decode()


def created(served: Served) -> list[str]:
    return [one.media_id for one in served.library.changes if one.event.endswith(".create")]


async def reached(served: Served, count: int, process: asyncio.subprocess.Process) -> None:
    """Until so many entries are there, or the process has ended."""
    there = asyncio.Event()

    def look(_: object) -> None:
        if len(created(served)) >= count:
            there.set()

    served.library.on_request = look
    waits = {asyncio.ensure_future(there.wait()), asyncio.ensure_future(process.wait())}
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for one in waits:
        one.cancel()


@pytest.mark.parametrize("shape", ["empty", "entries"])
async def test_killed_several_times_it_creates_each_once(
    served: Served, tmp_path: Path, shape: str
) -> None:
    served.library.import_shape = shape
    served.faults.rules = parse_faults(FAULTS).rules
    served.library.body_limit = 8_000
    commands, file = Commands(served, tmp_path / "home"), written(tmp_path)
    words = ("import", str(file), "--resume", "--json", "--batch-size", "20")
    moments = random.Random(7)  # noqa: S311 - moments, not secrets
    kills = 0
    for goal in sorted(moments.sample(range(1, ITEMS - 40), 4)):
        process = await commands.start(*words)
        await reached(served, goal, process)
        if process.returncode is None:
            process.kill()
        await process.communicate()
        kills += process.returncode == -signal.SIGKILL
    assert kills >= 3
    code, out, errors = await commands.run(*words)
    assert code == 0, errors
    results = json.loads(out)
    assert [one["item"] for one in results] == list(range(1, ITEMS + 1))
    assert len(created(served)) == len(set(created(served))) == ITEMS
    assert {one["result"] for one in results} == {"created"}
    assert {one["id"] for one in results} == set(created(served))


async def test_a_kill_is_told_once_and_nothing_is_sent_by_that(
    served: Served, tmp_path: Path
) -> None:
    commands, file = Commands(served, tmp_path / "home"), written(tmp_path)
    process = await commands.start("import", str(file), "--batch-size", "5")
    await reached(served, 40, process)
    process.kill()
    await process.communicate()
    before = len(created(served))
    _, _, told = await commands.run("get", "harbour-dawn-01", "--json")
    assert f"An import of {file} was cut off after " in told
    assert f"of {ITEMS} items; medialib import {file} --resume goes on" in told
    _, _, again = await commands.run("get", "harbour-dawn-01", "--json")
    assert "cut off" not in again
    assert len(created(served)) == before


async def test_an_interrupt_waits_for_what_is_on_its_way(served: Served, tmp_path: Path) -> None:
    gate = served.faults.hold(method="POST", nth=3, after=True)
    commands, file = Commands(served, tmp_path / "home"), written(tmp_path)
    process = await commands.start("import", str(file), "--batch-size", "10", "--json")
    await gate.reached.wait()
    process.send_signal(signal.SIGINT)
    assert process.stderr is not None
    while b"waiting for what is on its way" not in await process.stderr.readline():
        assert process.returncode is None
    gate.release()
    out, errors = await process.communicate()
    assert process.returncode == 130
    assert b"--resume goes on with the rest" in errors
    results = json.loads(out)
    assert len(results) == ITEMS
    told = [one["id"] for one in results if one["result"] == "created"]
    assert sorted(told) == sorted(created(served))
    assert {one["result"] for one in results} == {"created", "waiting"}
    code, _, _ = await commands.run("import", str(file), "--resume")
    assert code == 0
    assert len(created(served)) == ITEMS


async def test_two_terminals_import_a_file_once(served: Served, tmp_path: Path) -> None:
    gate = served.faults.hold(method="POST", nth=3)
    commands, file = Commands(served, tmp_path / "home"), written(tmp_path)
    first = await commands.start("import", str(file), "--batch-size", "10")
    await gate.reached.wait()
    code, out, errors = await commands.run("import", str(file), "--json")
    assert code == 6
    assert json.loads(out)["error"]["code"] == "import-under-way"
    assert "another terminal" in errors
    gate.release()
    await first.communicate()
    assert first.returncode == 0
    assert len(created(served)) == ITEMS
