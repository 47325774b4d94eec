"""The same write for many ids, killed or interrupted on the way: resumed, never doubled."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from medialib_tui.core.writing import settle, write
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.sample import sample_library
from tests.cli.conftest import ROOT, Command

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")
WORDS = ("usage", "add", *IDS, "--purpose", "broadcast", "--jsonl")


class Served:
    """The library over HTTP; `writes` are the ids of the PATCHes that arrived, at once."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.writes: list[str] = []
        self._library = sample_library()
        self._app = create_app(self._library, faults=self.faults)
        self._known = {one: len(self._library.entries[one].usage_log) for one in IDS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "PATCH":
            self.writes.append(scope["path"].rsplit("/", 1)[-1])
        await self._app(scope, receive, send)

    def applied(self, entry_id: str) -> bool:
        """Whether the library holds a use that was added."""
        return len(self._library.entries[entry_id].usage_log) > self._known[entry_id]

    def source(self, entry_id: str) -> object:
        """The source that the library holds."""
        return self._library.entries[entry_id].metadata.get("source")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A library whose arriving writes can be watched; waiting between readings takes no time."""
    for module in (settle, write):
        monkeypatch.setattr(module, "WAITS", (0.0,) * 4)
    listening, app = socket.create_server(("127.0.0.1", 0)), Served()
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    monkeypatch.setenv("MEDIALIB_URL", f"http://127.0.0.1:{listening.getsockname()[1]}")
    monkeypatch.setenv("MEDIALIB_TOKEN", "demo-read-write")
    monkeypatch.setenv("MEDIALIB_API_VERSION", "2026-07")
    yield app
    server.should_exit = server.force_exit = True
    thread.join()


@pytest.mark.parametrize(("when", "how"), [("before", signal.SIGINT), ("after", signal.SIGKILL)])
def test_the_rest_is_written_and_nothing_twice(
    medialib: Command, served: Served, when: str, how: signal.Signals
) -> None:
    served.faults.add("delay", method="PATCH", nth=2, seconds=300, when=when)
    command = [sys.executable, "-m", "medialib_tui", *WORDS]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - a fixed command
        try:
            assert process.stdout
            _until(lambda: len(served.writes) == len(IDS))
            applied = len(IDS) - (when == "before")
            _until(lambda: sum(map(served.applied, IDS)) == applied)
            process.send_signal(how)
            if how is signal.SIGINT:
                assert process.stdout.readline()
                process.send_signal(how)
            process.wait(60)
        finally:
            process.kill()
    refused = medialib(*WORDS)
    assert refused.code == 7 and "--resume" in refused.err
    maybe_at_work = how is signal.SIGINT and when == "before"
    resumed = medialib(*WORDS, "--resume")
    assert resumed.code == (8 if maybe_at_work else 0)
    assert sum(_uses(medialib, one) for one in IDS) == len(IDS) - maybe_at_work
    assert ("may still arrive" in resumed.err) is maybe_at_work
    assert sorted(served.writes) == sorted(IDS)


def _until(reached: Callable[[], bool]) -> None:
    """Return once the server has come that far."""
    end, pause = time.monotonic() + 60, threading.Event()
    while not reached():
        assert time.monotonic() < end
        pause.wait(0.01)


def _uses(medialib: Command, entry_id: str) -> int:
    return len(medialib("usage", "list", entry_id, "--purpose", "broadcast", "--json").array)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_interrupted_change_of_many_tells_each_and_goes_on(
    medialib: Command, served: Served, when: str
) -> None:
    words = ("set", *IDS, "source=Sample batch", "--jsonl")
    served.faults.add("delay", method="PATCH", nth=1, seconds=300, when=when)
    command = [sys.executable, "-m", "medialib_tui", *words]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - a fixed command
        try:
            _until(lambda: len(served.writes) == len(IDS))
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    told = {line["id"]: line["outcome"] for line in map(json.loads, out.splitlines())}
    assert set(told) == set(IDS)
    assert ("medialib undo --batch" in err) is ("applied" in told.values())
    assert process.returncode == (9 if "unknown" in told.values() else 130)
    for entry_id, outcome in told.items():
        holds = served.source(entry_id) == "Sample batch"
        assert holds if outcome == "applied" else outcome == "unknown" or not holds
    served.faults.rules.clear()
    assert medialib(*words, "--resume").code == 0
    assert [served.source(one) for one in IDS] == ["Sample batch"] * 3
