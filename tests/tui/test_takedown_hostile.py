"""Hostile and malformed entries through every step: nothing crashes or drives the terminal."""

from __future__ import annotations

import pytest

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from medialib_tui.tui.screens.takedown.steps import PROOF
from tests.tui.clinic import clinic
from tests.tui.conftest import settled
from tests.tui.test_hostile_screens import _CONTROL, HOSTILE

_LIBRARY = sample_library()


@pytest.fixture(scope="module")
def library() -> Library:
    """The sample library of this module."""
    return _LIBRARY


async def test_every_step_of_every_hostile_entry(library: Library) -> None:
    async with clinic("", library=library, notes=("\x1b[31m{title}",)) as at:
        home = at.app.screen_stack[1]
        for entry_id in HOSTILE:
            at.app.push_screen(TakeDownScreen(entry_id))
            await settled(at.pilot)
            for row in range(len(at.screen.found.table.items)):
                at.screen.found.table.cursor = row
                await at.pilot.pause()
                assert not _CONTROL.search(at.text), (entry_id, row)
            for keys in (("f2",), ("f2",), ("y",)):
                await at.press(*keys)
                assert not _CONTROL.search(at.text), (entry_id, keys)
            assert at.screen.step == PROOF, entry_id
            while at.app.screen is not home:
                await at.press("escape")


async def test_several_hostile_entries_are_named_safely(library: Library) -> None:
    async with clinic(" ".join(HOSTILE), "asterisk", "x", size=(120, 40), library=library) as at:
        assert not _CONTROL.search(at.text)
        await at.press("f2", "f2")
        assert not _CONTROL.search(at.text)
