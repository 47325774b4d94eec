"""The harness itself: without it every figure would be wrong unnoticed."""

from __future__ import annotations

import os
import sys

import pytest

from tests.screen import Screen, answers
from tests.terminal import NotShown, Terminal, encode

_ECHO = """
import sys, termios, tty
tty.setraw(0)
print("ready", end="", flush=True)
while (key := sys.stdin.read(1)) != "q":
    print(f"\\r\\x1b[2K<{ord(key)}>", end="", flush=True)
sys.exit(7)
"""


def test_a_program_is_started_typed_to_and_left() -> None:
    with Terminal([sys.executable, "-c", _ECHO], os.environ, columns=20, rows=2) as terminal:
        assert terminal.wait_for("ready") > 0
        assert terminal.size == len("ready")
        step = terminal.step("a", quiet_ms=100)
        assert terminal.text.strip() == "<97>"
        assert step.bytes == len("\r\x1b[2K<97>")
        assert 0 < step.first_ms <= step.settled_ms
        terminal.write("q")
        assert terminal.until_exit() == 7


def test_what_never_comes_is_reported_with_the_screen() -> None:
    with (
        Terminal([sys.executable, "-c", "print('other')"], os.environ) as terminal,
        pytest.raises(NotShown, match="other"),
    ):
        terminal.wait_for("expected", limit_s=5)


def test_keys_become_bytes() -> None:
    assert encode("ab<enter><ctrl+p><down>") == b"ab\r\x10\x1b[B"


def test_queries_are_answered_and_sequences_may_be_cut() -> None:
    assert answers(b"x\x1b[?2026$py\x1b[c") == b"\x1b[?2026;2$y\x1b[?62;22c"
    screen = Screen(10, 1)
    screen.feed(b"\x1b]0;tit")
    screen.feed(b"le\x07a\x1b[3")
    screen.feed(b"1mb")
    assert screen.text == "ab"
