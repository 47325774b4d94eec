"""The metadata of many entries in one form: marked, looked at, saved, resumed, taken back."""

from __future__ import annotations

import json
from pathlib import Path

from textual.widgets import Input

from medialib_tui.core.editing.form import ManyForm
from medialib_tui.demo.faults import Faults
from medialib_tui.model.server import Access
from medialib_tui.tui.dialogs.conflict import ConflictDialog
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.dialogs.draft import DraftDialog
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.edit_many.draft import draft_key
from medialib_tui.tui.screens.edit_many.run import CHANGES, RESULTS, EditRunScreen
from medialib_tui.tui.screens.edit_many.screen import EditManyScreen
from medialib_tui.tui.screens.journal.batch import JournalBatchScreen
from medialib_tui.tui.screens.journal.screen import JournalScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.widgets.history import record_blocks
from medialib_tui.tui.widgets.sheet import Fact
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.desk import Desk, desk
from tests.tui.person import URL
from tests.tui.test_hostile_screens import _CONTROL, HOSTILE

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")
QUERY = " ".join(IDS)
VIDEO = "flood-flight-v1"
MOTLEY = (*IDS, VIDEO, "budget-2026-f1", "scan-1921-market", "unknown-media-type")


def form_of(held: Desk) -> EditManyScreen:
    """The form of many, wherever it is in the stack."""
    found = [one for one in held.app.screen_stack if isinstance(one, EditManyScreen)]
    assert found, "no form of many is open"
    return found[-1]


def run_of(held: Desk) -> EditRunScreen:
    """The look at the changes, and the results."""
    found = [one for one in held.app.screen_stack if isinstance(one, EditRunScreen)]
    assert found, "nothing is planned"
    return found[-1]


def titles(held: Desk) -> list[object]:
    """The titles on the server."""
    return [held.library.entries[one].metadata.get("title") for one in IDS]


def results(held: Desk) -> dict[str, str]:
    """What each row says."""
    return {row.key: row.said for row in run_of(held).listed.rows.values()}


async def open_form(held: Desk) -> EditManyScreen:
    await held.press("asterisk", "E")
    return form_of(held)


async def plan(held: Desk, title: str | None = "All alike") -> EditRunScreen:
    screen = await open_form(held)
    assert screen.form is not None
    screen.form.set("title", title)
    screen.touched()
    await held.press("f2")
    return run_of(held)


async def test_what_differs_is_marked_and_untouched_fields_keep_each_value() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        before = {one: dict(held.library.entries[one].metadata) for one in IDS}
        screen = await open_form(held)
        assert "3 entries" in text_of(held.pilot)
        assert screen.form is not None and screen.form.mixed("title")
        assert "3 different values" in text_of(held.pilot)
        screen.form.set("title", "All alike")
        screen.touched()
        await held.press("f2")
        assert run_of(held).step == CHANGES
        assert [row.said for row in run_of(held).pane.table.items] == ["All alike"] * 3
        assert not held.patches()
        await held.press("f2")
        assert isinstance(held.app.screen, ConsentDialog)
        await held.press("y")
        assert titles(held) == ["All alike"] * 3
        for one in IDS:
            now = dict(held.library.entries[one].metadata)
            assert {**now, "title": ""} == {**before[one], "title": ""}
        assert all(said.startswith("saved") for said in results(held).values())
        await held.press("escape")
        assert isinstance(held.app.screen, LookupScreen)
        assert held.drafts.list(URL) == ()


async def test_nothing_typed_or_ticked_in_a_field_that_differs_leaves_it_alone() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        screen = await open_form(held)
        screen.view.fields.go_to("title")
        await held.press("enter", "x", "backspace", "escape")
        assert screen.form is not None and screen.form.changed == ()
        await held.press("f2")
        assert form_of(held) is held.app.screen
        assert any("Nothing is changed" in one for one in notices_of(held.pilot))


async def test_one_conflict_is_collected_and_what_is_planned_again_is_told() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        screen = await plan(held)
        theirs = held.library.entries[IDS[1]]
        theirs.metadata = {**theirs.metadata, "title": "Theirs"}
        theirs.version += 1
        await held.press("f2", "y")
        assert titles(held) == ["All alike", "Theirs", "All alike"]
        assert "changed by somebody else" in results(held)[IDS[1]]
        await held.press("f")
        assert [row.key for row in screen.pane.table.items] == [IDS[1]]
        assert "Theirs" in screen.pane.detail.said()
        await held.press("f", "r", "f2")
        assert "Theirs" in text_of(held.pilot), "the question tells what would be replaced"
        assert "different values" not in text_of(held.pilot)
        await held.press("escape")
        assert titles(held) == ["All alike", "Theirs", "All alike"]


async def test_a_conflict_is_decided_by_hand() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        screen = await plan(held)
        theirs = held.library.entries[IDS[1]]
        theirs.metadata = {**theirs.metadata, "title": "Theirs"}
        theirs.version += 1
        await held.press("f2", "y", "f", "e")
        assert isinstance(held.app.screen, ConflictDialog)
        assert "Both changed the following" in text_of(held.pilot)
        assert "Theirs" in text_of(held.pilot)
        await held.press("m", "enter")
        assert titles(held) == ["All alike"] * 3
        assert "saved by hand" in results(held)[IDS[1]]
        assert screen.complete


async def test_it_stops_and_goes_on_with_the_rest_and_leaving_is_refused_meanwhile() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH", nth=1)
    many = " ".join(f"sample-{n:04}" for n in range(1, 3))
    async with desk(query=f"{QUERY} {many}", open_form=False, faults=faults) as held:
        screen = await plan(held)
        await held.press("f2")
        await held.pilot.press("y")
        await gate.reached.wait()
        await held.pilot.press("escape")
        await held.pilot.pause()
        assert held.app.screen is screen
        await held.pilot.press("s")
        gate.release()
        await settled(held.pilot)
        assert not screen.running


async def test_the_whole_batch_is_taken_back() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        before = titles(held)
        await plan(held)
        await held.press("f2", "y")
        changed = held.library.entries[IDS[0]]
        changed.metadata = {**changed.metadata, "title": "Later"}
        changed.version += 1
        record = held.app.session.journal.list()[0]
        said = [one.value for one in record_blocks(record, ("", "plain")) if isinstance(one, Fact)]
        assert any(f"undo --batch {record.batch}" in text for text in said)
        await held.press("u")
        assert isinstance(held.app.screen, ConsentDialog)
        assert "Take back 3 writes?" in text_of(held.pilot)
        await held.press("y")
        assert titles(held) == ["Later", *before[1:]]
        assert "not taken back" in results(held)[IDS[0]]
        assert results(held)[IDS[1]] == "taken back"


async def test_a_batch_is_taken_back_from_the_journal() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        before = titles(held)
        await plan(held)
        await held.press("f2", "y", "J", "U")
        assert "Take back 3 writes?" in text_of(held.pilot)
        assert "takes back title: “" in text_of(held.pilot)
        await held.press("escape")
        batch = held.app.screen
        assert isinstance(batch, JournalBatchScreen)
        assert "3 written" in text_of(held.pilot)
        await held.press("u", "y")
        assert titles(held) == before
        assert {row.said for row in batch.listed.rows.values()} == {"taken back"}
        assert batch.check_action("rows_undo", ()) is False
        await held.press("r")
        assert {row.said for row in batch.listed.rows.values()} == {"taken back"}
        await held.press("escape")
        assert isinstance(held.app.screen, JournalScreen)


async def test_a_draft_is_kept_under_the_set_of_ids_and_found_without_marks() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        screen = await open_form(held)
        assert screen.form is not None
        screen.form.set("title", "Half done")
        screen.touched()
        await held.press("escape", "k")
        draft = held.drafts.get(URL, draft_key(IDS))
        assert draft is not None and draft.changes == {"title": "Half done"}
        await held.press("escape", "E")
        assert "Draft of 3 entries" in text_of(held.pilot)
        await held.press("down", "down", "enter")
        assert isinstance(held.app.screen, DraftDialog)
        await held.press("enter")
        reopened = form_of(held)
        assert set(reopened.ids) == set(IDS)
        assert reopened.form is not None and reopened.form.changes == {"title": "Half done"}


async def test_ids_come_from_the_results_of_an_earlier_batch(tmp_path: Path) -> None:
    async with desk(query=QUERY, open_form=False) as held:
        await plan(held)
        await held.press("f2", "y", "w")
        target = tmp_path / "done.csv"
        held.app.screen.query_one(Input).value = str(target)
        await held.press("enter")
        assert target.read_text(encoding="utf-8").startswith("id,operation,outcome")
        await held.press("w")
        rows = tmp_path / "done.json"
        held.app.screen.query_one(Input).value = str(rows)
        await held.press("enter")
        found = json.loads(rows.read_text(encoding="utf-8"))
        assert [one["outcome"] for one in found] == ["applied"] * 3
        await held.press("escape", "escape", "F")
        held.app.screen.query_one(Input).value = str(target)
        await held.press("enter")
        screen = held.app.screen
        assert isinstance(screen, LookupScreen)
        assert set(screen.item_marked) == set(IDS)


async def test_a_refused_entry_is_shown_before_anything_is_sent() -> None:
    async with desk(query=f"{QUERY} nothere", open_form=False) as held:
        screen = await plan(held)
        assert "3 changes in 3 entries" in text_of(held.pilot)
        assert screen.step == CHANGES
        await held.press("f2", "y")
        assert screen.step == RESULTS


async def test_the_same_again_has_nothing_to_do() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        await plan(held)
        await held.press("f2", "y", "r")
        assert "every entry holds this already" in text_of(held.pilot)
        assert len(held.patches()) == 3


async def test_a_read_only_server_dims_it_and_says_why() -> None:
    async with desk(query=QUERY, open_form=False, access=Access.READ_ONLY) as held:
        await held.press("asterisk", "E")
        assert isinstance(held.app.screen, LookupScreen)
        assert any("read-only" in one for one in notices_of(held.pilot))


async def test_a_batch_cut_off_goes_on_under_its_name_and_is_taken_back_as_one() -> None:
    faults = Faults().add("status", method="PATCH", nth=2, status=403)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        before = titles(held)
        screen = await plan(held)
        await held.press("f2", "y")
        assert len([one for one in titles(held) if one == "All alike"]) < 3
        key = screen.run.key if screen.run else ""
        await held.press("r", "f2", "y")
        assert titles(held) == ["All alike"] * 3
        assert screen.run is not None and screen.run.key == key
        await held.press("u")
        assert "Take back 3 writes?" in text_of(held.pilot)
        await held.press("y")
        assert titles(held) == before


async def test_after_a_part_was_saved_the_form_says_what_they_hold_now() -> None:
    faults = Faults().add("status", method="PATCH", nth=2, status=403)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await plan(held)
        await held.press("f2", "y", "escape")
        screen = form_of(held)
        assert held.app.screen is screen
        assert screen.form is not None and screen.form.changes == {"title": "All alike"}
        assert "“All alike” (2)" in screen.form.was("title")


async def test_what_was_taken_back_stays_in_the_form() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        screen = await plan(held)
        await held.press("f2", "y", "u", "y", "escape")
        assert held.app.screen is form_of(held)
        assert form_of(held).unsaved == "1 changed in 3 entries"
        assert not screen.is_attached


async def test_quitting_is_held_up_while_it_runs() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH", nth=1)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await plan(held)
        await held.press("f2")
        await held.pilot.press("y")
        await gate.reached.wait()
        await held.pilot.press("q")
        await held.pilot.pause()
        assert isinstance(held.app.screen, LeaveDialog)
        await held.pilot.press("escape")
        gate.release()
        await settled(held.pilot)
        assert titles(held) == ["All alike"] * 3


async def test_hostile_entries_are_edited_together_safely() -> None:
    async with desk(query=" ".join(HOSTILE[:12]), open_form=False, size=(120, 40)) as held:
        screen = await open_form(held)
        assert not _CONTROL.search(text_of(held.pilot))
        assert screen.form is not None
        handle = next(
            one.handle for one in screen.form.fields if not screen.form.locked(one.handle)
        )
        screen.form.type(handle, "harmless text")
        screen.touched()
        await held.press("f2")
        for keys in (("down", "enter"), ("escape", "f2"), ("y",), ("enter",)):
            await held.press(*keys)
            assert not _CONTROL.search(text_of(held.pilot)), keys


async def test_a_failed_reading_is_said_with_the_way_on() -> None:
    faults = Faults().add("status", method="GET", path="*mediaLibrary*", status=401, nth=2)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await held.press("asterisk", "E")
        assert form_of(held).form is None
        assert "Press r to ask again" in text_of(held.pilot)
        await held.press("r")
        assert form_of(held).form is not None


async def test_of_mixed_media_types_only_shared_fields_are_edited() -> None:
    async with desk(query=f"{IDS[0]} {VIDEO}", open_form=False, size=(120, 40)) as held:
        screen = await open_form(held)
        form = screen.form
        assert isinstance(form, ManyForm)
        assert form.apart
        assert "not for all of them" in text_of(held.pilot)
        form.set("title", "Both")
        screen.touched()
        await held.press("f2", "f2", "y")
        assert held.library.entries[VIDEO].metadata["title"] == "Both"
        assert held.library.entries[IDS[0]].metadata["title"] == "Both"


async def test_media_types_with_nothing_in_common_are_said() -> None:
    async with desk(open_form=False, query=" ".join(MOTLEY)) as held:
        screen = await open_form(held)
        assert screen.form is not None and not screen.form.fields
        shown = text_of(held.pilot)
        assert "No property can be edited for all of them" in shown
        assert f"{len(MOTLEY)} entries" in shown


async def test_the_date_of_the_last_change_can_stay() -> None:
    async with desk(query=QUERY, open_form=False) as held:
        await plan(held)
        await held.press("K")
        assert "keeps" in text_of(held.pilot)
        await held.press("f2", "y")
        assert all('"preserveUpdatedAt":true' in body for body in held.patches())


async def test_a_file_that_holds_no_ids_is_said_in_the_dialog(tmp_path: Path) -> None:
    empty = tmp_path / "none.txt"
    empty.write_text("", encoding="utf-8")
    async with desk(query=QUERY, open_form=False) as held:
        await held.press("F")
        held.app.screen.query_one(Input).value = str(empty)
        await held.press("enter")
        assert "There are no ids in this file" in text_of(held.pilot)
        await held.press("escape", "E", "f")
        held.app.screen.query_one(Input).value = str(tmp_path / "nothere")
        await held.press("enter")
        assert "cannot be read" in text_of(held.pilot)
