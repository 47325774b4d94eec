"""The loop a command runs on: an interrupt cancels it, and never strikes within a step.

An end asked for from outside, and a terminal that hangs up, are interrupts too.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import TypeVar

_T = TypeVar("_T")

_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(work: Coroutine[object, object, _T]) -> _T:
    """Run to the end. Raises KeyboardInterrupt where an interrupt cut it off.

    `asyncio.run` raises the second interrupt wherever the code happens to be: within the loop
    itself that loses a wake-up, and the process waits for ever. Here each one cancels.
    """
    interrupts = 0

    async def main() -> _T:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()

        def interrupted() -> None:
            nonlocal interrupts
            interrupts += 1
            if task is not None:
                task.cancel()

        heard = [one for one in _INTERRUPTS if signal.getsignal(one) is not signal.SIG_IGN]
        try:
            for one in heard:
                loop.add_signal_handler(one, interrupted)
        except (NotImplementedError, RuntimeError, ValueError):
            return await work
        try:
            return await work
        finally:
            for one in heard:
                loop.remove_signal_handler(one)

    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        if interrupts:
            raise KeyboardInterrupt from None
        raise
