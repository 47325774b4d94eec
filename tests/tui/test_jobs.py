"""Background work: what replaces what, and what ends with its screen."""

from __future__ import annotations

import asyncio

from medialib_tui.tui import jobs
from medialib_tui.tui.screens.help import HelpScreen
from tests.tui.conftest import Running, settled, the_app


async def test_newest_read_wins_and_dies_with_its_screen(running: Running) -> None:
    async with running(demo=False) as pilot:
        done: list[str] = []
        hold = asyncio.Event()

        async def slow() -> None:
            await hold.wait()
            done.append("slow")

        async def fast() -> None:
            done.append("fast")

        screen = HelpScreen()
        await pilot.app.push_screen(screen)
        jobs.start_read(screen, slow, group="rows")
        jobs.start_read(screen, fast, group="rows")
        await settled(pilot)
        jobs.start_read(screen, slow, group="rows")
        await pilot.app.pop_screen()
        hold.set()
        await settled(pilot)
        assert done == ["fast"]


async def test_a_flow_refuses_a_second_start(running: Running) -> None:
    async with running(demo=False) as pilot:
        hold = asyncio.Event()

        async def flow() -> None:
            await hold.wait()

        assert jobs.start_flow(the_app(pilot), "one", flow)
        assert not jobs.start_flow(the_app(pilot), "two", flow)
        hold.set()
        await settled(pilot)
        assert jobs.start_flow(the_app(pilot), "three", flow)
