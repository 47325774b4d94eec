"""Start figures: how soon a command answers and the app is of use, and what that costs."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks.figures import Figure, alternate, at_most, times_at_most
from tests.benchmarks.subjects import (
    HERE,
    SAMPLE,
    TOKEN,
    Program,
    Subjects,
    clean_environ,
    demo_server,
    memory_mb,
    timed,
)
from tests.benchmarks.views import READY, SAMPLE_SHOWN
from tests.terminal import MS

GROUP = "start"
BARE = "a bare Textual app"
ANSWERS_S = (0.1, 0.5)
"""How long the slow servers of the start with an id take for every answer."""


@dataclass(frozen=True)
class Start:
    """One start of a program with a screen."""

    first_text_ms: float
    useful_ms: float
    memory_mb: float


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All start figures."""
    yield from _version(subjects)
    yield from _get(subjects)
    if subjects.quick:
        return
    yield from _screens(subjects)
    yield from _quit(subjects)
    for seconds in ANSWERS_S:
        yield _with_id(subjects, seconds)
    yield _completion(subjects)


def _version(subjects: Subjects) -> Iterator[Figure]:
    environ = clean_environ(subjects.home)
    found = alternate(
        {
            "ours": lambda: timed([*subjects.program, "--version"], environ),
            "pass": lambda: timed([sys.executable, "-c", "pass"], environ),
        },
        subjects.rounds * 4,
    )
    yield times_at_most(GROUP, "--version", found["ours"], found["pass"], 2.5, "python -c pass")


def _get(subjects: Subjects) -> Iterator[Figure]:
    with demo_server(subjects) as url:
        environ = clean_environ(subjects.home) | {"MEDIALIB_URL": url, "MEDIALIB_TOKEN": TOKEN}
        address = f"{url}/api/2026-07/mediaLibrary/{SAMPLE}"
        ours = [*subjects.program, "get", SAMPLE, "--json"]
        bare = [sys.executable, str(HERE / "bare_get.py"), address, TOKEN]
        runs: dict[str, Callable[[], float]] = {
            "ours": lambda: timed(ours, environ),
            "bare": lambda: timed(bare, environ),
        }
        if httpie := subjects.httpie:
            peer = [httpie, "--ignore-stdin", address, f"Authorization:Bearer {TOKEN}"]
            runs["httpie"] = lambda: timed(peer, environ)
        found = alternate(runs, subjects.rounds * 2)
    name = "get ID --json, loopback"
    yield times_at_most(GROUP, name, found["ours"], found["bare"], 1.15, "httpx + pydantic")
    yield times_at_most(GROUP, name, found["ours"], found.get("httpie"), 0.75, "httpie")


def _start(program: Program, home: Path) -> Start:
    with program.start(home) as terminal:
        useful = terminal.wait_for(program.ready, quiet_ms=120)
        terminal.until_quiet(450)
        return Start(terminal.first_text_ms(), useful, memory_mb(terminal.process.pid))


def _screens(subjects: Subjects) -> Iterator[Figure]:
    programs = {
        "ours": subjects.ours("--demo", ready=READY),
        "bare": subjects.bare(),
        **subjects.peers(),
    }
    runs = alternate(
        {name: partial(_start, program, subjects.home) for name, program in programs.items()},
        subjects.rounds,
    )
    ours, bare = runs["ours"], runs["bare"]
    useful, memory = [run.useful_ms for run in ours], [run.memory_mb for run in ours]
    first = [run.first_text_ms for run in ours]
    name = "first useful screen"
    yield times_at_most(GROUP, name, useful, [run.useful_ms for run in bare], 1.4, BARE)
    for peer in ("posting", "harlequin"):
        theirs = [run.useful_ms for run in runs[peer]] if peer in runs else None
        yield times_at_most(GROUP, name, useful, theirs, 0.5, peer)
    name = "memory at start"
    yield times_at_most(GROUP, name, memory, [run.memory_mb for run in bare], 1.5, BARE, "MB")
    posting = runs.get("posting")
    theirs = [run.memory_mb for run in posting] if posting else None
    yield times_at_most(GROUP, name, memory, theirs, 0.75, "posting", "MB")
    theirs = [run.useful_ms for run in posting] if posting else None
    yield times_at_most(GROUP, "first visible text", first, theirs, 0.10, "posting")


def _leave(program: Program, home: Path) -> float:
    """Milliseconds from the last key until the process has gone."""
    with program.start(home) as terminal:
        terminal.wait_for(program.ready)
        terminal.until_quiet(450)
        stamp = terminal.write(program.leave)
        terminal.until_exit()
        return (terminal.exited - stamp) / MS


def _quit(subjects: Subjects) -> Iterator[Figure]:
    programs = {
        "ours": subjects.ours("--demo", SAMPLE, ready=SAMPLE_SHOWN),
        "bare": subjects.bare(),
        **subjects.peers(),
    }
    found = alternate(
        {name: partial(_leave, program, subjects.home) for name, program in programs.items()},
        subjects.rounds,
    )
    yield times_at_most(GROUP, "quit", found["ours"], found["bare"], 1, BARE)
    yield times_at_most(GROUP, "quit", found["ours"], found.get("posting"), 0.12, "posting")


def _with_id(subjects: Subjects, seconds: float) -> Figure:
    slow = subjects.home / "slow.json"
    slow.write_text(json.dumps({"rules": [{"action": "delay", "seconds": seconds}]}))
    with demo_server(subjects, "--faults", str(slow)) as url:
        settings = {"MEDIALIB_URL": url, "MEDIALIB_TOKEN": TOKEN}
        asked = subjects.ours(SAMPLE, ready=SAMPLE_SHOWN, **settings)
        plain = subjects.ours(ready=READY, **settings)
        found = alternate(
            {
                "asked": lambda: _start(asked, subjects.home).useful_ms,
                "plain": lambda: _start(plain, subjects.home).useful_ms,
            },
            subjects.rounds,
        )
    trips = (statistics.median(found["asked"]) - statistics.median(found["plain"])) / 1000
    return at_most(
        GROUP,
        f"entry on screen after the first useful screen, {seconds * 1000:.0f} ms a round trip",
        trips / seconds,
        1,
        "round trips",
    )


def _completion(subjects: Subjects) -> Figure:
    """A TAB in bash with nothing of ours to run: only the script itself may answer."""
    name, goal = "completion of a TAB", "no Python, or <= 30 ms"
    bash = shutil.which("bash")
    if bash is None:
        return Figure(GROUP, name, goal, "no bash here")
    environ = clean_environ(subjects.home)
    script = subprocess.run(  # noqa: S603 - our own program
        [*subjects.program, "completion", "bash"], env=environ, capture_output=True, check=True
    )
    file = subjects.home / "completion.bash"
    file.write_bytes(script.stdout)
    ask = (
        f"source {file}; COMP_WORDS=(medialib us); COMP_CWORD=1; "
        "f=$(complete -p medialib | sed 's/.*-F \\([^ ]*\\).*/\\1/'); "
        'PATH=; $f medialib us medialib; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(  # noqa: S603 - the script under measurement
        [bash, "--norc", "-c", ask], env=environ, capture_output=True, text=True, check=False
    )
    alone = bool(re.search(r"\busage\b", done.stdout)) and not done.stderr
    shown = "no Python" if alone else f"needs a program: {done.stderr.strip() or done.stdout}"
    return Figure(GROUP, name, goal, shown, met=alone)
