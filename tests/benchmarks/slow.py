"""A line of 64 kbit/s and 300 ms: seconds until a person sees what was asked for."""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.subjects import SAMPLE, Program, Subjects, clean_environ
from tests.benchmarks.views import READY
from tests.screen import answers
from tests.terminal import MS, Terminal, encode

GROUP = "slow"
RATE = 8_000
"""Bytes a second."""
ONE_WAY = 150 * MS
"""Nanoseconds from one end to the other."""


@dataclass(frozen=True)
class Step:
    """Keys, what has to stand on the screen then, and the seconds that may take.

    Without a name it only leads on.
    """

    keys: str
    shows: str
    name: str = ""
    limit: float = 0


FIRST = "usable first screen"
SESSION = (
    Step(SAMPLE, SAMPLE),
    Step("<enter>", "Known uses", "open entry", 2),
    Step("<ctrl+p>", "Action, server", "palette open", 1.2),
    Step("<esc>", "Known uses"),
    Step("4", "newest first", "another tab", 1.2),
    Step("S", "(?i)servers", "another screen", 1.2),
    Step("<esc>", "newest first"),
    Step("1", "Known uses"),
    Step("e", "f2 Review", "form open", 2),
    Step("<enter>", "esc Done"),
    Step("X", "1 changed", "typed key in the form", 1.2),
    Step("<esc>", "enter Edit"),
    Step("<f2>", "Save 1 change", "review open", 1.2),
    Step("<enter>", "· v2 ·", "finished edit", 2),
)


class SlowTerminal(Terminal):
    """A terminal at the far end of the line: what is sent either way comes late, and in turn."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        super().__init__(command, environ, columns=120, rows=40)
        self._free = 0
        self._coming: deque[tuple[int, bytes]] = deque()
        self._going: deque[tuple[int, bytes]] = deque()

    def write(self, keys: str | bytes) -> int:
        """Press keys; returns when, in monotonic nanoseconds."""
        stamp = time.monotonic_ns()
        self._going.append((stamp + ONE_WAY, encode(keys)))
        return stamp

    def _read(self, timeout: float) -> bool:
        """Wait for what is on the line already, however long; for anything else up to a time."""
        end = time.monotonic_ns() + int(timeout * 1000 * MS)
        while True:
            now = time.monotonic_ns()
            while self._going and self._going[0][0] <= now:
                os.write(self._master, self._going.popleft()[1])
            if self._coming and self._coming[0][0] <= now:
                self._arrived(*self._coming.popleft())
                return True
            due = [queue[0][0] for queue in (self._coming, self._going) if queue]
            if now >= end and not due:
                return False
            wait = max(0, min([*due, end if end > now else now + ONE_WAY]) - now)
            if select.select([self._master], [], [], wait / (1000 * MS))[0] and not self._taken():
                return False
            if self._going:
                end = max(end, self._going[-1][0] + int(timeout * 1000 * MS))

    def _taken(self) -> bool:
        """Put what the program has sent onto the line."""
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the other side has closed
            data = b""
        if not data:
            self._open = False
            return False
        self._free = max(self._free, time.monotonic_ns()) + len(data) * 1000 * MS // RATE
        self._coming.append((self._free + ONE_WAY, data))
        return True

    def _arrived(self, stamp: int, data: bytes) -> None:
        self.chunks.append((stamp, data))
        if reply := answers(data):
            self._going.append((stamp + ONE_WAY, reply))


def measure(subjects: Subjects) -> Iterator[Figure]:
    """Every step, with what the plain driver takes beside it."""
    ours = _played(subjects.ours("--demo", ready=READY), subjects)
    plain = {} if subjects.quick else _played(_plain(subjects), subjects)
    limits = {FIRST: 2.0, **{step.name: step.limit for step in SESSION}}
    for name, seconds in ours.items():
        peer = f"plain {plain[name]:.2f} s" if name in plain else ""
        yield at_most(GROUP, f"{name}, 64 kbit/s and 300 ms", seconds, limits[name], "s", peer)


def _plain(subjects: Subjects) -> Program:
    home = subjects.home / "plain"
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "settings.toml").write_text('[ui]\nwire = "plain"\n', encoding="utf-8")
    return subjects.ours("--demo", ready=READY, MEDIALIB_HOME=str(home))


def _played(program: Program, subjects: Subjects) -> dict[str, float]:
    found: dict[str, float] = {}
    environ = {**clean_environ(subjects.home), **program.environ}
    with SlowTerminal(program.command, environ) as terminal:
        found[FIRST] = terminal.wait_for(program.ready, limit_s=60) / 1000
        terminal.until_quiet(600, 60)
        for step in SESSION[: 3 if subjects.quick else None]:
            stamp = terminal.write(step.keys)
            shown = terminal.started + terminal.wait_for(step.shows, limit_s=60) * MS
            terminal.until_quiet(600, 60)
            if step.name:
                found[step.name] = round((shown - stamp) / (1000 * MS), 2)
    return found
