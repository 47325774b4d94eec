"""From the review to the outcome: what is said is what the server holds."""

from __future__ import annotations

from textual.widgets import Button

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.tokens import READ_ONLY, WRITE_NO_CONFIG
from medialib_tui.tui.dialogs.conflict import ConflictDialog
from medialib_tui.tui.dialogs.review import ReviewDialog
from medialib_tui.tui.jobs import running_writes
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from tests.tui.conftest import notices_of, settled, text_of
from tests.tui.desk import ENTRY, Desk, desk


async def save(at: Desk) -> None:
    """Review and save, as a person does."""
    await at.press("f2", "enter")


async def test_an_edit_is_reviewed_saved_and_shown() -> None:
    async with desk() as at:
        before = at.sent("GET")
        await at.edit("title")
        await at.press("!", "f2")
        said = text_of(at.pilot)
        assert "Save 1 change to every-plugin?" in said
        assert "Every property of an image is set!" in said
        await at.press("enter")
        assert not at.open
        assert at.stored["title"] == "Every property of an image is set!"
        assert any("version 3 → 4" in notice for notice in notices_of(at.pilot))
        assert (at.sent("PATCH"), at.sent("GET") - before) == (1, 1)
        assert at.draft() is None
        assert isinstance(at.app.screen, EntryScreen)
        assert "Every property of an image is set!" in text_of(at.pilot)


async def test_only_what_changed_is_sent_and_the_request_can_be_seen() -> None:
    async with desk() as at:
        await at.set("source", None)
        await at.press("f2", "v")
        said = text_of(at.pilot)
        assert '"propertyName": "source"' in said
        assert '"value": null' in said
        assert '"version": 3' in said
        assert "preserveUpdatedAt" not in said
        await at.press("v")
        assert "removed" in text_of(at.pilot)
        await at.press("enter")
        assert [body.count("setMetadataProperty") for body in at.patches()] == [1]
        assert "source" not in at.stored


async def test_no_single_key_writes_and_going_back_sends_nothing() -> None:
    async with desk() as at:
        await at.set("title", "Other")
        await at.press("f2", "f2")
        assert isinstance(at.app.screen, ReviewDialog)
        await at.press("escape")
        assert at.on_top()
        assert at.sent("PATCH") == 0
        assert at.changed() == ["title"]


async def test_updated_at_is_kept_where_that_is_asked_for() -> None:
    async with desk() as at:
        before = at.library.entries[ENTRY].updated_at
        await at.set("title", "Other")
        await at.press("f2", "k", "v")
        assert '"preserveUpdatedAt": true' in text_of(at.pilot)
        await at.press("enter")
        assert not at.open
        assert '"preserveUpdatedAt":true' in at.patches()[0]
        assert at.library.entries[ENTRY].updated_at == before
    async with desk(version="2026-01") as at:
        await at.set("title", "Other")
        await at.press("f2")
        assert "updated at" not in text_of(at.pilot)


async def test_a_value_the_server_refuses_stands_at_its_field() -> None:
    async with desk() as at:
        types = at.library.config["mediaTypes"]
        assert isinstance(types, list)
        source = next(item for item in types[0]["metadata"] if item["handle"] == "source")
        source["config"]["maxLength"] = 5
        await at.set("source", "longer than five")
        await save(at)
        assert at.screen.view.current == "source"
        assert "The server:" in text_of(at.pilot)
        assert "refused" in at.status
        assert at.draft() is not None
        await at.set("source", "five5")
        await save(at)
        assert at.stored["source"] == "five5"


async def test_disjoint_changes_of_somebody_else_are_rebased_in_one_step() -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        at.others_save(source="Theirs")
        await save(at)
        assert isinstance(at.app.screen, ConflictDialog)
        assert "Nothing overlaps" in text_of(at.pilot)
        assert at.stored["title"] != "Mine"
        await at.press("enter")
        assert not at.open
        assert (at.stored["title"], at.stored["source"]) == ("Mine", "Theirs")


async def test_overlapping_changes_are_chosen_one_by_one() -> None:
    async with desk() as at:
        for handle in ("title", "credit"):
            await at.set(handle, "Mine")
        at.others_save(title="Theirs", credit="Theirs")
        await save(at)
        assert at.app.screen.query_one("#save", Button).disabled
        await at.press("t", "m", "enter")
        assert (at.stored["title"], at.stored["credit"]) == ("Theirs", "Mine")
        assert at.draft() is None


async def test_a_conflict_can_be_edited_and_saved_on_the_new_version() -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        at.others_save(title="Theirs")
        await save(at)
        await at.press("e", "enter")
        assert at.on_top()
        assert at.form.entry.version == 4
        assert at.form.field("title").base == "Theirs"
        assert at.form.value("title") == "Mine"
        await at.set("title", "Ours")
        await save(at)
        assert at.stored["title"] == "Ours"


async def test_a_conflict_that_is_left_open_is_taken_up_again() -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        at.others_save(title="Theirs")
        await save(at)
        await at.press("escape")
        assert at.form.value("title") == "Mine"
        assert at.stored["title"] == "Theirs"
        await at.press("f2")
        assert isinstance(at.app.screen, ConflictDialog)


async def test_a_write_that_is_refused_leaves_form_and_draft() -> None:
    async with desk(token=READ_ONLY) as at:
        await at.set("title", "Mine")
        await save(at)
        assert at.open
        assert at.status.startswith("not saved")
        assert at.form.value("title") == "Mine"
        draft = at.draft()
        assert draft is not None
        assert draft.changes == {"title": "Mine"}


async def test_a_lost_answer_that_reading_back_proves_is_saved() -> None:
    faults = Faults().add("reset-after", method="PATCH")
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        await save(at)
        assert not at.open
        assert at.stored["title"] == "Mine"
        assert at.sent("PATCH") == 1


async def test_an_outcome_that_is_not_known_is_said_and_looked_at_again() -> None:
    faults = Faults().add("reset-after", method="PATCH")
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        faults.add("status", method="GET", path=f"*/mediaLibrary/{ENTRY}", status=503)
        await save(at)
        assert at.status.startswith("not known")
        assert at.draft() is not None
        faults.rules.clear()
        await at.press("f2")
        assert not at.open
        assert any("holds every value" in notice for notice in notices_of(at.pilot))
        assert at.sent("PATCH") == 1
        assert at.draft() is None


async def test_an_unknown_outcome_that_was_none_is_saved_only_when_asked_again() -> None:
    faults = Faults().add("reset-before", method="PATCH", nth=1)
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        faults.add("status", method="GET", path=f"*/mediaLibrary/{ENTRY}", status=503)
        await save(at)
        assert at.status.startswith("not known")
        await at.press("f2")
        assert at.status.startswith("still not known")
        faults.rules.clear()
        await at.press("f2")
        assert at.changed() == ["title"]
        assert at.sent("PATCH") == 1
        assert "f2 saves" in at.status
        await save(at)
        assert at.stored["title"] == "Mine"
        assert at.library.entries[ENTRY].version == 4


async def test_a_write_outlives_its_screen() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH")
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        await at.pilot.press("f2")
        await at.pilot.pause()
        await at.pilot.press("enter")
        await at.pilot.pause()
        assert at.status == "saving…"
        assert running_writes(at.app) == 1
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert isinstance(at.app.screen, LeaveDialog)
        await at.pilot.press("l")
        await at.pilot.pause()
        assert not at.open
        gate.release()
        await settled(at.pilot)
        assert at.stored["title"] == "Mine"
        assert any("Saved" in notice for notice in notices_of(at.pilot))
        assert at.draft() is None
        assert "Mine" in text_of(at.pilot)


async def test_nothing_is_changed_while_the_write_is_on_its_way() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH")
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        for key in ("f2", "enter", "delete", "f2"):
            await at.pilot.press(key)
            await at.pilot.pause()
        assert at.form.changes == {"title": "Mine"}
        assert running_writes(at.app) == 1
        gate.release()
        await settled(at.pilot)
        assert at.sent("PATCH") == 1


async def test_quitting_while_a_write_runs_is_asked() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH")
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        for key in ("f2", "enter", "q"):
            await at.pilot.press(key)
            await at.pilot.pause()
        assert isinstance(at.app.screen, LeaveDialog)
        await at.pilot.press("s")
        gate.release()
        await settled(at.pilot)
        assert not at.open
        assert at.stored["title"] == "Mine"


async def test_the_rows_of_the_look_up_show_what_was_saved() -> None:
    async with desk(open_form=False) as at:
        await at.press("escape")
        assert isinstance(at.app.screen, LookupScreen)
        await at.press("e")
        await at.set("title", "Mine")
        await save(at)
        assert isinstance(at.app.screen, LookupScreen)
        assert "Mine" in text_of(at.pilot)


async def test_without_the_configuration_texts_are_edited_all_the_same() -> None:
    async with desk(token=WRITE_NO_CONFIG) as at:
        assert not at.form.project.known
        assert "without the project" in text_of(at.pilot)
        await at.edit("title")
        await at.press("!", "escape")
        await at.go("regions")
        assert "read-only" in text_of(at.pilot)
        await save(at)
        assert at.stored["title"] == "Every property of an image is set!"


async def test_saving_goes_on_after_a_new_token() -> None:
    faults = Faults().add("status", method="PATCH", nth=1, status=401, json={"message": "no"})
    async with desk(faults=faults) as at:
        await at.set("title", "Mine")
        await save(at)
        assert at.status.startswith("not saved")
        assert at.draft() is not None
        await save(at)
        assert at.stored["title"] == "Mine"
        assert at.draft() is None
