"""Rows of the usage log while one works on them all day: focus, marks, titles, orders, words."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input

from medialib_tui.demo.faults import Faults
from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.usage_tab import PRINT, SOCIAL, WEB, Log, log


async def _filter(held: Log, text: str) -> None:
    held.screen.query_one("#usage-filter", Input).value = text
    await settled(held.pilot)


async def test_rows_that_come_back_have_the_focus_again() -> None:
    async with log(SOCIAL) as held:
        await held.press("s", "s")
        assert "No use matches" in text_of(held.pilot)
        await held.press("s")
        assert held.table.has_focus


async def test_words_are_looked_for_in_the_titles_shown() -> None:
    async with log(WEB, SOCIAL) as held:
        assert "Cars queue" in text_of(held.pilot)
        await _filter(held, "CARS ferry")
        assert [row.entry.id for row in held.table.items] == ["u2"]


async def test_titles_of_rows_that_were_not_in_view_are_asked_for_to_filter_by_them() -> None:
    rows = [{**SOCIAL, "id": f"s{number}", "documentId": None} for number in range(150)]
    last = {**WEB, "id": "last", "publicationDate": "2020-01-01T10:00:00.000Z"}
    async with log(*rows, last) as held:
        assert "121" not in held.table.documents
        await _filter(held, "ferry")
        assert [row.entry.id for row in held.table.items] == ["last"]
        assert "1 of 151 match" in text_of(held.pilot)
        assert "Cars queue" in text_of(held.pilot)


async def test_rows_listed_by_the_filter_get_their_titles() -> None:
    rows = [{**SOCIAL, "id": f"s{number}", "documentId": None} for number in range(150)]
    last = {**WEB, "id": "last", "state": "pending", "publicationDate": "2020-01-01T10:00:00.000Z"}
    async with log(*rows, last) as held:
        await _filter(held, "state:pending")
        assert "Cars queue" in text_of(held.pilot)


async def test_rows_are_ordered_by_the_title_shown_and_those_without_come_last() -> None:
    other = {**WEB, "id": "u7", "documentId": 2, "publicationDate": "2026-05-03T10:00:00.000Z"}
    async with log(PRINT, other, WEB) as held:
        await held.press("t", "t", "t")
        assert "by document" in text_of(held.pilot)
        assert [row.entry.id for row in held.table.items] == ["u2", "u7", "u1"]
        await held.press("T")
        assert [row.entry.id for row in held.table.items] == ["u7", "u2", "u1"]


async def test_a_purpose_counts_by_its_beginning_and_a_period_that_is_none_is_told() -> None:
    async with log(PRINT, SOCIAL) as held:
        await _filter(held, "purpose:soc")
        assert [row.entry.id for row in held.table.items] == ["u3"]
        await _filter(held, "in:may")
        assert "in:may is no period" in text_of(held.pilot)


async def test_the_order_and_the_age_of_a_filtered_log_fit_on_a_narrow_screen() -> None:
    async with log(PRINT, SOCIAL) as held:
        await held.press("s", "t", "T")
        head = next(line for line in text_of(held.pilot).splitlines() if "of 2 match" in line)
        assert "by purpose, backwards, as of " in head
        assert len(head.rstrip()) <= 79


async def test_marks_stay_where_the_write_failed() -> None:
    faults = Faults()
    async with log(PRINT, {**PRINT, "id": "u9"}, faults=faults) as held:
        faults.add("status", method="PATCH", status=400)
        await held.press("asterisk", "d")
        held.pilot.app.screen.query_one("#save", Button).press()
        await settled(held.pilot)
        assert len(held.uses) == len(held.table.marked) == 2


async def test_marks_behind_the_filter_are_told_and_a_locked_use_says_why_it_takes_none() -> None:
    async with log(PRINT, SOCIAL, WEB) as held:
        await held.press("asterisk")
        await _filter(held, "state:pending")
        assert "2 marked, 1 behind the filter" in text_of(held.pilot)
        await _filter(held, "purpose:web")
        await held.press("space")
        assert any("publishing writes it" in notice for notice in notices_of(held.pilot))


async def test_the_id_of_a_new_use_is_told_also_where_the_filter_leaves_it_out() -> None:
    async with log(SOCIAL) as held:
        await _filter(held, "state:confirmed")
        await held.press("a")
        await held.fill(purpose="broadcast")
        await held.press("f2", "enter")
        added = str(held.uses[-1]["id"])
        assert any(f"new id {added}" in notice for notice in notices_of(held.pilot))
        assert f"{added} is logged; the filter leaves it out" in text_of(held.pilot)


async def test_uses_that_cannot_be_confirmed_are_left_out_of_many_and_named() -> None:
    date = "2026-05-01T10:00:00.000Z"
    bare = {**PRINT, "id": "bare", "params": {}, "publicationDate": date}
    async with log({**PRINT, "publicationDate": date}, bare) as held:
        await held.press("asterisk", "c")
        assert isinstance(held.pilot.app.screen, UsageReviewDialog)
        said = text_of(held.pilot)
        assert "Confirm this use of" in said
        assert "1 left out" in said
        assert "params.page: is required" in said
        await held.press("enter")
        assert {row["id"]: row["state"] for row in held.uses} == {
            "u1": "confirmed",
            "bare": "pending",
        }


@pytest.mark.parametrize("marked", ["space", "asterisk"])
async def test_one_that_cannot_be_confirmed_is_told_before_anything_is_asked(marked: str) -> None:
    bare = {**PRINT, "params": {}, "publicationDate": "2026-05-01T10:00:00.000Z"}
    async with log(bare) as held:
        await held.press(marked, "c")
        assert held.pilot.app.screen is held.screen
        assert any("params.page" in notice for notice in notices_of(held.pilot))
        assert len(held.table.marked) == 1


async def test_a_removed_use_that_is_taken_back_is_in_the_log_at_once() -> None:
    async with log(PRINT) as held:
        await held.press("d")
        held.pilot.app.screen.query_one("#save", Button).press()
        await settled(held.pilot)
        assert not held.table.items
        await held.press("7", "u")
        held.pilot.app.screen.query(Button).last().press()
        await settled(held.pilot)
        await held.press("4")
        assert [row.entry.id for row in held.table.items] == [held.uses[0]["id"]]
        assert held.table.has_focus


async def test_the_id_of_a_use_and_its_document_can_be_copied() -> None:
    async with log(WEB) as held:
        copied = {item.label: item.text for item in held.screen.copy_items()}
        assert copied["Use"] == "u2"
        assert copied["Document"] == "121"
        assert len({item.key for item in held.screen.copy_items()}) == len(copied)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_details_are_opened_where_there_are_no_rows(size: tuple[int, int]) -> None:
    async with log(size=size) as held:
        for tab in ("4", "3"):
            await held.press(tab)
            assert not held.screen.query_one("#usage-detail").is_on_screen
            assert not held.screen.query_one("#reference-detail").is_on_screen
        await held.press("4", "v")
        assert "────" not in text_of(held.pilot)
        assert "▏" not in text_of(held.pilot)


async def test_params_are_listed_also_where_the_details_take_their_room() -> None:
    async with log(PRINT, size=(120, 40)) as held:
        assert "Params" in text_of(held.pilot)
        assert held.screen.query_one("#usage-detail").is_on_screen
