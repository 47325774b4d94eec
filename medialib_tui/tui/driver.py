"""The framework's terminal driver, with a start that loses no key and an end that does not wait."""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import socket
import termios
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from medialib_tui.tui.incoming import Incoming

_ALTERNATE_SCREEN = "\x1b[?1049h"
_POINTER = "\x1b]22;"
_LONGEST_HOLD = 1.5
_LOOK_AGAIN = 0.01
_POLL = 0.1
_READ = 4096
_TICKS = 20
"""Polls after a key in which what it began may come to its end."""


class TerminalDriver(LinuxDriver):
    """Holds keys until the first screen has a focus, and leaves its input thread behind.

    `take_over` says whether the alternate screen stands already, with something painted on it
    that must not be wiped before the first frame.
    """

    take_over: Callable[[], bool] = staticmethod(lambda: False)

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._lock = Lock()
        self._held: list[Message] = []
        self._holding = True
        self._hold_until = monotonic() + _LONGEST_HOLD
        self._suspending = False
        self._waker: socket.socket | None = None

    def write(self, data: str) -> None:
        """Write, but do not enter the alternate screen twice, and leave the pointer its shape."""
        if data.startswith(_POINTER) or (data == _ALTERNATE_SCREEN and self.take_over()):
            return
        super().write(data)

    # What is typed and pasted

    def run_input_thread(self) -> None:
        """Read keys until the app ends; bytes that are not UTF-8 do not end it.

        It wakes up for nothing else, but for a while after each key: an escape may be one alone.
        """
        parser, incoming = XTermParser(self._debug), Incoming()
        ticks = _TICKS
        woken, self._waker = socket.socketpair()
        with woken, selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(_POLL if ticks else None)
                ticks = max(0, ticks - 1)
                if any(key.fileobj == self.fileno for key, _ in ready):
                    data = os.read(self.fileno, _READ)
                    if not data:
                        self.exit_event.wait(_POLL)
                        continue
                    ticks = _TICKS
                    for message in parser.feed(incoming.text(data)):
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    # Keys of the start

    def process_message(self, message: Message) -> None:
        """Keep keys back while nothing could take them; called by the input thread."""
        if self._holding and isinstance(message, events.Key | events.Paste):
            with self._lock:
                if self._holding:
                    self._held.append(message)
                    if len(self._held) == 1:
                        self._loop.call_soon_threadsafe(self._release)
                    return
        super().process_message(message)

    def _release(self) -> None:
        if not self._ready() and monotonic() < self._hold_until:
            asyncio.get_running_loop().call_later(_LOOK_AGAIN, self._release)
            return
        with self._lock:
            for message in self._held:
                super().process_message(message)
            self._held.clear()
            self._holding = False

    def _ready(self) -> bool:
        stack = self._app.screen_stack
        return len(stack) > 1 and stack[-1].is_running and stack[-1].focused is not None

    # The end

    def suspend_application_mode(self) -> None:
        """Give the terminal away for a while: here the input thread must really be gone."""
        self._suspending = True
        try:
            super().suspend_application_mode()
        finally:
            self._suspending = False

    def disable_input(self) -> None:
        """Stop reading keys; at the end of the app without waiting for the thread's poll."""
        if self._waker is not None:
            self._waker.close()
        if self._suspending:
            super().disable_input()
        elif not self.exit_event.is_set():
            signal.signal(signal.SIGWINCH, signal.SIG_DFL)
            self._disable_mouse_support()
            self.exit_event.set()
            try:
                termios.tcflush(self.fileno, termios.TCIFLUSH)
            except termios.error:
                return
