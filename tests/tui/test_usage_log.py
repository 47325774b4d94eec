"""The usage log on the screen: add, edit, confirm, remove, with every way it can end."""

from __future__ import annotations

import pytest
from textual.widgets import Button, Input

from medialib_tui.demo.errors import Json
from medialib_tui.demo.faults import Faults
from medialib_tui.model.server import Access
from medialib_tui.tui.dialogs.usage_conflict import UsageConflictDialog
from medialib_tui.tui.dialogs.usage_date import UsageDateDialog
from medialib_tui.tui.dialogs.usage_review import UsageReviewDialog
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.usage.screen import UsageScreen
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.person import URL
from tests.tui.usage_tab import ENTRY, PRINT, SOCIAL, WEB, Log, log


async def test_a_use_is_logged_and_found_on_the_screen() -> None:
    async with log(PRINT) as held:
        await held.press("a")
        await held.fill(purpose="print", params__page=7, url="https://example.com/x")
        await held.press("f2")
        assert isinstance(held.pilot.app.screen, UsageReviewDialog)
        await held.press("enter")
        assert isinstance(held.pilot.app.screen, EntryScreen), text_of(held.pilot)
        (_, added) = held.uses
        assert added["purpose"] == "print"
        assert added["params"] == {"page": 7}
        assert added["url"] == "https://example.com/x"
        assert len(held.table.items) == 2
        assert held.table.current_key == added["id"]


async def test_the_first_use_of_an_empty_log_can_be_added() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(purpose="broadcast")
        await held.press("f2", "enter")
        assert len(held.uses) == 1
        assert len(held.table.items) == 1


async def test_what_a_confirmed_use_needs_is_asked_for_before_anything_is_sent() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(purpose="print", state="confirmed")
        await held.press("f2")
        form = held.form.form
        assert form is not None
        assert form.invalid == ("publicationDate", "params.page")
        assert not held.desk.patches()


async def test_what_is_missing_is_said_once() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(state="confirmed")
        shown = text_of(held.pilot)
        assert "Purpose is required." in shown
        assert "required. · required" not in shown


async def test_enter_is_named_by_what_it_does_to_a_use() -> None:
    async with log(PRINT) as held:
        assert "enter Edit use" in text_of(held.pilot)
        await held.press("enter")
        assert isinstance(held.pilot.app.screen, UsageScreen)
    async with log(PRINT, access=Access.READ_ONLY) as held:
        assert "enter Open" in text_of(held.pilot)
        await held.press("enter")
        assert isinstance(held.pilot.app.screen, EntryScreen)


async def test_an_address_that_is_none_is_refused_at_its_field() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(purpose="broadcast", url="example com")
        await held.press("f2")
        assert held.form.form is not None
        assert held.form.form.invalid == ("url",)


async def test_another_purpose_asks_for_its_own_params_and_keeps_the_others_aside() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(purpose="print", params__page=5)
        await held.fill(purpose="social")
        form = held.form.form
        assert form is not None
        handles = [field.handle for field in form.fields]
        assert "params.networks" in handles
        assert "params.page" not in handles
        await held.fill(purpose="print")
        form = held.form.form
        assert form is not None
        assert form.value("params.page") == 5


async def test_internal_purposes_are_offered_closed() -> None:
    async with log() as held:
        await held.press("a", "enter")
        said = text_of(held.pilot)
        assert "Website  🔒 internal" in said
        await held.press("p", "enter")
        assert held.form.form is not None
        assert held.form.form.value("purpose") == "print"


async def test_an_internal_use_is_locked_with_its_reason() -> None:
    async with log(WEB) as held:
        for key in ("e", "c", "d"):
            await held.press(key)
            assert isinstance(held.pilot.app.screen, EntryScreen)
        assert any("internal purpose" in notice for notice in notices_of(held.pilot))
        assert "🔒 Website" in text_of(held.pilot)
        assert not held.desk.patches()


async def test_an_edit_sends_the_whole_value() -> None:
    async with log({**PRINT, "url": "https://example.com/old"}) as held:
        await held.press("e")
        await held.fill(params__page=9)
        await held.press("f2", "enter")
        (row,) = held.uses
        assert row["params"] == {"page": 9}
        assert row["url"] == "https://example.com/old"
        (body,) = held.desk.patches()
        assert "oldValue" not in body


async def test_the_former_use_is_sent_along_where_that_is_wanted() -> None:
    async with log(PRINT) as held:
        await held.press("e")
        await held.fill(params__page=9)
        await held.press("f2", "o", "enter")
        (body,) = held.desk.patches()
        assert "oldValue" in body
        assert held.uses[0]["params"] == {"page": 9}


async def test_a_change_by_somebody_else_is_shown_first_and_mine_can_go_on_top() -> None:
    async with log(PRINT) as held:
        await held.press("e")
        await held.fill(params__page=9)
        held.entry.usage_log = [{**PRINT, "params": {"page": 4, "edition": "late"}}]
        held.entry.version += 1
        await held.press("f2", "enter")
        assert isinstance(held.pilot.app.screen, UsageConflictDialog)
        said = text_of(held.pilot)
        assert "theirs" in said
        assert "late" in said
        assert held.pilot.app.focused is held.pilot.app.screen.query_one("#cancel", Button)
        held.pilot.app.screen.query_one("#mine", Button).press()
        await settled(held.pilot)
        assert held.uses[0]["params"] == {"page": 9, "edition": "late"}


async def test_a_date_is_asked_for_where_a_confirmed_use_has_none() -> None:
    async with log(PRINT, {**PRINT, "id": "u9", "params": {"page": 4}}) as held:
        await held.press("asterisk", "c")
        assert isinstance(held.pilot.app.screen, UsageDateDialog)
        held.pilot.app.screen.query_one(Input).value = "2026-05-03T11:00:00Z"
        await held.press("enter")
        assert isinstance(held.pilot.app.screen, UsageReviewDialog)
        await held.press("enter")
        states = {row["state"] for row in held.uses}
        dates = {row["publicationDate"] for row in held.uses}
        assert states == {"confirmed"}
        assert len(dates) == 1
        assert len(held.desk.patches()) == 1


async def test_a_use_that_lacks_a_required_param_is_not_confirmed() -> None:
    row = {**PRINT, "params": {}, "publicationDate": "2026-05-01T10:00:00.000Z"}
    async with log(row) as held:
        await held.press("c")
        assert not held.desk.patches()
        assert any("params.page" in notice for notice in notices_of(held.pilot))


async def test_removing_says_what_hangs_on_it_and_cancel_has_the_focus() -> None:
    async with log(SOCIAL) as held:
        await held.press("d")
        screen = held.pilot.app.screen
        assert isinstance(screen, UsageReviewDialog)
        said = text_of(held.pilot)
        assert "license approval for document 122" in said
        assert "billing" in said
        assert held.pilot.app.focused is screen.query_one("#cancel", Button)
        await held.press("enter")
        assert len(held.uses) == 1
        await held.press("delete")
        held.pilot.app.screen.query_one("#save", Button).press()
        await settled(held.pilot)
        assert held.uses == []
        assert len(held.table.items) == 0


async def test_a_use_that_changed_since_it_was_shown_is_not_removed() -> None:
    async with log(SOCIAL) as held:
        held.entry.usage_log = [{**SOCIAL, "documentId": 500}]
        await held.press("d")
        assert isinstance(held.pilot.app.screen, UsageConflictDialog)
        await held.press("escape")
        assert held.table.items[0].document == "500"
        assert not held.desk.patches()


async def test_values_the_server_refuses_are_said_at_their_fields() -> None:
    async with log() as held:
        await held.press("a")
        await held.fill(purpose="broadcast")
        held.desk.library.config["mediaCenter"] = {"usagePurposes": [{"handle": "print"}]}
        await held.press("f2", "enter")
        form = held.form.form
        assert form is not None
        assert form.has_error("purpose")
        assert held.uses == []


async def test_an_add_without_an_answer_is_proven() -> None:
    faults = Faults().add("reset-after", method="PATCH", path="*/mediaLibrary/*")
    async with log(faults=faults) as held:
        await held.press("a")
        await held.fill(purpose="broadcast")
        await held.press("f2", "enter")
        assert len(held.desk.patches()) == 1
        assert notices_of(held.pilot)
        assert len(held.uses) == len(held.table.items) == 1


@pytest.mark.parametrize("key", ["a", "c", "d"])
async def test_a_read_only_server_dims_every_write(key: str) -> None:
    async with log(PRINT, access=Access.READ_ONLY) as held:
        await held.press(key)
        assert isinstance(held.pilot.app.screen, EntryScreen)


async def test_without_the_projects_configuration_purposes_are_typed() -> None:
    async with log(PRINT, token="demo-write-no-config") as held:
        await held.press("a")
        form = held.form.form
        assert form is not None
        assert form.suggested("purpose") == ("print",)


async def test_a_draft_of_a_use_is_offered_again() -> None:
    async with log(PRINT) as held:
        await held.press("a")
        await held.fill(purpose="broadcast")
        await held.press("escape", "k")
        assert isinstance(held.pilot.app.screen, EntryScreen)
        await held.press("a")
        assert "There is a draft" in text_of(held.pilot)
        await held.press("enter")
        assert held.form.form is not None
        assert held.form.form.value("purpose") == "broadcast"


async def test_locked_uses_are_not_marked_with_the_others() -> None:
    async with log(WEB, SOCIAL, PRINT) as held:
        await held.press("asterisk")
        assert {row.entry.id for row in held.table.marked} == {"u1", "u3"}
        await held.press("d")
        assert "these 2 uses" in text_of(held.pilot)


async def test_text_from_the_server_stays_text() -> None:
    evil = "[red]x[/\x1b[2Jy"
    row: Json = {**PRINT, "purpose": evil, "params": {evil: evil}, "url": evil}
    async with log(row, size=(120, 40)) as held:
        await held.press("d")
        assert "\x1b" not in text_of(held.pilot)
        assert "[red]x[/" in text_of(held.pilot)
        await held.press("escape", "e")
        assert "[red]x[/" in text_of(held.pilot)
        assert "\x1b" not in text_of(held.pilot)


async def _lost(held: Log, faults: Faults) -> None:
    """Log a use whose answer is lost, with a server that cannot be read afterwards."""
    faults.add("reset-after", method="PATCH", path="*/mediaLibrary/*")
    await held.press("a")
    await held.fill(purpose="broadcast")
    await held.press("f2")
    faults.add("status", method="GET", path=f"*/mediaLibrary/{ENTRY}", status=418)
    await held.press("enter")
    assert "f2 looks again" in held.form.header.status[0]


async def test_a_use_whose_fate_is_unknown_is_looked_for_again_and_never_sent_twice() -> None:
    faults = Faults()
    async with log(PRINT, faults=faults) as held:
        await _lost(held, faults)
        await held.press("f2")
        assert "still not known" in held.form.header.status[0]
        faults.rules.pop()
        await held.press("f2")
        assert isinstance(held.pilot.app.screen, EntryScreen)
        assert len(held.uses) == len(held.table.items) == 2
        assert len(held.desk.patches()) == 1
        assert held.desk.drafts.get(URL, f"{ENTRY} use new") is None


async def test_what_was_typed_after_a_lost_answer_is_kept() -> None:
    faults = Faults()
    async with log(PRINT, faults=faults) as held:
        await _lost(held, faults)
        await held.fill(url="https://example.com/later")
        faults.rules.pop()
        await held.press("f2")
        form = held.form.form
        assert form is not None
        assert form.value("url") == "https://example.com/later"
        assert "another use" in held.form.header.status[0]
        assert len(held.desk.patches()) == 1
