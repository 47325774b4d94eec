"""The start in a real terminal: a screen at once, no key lost, the terminal as it was."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from medialib_tui import skeleton
from tests.architecture.sources import ROOT
from tests.terminal import Terminal

ALTERNATE = b"\x1b[?1049h"


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MEDIALIB_HOME": str(home),
        "TERM": "xterm-256color",
    }


@contextmanager
def started(environ: dict[str, str], *words: str) -> Iterator[tuple[Terminal, list[object]]]:
    """The program in a terminal, with the terminal's modes before the start."""
    command = [sys.executable, "-m", "medialib_tui", *words]
    with Terminal(command, environ, columns=80, rows=24) as terminal:
        yield terminal, modes(terminal)


def modes(terminal: Terminal) -> list[object]:
    return termios.tcgetattr(terminal._master)


def fresh_modes() -> list[object]:
    master, slave = pty.openpty()
    try:
        return termios.tcgetattr(master)
    finally:
        os.close(master)
        os.close(slave)


def test_the_first_text_stands_before_the_framework_is_there(environ: dict[str, str]) -> None:
    with started(environ, "--demo") as (terminal, _):
        terminal.wait_for("Look up", quiet_ms=1)
        first = next(data for _, data in terminal.chunks if b"Look up" in data)
        assert first.startswith(ALTERNATE)
        assert b"demo" in first
        terminal.wait_for("read-write")
        assert terminal.output.count(ALTERNATE) == 1


def test_keys_typed_before_the_app_is_there_arrive_in_their_order(
    environ: dict[str, str],
) -> None:
    with started(environ, "--demo") as (terminal, _):
        terminal.wait_for("Look up", quiet_ms=1)
        terminal.write("harbour-")
        terminal.write("dawn-01<enter>")
        terminal.wait_for("Fishing boats")


def test_nothing_typed_meanwhile_is_echoed(environ: dict[str, str]) -> None:
    with started(environ, "--demo") as (terminal, _):
        terminal.wait_for("Look up", quiet_ms=1)
        terminal.write("zzz")
        terminal.wait_for("read-write")
        before = terminal.output.partition(b"read-write")[0]
        assert b"zzz" not in before.partition(b"Look up")[2].partition(b"\x1b")[0]


def test_leaving_puts_everything_back(environ: dict[str, str]) -> None:
    with started(environ, "--demo", "harbour-dawn-01") as (terminal, _):
        terminal.wait_for("Fishing boats")
        terminal.until_quiet()
        terminal.write("q")
        assert terminal.until_exit() == 0
        assert modes(terminal) == fresh_modes()
        rest = terminal.output
        assert rest.rindex(b"\x1b[?1049l") > rest.rindex(ALTERNATE)
        assert rest.rindex(b"\x1b[?25h") > rest.rindex(b"\x1b[?25l")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_end_from_outside_during_the_start_puts_everything_back(
    environ: dict[str, str], number: signal.Signals
) -> None:
    with started(environ, "--demo") as (terminal, _):
        terminal.wait_for("Look up", quiet_ms=1)
        terminal.until_quiet(20)
        os.kill(terminal.process.pid, number)
        assert terminal.until_exit() == 128 + number
        assert modes(terminal) == fresh_modes()
        assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.rindex(ALTERNATE)


def test_interrupting_the_start_says_so_on_the_ordinary_screen(environ: dict[str, str]) -> None:
    with started(environ, "--demo") as (terminal, _):
        terminal.wait_for("Look up", quiet_ms=1)
        terminal.write("<ctrl+c>")
        assert terminal.until_exit() == 130
        assert b"Interrupted" in terminal.output.rpartition(b"\x1b[?1049l")[2]
        assert modes(terminal) == fresh_modes()


def test_a_mistake_is_told_on_the_ordinary_screen(environ: dict[str, str]) -> None:
    with started(environ, "--server", "nowhere") as (terminal, _):
        code = terminal.until_exit()
        assert code == 2
        assert b"nowhere" in terminal.output.rpartition(b"\x1b[?1049l")[2]
        assert modes(terminal) == fresh_modes()


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("get", "--help")])
def test_commands_paint_nothing(environ: dict[str, str], words: tuple[str, ...]) -> None:
    with started(environ, *words) as (terminal, _):
        assert terminal.until_exit() == 0
        assert b"\x1b[?" not in terminal.output


def test_a_dumb_terminal_is_told_that_it_cannot_show_the_app(environ: dict[str, str]) -> None:
    with started({**environ, "TERM": "dumb"}, "--demo", "no-asset") as (terminal, _):
        assert terminal.until_exit() == 2
        assert b"\x1b" not in terminal.output
        assert b"TERM is" in terminal.output
        assert b"medialib get no-asset" in terminal.output


def test_without_a_terminal_nothing_is_painted(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "medialib_tui", "--demo"],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr


def test_what_is_loaded_before_the_first_text_is_small() -> None:
    code = "import medialib_tui.skeleton, sys; print(*sys.modules)"
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"re", "typing", "asyncio", "signal", "enum", "argparse", "pydantic"}


@pytest.mark.parametrize(
    ("words", "opens"),
    [
        ([], True),
        (["--demo", "abc"], True),
        (["--server=x", "--", "-5"], False),
        (["--timeout", "3", "a", "b"], True),
        (["--help"], False),
        (["--json"], False),
        (["--dmeo"], False),
    ],
)
def test_only_what_can_open_the_app_gets_a_screen(words: list[str], opens: bool) -> None:
    assert skeleton.opens_app(words) is opens


def test_the_query_is_what_is_no_option() -> None:
    assert skeleton.asked(["--server", "x", "a", "--demo", "b"]) == "a b"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["--demo"], "demo"),
        (["--server", "news"], "news"),
        (["--server=news", "x"], "news"),
        ([], "from-variable"),
    ],
)
def test_the_place_is_what_was_typed(words: list[str], place: str) -> None:
    assert skeleton.named_place(words, {"MEDIALIB_SERVER": "from-variable"}) == place


@pytest.mark.parametrize(
    "text", ["\x1b[2Jx", "a\u202eb", "\x9b31m", "\n" * 9, "漢" * 200, "a" * 500]
)
def test_what_was_typed_cannot_drive_the_terminal(text: str) -> None:
    shown = skeleton._fit(text, 80)
    assert shown.isprintable()
    assert len(shown) <= 80
