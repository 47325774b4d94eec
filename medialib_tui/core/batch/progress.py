"""How far a run over many is: rate, time left and failures, without a clock of its own."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW = 30.0
"""Seconds back that the rate looks."""

_STEP = 1.0
_SOON = 1.0


class Progress:
    """A count of what ended; `clock` gives seconds that never go back.

    `done` is what ended in an earlier run, of which the rate knows nothing; `errors` failed, and
    of `unknown` ones it is not known what became of them.
    """

    def __init__(
        self, total: int, *, done: int = 0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.total = total
        self.done = done
        self.errors = 0
        self.unknown = 0
        self._clock = clock
        self._began = clock()
        self._marks: deque[tuple[float, int]] = deque([(self._began, done)])

    def ended(self, ok: bool | None, n: int = 1) -> None:
        """So many more have ended, well or not; None where that is not known."""
        self.done += n
        if ok is None:
            self.unknown += n
        elif not ok:
            self.errors += n
        now = self._clock()
        if now - self._marks[-1][0] >= _STEP:
            self._marks.append((now, self.done))
        while len(self._marks) > 1 and self._marks[1][0] <= now - WINDOW:
            self._marks.popleft()

    @property
    def rate(self) -> float | None:
        """How many end in a second, as it was of late; None before it can be told."""
        now = self._clock()
        since, done = self._marks[0]
        for mark in self._marks:
            if mark[0] > now - WINDOW:
                break
            since, done = mark
        if now - since < _SOON or self.done == done:
            return None
        return (self.done - done) / (now - since)

    @property
    def left(self) -> float | None:
        """Seconds until the end at this rate; 0 at the end, None where it cannot be told."""
        if self.done >= self.total:
            return 0.0
        rate = self.rate
        return None if rate is None else (self.total - self.done) / rate

    def text(self) -> str:
        """Such as `1,200 of 10,000 · 84/s · 1 min 45 s left · 3 failed`."""
        parts = [f"{self.done:,} of {self.total:,}"]
        rate, left = self.rate, self.left
        if rate is not None:
            parts.append(say_rate(rate))
        if left:
            parts.append(f"{say_time(left)} left")
        if self.errors:
            parts.append(f"{self.errors:,} failed")
        if self.unknown:
            parts.append(f"{self.unknown:,} not known")
        return " · ".join(parts)


def say_rate(rate: float) -> str:
    """A rate per second, or per minute where it is a slow one."""
    if rate >= 10:
        return f"{rate:,.0f}/s"
    if rate >= 1:
        return f"{rate:.1f}/s"
    return f"{rate * 60:.1f}/min"


def say_time(seconds: float) -> str:
    """A span such as `45 s`, `1 min 45 s` or `2 h 5 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
