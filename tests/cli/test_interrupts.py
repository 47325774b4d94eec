"""Writes that are interrupted or killed: never lost sight of, never sent again."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from medialib_tui.store import sqlite_file
from tests.cli.conftest import ROOT, Command, Faulty, Ran, Served

ENTRY = "harbour-dawn-01"
GET = ("get", ENTRY, "--json")
SLOW: JsonObject = {"match": {"method": "PATCH"}, "action": "delay", "seconds": 300}


def start() -> subprocess.Popen[str]:
    """Begin to set a title."""
    command = [sys.executable, "-m", "medialib_tui", "set", ENTRY, "title=Mine", "--json"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)  # noqa: S603 - a fixed command


def wait_for_the_write(medialib: Command, *, applied: bool) -> None:
    """Return once the write is in the journal, which is just before it is sent, or applied."""
    end = time.monotonic() + 60
    while not medialib("journal", "--json").array:
        assert time.monotonic() < end
    while applied and title_of(medialib(*GET)) != "Mine":
        assert time.monotonic() < end


def title_of(ran: Ran) -> object:
    """The title that the server holds."""
    metadata = ran.object["metadata"]
    assert isinstance(metadata, dict)
    return metadata["title"]


@pytest.mark.parametrize(("when", "found"), [("before", "not"), ("after", "was applied")])
def test_interrupted_while_it_waits_for_its_answer(
    medialib: Command, faulty: Faulty, when: str, found: str
) -> None:
    faulty({**SLOW, "when": when})
    with start() as process:
        assert process.stderr and process.stdout
        wait_for_the_write(medialib, applied=when == "after")
        process.send_signal(signal.SIGINT)
        assert "waiting a moment" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 9
        told = json.loads(process.stdout.read())
    assert told["outcome"] == "unknown"
    assert told["error"]["code"] == "outcome-unknown"
    later = medialib(*GET)
    assert "left a write unfinished" in later.err
    assert found in later.err
    assert (title_of(later) == "Mine") is (when == "after")


def test_a_start_with_nothing_left_open_costs_nothing(
    demo: Command, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert demo("set", ENTRY, "title=Mine").code == 0
    served.calm()
    opened: list[Path] = []
    whole = sqlite_file.connect

    def connect(path: Path) -> sqlite3.Connection:
        opened.append(path)
        return whole(path)

    monkeypatch.setattr(sqlite_file, "connect", connect)
    assert demo("get", ENTRY, "--json").code == 0
    assert len(opened) == 1
    assert len(served.requests) == 1


def test_killed_while_it_waits_for_its_answer(medialib: Command, faulty: Faulty) -> None:
    faulty({**SLOW, "when": "after"})
    with start() as process:
        wait_for_the_write(medialib, applied=True)
        process.kill()
        process.wait(60)
    ran = medialib("check", ENTRY, "--json")
    assert "it was applied" in ran.err
    [record] = medialib("journal", "--jsonl").lines
    assert record["outcome"] == "applied"
