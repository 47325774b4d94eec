"""The framework's driver for Linux and macOS, sending less: the difference, when there is room."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from threading import Condition
from types import FrameType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.output import Output
from medialib_tui.tui.wire.terminals import Abilities, abilities
from medialib_tui.tui.wire.translate import Translator

if TYPE_CHECKING:
    from io import TextIOWrapper

_PATIENCE = 0.5
"""Seconds that a terminal has at the end to take what is on its way, each of a few times."""
_TIMES = 4


class LeanDriver(LinuxDriver):
    """Sends the difference between what the terminal shows and what it shall show.

    One difference is on its way at a time: what is painted meanwhile is sent as one. So neither
    the app waits for a slow terminal, nor is it sent what nobody would see.

    `lean_driver` makes classes of it: `able` says what the terminal can do, by default what the
    environment tells of it; `mapped` how styles change for terminals of fewer colours; `also` which
    sequences the app sends besides the usual ones.

    A write is either commands alone, or is painted: places, styles, links, text and line feeds.
    Anything else in it is dropped and counted, known commands and carriage returns as well, as
    it may come from hostile data.
    """

    able: ClassVar[Abilities | None] = None
    mapped: ClassVar[Mapped | None] = None
    also: ClassVar[Sequence[str]] = ()

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._turn = Condition()
        self._open = self._busy = False
        self._resized = False
        able = self.able or abilities(os.environ)
        self._translator = Translator(*_terminal_size(), able, type(self).mapped, self.also)
        if self._file is not None:
            self._output = Output(self._file.fileno(), self._drained)
            self._file = cast("TextIOWrapper[Any]", self._output)
        for number in (signal.SIGTSTP, signal.SIGCONT):
            self._between_frames(number)

    @property
    def dropped(self) -> int:
        """Sequences that did not reach the terminal, being neither cells nor the app's own."""
        return self._translator.dropped

    def forget(self) -> None:
        """Paint everything with the next frame, whatever the terminal may show."""
        self._resized = True

    def write(self, data: str) -> None:
        """Take a write, and send what is needed of it; both the app and the input thread do."""
        with self._turn:
            self._fit()
            self._translator.take(data)
            if not self._busy:
                self._send()

    def _send(self) -> None:
        """Send the difference; what the terminal does not take at once is the writer thread's."""
        needed = self._translator.give() if self._open else ""
        self._busy = bool(needed) and not self._output.at_once(needed)
        if self._busy:
            super().write("")

    def _drained(self) -> None:
        """The terminal has taken everything; called by the writer thread."""
        with self._turn:
            self._send()
            self._turn.notify_all()

    def start_application_mode(self) -> None:
        """Take the terminal, whatever it shows, and watch its size."""
        with self._turn:
            self._translator.give()  # what came while the terminal was not ours
            self._open, self._busy = True, False
        self.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # the framework's
        then = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self.forget()
            if callable(then):
                then(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def stop_application_mode(self) -> None:
        """Leave the terminal, also in the midst of a frame."""
        with self._turn:
            self._translator.break_off()
        super().stop_application_mode()

    def close(self) -> None:
        """End the writer thread; a terminal that takes nothing any more is not waited for."""
        with self._turn:
            for _ in range(_TIMES):
                if gone := self._turn.wait_for(lambda: not self._busy, _PATIENCE):
                    break
                self._output.abandon()
            self._open = False
        if gone:
            super().close()

    def _between_frames(self, number: int) -> None:
        """Have a signal handled in its turn: neither within a frame nor within a write."""
        then = signal.getsignal(number)

        def wait(number: int, frame: FrameType | None) -> None:
            if callable(then):
                self._loop.call_soon_threadsafe(then, number, None)

        signal.signal(number, wait)

    def _fit(self) -> None:
        if not self._resized:
            return
        self._resized = False
        if (size := _terminal_size()) != self._translator.size:
            self._translator.resize(*size)
        else:
            self._translator.forget()


def _terminal_size() -> tuple[int, int]:
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            size = os.get_terminal_size(stream.fileno() if stream else -1)
        except (OSError, ValueError):
            continue
        if size.columns and size.lines:
            return size.columns, size.lines
    return 80, 25
