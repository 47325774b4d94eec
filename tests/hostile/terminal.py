"""The app in a real pseudo terminal, read byte by byte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = """
import sys
from medialib_tui.store.resolve import Flags
from medialib_tui.tui.run import run
sys.exit(run(Flags(demo=True), sys.argv[1]))
"""
_PATIENCE = 30.0
_QUIET = 0.4


class Terminal:
    """A program and the master side of its terminal."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.master = master
        self.seen = b""

    def read(self, seconds: float) -> bytes:
        """What arrives within the time; ends early where the line goes down."""
        found = b""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self.master], [], [], left)[0]:
                break
            try:
                part = os.read(self.master, 65536)
            except OSError:
                break
            if not part:
                break
            found += part
        self.seen += found
        return found

    def until(self, wanted: bytes) -> None:
        """Read until the text has arrived and the line is quiet."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self.seen:
            assert time.monotonic() < end, f"never saw {wanted!r} in {self.seen[-2000:]!r}"
            assert self.process.poll() is None, self.seen[-2000:].decode(errors="replace")
            self.read(0.2)
        self.rest()

    def rest(self) -> None:
        """Read until nothing has come for a moment."""
        end = time.monotonic() + _PATIENCE
        while self.read(_QUIET):
            assert time.monotonic() < end, "the screen does not come to rest"

    def type(self, keys: bytes) -> None:
        """Press keys and wait until the screen has answered."""
        os.write(self.master, keys)
        self.rest()

    def hang_up(self) -> None:
        """Drop the line."""
        os.close(self.master)
        self.master = -1

    def ends(self) -> int:
        """The exit code; the program must end by itself."""
        end = time.monotonic() + _PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, "the program does not end"
            if self.master >= 0:
                self.read(0.1)
            else:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(0.1)
        if self.master >= 0:
            self.read(0.1)
        return self.process.returncode


@contextlib.contextmanager
def terminal(home: Path, query: str, *, code: str = APP, **more: str) -> Iterator[Terminal]:
    """Start the app at a look-up in a terminal of 100 columns and 30 lines.

    `more` are variables of its environment, in place of the usual ones.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "MEDIALIB_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        **more,
    }
    process = subprocess.Popen(  # noqa: S603 - this interpreter, code of the tests
        [sys.executable, "-c", code, query],
        cwd=ROOT,
        env=variables,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    screen = Terminal(process, master)
    try:
        yield screen
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if screen.master >= 0:
            os.close(screen.master)
