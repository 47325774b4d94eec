"""One use for many ids, killed or interrupted on the way: resumed, never doubled."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import ROOT, Command, Faulty

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")
WORDS = ("usage", "add", *IDS, "--purpose", "broadcast", "--jsonl")
LOST: JsonObject = {"match": {"method": "PATCH", "nth": 2}, "action": "delay", "seconds": 300}


@pytest.mark.parametrize(("when", "how"), [("before", signal.SIGINT), ("after", signal.SIGKILL)])
def test_the_rest_is_written_and_nothing_twice(
    medialib: Command, faulty: Faulty, when: str, how: signal.Signals
) -> None:
    faulty({**LOST, "when": when})
    command = [sys.executable, "-m", "medialib_tui", *WORDS]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - a fixed command
        assert process.stdout
        _wait(medialib, applied=when == "after")
        process.send_signal(how)
        if how is signal.SIGINT:
            assert IDS[0] in process.stdout.readline()
            process.send_signal(how)
        process.wait(30)
    refused = medialib(*WORDS)
    assert refused.code == 7 and "--resume" in refused.err
    maybe_at_work = how is signal.SIGINT and when == "before"
    resumed = medialib(*WORDS, "--resume")
    assert resumed.code == (8 if maybe_at_work else 0)
    assert [_uses(medialib, one) for one in IDS] == [1, 0 if maybe_at_work else 1, 1]
    assert ("may still" in resumed.err) is maybe_at_work


def _wait(medialib: Command, *, applied: bool) -> None:
    """Return once the second write is in the journal, just before it is sent, or applied."""
    end = time.monotonic() + 20
    while len(medialib("journal", "--json").array) < 2:
        assert time.monotonic() < end
    while applied and not _uses(medialib, IDS[1]):
        assert time.monotonic() < end


def _uses(medialib: Command, entry_id: str) -> int:
    return len(medialib("usage", "list", entry_id, "--purpose", "broadcast", "--json").array)
