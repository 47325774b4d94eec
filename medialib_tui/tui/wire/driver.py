"""A driver's writes, sent lean: mix `LeanWrites` into a driver, or use `LeanDriver` as it is."""

from __future__ import annotations

import os
import signal
import sys
from threading import RLock
from types import FrameType
from typing import Any, ClassVar

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from medialib_tui.tui.wire.colours import Mapped
from medialib_tui.tui.wire.terminals import Abilities, abilities
from medialib_tui.tui.wire.translate import Translator


class LeanWrites(Driver):
    """Sends the difference between what the terminal shows and what it shall show.

    `able` says what the terminal can do, by default what the environment tells of it; `mapped`
    how styles change for terminals of fewer colours.
    """

    able: ClassVar[Abilities | None] = None
    mapped: ClassVar[Mapped | None] = None

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._one_at_a_time = RLock()
        self._resized = False
        able = self.able or abilities(os.environ)
        self._translator = Translator(*_terminal_size(), able, type(self).mapped)

    @property
    def dropped(self) -> int:
        """Sequences that did not reach the terminal, being neither cells nor the app's own."""
        return self._translator.dropped

    def forget(self) -> None:
        """Paint everything with the next frame, whatever the terminal may show."""
        self._resized = True

    def write(self, data: str) -> None:
        """Write what is needed of it; both the app and the input thread do."""
        with self._one_at_a_time:
            self._fit()
            if needed := self._translator.send(data):
                super().write(needed)  # type: ignore[safe-super]  # mixed into a real driver

    def start_application_mode(self) -> None:
        """Take the terminal, whatever it shows, and watch its size."""
        self.forget()
        super().start_application_mode()  # type: ignore[safe-super]  # mixed into a real driver
        then = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            self.forget()
            if callable(then):
                then(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def _fit(self) -> None:
        if not self._resized:
            return
        self._resized = False
        if (size := _terminal_size()) != self._translator.size:
            self._translator.resize(*size)
        else:
            self._translator.forget()


class LeanDriver(LeanWrites, LinuxDriver):
    """The framework's driver for Linux and macOS, sending less."""


def _terminal_size() -> tuple[int, int]:
    for stream in (sys.__stderr__, sys.__stdout__, sys.__stdin__):
        try:
            size = os.get_terminal_size(stream.fileno() if stream else -1)
        except (OSError, ValueError):
            continue
        if size.columns and size.lines:
            return size.columns, size.lines
    return 80, 25
