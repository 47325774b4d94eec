"""Several at once: marked, shown, named in one question, one result each, stop and go on."""

from __future__ import annotations

import json
from pathlib import Path

from medialib_tui.demo.faults import Faults
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from tests.tui.clinic import Clinic, clinic
from tests.tui.conftest import notices_of, settled

IDS = ("harbour-dawn-01", "harbour-dusk-02", "license-restricted", "unused-picture")
QUERY = " ".join((*IDS, "nothere"))


async def consent(at: Clinic, note: str = "") -> None:
    """As far as the question."""
    await at.press("f2")
    if note:
        at.several.note.put(note)
        await at.pilot.pause()
    await at.press("f2")
    assert at.asking()


def revoked(at: Clinic) -> list[str]:
    """What is revoked on the server, of the ids asked for."""
    return [one for one in IDS if at.library.entries[one].revoked]


async def test_rows_are_marked_with_space_and_cleared_with_escape() -> None:
    async with clinic(QUERY) as at:
        screen = at.app.screen
        assert isinstance(screen, LookupScreen)
        await at.press("space", "down", "space")
        assert list(screen.item_marked) == [IDS[0], IDS[2]]
        assert "2 marked" in at.text
        await at.press("asterisk")
        assert list(screen.item_marked) == list(IDS)
        await at.press("escape")
        assert not screen.item_marked
        assert "4 entries, 1 missing" in at.text
        await at.press("x")
        assert isinstance(at.app.screen, TakeDownScreen)


async def test_all_marked_are_checked_named_and_proven_one_by_one() -> None:
    async with clinic(QUERY, "asterisk", "x") as at:
        assert "4 of 4 checked" in at.text
        assert all(one in at.text for one in IDS)
        assert "u follows" not in at.text, "that key is of one entry alone"
        await consent(at, "Case 7")
        asked = at.app.screen.query_one(FittedSheet).said()
        assert all(one in asked for one in IDS)
        assert "nothere" not in asked
        assert "Can be undone" in asked.splitlines()[0]
        await at.press("y")
        assert "4 applied." in at.text
        assert revoked(at) == list(IDS)
        assert all('"note":"Case7"' in body for body in at.patches())
        assert len({record.batch for record in at.journal.list()}) == 1
        assert all("Proven" in said for said in at.rows().values())


async def test_one_is_left_out_with_space() -> None:
    async with clinic(QUERY, "asterisk", "x", "down", "space") as at:
        await consent(at)
        assert IDS[1] not in at.app.screen.query_one(FittedSheet).said()
        await at.press("y")
        assert revoked(at) == [IDS[0], IDS[2], IDS[3]]


async def test_production_asks_for_the_end_of_the_last_id() -> None:
    async with clinic(QUERY, "asterisk", "x", production=True) as at:
        await consent(at)
        assert f"the last id, {IDS[-1]}" in at.text
        await at.press("y", "enter")
        assert revoked(at) == []
        await at.type(IDS[-1][-6:])
        await at.press("enter")
        assert revoked(at) == list(IDS)


async def test_it_stops_behind_those_under_way_and_goes_on_with_the_rest() -> None:
    faults = Faults()
    gates = [faults.hold(method="PATCH", nth=nth) for nth in range(1, 5)]
    ids = (*IDS, "every-plugin", "bridge-works-03")
    async with clinic(" ".join(ids), "asterisk", "x", faults=faults) as at:
        await consent(at)
        await at.pilot.press("y")
        for gate in gates:
            await gate.reached.wait()
        await at.pilot.press("escape")
        await at.pilot.pause()
        assert any("s stops" in notice for notice in notices_of(at.pilot))
        await at.pilot.press("s")
        await at.pilot.pause()
        await at.pilot.press("f2")
        await at.pilot.pause()
        assert not at.asking()
        for gate in gates:
            gate.release()
        await settled(at.pilot)
        assert revoked(at) == list(IDS)
        assert "4 applied, 2 not sent." in at.text
        await at.press("f2")
        assert at.asking()
        asked = at.app.screen.query_one(FittedSheet).said()
        assert IDS[0] not in asked and ids[4] in asked
        await at.press("y")
        assert all(at.library.entries[one].revoked for one in ids)
        assert "6 applied." in at.text


async def test_each_has_its_own_result() -> None:
    faults = Faults().add("status", method="PATCH", path=f"*/{IDS[1]}", status=503)
    async with clinic(QUERY, "asterisk", "x", faults=faults) as at:
        await consent(at)
        entry = at.library.entries[IDS[2]]
        entry.version += 1
        entry.metadata = {**entry.metadata, "title": "Theirs"}
        await at.press("y")
        rows = at.rows()
        assert rows[IDS[0]].startswith("Applied. Proven")
        assert not rows[IDS[1]].startswith("Applied")
        assert "somebody else saved" in rows[IDS[2]]
        assert rows[IDS[3]].startswith("Applied. Proven")
        assert revoked(at) == [IDS[0], IDS[3]]


async def test_what_this_machine_revoked_already_is_left_out() -> None:
    async with clinic(IDS[0], "x") as at:
        await at.ask()
        await at.press("y", "escape", "escape")
        screen = at.app.screen
        assert isinstance(screen, LookupScreen)
        screen.look_up(QUERY)
        await settled(at.pilot)
        await at.press("asterisk", "x")
        assert "left out: already revoked from this machine" in at.rows()[IDS[0]]
        assert "1 revoked already" in at.text


async def test_other_acts_of_several_are_those_that_need_nothing_more() -> None:
    async with clinic(QUERY, "asterisk", "X") as at:
        assert "Archive" in at.text and "Replace asset" not in at.text
        await at.press("a", "f2")
        assert at.asking()
        assert "No way back" in at.text
        await at.press("y")
        assert all(at.library.entries[one].archived for one in IDS)


async def test_a_report_behind_several_runs_covers_all_of_them(tmp_path: Path) -> None:
    async with clinic(QUERY, "space", "x") as at:
        await at.press("f2", "f2", "y", "escape", "escape")
        await at.press("asterisk", "x")
        await consent(at, "Case 7")
        await at.press("y", "w")
        await at.type(str(tmp_path / "all.json"))
        await at.press("enter")
        found = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
        assert [one["id"] for one in found] == list(IDS)
        assert {one["write"]["outcome"] for one in found} == {"applied"}
        assert {one["proof"] is None for one in found} == {False}


async def test_reports_of_all_go_to_one_file(tmp_path: Path) -> None:
    async with clinic(QUERY, "asterisk", "x") as at:
        await consent(at)
        await at.press("y", "w")
        await at.type(str(tmp_path / "all.md"))
        await at.press("enter")
        text = (tmp_path / "all.md").read_text(encoding="utf-8")
        assert all(one in text for one in IDS)
