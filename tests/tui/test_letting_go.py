"""What is no longer on the screen keeps no memory."""

from __future__ import annotations

import gc
import weakref

from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import Running, settled


async def test_a_screen_that_was_left_is_let_go_with_all_it_painted(running: Running) -> None:
    async with running("harbour-dawn-01") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, EntryScreen)
        left = weakref.ref(screen)
        painted = weakref.ref(screen.query_one(KeyBar)._styles_cache)
        del screen
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, LookupScreen)
        gc.collect()
        assert left() is None
        assert painted() is None
