"""Progress on stderr: one line on a terminal, at most once a second, nothing when piped."""

from __future__ import annotations

import io

from medialib_tui.cli.narrate import Narrator


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def test_at_most_once_a_second() -> None:
    stream, clock = Terminal(), Clock()
    narrator = Narrator(stream, clock=clock)
    for number in range(250):
        narrator.progress(f"{number} of 250")
        clock.now += 0.01
    assert stream.getvalue().count("\r\x1b[K") == 3
    assert stream.getvalue().endswith("202 of 250")


def test_it_is_taken_away_once() -> None:
    stream = Terminal()
    narrator = Narrator(stream)
    narrator.progress("1 of 2")
    narrator.progress_done()
    narrator.progress_done()
    assert stream.getvalue() == "\r\x1b[K1 of 2\r\x1b[K"


def test_nothing_when_piped_or_where_nothing_can_be_redrawn() -> None:
    for stream, dumb in ((io.StringIO(), False), (Terminal(), True)):
        narrator = Narrator(stream, dumb=dumb)
        narrator.progress("1 of 2")
        narrator.progress_done()
        assert stream.getvalue() == ""


def test_a_line_goes_above_it() -> None:
    stream = Terminal()
    narrator = Narrator(stream)
    narrator.progress("1 of 2")
    narrator.warn("e1: failed")
    assert stream.getvalue() == "\r\x1b[K1 of 2\r\x1b[Ke1: failed\n1 of 2"
