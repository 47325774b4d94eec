"""Children that hand over a secret."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

import pytest

from medialib_tui.store.child import ChildFailed, run


def python(code: str) -> list[str]:
    """A program to run."""
    return [sys.executable, "-I", "-c", code]


def test_what_it_writes_is_given_back() -> None:
    assert run(python("print('x' * 5000)"), seconds=10) == b"x" * 5000 + b"\n"


def test_it_is_given_what_is_sent() -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read()[::-1])"
    assert run(python(code), seconds=10, send=b"abc") == b"cba"


def test_without_anything_sent_its_input_is_empty() -> None:
    assert run(python("import sys; print(len(sys.stdin.read()))"), seconds=10) == b"0\n"


def test_one_that_does_not_listen_is_no_error() -> None:
    assert run(python("pass"), seconds=10, send=b"x" * 10) == b""


def test_a_flood_is_cut_off() -> None:
    with pytest.raises(ChildFailed, match="far more"):
        run(python("while True: print('x' * 9999)"), seconds=10)


def test_an_exit_code_is_told() -> None:
    with pytest.raises(ChildFailed) as caught:
        run(python("raise SystemExit(7)"), seconds=10)
    assert caught.value.code == 7


def test_one_that_hangs_is_gone_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Recorded(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            started.append(self)
            super().__init__(*args, **options)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    with pytest.raises(ChildFailed, match=r"0\.2 seconds"):
        run(python("import signal; signal.pause()"), seconds=0.2)
    assert [child.returncode for child in started] == [-signal.SIGKILL]


def test_a_grandchild_that_keeps_the_pipe_does_not_keep_us() -> None:
    code = "import os, signal, sys\nif os.fork(): sys.exit()\nsignal.alarm(3)\nsignal.pause()"
    with pytest.raises(ChildFailed, match="did not finish"):
        run(python(code), seconds=0.5)


@pytest.mark.parametrize("name", ["/nowhere/program", "/", "a\0b"])
def test_one_that_cannot_be_started_says_why(name: str) -> None:
    with pytest.raises(ChildFailed, match="cannot be started"):
        run([name], seconds=1)
