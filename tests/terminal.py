"""A program in a pseudo terminal: keys go in, stamped bytes come out."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.screen import Screen, answers

MS = 1_000_000
"""Nanoseconds in a millisecond."""

_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "esc": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f4": "\x1bOS",
    "shift+tab": "\x1b[Z",
}


def encode(keys: str | bytes) -> bytes:
    """Bytes of keys such as `ab<enter><ctrl+p>`; bytes stay as they are."""
    if isinstance(keys, bytes):
        return keys

    def one(found: re.Match[str]) -> str:
        name = found[1]
        if name.startswith("ctrl+"):
            return chr(ord(name[5]) & 0x1F)
        return _NAMED[name]

    return re.sub(r"<([a-z0-9+]+)>", one, keys).encode()


class NotShown(AssertionError):
    """What was waited for did not come onto the screen; the message holds the screen."""


@dataclass(frozen=True)
class Step:
    """What one key or other event caused: bytes, and milliseconds to the first and last of them."""

    bytes: int
    first_ms: float
    settled_ms: float


class Terminal:
    """Starts a program and plays its terminal; use it as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        columns: int = 120,
        rows: int = 40,
    ) -> None:
        self.chunks: list[tuple[int, bytes]] = []
        self.screen = Screen(columns, rows)
        self.exited = 0
        self._columns, self._rows = columns, rows
        self._drawn = 0
        self._open = True
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.monotonic_ns()
        self.process = subprocess.Popen(  # noqa: S603 - the caller names the program to measure
            list(command),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def output(self) -> bytes:
        """Everything that the program has sent so far."""
        return b"".join(data for _, data in self.chunks)

    @property
    def size(self) -> int:
        """Bytes that the program has sent so far."""
        return sum(len(data) for _, data in self.chunks)

    @property
    def text(self) -> str:
        """The screen as it stands, in words."""
        self._draw()
        return self.screen.text

    def cells(self) -> list[object]:
        """Every cell of the screen as it stands: character, colours, attributes."""
        self._draw()
        return self.screen.cells()

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._draw()
        self._columns, self._rows = columns, rows
        self.screen.resize(columns, rows)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def draw_next(self, data: bytes) -> None:
        """Draw the next chunk, which is this one."""
        self._drawn += 1
        self.screen.feed(data)

    def write(self, keys: str | bytes) -> int:
        """Press keys, or send bytes as they are; returns when, in monotonic nanoseconds."""
        stamp = time.monotonic_ns()
        os.write(self._master, encode(keys))
        return stamp

    def hang_up(self) -> None:
        """Drop the line."""
        self._open = False
        os.close(self._master)
        self._master = -1

    def until_quiet(self, quiet_ms: int = 300, limit_s: float = 20) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + limit_s
        while self._open and time.monotonic() < end:
            if not self._read(quiet_ms / 1000):
                return

    def until_ends(self, endings: tuple[bytes, ...], limit_s: float = 30) -> bool:
        """Read until something came that ends so; False where the program has gone before."""
        end = time.monotonic() + limit_s
        while self._read(max(0.0, end - time.monotonic())):
            if self.output.endswith(endings):
                return True
        return False

    def read_for(self, seconds: float) -> int:
        """Read for a fixed time and return how many bytes came."""
        before, end = self.size, time.monotonic() + seconds
        while self._open and (left := end - time.monotonic()) > 0:
            self._read(left)
        return self.size - before

    def step(self, keys: str | bytes, *, quiet_ms: int = 300) -> Step:
        """Press keys, wait until the program is quiet, and say what that took."""
        seen = len(self.chunks)
        stamp = self.write(keys)
        self.until_quiet(quiet_ms)
        new = self.chunks[seen:]
        if not new:
            return Step(0, 0.0, 0.0)
        return Step(
            sum(len(data) for _, data in new),
            (new[0][0] - stamp) / MS,
            (new[-1][0] - stamp) / MS,
        )

    def sweep(self, columns: int, rows: int) -> int:
        """Move the mouse across the screen; returns the bytes that this caused."""
        before = self.size
        for step in range(1, min(columns, rows * 2), 3):
            os.write(self._master, b"\x1b[<35;%d;%dM" % (step, step // 2 + 1))
            self.until_quiet(20)
        self.until_quiet()
        return self.size - before

    def wait_for(self, pattern: str, *, limit_s: float = 20, quiet_ms: int = 60) -> float:
        """Milliseconds from the start until the pattern first stood on the screen."""
        end = time.monotonic() + limit_s
        while True:
            if (stamp := self._draw(re.compile(pattern))) is not None:
                return (stamp - self.started) / MS
            if not self._open or time.monotonic() > end:
                raise NotShown(f"{pattern!r} is not on the screen:\n{self.screen.text}")
            self.until_quiet(quiet_ms, max(0.1, end - time.monotonic()))

    def until_exit(self, limit_s: float = 10) -> int:
        """Read until the program has gone; returns its exit code, `exited` says when."""
        end = time.monotonic() + limit_s
        while self._open and time.monotonic() < end:
            self._read(max(0.0, end - time.monotonic()))
        code = self.process.wait(timeout=max(0.1, end - time.monotonic()))
        self.exited = time.monotonic_ns()
        return code

    def first_text_ms(self) -> float:
        """Milliseconds from the start until the first visible character."""
        screen = Screen(self._columns, self._rows)
        for stamp, data in self.chunks:
            screen.feed(data)
            if screen.text.strip():
                return (stamp - self.started) / MS
        raise NotShown("nothing was shown")

    def close(self) -> None:
        """End the program if it still runs, and its whole session with it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        if self._master >= 0:
            self.hang_up()

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the other side has closed
            data = b""
        if not data:
            self._open = False
            return False
        self.chunks.append((time.monotonic_ns(), data))
        if reply := answers(data):
            os.write(self._master, reply)
        return True

    def _draw(self, pattern: re.Pattern[str] | None = None) -> int | None:
        stamp = self.started
        if pattern and pattern.search(self.screen.text):
            return self.chunks[self._drawn - 1][0] if self._drawn else stamp
        while self._drawn < len(self.chunks):
            stamp, data = self.chunks[self._drawn]
            self._drawn += 1
            self.screen.feed(data)
            if pattern and pattern.search(self.screen.text):
                return stamp
        return None


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
