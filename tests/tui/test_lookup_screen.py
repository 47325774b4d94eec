"""The look-up: anything goes in, everything asked for is accounted for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.pilot import Pilot

from medialib_tui.demo.faulting import Gate
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import EXPIRED
from medialib_tui.model.query import MOST_IDS
from medialib_tui.tui.widgets.query_field import MOST
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.person import URL
from tests.tui.stage import entry_of, lookup_of, stage


async def test_a_single_hit_opens_and_escape_comes_back_with_the_text() -> None:
    async with stage() as pilot:
        lookup_of(pilot).field.value = "harbour-dawn-01"
        await pilot.press("enter")
        await settled(pilot)
        assert entry_of(pilot).entry_id == "harbour-dawn-01"
        await pilot.press("escape")
        assert lookup_of(pilot).field.value == "harbour-dawn-01"
        assert [row.id for row in lookup_of(pilot).results.items] == ["harbour-dawn-01"]


async def test_a_query_from_the_command_line_is_looked_up_at_once() -> None:
    async with stage("harbour-dawn-01") as pilot:
        assert entry_of(pilot).item_title == "Fishing boats leave the harbour at dawn"


@pytest.mark.parametrize("key", ["escape", "L"])
async def test_an_entry_found_before_there_was_an_app_is_shown_first(key: str) -> None:
    library = sample_library()
    async with stage("harbour-dawn-01", library=library, ahead=True) as pilot:
        assert entry_of(pilot).entry_id == "harbour-dawn-01"
        assert len(pilot.app.screen_stack) == 2
        paths = [request.path for request in library.requests]
        assert sum(path.endswith("/mediaLibrary/harbour-dawn-01") for path in paths) == 1
        asked = len(library.requests)
        await pilot.press(key)
        await settled(pilot)
        screen = lookup_of(pilot)
        assert screen.field.value == "harbour-dawn-01"
        assert [row.id for row in screen.results.items] == ["harbour-dawn-01"]
        assert screen.results.has_focus
        assert len(library.requests) == asked
        await pilot.press("enter", "escape")
        assert lookup_of(pilot) is screen


async def test_an_id_missed_before_there_was_an_app_is_told_by_the_look_up() -> None:
    async with stage("nope", ahead=True) as pilot:
        assert "not found on this server" in text_of(pilot)
        assert lookup_of(pilot).field.value == "nope"


@asynccontextmanager
async def on_its_way(entry_id: str) -> AsyncIterator[tuple[Pilot[None], Gate, Library]]:
    """The app started with an id whose answer takes its time."""
    faults, library = Faults(), sample_library()
    gate = faults.hold(path=f"*/{entry_id}")
    async with stage(entry_id, library=library, faults=faults, wait=False, ahead=True) as pilot:
        await gate.reached.wait()
        while not entry_of(pilot).furnished:
            await pilot.pause()
        yield pilot, gate, library


async def test_the_entry_on_its_way_has_its_screen_and_everything_else_is_asked_for() -> None:
    async with on_its_way("harbour-dawn-01") as (pilot, gate, library):
        assert "asking…" in text_of(pilot)
        assert "Asking the server…" in text_of(pilot)
        await pilot.press("4")
        assert entry_of(pilot).tab == "usage"
        gate.release()
        await settled(pilot)
        assert entry_of(pilot).item_title == "Fishing boats leave the harbour at dawn"
        assert "Fishing boats" in text_of(pilot)
        paths = [request.path.rpartition("/mediaLibrary/")[2] for request in library.requests]
        assert paths.count("harbour-dawn-01") == 1
        assert paths.count("harbour-dawn-01/usageLog") == 1


async def test_an_id_on_its_way_that_is_missing_leads_to_the_look_up() -> None:
    async with on_its_way("nope") as (pilot, gate, library):
        gate.release()
        await settled(pilot)
        assert "not found on this server" in text_of(pilot)
        assert "Press enter to look it up." not in text_of(pilot)
        assert lookup_of(pilot).field.value == "nope"
        assert sum(request.path.endswith("/nope") for request in library.requests) == 1


async def test_what_is_left_while_it_is_on_its_way_is_not_opened_behind_the_person() -> None:
    async with on_its_way("harbour-dawn-01") as (pilot, gate, _):
        await pilot.press("escape")
        await pilot.pause()
        screen = lookup_of(pilot)
        gate.release()
        await settled(pilot)
        assert lookup_of(pilot) is screen
        assert screen.field.value == "harbour-dawn-01"
        assert "Press enter to look it up." in text_of(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert entry_of(pilot).item_title == "Fishing boats leave the harbour at dawn"


async def test_missing_ids_are_rows_at_the_end_with_their_reason() -> None:
    async with stage("nope harbour-dawn-01 nix every-plugin") as pilot:
        rows = lookup_of(pilot).results
        assert [row.id for row in rows.items] == [
            "harbour-dawn-01",
            "every-plugin",
            "nope",
            "nix",
        ]
        said = text_of(pilot)
        assert "2 entries, 2 missing" in said
        assert said.count("not found on this server") == 2


async def test_ids_whose_request_failed_are_rows_with_their_error() -> None:
    faults = Faults().add("status", path="*/mediaLibrary", status=418, nth=2)
    ids = " ".join(["harbour-dawn-01", *(f"gone-{number}" for number in range(70))])
    async with stage(ids, faults=faults) as pilot:
        screen = lookup_of(pilot)
        assert screen.results.items[0].id == "harbour-dawn-01"
        assert {row.failure is not None for row in screen.results.items[51:]} == {True}
        assert "21 failed" in text_of(pilot)


async def test_media_that_an_old_api_version_cannot_list_are_told() -> None:
    said = "media in links may be missing"
    async with stage("doc:2", version="v1") as pilot:
        assert said in " ".join(text_of(pilot).split())
    async with stage("doc:2") as pilot:
        assert said not in " ".join(text_of(pilot).split())


async def test_a_document_says_its_title_and_lists_its_media() -> None:
    async with stage("doc:2") as pilot:
        said = text_of(pilot)
        assert "Morning at the harbour" in said
        assert "Media used in it" in said
        assert "harbour-dawn-01" in said


async def test_a_paste_of_many_lines_becomes_one() -> None:
    async with stage() as pilot:
        screen = lookup_of(pilot)
        screen.field.post_message(events.Paste("harbour-dawn-01\nevery-plugin\r\n\tnope\n"))
        await pilot.pause()
        assert screen.field.text.split() == ["harbour-dawn-01", "every-plugin", "nope"]
        await pilot.press("enter")
        await settled(pilot)
        assert len(screen.results.items) == 3


async def test_a_long_paste_is_held_and_looked_up_whole() -> None:
    ids = [f"id-{number:05}" for number in range(1_000)]
    async with stage() as pilot:
        screen = lookup_of(pilot)
        screen.field.post_message(events.Paste("\n".join(ids)))
        await pilot.pause()
        assert len(screen.field.value) < 80
        assert screen.field.text.split() == ids
        await pilot.press("enter")
        await settled(pilot)
        assert [row.id for row in screen.results.items] == ids


async def test_typing_into_a_held_paste_lets_go_of_it() -> None:
    async with stage() as pilot:
        screen = lookup_of(pilot)
        screen.field.set_text("a" * 150 + " " + "b " * 5_000)
        await pilot.pause()
        await pilot.press("x")
        assert screen.field.text == screen.field.value


async def test_more_than_the_field_takes_is_refused_in_words() -> None:
    async with stage() as pilot:
        screen = lookup_of(pilot)
        screen.field.post_message(events.Paste("x " * MOST))
        await pilot.pause()
        assert f"the {MOST:,} one look-up takes" in text_of(pilot)
        assert screen.field.text == ""


async def test_too_many_ids_are_refused_before_anything_is_asked() -> None:
    async with stage() as pilot:
        screen = lookup_of(pilot)
        screen.look_up(" ".join(f"id{number}" for number in range(MOST_IDS + 1)))
        await settled(pilot)
        assert "10,001 ids are more than" in text_of(pilot)


async def test_keys_in_a_burst_are_a_paste_and_its_last_enter_looks_up() -> None:
    async with stage() as pilot:
        field = lookup_of(pilot).field
        for char in "harbour-dawn-01\nevery-plugin\n":
            key = "enter" if char == "\n" else char
            field.post_message(events.Key(key, None if char == "\n" else char))
        for _ in range(200):
            await pilot.pause()
            if len(lookup_of(pilot).results.items) == 2:
                break
        await settled(pilot)
        assert field.value == "harbour-dawn-01 every-plugin"
        assert [row.id for row in lookup_of(pilot).results.items] == field.value.split()


async def test_nothing_to_look_up_says_what_can_be() -> None:
    async with stage() as pilot:
        await pilot.press("enter")
        assert "Nothing to look up." in text_of(pilot)
        assert "doc:123" in text_of(pilot)


async def test_a_site_of_others_is_refused() -> None:
    async with stage("https://elsewhere.example.org/story") as pilot:
        assert "not one of this project's sites" in text_of(pilot)


async def test_an_expired_token_is_a_sentence_and_the_app_can_be_left_from_the_field() -> None:
    async with stage("harbour-dawn-01", token=EXPIRED) as pilot:
        screen = lookup_of(pilot)
        assert "token" in text_of(pilot).lower()
        await pilot.press("ctrl+c")
        assert pilot.app.clipboard == screen.field.value == "harbour-dawn-01"
        await pilot.press("ctrl+c")
        assert not pilot.app.is_running


async def test_the_newest_of_two_look_ups_wins() -> None:
    faults = Faults()
    gate = faults.hold(path="*/mediaLibrary/harbour-dawn-01")
    async with stage(faults=faults) as pilot:
        screen = lookup_of(pilot)
        screen.look_up("harbour-dawn-01")
        await gate.reached.wait()
        screen.look_up("every-plugin nope")
        await settled(pilot)
        gate.release()
        await settled(pilot)
        assert [row.id for row in lookup_of(pilot).results.items] == ["every-plugin", "nope"]


async def test_a_failed_look_up_can_be_asked_again() -> None:
    faults = Faults().add("status", path="*/mediaLibrary/harbour-dawn-01", status=418, nth=1)
    async with stage("harbour-dawn-01", faults=faults) as pilot:
        assert "Press enter to ask again" in text_of(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert entry_of(pilot).entry_id == "harbour-dawn-01"


async def test_refresh_asks_what_was_asked_not_what_stands_in_the_field() -> None:
    async with stage("doc:2") as pilot:
        screen = lookup_of(pilot)
        screen.field.value = "every-plugin"
        await settled(pilot)
        screen.results.focus()
        await pilot.press("r")
        await settled(pilot)
        assert "Morning at the harbour" in text_of(pilot)


@pytest.mark.parametrize("key", ["enter", "p", "e", "f"])
async def test_a_missing_id_is_said_to_be_missing(key: str) -> None:
    async with stage("no-such-entry") as pilot:
        await pilot.press(key)
        await settled(pilot)
        (notice,) = notices_of(pilot)
        assert "This server has no entry no-such-entry." in notice
        assert not lookup_of(pilot).session.recents.pins(URL)


async def test_escape_leaves_a_field_with_no_rows_below_it() -> None:
    async with stage() as pilot:
        assert "/ Look up" not in text_of(pilot)
        assert "ctrl+c Quit" in text_of(pilot)
        await pilot.press("escape")
        await settled(pilot)
        bottom = text_of(pilot).splitlines()[-1]
        assert "q Quit" in bottom
        assert "/ Look up" in bottom
        await pilot.press("slash")
        assert lookup_of(pilot).field.has_focus


RECENTS = (("mill-1", "The old mill"), ("boat-2", "A boat"), ("mill-3", "Another mill"))


async def test_recents_narrow_down_while_one_types_and_pins_come_first() -> None:
    async with stage(recents=RECENTS) as pilot:
        screen = lookup_of(pilot)
        assert [item.entry_id for item in screen.recents.items] == ["mill-1", "boat-2", "mill-3"]
        await pilot.press("down", "down", "down", "f")
        assert screen.recents.items[0].entry_id == "mill-3"
        await pilot.press("slash", "m", "l", "l")
        await pilot.pause()
        assert [item.entry_id for item in screen.recents.items] == ["mill-3", "mill-1"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(screen.recents.items) == 3


async def test_an_opened_entry_is_a_recent_afterwards() -> None:
    async with stage("harbour-dawn-01") as pilot:
        await pilot.press("escape", "escape")
        screen = lookup_of(pilot)
        screen.field.value = ""
        await pilot.pause()
        assert [item.entry_id for item in screen.recents.items] == ["harbour-dawn-01"]


async def test_up_from_the_first_row_goes_back_to_the_field() -> None:
    async with stage(recents=RECENTS) as pilot:
        screen = lookup_of(pilot)
        await pilot.press("down")
        assert screen.recents.has_focus
        await pilot.press("up")
        assert screen.field.has_focus


async def test_details_stand_beside_the_rows_where_there_is_room() -> None:
    async with stage("harbour-dawn-01 every-plugin", size=(120, 40)) as pilot:
        assert "Dimensions" in text_of(pilot)
    async with stage("harbour-dawn-01 every-plugin") as pilot:
        assert "Dimensions" not in text_of(pilot)


async def test_a_missing_row_does_not_open() -> None:
    async with stage("nope nix") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        lookup_of(pilot)


async def test_escape_in_the_rows_leads_back_to_the_field() -> None:
    async with stage("harbour-dawn-01 every-plugin") as pilot:
        screen = lookup_of(pilot)
        assert screen.results.has_focus
        await pilot.press("escape")
        assert screen.field.has_focus
        assert len(screen.results.items) == 2


async def test_a_hit_does_not_open_over_what_the_person_opened_meanwhile() -> None:
    faults = Faults()
    gate = faults.hold(path="*/mediaLibrary/harbour-dawn-01")
    async with stage(faults=faults) as pilot:
        screen = lookup_of(pilot)
        screen.look_up("harbour-dawn-01")
        await gate.reached.wait()
        screen.open_entry("every-plugin")
        gate.release()
        await settled(pilot)
        assert entry_of(pilot).entry_id == "every-plugin"
        assert pilot.app.screen_stack[-2] is screen


async def test_a_text_longer_than_the_field_shows_its_end() -> None:
    address = f"https://www.example.com/{'a-very-long-path/' * 8}article-2.html"
    async with stage() as pilot:
        lookup_of(pilot).field.post_message(events.Paste(address))
        await settled(pilot)
        assert "a-very-long-path/article-2.html" in text_of(pilot)
        await pilot.resize_terminal(60, 24)
        await settled(pilot)
        assert "article-2.html" in text_of(pilot)
