"""What the driver leans on in the framework; where this fails, look at `driver.py` first."""

from __future__ import annotations

import inspect
import signal
from io import StringIO
from threading import Event

from rich.cells import split_graphemes
from textual._ansi_sequences import SYNC_END as THEIR_END
from textual._ansi_sequences import SYNC_START as THEIR_START
from textual.app import App
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from medialib_tui.tui.wire.translate import SYNC_END, SYNC_START

NAMES = ("_file", "_writer_thread", "_loop", "_auto_restart")


class Noted(StringIO):
    """Tells when it is flushed."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed = Event()

    def flush(self) -> None:
        """Tell it."""
        self.flushed.set()


def test_the_writer_thread_flushes_when_it_has_nothing_left_to_write() -> None:
    file = Noted()
    thread = WriterThread(file)
    thread.start()
    thread.write("one")
    assert file.flushed.wait(60)
    assert file.getvalue() == "one"
    thread.stop()


async def test_signals_are_handled_from_the_beginning_and_the_size_from_the_start() -> None:
    numbers = (signal.SIGTSTP, signal.SIGCONT)
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        driver = LinuxDriver(App[None]())
        handlers = [signal.getsignal(number) for number in numbers]
        assert handlers == [driver._sigtstp_application, driver._sigcont_application]
        assert all(hasattr(driver, name) for name in NAMES)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "signal.signal(signal.SIGWINCH" in inspect.getsource(LinuxDriver.start_application_mode)


def test_a_frame_is_one_write_between_marks_that_are_writes_of_their_own() -> None:
    assert (SYNC_START, SYNC_END) == (THEIR_START, THEIR_END)
    assert "_driver.write(SYNC_START)" in inspect.getsource(App._begin_update)
    assert "_driver.write(SYNC_END)" in inspect.getsource(App._end_update)
    assert inspect.isfunction(Driver.write)


def test_widths_are_those_of_the_framework() -> None:
    assert split_graphemes("a漢👩\u200d👧") == ([(0, 1, 1), (1, 2, 2), (2, 5, 2)], 5)
