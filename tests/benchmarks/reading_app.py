"""Reading figures seen at the terminal: keys while much is loading, memory, long tables."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.subjects import TOKEN, Subjects, demo_server, memory_mb
from tests.benchmarks.views import READY
from tests.terminal import Terminal

GROUP = "reading"
POPULAR = "popular-skyline"
BUSY = "busy-usage-log"
ALL_LOADED = r"12,345 in all"
BY_TEXT = r"2,550 of 3,000 match"
"""What the words known so far leave; titles of documents are asked for behind it."""


def measure_app(subjects: Subjects) -> Iterator[Figure]:
    """One session against a server in another process."""
    with demo_server(subjects) as url:
        settings = {"MEDIALIB_URL": url, "MEDIALIB_TOKEN": TOKEN}
        program = subjects.ours(ready=READY, **settings)
        with program.start(subjects.home) as terminal:
            terminal.wait_for(program.ready)
            terminal.until_quiet(450)
            before = memory_mb(terminal.process.pid)
            stall = _load_everything(terminal)
            name = "12,345 references loading: longest wait for an answer to a key"
            yield at_most(GROUP, name, stall, 50, "ms")
            yield from _usages(terminal)
            grown = memory_mb(terminal.process.pid) - before
            name = "memory with 12,345 references and 3,000 usages loaded, above start"
            yield at_most(GROUP, name, grown, 30, "MB")


def _load_everything(terminal: Terminal) -> float:
    """Milliseconds of the longest wait while keys are pressed and pages come in."""
    terminal.step(f"{POPULAR}<enter>")
    terminal.wait_for(r"12,345")
    terminal.step("3")
    terminal.write("A")
    worst, down = 0.0, True
    while not re.search(ALL_LOADED, terminal.text):
        step = terminal.step("<down>" if down else "<up>", quiet_ms=25)
        if step.bytes:
            worst = max(worst, step.first_ms)
        down = not down
    return worst


def _usages(terminal: Terminal) -> Iterator[Figure]:
    terminal.step("<esc>")
    terminal.step("/")
    terminal.step("<ctrl+u>")
    terminal.step(f"{BUSY}<enter>")
    terminal.wait_for(r"2,250 confirmed")
    terminal.until_quiet()
    for name, keys in (("shown", "4"), ("sorted", "t"), ("filtered by state", "s")):
        yield at_most(GROUP, f"3,000 usages {name}", terminal.step(keys).settled_ms, 100, "ms")
    terminal.step("/")
    typed = (time.monotonic_ns() - terminal.started) / 1e6
    terminal.write("p")
    found = terminal.wait_for(BY_TEXT) - typed
    yield at_most(GROUP, "3,000 usages filtered by text", found, 100, "ms")
    terminal.until_quiet()
