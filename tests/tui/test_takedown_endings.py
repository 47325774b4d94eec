"""How a take-down can end: what is said is what the server holds, and what to do next."""

from __future__ import annotations

from pathlib import Path

from medialib_tui.demo.faults import Faults
from medialib_tui.tui.jobs import running_writes
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from tests.tui.clinic import ENTRY, Clinic, clinic
from tests.tui.conftest import notices_of, settled


async def revoke(at: Clinic, note: str = "Case") -> None:
    """As a person does."""
    await at.ask(note)
    await at.press("y")


async def test_a_lost_answer_is_settled_by_reading_back() -> None:
    faults = Faults().add("reset-after", method="PATCH", nth=1)
    async with clinic(ENTRY, "x", faults=faults) as at:
        await revoke(at)
        assert len(at.patches()) == 1
        assert "Applied: revoked" in at.text
        assert "Proven: 1 key is not served." in at.text


async def test_an_unknown_outcome_is_looked_at_again_and_never_sent_twice() -> None:
    faults = Faults().add("reset-after", method="PATCH", nth=1)
    async with clinic(ENTRY, "x", faults=faults) as at:
        await at.ask("Case")
        blind = len(faults.rules)
        faults.add("status", method="GET", path=f"*/mediaLibrary/{ENTRY}", status=500)
        await at.press("y")
        assert "Not known whether it is applied" in at.text
        assert "r looks again" in at.text
        await at.press("escape", "f2")
        assert not at.asking()
        at.screen.go("proof")
        del faults.rules[blind:]
        await at.press("r")
        assert "Applied: revoked" in at.text
        assert len(at.patches()) == 1


async def test_somebody_elses_change_is_shown_and_the_note_is_kept() -> None:
    async with clinic(ENTRY, "x") as at:
        await at.ask("Case #12")
        entry = at.library.entries[ENTRY]
        entry.metadata = {**entry.metadata, "title": "Theirs"}
        entry.version += 1
        await at.press("y")
        assert "Not applied: somebody else saved version 2 meanwhile." in at.text
        assert "Theirs" in at.screen.proven.detail.said()
        assert not entry.revoked
        await at.press("r")
        assert at.screen.step == "check"
        assert "Theirs" in at.text
        await at.press("f2")
        assert at.screen.note.text == "Case #12"
        await at.press("f2", "y")
        assert "Applied: revoked" in at.text
        assert at.library.entries[ENTRY].revoked
        assert '"note":"Case#12"' in at.patches()[1]


async def test_revoked_already_has_the_right_words_and_keeps_the_other_note() -> None:
    async with clinic(ENTRY, "x") as at:
        entry = at.library.entries[ENTRY]
        await at.ask("Mine")
        entry.revoked = True
        entry.revoke_note = "Theirs"
        await at.press("y")
        assert "It is revoked already; this note was not stored." in at.text
        assert entry.revoke_note == "Theirs"
        assert at.rows()["proof"] == "Proven: 1 key is not served."


async def test_unrevoking_what_is_not_revoked_says_so() -> None:
    async with clinic(ENTRY, "X", "u") as at:
        assert "most likely it is not revoked" in at.text
        await at.press("f2", "y")
        assert "Not applied: It was not revoked." in at.text


async def test_unrevoke_goes_the_same_way_without_a_note() -> None:
    async with clinic("revoked-picture", "X", "u") as at:
        assert at.screen.header.steps == ("Check", "Confirm", "Proof")
        await at.press("f2")
        assert at.asking()
        await at.press("y")
        assert "Proven: the current key is served." in at.text
        assert '"operation":"unrevokeAsset"' in at.patches()[0]


async def test_archive_says_that_there_is_no_way_back_and_what_it_is_not() -> None:
    async with clinic(ENTRY, "X", "a", "f2") as at:
        assert "No way back" in at.text
        assert "Store in Archive" in at.text
        await at.press("y")
        assert "Applied: archived" in at.text
        assert at.library.entries[ENTRY].archived


async def test_still_served_is_said_loudly() -> None:
    async with clinic(ENTRY, "x") as at:
        await revoke(at)
        at.library.entries[ENTRY].revoked = False
        await at.press("p")
        assert "STILL SERVED: 1 of 1 keys asked." in at.text


async def test_another_act_behind_an_outcome_is_made_for_the_new_version() -> None:
    async with clinic(ENTRY, "x") as at:
        await revoke(at)
        await at.press("X", "u")
        assert at.screen.step == "check"
        assert "revoked from this machine" in at.rows()["known"]
        await at.press("f2", "y")
        assert "Applied: unrevoked, version 2 → 3" in at.text
        assert not at.library.entries[ENTRY].revoked


async def test_the_write_survives_its_screen_and_holds_up_quitting() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH")
    async with clinic(ENTRY, "x", faults=faults) as at:
        await at.ask("Case")
        await at.pilot.press("y")
        await gate.reached.wait()
        assert running_writes(at.app) == 1
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert isinstance(at.app.screen, EntryScreen)
        await at.pilot.press("q")
        await at.pilot.pause()
        assert isinstance(at.app.screen, LeaveDialog)
        await at.pilot.press("escape")
        gate.release()
        await settled(at.pilot)
        assert any("Applied: revoked" in notice for notice in notices_of(at.pilot))
        assert at.library.entries[ENTRY].revoked


async def test_nothing_is_sent_twice_while_a_write_is_on_its_way() -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH")
    async with clinic(ENTRY, "x", faults=faults) as at:
        await at.ask("Case")
        await at.pilot.press("y")
        await gate.reached.wait()
        await at.pilot.press("f2", "f2", "y")
        gate.release()
        await settled(at.pilot)
        assert len(at.patches()) == 1


async def test_an_entry_that_is_not_there_says_so_and_can_be_asked_for_again() -> None:
    async with clinic(ENTRY) as at:
        entry = at.library.entries.pop(ENTRY)
        await at.press("x")
        assert "Press r to ask again." in at.text
        at.library.entries[ENTRY] = entry
        await at.press("r")
        assert "In use" in at.text


async def test_a_failed_source_makes_it_incomplete_and_hides_nothing() -> None:
    faults = Faults().add("status", path="*/incomingDocumentReferences", status=500)
    async with clinic(ENTRY, "x", faults=faults) as at:
        assert "Incomplete: documents could not be read" in at.text
        assert "could not be read" in at.rows()["documents"]
        assert at.rows()["usageLog"] == "2 confirmed, 1 pending"


async def test_reports_are_written_where_asked_and_never_over_something(tmp_path: Path) -> None:
    async with clinic(ENTRY, "x") as at:
        await revoke(at, "Case #12")
        await at.press("w")
        await at.type(str(tmp_path / "report"))
        await at.press("enter")
        markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
        data = (tmp_path / "report.json").read_text(encoding="utf-8")
        assert "Case" in markdown and '"hashes"' in data
        assert isinstance(at.app.screen, TakeDownScreen)
        (tmp_path / "report.md").write_text("mine", encoding="utf-8")
        await at.press("w")
        await at.type(str(tmp_path / "report.md"))
        await at.press("enter")
        assert "is a file of this name already" in at.text
        assert (tmp_path / "report.md").read_text(encoding="utf-8") == "mine"
        await at.press("enter")
        assert "Case" in (tmp_path / "report.md").read_text(encoding="utf-8")


async def test_the_purge_list_can_be_copied() -> None:
    async with clinic("translated-picture", "x") as at:
        await at.press("p", "y", "p")
        assert any("Copied: Purge list (4)" in notice for notice in notices_of(at.pilot))


async def test_a_note_that_was_not_sent_is_back_after_leaving_or_a_crash() -> None:
    async with clinic(ENTRY, "x", "f2") as at:
        await at.press(*"Case")
        await at.press("escape", "escape")
        assert isinstance(at.app.screen, EntryScreen)
    async with clinic(ENTRY, "x", "f2") as at:
        assert at.screen.note.text == "Case"
        assert any("back in its fields" in notice for notice in notices_of(at.pilot))
        at.app.leave()
    async with clinic(ENTRY, "x", "f2") as at:
        assert at.screen.note.text == "Case"
        await at.press("f2", "y")
        assert '"note":"Case"' in at.patches()[0]
    async with clinic(ENTRY, "x", "f2") as at:
        assert at.screen.note.text == ""


async def test_quitting_with_a_note_asks_first() -> None:
    async with clinic(ENTRY, "x", "f2") as at:
        await at.press(*"Case")
        await at.press("escape", "q")
        assert isinstance(at.app.screen, LeaveDialog)
        assert "what you typed to revoke" in at.text
        await at.press("s")
        assert isinstance(at.app.screen, TakeDownScreen)


async def test_what_stays_unknown_is_checked_anew_before_another_attempt() -> None:
    faults = Faults().add("reset-before", method="PATCH", nth=1)
    async with clinic(ENTRY, "x", faults=faults) as at:
        await at.ask("Case")
        blind = len(faults.rules)
        faults.add("status", method="GET", path=f"*/mediaLibrary/{ENTRY}", status=500)
        await at.press("y", "r")
        assert "Not known whether it is applied" in at.text
        del faults.rules[blind:]
        await at.press("r")
        assert at.screen.step == "check"
        assert any("Not settled" in said for said in (at.screen.found.said, at.text))
