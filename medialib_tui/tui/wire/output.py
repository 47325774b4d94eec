"""The way to the terminal: one thing at a time, and nobody waits for a slow one."""

from __future__ import annotations

import os
import select
import termios
from collections.abc import Callable

_CANCEL = b"\x18"
"""Ends a sequence of which a terminal may have read the half."""
_LOOK_AGAIN = 0.25


class Output:
    """What a writer thread writes to, in place of a file; `drained` is called when all is out.

    A terminal that has gone takes everything: its end is told by a signal.
    """

    def __init__(self, fileno: int, drained: Callable[[], None]) -> None:
        self._fileno = fileno
        self._drained = drained
        self._rest = b""
        self._abandoned = False
        self._ready = _never_waiting(fileno)

    def at_once(self, text: str) -> bool:
        """Write what the terminal takes without waiting; whether that was all.

        The next `write` begins with the rest.
        """
        self._rest = text.encode(errors="replace")
        if self._ready is None:
            return False
        try:
            self._rest = self._rest[os.write(self._ready, self._rest) :]
        except BlockingIOError:
            return False
        except OSError:
            self._rest = b""
        return not self._rest

    def fileno(self) -> int:
        """The descriptor written to."""
        return self._fileno

    def isatty(self) -> bool:
        """Whether a terminal is there."""
        return os.isatty(self._fileno)

    def write(self, text: str) -> None:
        """Write all of it, however long the terminal takes, unless it is abandoned."""
        data = self._rest + text.encode(errors="replace")
        self._rest, self._abandoned = b"", False
        descriptor = self._fileno if self._ready is None else self._ready
        while data:
            try:
                data = data[os.write(descriptor, data) :]
            except BlockingIOError:
                select.select([], [descriptor], [], _LOOK_AGAIN)
                if self._abandoned:
                    data, self._abandoned = _CANCEL, False
            except OSError:
                return

    def flush(self) -> None:
        """Nothing is kept here; asks for more."""
        self._drained()

    def abandon(self) -> None:
        """Forget what the terminal has not taken yet, so that the next thing has room."""
        self._abandoned = True
        try:
            termios.tcflush(self._fileno, termios.TCOFLUSH)
        except termios.error:
            return


def _never_waiting(fileno: int) -> int | None:
    """The same terminal opened anew, not to wait for it; None where that is not allowed.

    The mode would hold for every program on the terminal if it were set on what they share.
    """
    try:
        return os.open(os.ttyname(fileno), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return None
