"""Wire figures: bytes from the program to the terminal, by what a person does."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.figures import Figure, at_most, times_at_most
from tests.benchmarks.subjects import TOKEN, Program, Subjects, cpu_seconds, demo_server
from tests.benchmarks.views import READY, SCRIPT, SEARCHING, Move
from tests.terminal import MS, Terminal

GROUP = "wire"
SIZES = ((120, 40), (80, 24))
MC_FIRST = 7_765
"""Bytes of mc's first screen at 120x40."""

LINE = 8_000
"""Bytes a second of a 64 kbit/s line."""


_HELD = 12


@dataclass(frozen=True)
class Cost:
    """What one move took: bytes, cells that changed, and how long over a slow line."""

    bytes: int
    changed: int
    slow_s: float


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All wire figures, at both sizes."""
    for columns, rows in SIZES[: 1 if subjects.quick else None]:
        size = f"{columns}x{rows}"
        yield from _played(subjects, columns, rows, size)
    if subjects.quick:
        return
    yield _waiting(subjects)
    yield from _against_peers(subjects)


def _played(subjects: Subjects, columns: int, rows: int, size: str) -> Iterator[Figure]:
    program = subjects.ours("--demo", ready=READY)
    with program.start(subjects.home, columns, rows) as terminal:
        terminal.wait_for(program.ready)
        terminal.until_quiet(450)
        first = terminal.size
        yield at_most(GROUP, f"first screen, {size}", first, MC_FIRST, "bytes", "mc 120x40")
        slow = slow_line(terminal.chunks, terminal.started)
        yield at_most(
            GROUP, f"first screen, 64 kbit/s and 300 ms, {size}", slow, 2, "s", "modelled"
        )
        for move in SCRIPT[: 2 if subjects.quick else None]:
            yield from _moved(terminal, move, size)
            if move.held:
                held = _held(terminal, move.keys[0])
                yield at_most(GROUP, f"{move.name}, held, {size}", held, move.limit, "bytes")
            if move.idle:
                yield from _idle(terminal, f"{move.idle}, {size}", subjects.idle)
        pointed = terminal.sweep(columns, rows)
        yield at_most(GROUP, f"mouse over the screen, {size}", pointed, 0, "bytes")


def _moved(terminal: Terminal, move: Move, size: str) -> Iterator[Figure]:
    costs = [_cost(terminal, keys, move.shows) for keys in move.keys]
    if not move.name:
        return
    sent = statistics.median(cost.bytes for cost in costs)
    changed = statistics.median(cost.changed for cost in costs)
    name = f"{move.name}, {size}"
    seen = f"{changed:,.0f} cells"
    limit = move.limit or 2 * changed
    yield at_most(GROUP, name, sent, limit, "bytes", seen)
    if move.slow_s:
        slow = max(cost.slow_s for cost in costs)
        yield at_most(GROUP, f"{name}, 64 kbit/s and 300 ms", slow, move.slow_s, "s", "modelled")


def _cost(terminal: Terminal, keys: str, shows: str) -> Cost:
    before, seen = terminal.cells(), len(terminal.chunks)
    stamp = terminal.write(keys)
    terminal.until_quiet()
    if shows:
        terminal.wait_for(shows)
        terminal.until_quiet()
    new = terminal.chunks[seen:]
    after = terminal.cells()
    changed = sum(old != now for old, now in zip(before, after, strict=True))
    return Cost(sum(len(data) for _, data in new), changed, slow_line(new, stamp))


def _held(terminal: Terminal, key: str) -> float:
    """Bytes a key that repeats 30 times a second."""
    before = terminal.size
    for _ in range(_HELD):
        terminal.write(key)
        terminal.read_for(1 / 30)
    sent = terminal.size - before
    terminal.until_quiet()
    return sent / _HELD


def slow_line(chunks: list[tuple[int, bytes]], start: int) -> float:
    """Seconds until the last byte has come over a line of 64 kbit/s and 300 ms there and back."""
    free = 0.0
    for stamp, data in chunks:
        free = max(free, (stamp - start) / (1000 * MS)) + len(data) / LINE
    return round(free + 0.3, 2)


def _idle(terminal: Terminal, name: str, seconds: float) -> Iterator[Figure]:
    terminal.until_quiet(450)
    before = cpu_seconds(terminal.process.pid)
    sent = terminal.read_for(seconds)
    busy = 100 * (cpu_seconds(terminal.process.pid) - before) / seconds
    yield at_most(GROUP, f"idle, {name}", sent, 0, "bytes", f"{seconds:g} s")
    yield at_most(GROUP, f"idle, {name}, processor", busy, 0.1, "%", f"{seconds:g} s")


def _waiting(subjects: Subjects) -> Figure:
    rules = subjects.home / "waiting.json"
    rules.write_text(json.dumps({"rules": [{"action": "delay", "seconds": 30}]}))
    with demo_server(subjects, "--faults", str(rules)) as url:
        settings = {
            "MEDIALIB_URL": url,
            "MEDIALIB_TOKEN": TOKEN,
            "MEDIALIB_API_VERSION": "2026-07",
        }
        program = subjects.ours("some-id", ready=SEARCHING, **settings)
        with program.start(subjects.home) as terminal:
            terminal.wait_for(program.ready)
            terminal.until_quiet()
            rate = terminal.read_for(subjects.idle) / subjects.idle
    return at_most(GROUP, "waiting for the server", rate, 60, "bytes/s")


def _against_peers(subjects: Subjects) -> Iterator[Figure]:
    """What every program has, with its bytes in the programs that were found."""
    mine = _opened(subjects.ours("--demo", ready=READY), subjects)
    theirs = {name: _opened(peer, subjects) for name, peer in subjects.peers().items()}
    for name, limit in (("first screen", 0.10), ("palette", 0.10)):
        posting = [theirs["posting"][name]] if "posting" in theirs else None
        yield times_at_most(GROUP, name, [mine[name]], posting, limit, "posting", "bytes")
    for name, most, unit in (
        ("first screen", MC_FIRST, "bytes"),
        ("palette", MC_FIRST, "bytes"),
        ("typed key", 60, "bytes"),
        ("idle with a field", 0, "bytes/s"),
    ):
        beside = ", ".join(f"{peer} {costs[name]:,.0f}" for peer, costs in theirs.items())
        if beside:
            yield at_most(GROUP, f"{name}, beside peers", mine[name], most, unit, beside)


def _opened(program: Program, subjects: Subjects) -> dict[str, float]:
    with program.start(subjects.home) as terminal:
        terminal.wait_for(program.ready, limit_s=60)
        terminal.until_quiet(450)
        first = terminal.size
        typed = [terminal.step(key).bytes for key in "abcdef"]
        return {
            "first screen": first,
            "typed key": statistics.median(typed),
            "idle with a field": terminal.read_for(subjects.idle) / subjects.idle,
            "palette": terminal.step("<ctrl+p>", quiet_ms=450).bytes,
        }
