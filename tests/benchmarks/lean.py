"""Frames as differences beside frames as they are: bytes, the least possible, time, processor."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any, cast

from tests.benchmarks.figures import Figure, at_most, times_at_most
from tests.benchmarks.subjects import Program, Subjects, cpu_seconds
from tests.benchmarks.views import READY
from tests.terminal import MS, Terminal

GROUP = "lean"
COLUMNS, ROWS = 120, 40
SYNC_END = b"\x1b[?2026l"
_PLAIN = '[ui]\nwire = "plain"\n'


@dataclass(frozen=True)
class Move:
    """Keys that are pressed one by one; without a name they only lead on."""

    keys: Sequence[str]
    name: str = ""
    shows: str = ""


SESSION = (
    Move(tuple("busy-usag"), "typed key in a field"),
    Move(tuple("e-log")),
    Move(("<enter>",), "another screen", "2,250 confirmed"),
    Move(("2", "3", "4", "1"), "another tab"),
    Move(("4",), "", "Syndication"),
    Move(("<down>",) * 12, "arrow down in a table"),
    Move(("<pagedown>",) * 6, "page down in a table"),
    Move(("<ctrl+p>",), "palette", "Overview tab"),
    Move(("<esc>",)),
    Move(("y",), "dialog", "Copy"),
    Move(("<esc>",)),
    Move(("?",), "help"),
    Move(("<esc>",)),
)
BARE = (
    Move(("<down>",) * 12, "arrow down in a table"),
    Move(("<pagedown>",) * 2, "page down in a table"),
    Move(("<ctrl+p>",), "palette"),
)


@dataclass
class Seen:
    """What a session cost, by the name of the move."""

    sent: dict[str, list[float]] = field(default_factory=dict)
    least: dict[str, list[float]] = field(default_factory=dict)
    swept: int = 0
    idle: int = 0

    def note(self, name: str, sent: float, least: float) -> None:
        """Add one key."""
        self.sent.setdefault(name, []).append(sent)
        self.least.setdefault(name, []).append(least)

    @property
    def excess(self) -> float:
        """Bytes of the whole session against the least that could have shown it."""
        return sum(map(sum, self.sent.values())) / sum(map(sum, self.least.values()))


def measure(subjects: Subjects) -> Iterator[Figure]:
    """All figures of the lean driver, beside the plain one and the bare app."""
    lean = _played(subjects.ours("--demo", ready=READY), SESSION, subjects)
    plain = _played(_plain(subjects), SESSION, subjects)
    bare = _played(subjects.bare(), BARE, subjects)
    lifted = replace(subjects.bare(), command=(*subjects.bare().command, "lean"))
    bare_lean = _played(lifted, BARE, subjects)
    for name, values in lean.sent.items():
        theirs = _middle(plain.sent[name])
        floor = f", bare app {_middle(bare.sent[name]):,.0f}" if name in bare.sent else ""
        limit = 0.2 * theirs
        yield at_most(GROUP, name, _middle(values), limit, "bytes", f"plain {theirs:,.0f}{floor}")
    for name, values in bare_lean.sent.items():
        theirs = _middle(bare.sent[name])
        label = f"bare app, {name}"
        yield at_most(GROUP, label, _middle(values), 0.2 * theirs, "bytes", f"plain {theirs:,.0f}")
    swept = f"plain {plain.swept:,}, bare app {bare.swept:,}"
    yield at_most(GROUP, "mouse over the screen", lean.swept, 0, "bytes", swept)
    yield at_most(GROUP, "idle", lean.idle, 0, "bytes", f"{subjects.idle:g} s")
    much = f"plain {plain.excess:.1f}"
    yield at_most(GROUP, "session against the least", lean.excess, 1.3, "times", much)
    if not subjects.quick:
        yield from _speed(subjects)


def _plain(subjects: Subjects) -> Program:
    home = subjects.home / "plain"
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "settings.toml").write_text(_PLAIN, encoding="utf-8")
    return subjects.ours("--demo", ready=READY, MEDIALIB_HOME=str(home))


def _played(program: Program, moves: Sequence[Move], subjects: Subjects) -> Seen:
    seen = Seen()
    with program.start(subjects.home, COLUMNS, ROWS) as terminal:
        blank = terminal.cells()
        terminal.wait_for(program.ready)
        terminal.until_quiet(450)
        seen.note("first screen", terminal.size, least(blank, terminal.cells()))
        for move in moves:
            for keys in move.keys:
                before, sent = terminal.cells(), terminal.size
                terminal.step(keys, quiet_ms=250)
                if move.shows:
                    terminal.wait_for(move.shows)
                    terminal.until_quiet()
                if move.name:
                    seen.note(move.name, terminal.size - sent, least(before, terminal.cells()))
        terminal.until_quiet(450)
        seen.idle = terminal.read_for(subjects.idle)
        seen.swept = terminal.sweep(COLUMNS, ROWS)
    return seen


def _speed(subjects: Subjects) -> Iterator[Figure]:
    """Both drivers side by side, key by key in turn."""
    programs = {"lean": subjects.ours("--demo", "busy-usage-log", ready="2,250 confirmed")}
    programs["plain"] = replace(programs["lean"], environ=_plain(subjects).environ)
    with ExitStack() as stack:
        opened = {
            name: stack.enter_context(program.start(subjects.home, COLUMNS, ROWS))
            for name, program in programs.items()
        }
        for terminal in opened.values():
            terminal.wait_for("2,250 confirmed")
            terminal.step("4")
        for name, keys in (
            ("arrow down", ["<down>"] * 40),
            ("page down", ["<pagedown>"] * 20),
            ("another tab", ["1", "2", "3", "4", "5", "6"] * 3),
        ):
            yield from _raced(name, keys, opened)


def _raced(name: str, keys: Sequence[str], opened: dict[str, Terminal]) -> Iterator[Figure]:
    late: dict[str, list[float]] = {driver: [] for driver in opened}
    busy: dict[str, list[float]] = {driver: [] for driver in opened}
    for number, key in enumerate(keys):
        order = list(opened.items())
        for driver, terminal in order if number % 2 else order[::-1]:
            before = cpu_seconds(terminal.process.pid)
            late[driver].append(_to_changed_cell(terminal, key))
            busy[driver].append(1000 * (cpu_seconds(terminal.process.pid) - before))
    for what, found in (("key to changed cell", late), ("processor a key", busy)):
        middle = {driver: [statistics.median(values)] for driver, values in found.items()}
        label = f"{what}, {name}"
        yield times_at_most(GROUP, label, middle["lean"], middle["plain"], 1.1, "plain driver")


def _to_changed_cell(terminal: Terminal, key: str) -> float:
    """Milliseconds until the first frame that changed a cell had come whole."""
    before, seen = terminal.cells(), len(terminal.chunks)
    stamp = terminal.write(key)
    terminal.until_quiet(300)
    for came, data in terminal.chunks[seen:]:
        terminal.draw_next(data)
        if SYNC_END in data and terminal.screen.cells() != before:
            return (came - stamp) / MS
    return 0.0


def _middle(values: Sequence[float]) -> float:
    return statistics.median(values)


# The least


def least(before: Sequence[object], after: Sequence[object]) -> float:
    """An estimate of the fewest bytes that turn one screen into the other.

    A jump to each run of changed cells, colours where they change, an erase for blank ends.
    """
    old, new = cast("Sequence[Any]", before), cast("Sequence[Any]", after)
    total, look = 0, None
    for top in range(0, len(new), COLUMNS):
        row, was = new[top : top + COLUMNS], old[top : top + COLUMNS]
        changed = [x for x in range(len(row)) if row[x] != was[x]]
        end = _blank_end(row)
        place = -1
        for x in (x for x in changed if x < end):
            total += 0 if x == place else 6 if place < 0 else min(5, x - place)
            if row[x][1:] != look:
                look = row[x][1:]
                total += _look(row[x])
            total += len(row[x].data.encode())
            place = x + 1
        if changed and changed[-1] >= end:
            total += 3 + (6 if place < 0 else 0)
            if row[-1][1:] != look:
                look = row[-1][1:]
                total += _look(row[-1])
    return max(1, total)


def _blank_end(row: Sequence[Any]) -> int:
    end = len(row)
    while end and row[end - 1].data == " " and row[end - 1][1:] == row[-1][1:]:
        end -= 1
    return end if len(row) - end > 4 else len(row)


def _look(cell: Any) -> int:
    flags = (cell.bold, cell.italics, cell.underscore, cell.reverse, cell.strikethrough)
    colours = (13 if len(colour) == 6 else 3 for colour in (cell.fg, cell.bg))
    return int(3 + sum(colours) + 2 * sum(flags))
