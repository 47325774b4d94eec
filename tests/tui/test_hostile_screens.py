"""Hostile and malformed entries on every tab: nothing crashes, nothing drives the terminal."""

from __future__ import annotations

import re

import pytest

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui.screens.entry.screen import TABS
from medialib_tui.tui.screens.items import ItemScreen
from medialib_tui.tui.widgets.usage import UsagePane
from tests.tui.conftest import settled, text_of
from tests.tui.stage import entry_of, lookup_of, stage

_LIBRARY = sample_library()
HOSTILE = sorted(
    key
    for key in _LIBRARY.entries
    if key.startswith(("hostile", "malformed", "-", "[", "no-asset"))
)
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f]")


@pytest.fixture(scope="module")
def library() -> Library:
    """The sample library, only read."""
    return _LIBRARY


def test_there_are_entries_of_every_hostile_kind() -> None:
    assert len(HOSTILE) >= 15


@pytest.mark.parametrize(("size", "every"), [((80, 24), 1), ((120, 40), 4)])
async def test_every_tab_of_every_hostile_entry(
    library: Library, size: tuple[int, int], every: int
) -> None:
    async with stage(library=library, size=size) as pilot:
        home = lookup_of(pilot)
        for entry_id in HOSTILE[::every]:
            home.open_entry(entry_id)
            await settled(pilot)
            screen = entry_of(pilot)
            for tab in TABS:
                await screen.action_tab(tab.id)
                await pilot.pause()
                assert not _CONTROL.search(text_of(pilot)), (entry_id, tab.id)
            await pilot.press("escape")


async def test_details_and_filters_of_hostile_rows(library: Library) -> None:
    async with stage("malformed-references", library=library, size=(120, 40)) as pilot:
        screen = entry_of(pilot)
        await screen.action_tab("references")
        await settled(pilot)
        for kind in ReferenceKind:
            table = screen.references.table(kind)
            for place in range(len(table.items)):
                table.cursor = place
                await pilot.pause()
        await pilot.press("slash", *"x[/")
        await settled(pilot)
        assert not _CONTROL.search(text_of(pilot))


async def test_a_malformed_usage_log_is_listed(library: Library) -> None:
    async with stage("malformed-usage", library=library, size=(120, 40)) as pilot:
        screen = entry_of(pilot)
        await screen.action_tab("usage")
        await settled(pilot)
        rows = screen.query_one(UsagePane).table.items
        assert "ok-after-all" in {row.entry.id for row in rows}
        assert not _CONTROL.search(text_of(pilot))


async def test_hostile_results_recents_and_details(library: Library) -> None:
    query = " ".join(entry_id for entry_id in HOSTILE if " " not in entry_id)
    recents = [(f"r{n}", title) for n, title in enumerate(("[/x", "\x1b[2J", "a\u202eb", "x\ny"))]
    async with stage(query, library=library, size=(120, 40), recents=recents) as pilot:
        screen = lookup_of(pilot)
        for place in range(len(screen.results.items)):
            screen.results.cursor = place
            await pilot.pause()
            assert not _CONTROL.search(text_of(pilot))
        screen.field.value = ""
        await settled(pilot)
        assert len(screen.recents.items) >= len(recents)
        assert not _CONTROL.search(text_of(pilot))


@pytest.mark.parametrize("text", ["x[/", "[/dpa]", "\x1b]52;c;eA==\x07", "--help", "a" * 5_000])
async def test_hostile_words_in_the_field(library: Library, text: str) -> None:
    async with stage(text, library=library) as pilot:
        assert isinstance(pilot.app.screen, ItemScreen)
        assert not _CONTROL.search(text_of(pilot))
