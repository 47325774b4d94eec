"""An app in front of two terminals: one is sent everything, one what is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from medialib_tui.tui.wire.terminals import Abilities
from medialib_tui.tui.wire.translate import Translator
from tests.wire.emulator import Emulator

HEADLESS = "textual.drivers.headless_driver.HeadlessDriver"
"""What is patched for a pilot to drive it."""


class Both(HeadlessDriver):
    """Compares the two terminals with every frame."""

    able = Abilities()

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.frames = self.everything = self.needed = 0
        self.between_sizes = False
        self._begin(*self._get_terminal_size())

    def _begin(self, columns: int, lines: int) -> None:
        self.size_now = (columns, lines)
        self.plain = Emulator(columns, lines)
        self.lean = Emulator(columns, lines, erase=self.able.erase)
        self.translator = Translator(columns, lines, self.able)

    def forget(self) -> None:
        """Something else has painted over the terminal, and everything is painted again."""
        self.lean.resize(*self.size_now, fill="#")
        self.translator.forget()
        self.lean.feed(self.translator.send("\x1b[m"))
        assert not self.lean.other_lines(self.plain)

    @property
    def is_headless(self) -> bool:
        """Frames are wanted."""
        return False

    def write(self, data: str) -> None:
        """Feed both."""
        if data.startswith("\x1b]22;"):
            return
        if self._get_terminal_size() != self.size_now:
            self._begin(*self._get_terminal_size())
        sent = self.translator.send(data)
        self.plain.feed(data)
        self.lean.feed(sent)
        self.frames += 1
        self.everything += len(data.encode())
        self.needed += len(sent.encode())
        if not self.translator.waiting and not self.between_sizes:
            assert not self.lean.other_lines(self.plain)
            assert (self.lean.x, self.lean.y) == (self.plain.x, self.plain.y)
            assert self.translator.dropped == 0


@asynccontextmanager
async def both_of(
    app: App[None], *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], Both]]:
    """Any app."""
    with patch(HEADLESS, Both):
        app.animation_level = "none"
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await pilot.pause()
            yield pilot, driver_of(pilot, marked=True)


def driver_of(pilot: Pilot[None], *, marked: bool) -> Both:
    """The pair that a pilot drives; `marked` with the marks of synchronised output."""
    driver = pilot.app._driver
    assert isinstance(driver, Both)
    pilot.app._sync_available = marked
    return driver
