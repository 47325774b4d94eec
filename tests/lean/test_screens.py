"""Every screen, and walks through them: both terminals look the same after each frame."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content
from textual.widgets import Static

from medialib_tui.tui import clipboard, line
from medialib_tui.tui.wire.allowed import may_pass
from tests.lean.both import both
from tests.tui.conftest import settled
from tests.tui.stage import stage

ENTRIES = (
    "harbour-dawn-01",
    "busy-usage-log",
    "translated-picture",
    "every-plugin",
    "revoked-picture",
    "hostile-escapes",
    "hostile-direction",
)
FORMS = (
    *("e", "enter", "end", "x", "escape", "down", "enter", "escape", "f2", "escape", "escape"),
    *("4", "a", "down", "space", "f2", "escape", "escape", "space", "down", "space", "w", "escape"),
    *("x", "down", "f2", "a", "b", "escape", "escape", "J", "enter", "escape", "S", "escape"),
)
TOUR = (
    *("2", "3", "4", "down", "down", "pagedown", "pagedown", "end", "up", "home"),
    *("5", "6", "pagedown", "1", "ctrl+p", "t", "h", "escape", "escape", "question_mark"),
    *("pagedown", "escape", "S", "down", "down", "escape", "y", "escape", "J", "escape"),
)
KEYS = (
    *("1", "2", "3", "4", "5", "6", "down", "down", "up", "pagedown", "pageup", "end", "home"),
    *("tab", "shift+tab", "enter", "escape", "escape", "ctrl+p", "question_mark", "S", "L", "J"),
    *("slash", "a", "b", "t", "s", "r", "e", "y", "backspace", "resize", "hover", "forget"),
    *("x", "w", "c", "d", "f2", "space", "delete", "f1"),
)
SIZES = ((80, 24), (120, 40), (100, 30), (61, 18))


@pytest.mark.parametrize(("number", "entry"), list(enumerate(ENTRIES)))
async def test_a_tour_looks_the_same(number: int, entry: str) -> None:
    async with both(entry, size=SIZES[number % 3]) as (pilot, driver):
        for key in TOUR:
            await pilot.press(key)
            await settled(pilot)
        assert driver.frames > len(TOUR)
        assert driver.needed < 0.25 * driver.everything


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_forms_dialogs_and_the_take_down_look_the_same(size: tuple[int, int]) -> None:
    async with both("harbour-dawn-01", size=size) as (pilot, driver):
        for key in FORMS:
            await pilot.press(key)
            await settled(pilot)
        assert driver.frames > len(FORMS)


async def test_a_storm_of_sizes_ends_with_the_same_screen() -> None:
    async with both("busy-usage-log") as (pilot, driver):
        await pilot.press("4")
        driver.between_sizes = True
        for number in range(24):
            await pilot.resize_terminal(40 + 37 * number % 90, 8 + 11 * number % 37)
            if number % 3 == 0:
                await pilot.press("down")
        await settled(pilot)
        driver.between_sizes = False
        driver.forget()
        await pilot.press("down", "ctrl+p")
        await settled(pilot)


@given(st.lists(st.sampled_from(KEYS), min_size=15, max_size=40), st.booleans(), st.data())
@settings(max_examples=6)
def test_a_walk_looks_the_same(keys: list[str], marked: bool, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(ENTRIES))
    sizes = iter(data.draw(st.lists(st.sampled_from(SIZES), min_size=40, max_size=40)))
    asyncio.run(_walk(entry, keys, marked, list(sizes)))


async def _walk(entry: str, keys: list[str], marked: bool, sizes: list[tuple[int, int]]) -> None:
    async with both(entry, marked=marked) as (pilot, driver):
        for number, key in enumerate(keys):
            if key == "resize":
                await pilot.resize_terminal(*sizes[number])
            elif key == "forget":
                driver.forget()
            elif key == "hover":
                await pilot.hover(offset=(number % 60, number % 17))
            else:
                await pilot.press(key)
            await pilot.pause()
        await settled(pilot)
        assert driver.frames


async def test_pointing_costs_nothing() -> None:
    async with both("busy-usage-log", size=(120, 40)) as (pilot, driver):
        for key in ("1", "2", "3", "4", "5", "6"):
            await pilot.press(key)
            await settled(pilot)
            before = driver.needed
            for x in range(2, 118, 7):
                await pilot.hover(offset=(x, x // 4))
            assert driver.needed == before, key


async def test_what_the_net_below_the_widgets_keeps_back_is_counted_with_any_driver() -> None:
    async with stage() as pilot:
        assert line.dropped(pilot.app) == 0
        await pilot.app.screen.mount(Static(Content("a\x1b[2Jb")))
        await pilot.pause()
        assert line.dropped(pilot.app) >= 1


def test_the_clipboard_through_tmux_is_among_what_may_pass() -> None:
    assert may_pass(clipboard.passthrough("text"))
