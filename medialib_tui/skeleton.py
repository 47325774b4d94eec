"""The first screen, painted before anything large is imported.

It stands until the app paints over it. Keys typed meanwhile wait in the terminal's own queue and
reach the app: nothing is flushed, and echo is off. Modes are put back however the process ends.
Only small modules of the standard library are imported here.
"""

from __future__ import annotations

import os
import sys
import termios

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

_VALUES = ("--server", "--api-version", "--timeout")
_FLAGS = ("--demo", "--read-only", "--no-color", "-v", "--verbose")
_IFLAG, _LFLAG, _CC = 0, 3, 6
_NO_KEY = b"\x00"
_COLUMNS = 400
_ENTER = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?7h\x1b[?1049l\x1b[?25h"


class Skeleton:
    """A painted first screen; `standing` until the app took over or it was taken away."""

    def __init__(self, screen: int, keyboard: int) -> None:
        self._screen = screen
        self._keyboard = keyboard
        self._modes = termios.tcgetattr(keyboard)
        self.standing = False

    def paint(self, place: str, query: str) -> None:
        """Paint the environment line and the look-up line."""
        columns = min(_COLUMNS, os.get_terminal_size(self._screen).columns)
        self._hold_keys()
        self.standing = True
        first = _fit(f" medialib  {place}".rstrip(), columns)
        second = _fit(f" Look up  {query}", columns)
        self._write(f"{_ENTER}\x1b[7m{first.ljust(columns)}\x1b[m\x1b[3;1H{second}")

    def _hold_keys(self) -> None:
        """Keys come one by one and unchanged, as the app will read them; ctrl+c still ends."""
        modes = termios.tcgetattr(self._keyboard)
        modes[_LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
        modes[_IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL)
        modes[_CC][termios.VMIN] = 1
        modes[_CC][termios.VTIME] = 0
        modes[_CC][termios.VSUSP] = _NO_KEY
        termios.tcsetattr(self._keyboard, termios.TCSANOW, modes)

    def hand_over(self) -> None:
        """The app has the terminal now; it leaves the alternate screen itself."""
        self.standing = False

    def restore(self) -> None:
        """Put the terminal back as it was; safe to call twice."""
        try:
            if self.standing:
                self.standing = False
                self._write(_LEAVE)
            termios.tcsetattr(self._keyboard, termios.TCSANOW, self._modes)
        except (OSError, termios.error):
            return

    def _write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(self._screen, data) :]


class Curtain:
    """Standard error while the skeleton stands: the first word written takes it away."""

    def __init__(self, stream: TextIO, painted: Skeleton) -> None:
        self._stream = stream
        self._painted = painted

    def write(self, text: str) -> int:
        """Write where it can be read."""
        if text and self._painted.standing:
            self._painted.restore()
        return self._stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


_painted: Skeleton | None = None


def start(arguments: list[str], environ: Mapping[str, str]) -> None:
    """Paint, where there is a terminal that can show it."""
    global _painted
    if environ.get("TERM", "") in {"", "dumb", "unknown"}:
        return
    if not os.isatty(0) or not os.isatty(1):
        return
    try:
        _painted = Skeleton(2 if os.isatty(2) else 1, 0)
        _painted.paint(named_place(arguments, environ), asked(arguments))
    except (OSError, termios.error):
        end()
        _painted = None
        return
    sys.stderr = Curtain(sys.stderr, _painted)
    _end_from_outside()


def hand_over() -> bool:
    """The app takes the terminal; whether something was painted on it."""
    if _painted is None or not _painted.standing:
        return False
    _painted.hand_over()
    return True


def end() -> None:
    """Put the terminal back, whatever has happened since."""
    if _painted is not None:
        _painted.restore()


def leave(code: int) -> int:
    """End the process at once, everything written out; the code where nothing was painted.

    The framework's input thread polls for another 0.2 s, and taking the interpreter down takes
    its time; nothing of that is of use to anybody.
    """
    if _painted is None:
        return code
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the line is down
            continue
    os._exit(code)


def opens_app(arguments: list[str]) -> bool:
    """Whether these arguments, which hold no command word, can only mean the app."""
    known = (*_FLAGS, *_VALUES)
    return all(
        not word.startswith("-") or word == "--" or word.partition("=")[0] in known
        for word in arguments
    )


def asked(arguments: list[str]) -> str:
    """The words of the query."""
    words, skip = [], False
    for word in arguments:
        if skip:
            skip = False
        elif word in _VALUES:
            skip = True
        elif not word.startswith("-"):
            words.append(word)
    return " ".join(words)


def named_place(arguments: list[str], environ: Mapping[str, str]) -> str:
    """The server as far as the arguments alone tell: `demo`, or what `--server` names."""
    for number, word in enumerate(arguments):
        if word == "--demo":
            return "demo"
        if word == "--server" and number + 1 < len(arguments):
            return arguments[number + 1]
        if word.startswith("--server="):
            return word.removeprefix("--server=")
    return environ.get("MEDIALIB_SERVER", "")


def _fit(text: str, columns: int) -> str:
    """Printable and no wider than the screen, however wide its characters are."""
    safe = "".join(char if char.isprintable() else "\ufffd" for char in text)
    return safe[:columns] if safe.isascii() else safe[: columns // 2]


def _end_from_outside() -> None:
    """An end from outside while the framework is being imported leaves the terminal in order."""
    import signal

    def ended(number: int, _: object) -> None:
        # An exception raised here could be swallowed where an import runs a callback.
        end()
        if number == signal.SIGINT:
            os.write(2, b"Interrupted.\n")
        os._exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, ended)
