"""The tables of an entry: references and usage log, paged, filtered, sorted."""

from __future__ import annotations

from textual.widgets import Input

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.usage import UsagePane
from tests.tui.conftest import settled, text_of
from tests.tui.stage import entry_of, stage

DOCUMENTS, MEDIA = ReferenceKind.DOCUMENTS, ReferenceKind.MEDIA


async def test_references_come_page_by_page_with_their_titles(library: Library) -> None:
    async with stage("popular-skyline", library=library) as pilot:
        await pilot.press("3")
        await settled(pilot)
        table = entry_of(pilot).references.table(DOCUMENTS)
        assert len(table.items) == 100
        assert "100 of 12,345 loaded" in text_of(pilot)
        assert "Town in brief" in text_of(pilot)
        table.cursor = 99
        await settled(pilot)
        assert len(table.items) == 200
        assert table.cursor == 99
        assert all(row.key in table.infos for row in table.items[90:110])


async def test_all_references_load_once_each_and_leaving_stops_it(library: Library) -> None:
    async with stage("popular-skyline", library=library) as pilot:
        await pilot.press("3", "A")
        await settled(pilot)
        table = entry_of(pilot).references.table(DOCUMENTS)
        assert len({row.key for row in table.items}) == len(table.items) == 12_345
        assert "12,345 in all" in text_of(pilot)
        table.cursor = 12_000
        await settled(pilot)
        assert table.items[12_000].key in table.infos


async def test_loading_all_can_be_stopped(library: Library) -> None:
    faults = Faults()
    async with stage("popular-skyline", library=library, faults=faults) as pilot:
        await pilot.press("3")
        await settled(pilot)
        gate = faults.hold(path="*/incomingDocumentReferences*")
        await pilot.press("A")
        await gate.reached.wait()
        await pilot.press("A")
        gate.release()
        await settled(pilot)
        assert len(entry_of(pilot).references.table(DOCUMENTS).items) == 100
        assert "stopped" in text_of(pilot)


async def test_a_page_that_fails_is_said_and_can_be_asked_for_again(library: Library) -> None:
    faults = Faults()
    async with stage("popular-skyline", library=library, faults=faults) as pilot:
        await pilot.press("3")
        await settled(pilot)
        faults.add("status", path="*/incomingDocumentReferences*", status=418, nth=1)
        await pilot.press("end")
        await settled(pilot)
        table = entry_of(pilot).references.table(DOCUMENTS)
        assert len(table.items) == 100
        assert "stopped" in text_of(pilot)
        await pilot.press("r")
        await settled(pilot)
        assert len(table.items) == 200
        assert table.cursor == 99


async def test_a_media_reference_opens_and_escape_comes_back(library: Library) -> None:
    async with stage("poster-popular", library=library) as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert entry_of(pilot).references.table(MEDIA).has_focus
        await pilot.press("down", "enter")
        await settled(pilot)
        assert entry_of(pilot).entry_id == "clip-002"
        await pilot.press("escape")
        assert entry_of(pilot).entry_id == "poster-popular"
        assert entry_of(pilot).references.table(MEDIA).cursor == 1


async def test_a_document_reference_shows_every_place_and_its_address(library: Library) -> None:
    async with stage("harbour-dawn-01", library=library) as pilot:
        await pilot.press("3", "enter")
        await settled(pilot)
        assert "https://www.example.com/" in text_of(pilot)
        assert "1 place" in text_of(pilot)


async def test_it_is_said_why_documents_have_no_titles(library: Library) -> None:
    denied = Faults().add("status", path="*/latestPublications*", status=403)
    async with stage("harbour-dawn-01", library=library, faults=denied) as pilot:
        await pilot.press("3")
        await settled(pilot)
        said = text_of(pilot)
        assert said.count("Titles and addresses of documents are missing:") == 1
        denied.rules.clear()
        await pilot.press("r")
        await settled(pilot)
        assert "are missing" not in text_of(pilot)


async def test_references_are_filtered_by_title_and_the_filter_is_taken_back(
    library: Library,
) -> None:
    async with stage("harbour-dawn-01", library=library) as pilot:
        await pilot.press("3")
        await settled(pilot)
        table = entry_of(pilot).references.table(DOCUMENTS)
        await pilot.press("slash", *"ferry")
        await pilot.pause()
        assert [row.key for row in table.items] == ["121"]
        assert "1 match of 4 in all" in text_of(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert len(table.items) == 4


async def test_the_usage_log_is_filtered_by_state_purpose_and_text(library: Library) -> None:
    async with stage("busy-usage-log", library=library) as pilot:
        await pilot.press("4")
        await settled(pilot)
        pane = entry_of(pilot).query_one(UsagePane)
        assert len(pane.table.items) == 3_000
        await pilot.press("slash")
        field = pilot.app.focused
        assert isinstance(field, Input)
        field.value = "state:pending purpose:print"
        await pilot.pause()
        rows = pane.table.items
        assert rows
        assert {(row.state, row.entry.purpose) for row in rows} == {("pending", "print")}
        await pilot.press("escape")
        await pilot.pause()
        assert len(pane.table.items) == 3_000


async def test_a_key_goes_through_the_states_of_uses(library: Library) -> None:
    async with stage("busy-usage-log", library=library) as pilot:
        await pilot.press("4", "s")
        await pilot.pause()
        pane = entry_of(pilot).query_one(UsagePane)
        assert {row.state for row in pane.table.items} == {"confirmed"}
        await pilot.press("s")
        await pilot.pause()
        assert {row.state for row in pane.table.items} == {"pending"}
        await pilot.press("s")
        await pilot.pause()
        assert len(pane.table.items) == 3_000


async def test_uses_are_sorted_and_the_cursor_stays_on_its_row(library: Library) -> None:
    async with stage("busy-usage-log", library=library) as pilot:
        await pilot.press("4", "down", "down")
        table = entry_of(pilot).query_one(UsagePane).table
        key = table.current_key
        await pilot.press("t")
        labels = [row.purpose_label.lower() for row in table.items]
        assert labels == sorted(labels)
        assert table.current_key == key


async def test_escape_closes_details_and_filter_before_it_leaves(library: Library) -> None:
    async with stage("harbour-dawn-01", library=library) as pilot:
        await pilot.press("3", "slash", *"ferry", "enter", "enter")
        screen = entry_of(pilot)
        table = screen.references.table(DOCUMENTS)
        assert table.has_focus
        assert screen.references.has_class("-detail")
        await pilot.press("escape")
        assert not screen.references.has_class("-detail")
        await pilot.press("escape")
        await pilot.pause()
        assert len(table.items) == 4
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, LookupScreen)


async def test_the_link_of_a_use_is_its_own_or_its_documents() -> None:
    library = sample_library()
    use: dict[str, object] = {"id": "u1", "purpose": "web", "documentId": 2}
    library.entries["harbour-dawn-01"].usage_log = [use]
    async with stage("harbour-dawn-01", library=library) as pilot:
        await pilot.press("4")
        await settled(pilot)
        assert (entry_of(pilot).item_link or "").startswith("https://www.example.com/")
        assert "Morning at" in text_of(pilot)
    use["url"] = "https://www.example.com/own"
    async with stage("harbour-dawn-01", library=library) as pilot:
        await pilot.press("4")
        assert entry_of(pilot).item_link == "https://www.example.com/own"


async def test_moving_through_rows_repaints_only_lines_that_changed(library: Library) -> None:
    async with stage("popular-skyline", library=library, size=(120, 40)) as pilot:
        await pilot.press("3", "down")
        await settled(pilot)
        sheet = entry_of(pilot).query_one("#reference-detail", Sheet)
        sheet._dirty_regions.clear()
        sheet._repaint_regions.clear()
        sheet.show(sheet.blocks)
        assert not sheet._repaint_regions


async def test_references_say_that_they_are_being_asked_for() -> None:
    faults = Faults()
    gate = faults.hold(path="*/incoming*")
    async with stage("harbour-dawn-01", faults=faults, wait=False) as pilot:
        await gate.reached.wait()
        await pilot.pause()
        await pilot.press("3")
        said = text_of(pilot)
        assert "Documents  asking…" in said
        assert "Media  asking…" in said
        assert "Places" not in said
        gate.release()
        await settled(pilot)
        assert "Documents  4 in all" in text_of(pilot)


async def test_the_list_with_the_focus_is_told_apart_without_colour() -> None:
    async with stage("harbour-dawn-01") as pilot:
        await pilot.press("3")
        await settled(pilot)
        said = text_of(pilot)
        assert "▌Front page" in said
        assert "▏Budget of the town" in said


async def test_a_filter_looks_at_the_titles_of_all_that_is_loaded() -> None:
    faults = Faults()
    async with stage("popular-skyline", faults=faults) as pilot:
        await pilot.press("3", "A")
        await settled(pilot)
        gate = faults.hold(path="*ublications*")
        await pilot.press("slash", *"9000")
        await gate.reached.wait()
        await pilot.pause()
        assert "titles not known yet" in text_of(pilot)
        gate.release()
        await settled(pilot)
        said = text_of(pilot)
        assert "2 match of 12,345 in all, as of" in said
        assert "number 9000" in said


async def test_rows_that_were_loaded_are_listed_where_the_next_page_fails_or_is_stopped() -> None:
    faults = Faults()
    async with stage("popular-skyline", faults=faults) as pilot:
        await pilot.press("3")
        await settled(pilot)
        pages, screen = "*/incomingDocumentReferences*", entry_of(pilot)
        faults.add("status", path=pages, status=418, nth=3)
        await pilot.press("A")
        await settled(pilot)
        assert len(screen.references.table(DOCUMENTS).items) == 300
        gate = faults.hold(path=pages, nth=2)
        await pilot.press("A")
        await gate.reached.wait()
        await pilot.press("A")
        gate.release()
        await settled(pilot)
        assert len(screen.references.table(DOCUMENTS).items) == 400
        await pilot.press("A")
        await settled(pilot)
        keys = [row.key for row in screen.references.table(DOCUMENTS).items]
        assert len(keys) == len(set(keys)) == 12_345


async def test_titles_that_could_not_be_read_are_asked_for_again() -> None:
    faults = Faults()
    faults.add("status", path="*ublications*", status=418, nth=1)
    async with stage("harbour-dawn-01", faults=faults) as pilot:
        await pilot.press("3")
        await settled(pilot)
        assert "Document 200" in text_of(pilot)
        await pilot.press("r")
        await settled(pilot)
        assert "Front page" in text_of(pilot)
