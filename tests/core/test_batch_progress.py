"""Rate, time left and failures of a run."""

from __future__ import annotations

import pytest

from medialib_tui.core.batch.progress import Progress, say_rate, say_time


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def running(progress: Progress, clock: Clock, seconds: int, per_second: int) -> None:
    for _ in range(seconds):
        clock.now += 1
        progress.ended(True, per_second)


def test_what_is_told_of_a_run_on_its_way() -> None:
    clock = Clock()
    progress = Progress(10_000, clock=clock)
    running(progress, clock, 10, 84)
    progress.ended(False, 3)
    progress.ended(None, 2)
    assert (progress.done, progress.errors, progress.unknown) == (845, 3, 2)
    assert progress.text() == "845 of 10,000 · 84/s · 1 min 48 s left · 3 failed · 2 not known"


def test_the_rate_is_that_of_late() -> None:
    clock = Clock()
    progress = Progress(100_000, clock=clock)
    running(progress, clock, 60, 200)
    running(progress, clock, 60, 10)
    assert progress.rate == pytest.approx(10, rel=0.05)


def test_a_rate_falls_while_nothing_ends() -> None:
    clock = Clock()
    progress = Progress(1_000, clock=clock)
    running(progress, clock, 10, 10)
    clock.now += 10
    assert progress.rate == pytest.approx(5, rel=0.05)
    clock.now += 100
    assert progress.rate is None


def test_nothing_is_guessed_at_the_beginning_and_nothing_is_left_at_the_end() -> None:
    clock = Clock()
    progress = Progress(2, clock=clock)
    assert (progress.rate, progress.left, progress.text()) == (None, None, "0 of 2")
    clock.now += 4
    progress.ended(True, 2)
    assert progress.left == 0
    assert progress.text() == "2 of 2 · 30.0/min"


def test_memory_stays_flat() -> None:
    clock = Clock()
    progress = Progress(1_000_000, clock=clock)
    for _ in range(100_000):
        clock.now += 0.01
        progress.ended(True)
    assert len(progress._marks) < 40


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59.4, "59 s"), (59.6, "1 min"), (105, "1 min 45 s"), (7500, "2 h 5 min")],
)
def test_spans(seconds: float, said: str) -> None:
    assert say_time(seconds) == said


@pytest.mark.parametrize(("rate", "said"), [(0.5, "30.0/min"), (2.25, "2.2/s"), (840, "840/s")])
def test_rates(rate: float, said: str) -> None:
    assert say_rate(rate) == said
