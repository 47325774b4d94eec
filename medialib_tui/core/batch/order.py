"""Working through many, a few at a time, with the results in the order of what was asked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from typing import TypeVar

from medialib_tui.api.errors import (
    ApiError,
    Gone,
    NotOffered,
    NotReached,
    ReadOnly,
    ScopeMissing,
    TokenRefused,
)

_T = TypeVar("_T")
_R = TypeVar("_R")

AT_ONCE = 4
"""How many requests are on their way side by side, where many are read or written."""

AHEAD = 60
"""How many that differ in length may be done while an earlier one takes its time."""

_HOPELESS = (TokenRefused, ScopeMissing, Gone, NotReached, ReadOnly, NotOffered)


def hopeless(error: ApiError | None) -> bool:
    """Whether what comes next will meet the same."""
    return isinstance(error, _HOPELESS)


async def in_order(
    items: Iterable[_T],
    work: Callable[[_T], Coroutine[object, object, _R]],
    at_once: int = AT_ONCE,
    *,
    ahead: int = 0,
) -> AsyncGenerator[_R, None]:
    """The result of each item; no further one is begun than what is asked for, and `at_once`.

    `ahead`: behind a slow one so many others may be done already.

    Leaving early, or being cancelled, cancels those on their way and waits for them.
    """
    source, room = iter(items), asyncio.Semaphore(at_once)

    async def done(item: _T) -> _R:
        async with room:
            return await work(item)

    running: deque[asyncio.Task[_R]] = deque()
    try:
        while True:
            while len(running) < at_once + ahead:
                for item in source:
                    running.append(asyncio.create_task(done(item)))
                    break
                else:
                    break
            if not running:
                return
            result = await running[0]
            running.popleft()
            yield result
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
