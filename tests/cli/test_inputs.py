"""What is typed: a slip for a command, and a token."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from medialib_tui.cli.parsing import likely_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("chek", "check"),
        ("gett", "get"),
        ("sever", "server"),
        ("9fKagDCiN6sb", None),
        ("dpa:123", None),
        ("harbour-dawn-01", None),
        ("Check", None),
        ("skyline", None),
    ],
)
def test_what_looks_like_a_slip(word: str, command: str | None) -> None:
    assert likely_command(word) == command


def test_a_token_is_typed_without_being_shown(home: Path) -> None:
    (home / "settings.toml").write_text('[servers.desk]\nurl = "https://cms.example.com"\n')
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "medialib_tui", "server", "login"])  # noqa: S606 - a fixed command
    shown = b""
    while b"not shown): " not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, b"canary-token-0123456789\n")
    while b"is kept in" not in shown:
        shown += os.read(terminal, 1024)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    os.close(terminal)
    assert b"canary" not in shown
    assert "canary" in (home / "tokens" / "desk").read_text()


def test_no_input_never_asks(home: Path) -> None:
    (home / "settings.toml").write_text('[servers.desk]\nurl = "https://cms.example.com"\n')
    controller, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "medialib_tui", "server", "login", "--no-input"],
        cwd=ROOT,
        stdin=terminal,
        capture_output=True,
        check=False,
    )
    os.close(controller)
    os.close(terminal)
    assert done.returncode == 2
    assert b"--token-stdin" in done.stderr
