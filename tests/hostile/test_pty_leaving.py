"""A dropped line, a polite kill and a bug: the app ends, and leaves the terminal as it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.hostile.terminal import APP, shows, terminal

_LEFT = b"\x1b[?1049l"

_CANNOT_FLUSH = 120
"""What Python itself says at its end when standard output has gone."""

_BUG = """
from medialib_tui.tui.app import MedialibApp
SECRET = "canary-" + "token-value"
def broken(self):
    token = SECRET
    raise RuntimeError("bug with [/markup] and \\x1b[2J")
MedialibApp.action_app_help = broken
"""


def test_hang_up_ends_it(home: Path) -> None:
    with terminal(home, "") as screen:
        shows(screen, "Look up")
        screen.hang_up()
        assert screen.until_exit(30) in (128 + signal.SIGHUP, _CANNOT_FLUSH)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_leave_cleanly(home: Path, number: signal.Signals) -> None:
    with terminal(home, "") as screen:
        shows(screen, "Look up")
        os.kill(screen.process.pid, number)
        assert screen.until_exit(30) == 128 + number
        assert _LEFT in screen.output
        assert b"Traceback" not in screen.output


def test_quit_leaves_cleanly(home: Path) -> None:
    with terminal(home, "harbour-dawn-01") as screen:
        shows(screen, "harbour-dawn-01")
        screen.write(b"q")
        assert screen.until_exit(30) == 0
        assert _LEFT in screen.output


def test_a_bug_ends_in_a_sentence_without_values(home: Path) -> None:
    with terminal(home, "", code=_BUG + APP) as screen:
        shows(screen, "Look up")
        screen.write(b"\x1bOP")
        assert screen.until_exit(30) == 1
        said = screen.output.partition(_LEFT)[2]
        assert b"bug" in said
        assert b"crash.log" in said.replace(b"\r\n", b"")
        assert b"canary" not in said
        assert b"Traceback" not in said
        log = home / "state" / "crash.log"
        assert log.stat().st_mode & 0o777 == 0o600
        report = log.read_text(encoding="utf-8")
        assert "RuntimeError" in report
        assert "canary" not in report
        assert "\x1b" not in report


def test_bytes_that_are_no_text_and_escapes_in_a_paste_are_survived(home: Path) -> None:
    with terminal(home, "harbour-dawn-01") as screen:
        shows(screen, "1 Overview")
        screen.step(b"\xff\xe4\x80", quiet_ms=400)
        screen.step(b"\x1b[200~paste \x1b\x1bq of \x1bq \x03 escapes\x1b[201~", quiet_ms=400)
        assert screen.process.poll() is None
        screen.write(b"q")
        assert screen.until_exit(30) == 0
        assert b"Traceback" not in screen.output
