"""The driver under apps that are not ours: what a terminal shows is what it would show anyway."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wire.both import both_of
from tests.wire.other_apps import APPS

TOURS = {
    "tables": ("down", "down", "right", "c", "pagedown", "z", "c", "down", "end", "x", "home", "c"),
    "texts": (
        *("pagedown", "ctrl+p", "down", "escape", "tab", "right", "right", "tab", "a", "enter"),
        *("up", "backspace", "shift+tab", "right", "pagedown", "right", "tab", "pagedown", "end"),
    ),
    "controls": (
        *("a", "left", "backspace", "tab", "enter", "enter", "tab", "tab", "enter", "tab", "space"),
        *(
            "tab",
            "enter",
            "down",
            "down",
            "enter",
            "tab",
            "enter",
            "tab",
            "down",
            "tab",
            "pagedown",
        ),
    ),
    "demo": (
        "pagedown",
        "tab",
        "tab",
        "enter",
        "pagedown",
        "p",
        "down",
        "pagedown",
        "g",
        "w",
        "end",
    ),
}
KEYS = (
    *("down", "down", "up", "left", "right", "pagedown", "pageup", "home", "end", "tab", "tab"),
    *("shift+tab", "enter", "space", "escape", "a", "c", "z", "x", "backspace", "ctrl+p"),
    *("resize", "hover", "forget", "dark"),
)
SIZES = ((80, 24), (120, 40), (47, 13), (101, 31))


@pytest.mark.parametrize("name", APPS)
async def test_a_tour_looks_the_same(name: str) -> None:
    async with both_of(APPS[name](), size=(100, 30)) as (pilot, driver):
        for key in TOURS[name]:
            await pilot.press(key)
            await pilot.pause()
        assert driver.frames > len(TOURS[name])
        assert driver.needed < 0.35 * driver.everything


@pytest.mark.parametrize("name", ["tables", "texts", "controls"])
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(SIZES)), min_size=10, max_size=20))
@settings(max_examples=3)
def test_a_walk_looks_the_same(name: str, steps: list[tuple[str, tuple[int, int]]]) -> None:
    asyncio.run(_walk(name, steps))


async def _walk(name: str, steps: list[tuple[str, tuple[int, int]]]) -> None:
    async with both_of(APPS[name]()) as (pilot, driver):
        for number, (key, size) in enumerate(steps):
            if key == "resize":
                await pilot.resize_terminal(*size)
            elif key == "hover":
                await pilot.hover(offset=(number * 7 % 47, number * 3 % 13))
            elif key == "forget":
                driver.forget()
            elif key == "dark":
                dark = pilot.app.theme == "textual-dark"
                pilot.app.theme = "textual-light" if dark else "textual-dark"
            else:
                await pilot.press(key)
            await pilot.pause()
        assert driver.frames
