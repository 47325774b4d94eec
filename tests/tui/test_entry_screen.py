"""The entry: every source on its own, each with its age, its failure, or why there is none."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.widgets.json_view import JsonView
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.tab_row import TabRow
from medialib_tui.tui.widgets.usage import UsagePane
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.stage import entry_of, stage

DOCUMENTS, MEDIA = ReferenceKind.DOCUMENTS, ReferenceKind.MEDIA


def words_of(pilot: Pilot[None]) -> str:
    """What the sheets of the entry say, without their line breaks."""
    sheets = entry_of(pilot).query(Sheet)
    return " ".join(word for sheet in sheets for word in sheet.said().split())


async def test_the_overview_says_every_known_use_and_what_is_never_checked(
    library: Library,
) -> None:
    async with stage("harbour-dawn-01", library=library, size=(120, 40)) as pilot:
        said = words_of(pilot)
        assert "In use: 4 documents, 1 media entry, 2 confirmed uses, 1 pending use." in said
        assert "Never checked" in said
        assert "Drafts" in said
        assert "served" in said
        assert "as of " in said


async def test_nothing_found_is_never_called_unused(library: Library) -> None:
    async with stage("unused-picture", library=library, size=(120, 40)) as pilot:
        said = text_of(pilot)
        assert "None found in documents, media and usage log." in said
        assert "unused" not in said.replace("unused-picture", "").lower()


async def test_tabs_carry_counts(library: Library) -> None:
    async with stage("popular-skyline", library=library) as pilot:
        counts = entry_of(pilot).query_one(TabRow).counts
        assert counts == {"references": "12,345", "usage": "0"}


async def test_counts_without_totals_end_in_a_plus(library: Library) -> None:
    async with stage("popular-skyline", library=library, version="2025-11") as pilot:
        assert entry_of(pilot).query_one(TabRow).counts["references"].rstrip("+") in {
            "100",
            "12,345",
        }


async def test_one_failing_source_leaves_the_rest_and_the_verdict_is_incomplete() -> None:
    faults = Faults().add("status", path="*/usageLog", status=418)
    async with stage("harbour-dawn-01", faults=faults, size=(120, 40)) as pilot:
        said = text_of(pilot)
        assert "Incomplete: usage log could not be read" in said
        assert "4 in all" in said
        await pilot.press("4")
        assert "Press r to ask again" in text_of(pilot)
        faults.rules.clear()
        await pilot.press("r")
        await settled(pilot)
        assert "2 confirmed, 1 pending" in text_of(pilot)


@pytest.mark.parametrize(("version", "lacks"), [("v1", 2), ("2025-03", 1), ("2026-01", 1)])
async def test_what_a_version_lacks_is_said_with_its_reason(
    version: str, lacks: int, library: Library
) -> None:
    async with stage("harbour-dawn-01", library=library, version=version) as pilot:
        await pilot.press("5")
        said = text_of(pilot)
        assert " ".join(said.split()).count(f"this server is asked for {version}.") == lacks
        assert "Needs API version 2026-03 or later" in said
        assert "Press r to ask again" not in said
        await pilot.press("4")
        assert "2 confirmed, 1 pending" in text_of(pilot)


async def test_an_unknown_entry_says_so_and_escape_leads_back(library: Library) -> None:
    async with stage(library=library) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LookupScreen)
        screen.open_entry("never-was")
        await settled(pilot)
        assert "This server has no entry never-was." in text_of(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_a_handed_in_entry_paints_before_the_server_answers(library: Library) -> None:
    faults = Faults()
    async with stage("harbour-dawn-01 every-plugin", library=library, faults=faults) as pilot:
        gate = faults.hold(path="*/harbour-dawn-01*")
        await pilot.press("enter")
        await gate.reached.wait()
        await pilot.pause()
        assert "Fishing boats leave the harbour at dawn" in text_of(pilot)
        assert "asking" in text_of(pilot)
        gate.release()
        await settled(pilot)
        assert "as of" in text_of(pilot)


async def test_leaving_while_loading_is_harmless(library: Library) -> None:
    faults = Faults()
    async with stage("harbour-dawn-01 every-plugin", library=library, faults=faults) as pilot:
        gate = faults.hold(path="*/harbour-dawn-01*")
        await pilot.press("enter")
        await gate.reached.wait()
        await pilot.press("escape")
        gate.release()
        await settled(pilot)
        assert isinstance(pilot.app.screen, LookupScreen)
        assert notices_of(pilot) == []


async def test_a_failed_refresh_keeps_what_was_known(library: Library) -> None:
    faults = Faults()
    async with stage("harbour-dawn-01", library=library, faults=faults, size=(120, 40)) as pilot:
        faults.add("status", path="*harbour-dawn-01*", status=418)
        await pilot.press("r")
        await settled(pilot)
        said = words_of(pilot)
        assert "4 in all" in said
        assert said.count("asking again failed") == 3
        assert "Fishing boats" in text_of(pilot)


async def test_refreshing_keeps_the_cursor(library: Library) -> None:
    async with stage("busy-usage-log", library=library) as pilot:
        await pilot.press("4")
        table = entry_of(pilot).query_one(UsagePane).table
        table.cursor = 1_234
        key = table.current_key
        await pilot.press("r")
        await settled(pilot)
        assert (table.current_key, table.cursor) == (key, 1_234)


async def test_metadata_is_said_in_words_and_translations_below(library: Library) -> None:
    async with stage("translated-picture", library=library, size=(120, 40)) as pilot:
        await pilot.press("2")
        said = text_of(pilot)
        assert "Title" in said
        assert "\n   fr  " in said


async def test_without_the_scope_metadata_is_shown_as_well_as_it_can_be(library: Library) -> None:
    async with stage("every-plugin", library=library, token=READ_ONLY, size=(120, 40)) as pilot:
        await pilot.press("2")
        said = text_of(pilot)
        assert "Labels as the API names them" in said
        assert "Every property of an image is set" in said


async def test_a_blocked_picture_says_what_is_known_of_it(library: Library) -> None:
    async with stage("revoked-picture", library=library) as pilot:
        await pilot.press("5")
        said = text_of(pilot)
        assert "blocked: revoked (likely)" in said
        assert "the status does not say which" in said


async def test_an_entry_without_asset_has_a_screen_too(library: Library) -> None:
    async with stage("no-asset", library=library) as pilot:
        await pilot.press("5")
        assert "The entry has no asset." in text_of(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert any("no asset" in notice for notice in notices_of(pilot))


async def test_json_is_shown_as_sent_and_huge_json_up_to_a_limit(library: Library) -> None:
    async with stage("every-plugin", library=library) as pilot:
        await pilot.press("6")
        view = entry_of(pilot).query_one(JsonView)
        assert '"id": "every-plugin",' in view.said()
        view.show_object({"text": "x" * 3_000_000})
        assert "copying takes all" in view.said()
        assert len(view.said()) < 300_000


async def test_narrow_and_wide_show_the_same_facts(library: Library) -> None:
    async with stage("harbour-dawn-01", library=library) as pilot:
        narrow = "\n".join(sheet.said() for sheet in entry_of(pilot).query(Sheet))
    async with stage("harbour-dawn-01", library=library, size=(120, 40)) as pilot:
        wide = "\n".join(sheet.said() for sheet in entry_of(pilot).query(Sheet))
    for word in ("Known uses", "Never checked", "Dimensions", "harbour-dawn-01.png"):
        assert word in narrow
        assert word in wide


async def test_the_copy_menu_says_on_one_line_what_it_would_copy() -> None:
    async with stage("harbour-dawn-01") as pilot:
        await pilot.press("y")
        await settled(pilot)
        assert '{ "id": "harbour-dawn-01", "version"' in text_of(pilot)


async def test_metadata_without_configuration_says_why_once_and_plainly() -> None:
    async with stage("harbour-dawn-01", token=READ_ONLY) as pilot:
        await pilot.press("2")
        await settled(pilot)
        assert "Api Clients)." in text_of(pilot)
        assert ".." not in text_of(pilot)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_every_tab_is_on_the_line_with_large_counts_too(width: int) -> None:
    async with stage("harbour-dawn-01", size=(width, 24)) as pilot:
        row = entry_of(pilot).query_one(TabRow)
        row.counts = {"references": "12,345+", "usage": "3,000"}
        await pilot.pause()
        line = "  ".join(row.labels())
        assert len(line) <= row.size.width
        assert all(f"{key} {tab.short[:3]}" in line for key, tab in enumerate(row.tabs, 1))
        assert ("12k+" in line) is (width == 80)
