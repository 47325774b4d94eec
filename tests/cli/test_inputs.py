"""What is typed or comes in: a slip for a command, a token, ids."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from medialib_tui.cli import inputs
from medialib_tui.cli.narrate import Narrator
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


def test_a_command_that_ends_early_lets_go_of_standard_input_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = " ".join(map(str, range(100_000))).encode()
    monkeypatch.setattr(inputs, "stdin_bytes", lambda: io.BytesIO(ids))
    crashed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", crashed.append)
    before = set(threading.enumerate())

    async def first() -> None:
        async for group in inputs.ids_from_stdin(Narrator(io.StringIO())):
            assert group
            break

    asyncio.run(first())
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
        assert not thread.is_alive()
    assert crashed == []


def test_a_pause_of_standard_input_is_not_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with open(reading) as stdin, open(writing, "wb"):
        monkeypatch.setattr(sys, "stdin", stdin)
        assert inputs.stdin_bytes() is stdin.buffer
        assert os.get_blocking(reading)
