"""An interrupted command: every interrupt cancels, none strikes within a step."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from medialib_tui.cli.loop import run


def _interrupt(number: int = signal.SIGINT) -> None:
    os.kill(os.getpid(), number)


def test_the_result_comes_back() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        return 7

    assert run(work()) == 7


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupts_wait_for_the_end_of_a_step(number: int) -> None:
    said: list[str] = []

    async def work() -> None:
        for _ in range(3):
            _interrupt(number)
        said.append("the whole step")
        try:
            await asyncio.Event().wait()
        finally:
            said.append("cleaned up")

    with pytest.raises(KeyboardInterrupt):
        run(work())
    assert said == ["the whole step", "cleaned up"]


def test_a_second_one_ends_what_waits_in_spite_of_the_first() -> None:
    cut: list[int] = []

    async def work() -> None:
        for number in (1, 2):
            asyncio.get_running_loop().call_soon(_interrupt)
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cut.append(number)
        await asyncio.sleep(0)
        raise asyncio.CancelledError

    with pytest.raises(KeyboardInterrupt):
        run(work())
    assert cut == [1, 2]


def test_interrupts_are_as_before_afterwards() -> None:
    async def work() -> None:
        await asyncio.sleep(0)

    before = signal.getsignal(signal.SIGINT)
    run(work())
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_hang_up_that_is_ignored_stays_ignored() -> None:
    async def work() -> int:
        _interrupt(signal.SIGHUP)
        await asyncio.sleep(0)
        return 7

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert run(work()) == 7
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_cancellation_of_its_own_is_no_interrupt() -> None:
    async def work() -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        run(work())
