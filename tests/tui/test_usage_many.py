"""The same use logged for several entries from the look-up."""

from __future__ import annotations

from textual.pilot import Pilot

from medialib_tui.demo.errors import Json
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.tui.screens.lookup.many import _KEYS
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.screens.usage.batch import UsageBatchScreen
from medialib_tui.tui.screens.usage.confirm import ConfirmManyScreen
from medialib_tui.tui.screens.usage.screen import UsageScreen
from tests.tui.conftest import settled, text_of
from tests.tui.desk import Desk, desk

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")


def uses(library: Library, entry_id: str, purpose: str = "broadcast") -> list[Json]:
    rows = library.entries[entry_id].usage_log
    return [row for row in rows if isinstance(row, dict) and row.get("purpose") == purpose]


async def log_for_all(held: Desk) -> None:
    await held.press("asterisk", "a")
    screen = held.app.screen
    assert isinstance(screen, UsageScreen)
    assert screen.form is not None
    screen.form.set("purpose", "broadcast")
    screen.touched()
    await held.press("f2")
    assert isinstance(held.app.screen, UsageBatchScreen)


def batch_of(pilot: Pilot[None]) -> UsageBatchScreen:
    assert isinstance(pilot.app.screen, UsageBatchScreen)
    return pilot.app.screen


async def test_a_use_is_logged_once_for_every_marked_entry() -> None:
    async with desk(query=" ".join(IDS), open_form=False) as held:
        await log_for_all(held)
        assert "3 to be written" in text_of(held.pilot)
        assert not held.patches()
        await held.press("f2", "enter")
        assert [len(uses(held.library, one)) for one in IDS] == [1, 1, 1]
        assert batch_of(held.pilot).complete
        await held.press("escape")
        assert isinstance(held.app.screen, LookupScreen)


async def test_one_failure_leaves_the_others_and_the_rest_is_gone_on_with() -> None:
    faults = Faults().add("status", method="PATCH", path="*/harbour-dusk-02", status=400, nth=1)
    async with desk(query=" ".join(IDS), open_form=False, faults=faults) as held:
        await log_for_all(held)
        await held.press("f2", "enter")
        assert [len(uses(held.library, one)) for one in IDS] == [1, 0, 1]
        await held.press("r")
        assert [item.id for item in batch_of(held.pilot).ready] == ["harbour-dusk-02"]
        await held.press("f2", "enter")
        assert [len(uses(held.library, one)) for one in IDS] == [1, 1, 1]


async def test_the_same_again_is_left_out_until_it_is_asked_for() -> None:
    async with desk(query=" ".join(IDS), open_form=False) as held:
        await log_for_all(held)
        await held.press("f2", "enter")
        await held.press("escape", "escape")
        await log_for_all(held)
        assert batch_of(held.pilot).ready == ()
        assert "by an earlier run" in text_of(held.pilot)
        await held.press("A")
        assert len(batch_of(held.pilot).ready) == 3
        await settled(held.pilot)


async def test_the_whole_batch_of_uses_is_taken_back() -> None:
    async with desk(query=" ".join(IDS), open_form=False) as held:
        await log_for_all(held)
        await held.press("f2", "enter")
        assert [len(uses(held.library, one)) for one in IDS] == [1, 1, 1]
        await held.press("u")
        assert "Take back 3 writes?" in text_of(held.pilot)
        await held.press("y")
        assert [len(uses(held.library, one)) for one in IDS] == [0, 0, 0]
        said = [row.said for row in batch_of(held.pilot).listed.rows.values()]
        assert said == ["taken back"] * 3


async def test_what_can_be_done_with_marks_is_one_line_however_many() -> None:
    said = f"10,000 marked: {_KEYS}"
    assert len(said) <= 78


async def test_pending_uses_of_all_marked_entries_are_confirmed() -> None:
    async with desk(query="pending-usage unused-picture", open_form=False) as held:
        await held.press("asterisk", "C", "enter")
        screen = held.app.screen
        assert isinstance(screen, ConfirmManyScreen)
        assert "without a pending use" in text_of(held.pilot)
        assert not held.patches()
        await held.press("f2")
        assert "Confirm" in text_of(held.pilot)
        await held.press("enter")
        assert len(held.patches()) == 1
        states = {str(one["state"]) for one in _pending(held.library)}
        assert states == {"confirmed"}
        assert screen.complete


def _pending(library: Library) -> list[Json]:
    rows = library.entries["pending-usage"].usage_log
    return [row for row in rows if isinstance(row, dict) and row.get("purpose") != "publication"]
