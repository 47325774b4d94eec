"""A command with all of its streams on a terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from tests.cli.conftest import ROOT
from tests.terminal import Terminal

_QUESTIONS = (b"[y/N] ", b"to go on: ")


def on_terminal(
    *arguments: str, answers: Sequence[bytes | None] = (), columns: int = 80, term: str = "xterm"
) -> tuple[int, str]:
    """Its exit code and what it showed; each question is answered in turn, None interrupts."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": term}
    command = [sys.executable, "-m", "medialib_tui", *arguments]
    with Terminal(command, environ, columns=columns, rows=24) as terminal:
        for answer in answers:
            if not terminal.until_ends(_QUESTIONS):
                break
            if answer is None:
                terminal.process.send_signal(signal.SIGINT)
            else:
                terminal.write(answer)
        return terminal.until_exit(30), terminal.output.decode().replace("\r\n", "\n")
