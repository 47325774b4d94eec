"""The only writer of stderr: what happened, in words, beside the data."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TextIO

from medialib_tui.cli.exits import Problem
from medialib_tui.model.text import clean, one_line

REPORT_TO = "the project's issue tracker, with the version from `medialib --version`"


PACE = 1.0
"""Seconds between two progress lines."""


class Narrator:
    """Tells people what is going on; programs read stdout instead."""

    def __init__(
        self,
        stream: TextIO,
        *,
        colour: bool = False,
        verbose: bool = False,
        dumb: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tty = stream.isatty()
        self.verbose = verbose
        self._colour = colour
        self._redraws = self.tty and not dumb
        self._stream = stream
        self._clock = clock
        self._drawn = 0.0
        self._shown = ""

    def say(self, text: str) -> None:
        """One line."""
        self._line(text)

    def aside(self, text: str) -> None:
        """One line that only `-v` shows."""
        if self.verbose:
            self._line(text)

    def warn(self, text: str) -> None:
        """One line that should not be missed."""
        self._line(text, "33")

    def ask(self, text: str) -> None:
        """A question; the answer is typed behind it."""
        self._write(clean(text))

    def progress(self, text: str) -> None:
        """Replace the line below the cursor, at most once a second; silent without a terminal."""
        if not self._redraws:
            return
        now = self._clock()
        if not self._shown or now - self._drawn >= PACE:
            self._drawn, self._shown = now, one_line(text, self._room())
            self._write(f"\r\x1b[K{self._shown}")

    def progress_done(self) -> None:
        """Take the progress line away."""
        if self._shown:
            self._shown = ""
            self._write("\r\x1b[K")

    def failed(self, problem: Problem) -> None:
        """A failure: what, why, and what to do next."""
        self._line(f"medialib: {problem.title}", "31")
        for text in (problem.detail, *_fields(problem), problem.hint):
            if text and text != problem.title:
                self._line(f"  {text}")
        if self.verbose and problem.details:
            for line in problem.details.splitlines():
                self._line(f"  | {line}")

    def crashed(self, error: BaseException, *, debug: bool) -> None:
        """A defect: one sentence, and the stack only where debugging was asked for."""
        kind = type(error).__name__
        self._line(f"medialib: this should not have happened ({kind}).", "31")
        self._line(f"  Nothing more was done. Please report it to {REPORT_TO}.")
        if debug:
            import traceback

            for line in traceback.format_tb(error.__traceback__):
                self._write(clean(line, newlines=True))
            return
        self._line("  MEDIALIB_DEBUG=1 shows where.")

    def _room(self) -> int:
        """Columns a line may take without going over the edge, where it could not be replaced."""
        try:
            columns = os.get_terminal_size(self._stream.fileno()).columns
        except (OSError, ValueError):
            columns = 0
        return (columns or 80) - 1

    def _line(self, text: str, code: str = "") -> None:
        safe = clean(text)
        line = f"\x1b[{code}m{safe}\x1b[0m\n" if code and self._colour else f"{safe}\n"
        self._write(f"\r\x1b[K{line}{self._shown}" if self._shown else line)

    def _write(self, text: str) -> None:
        """A closed stderr is nobody's business but the reader's."""
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except (OSError, ValueError):
            return


def _fields(problem: Problem) -> list[str]:
    return [f"{item.field}: {item.message}" for item in problem.fields]
