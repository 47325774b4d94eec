"""What is said of many writes once they have ended."""

from __future__ import annotations

from medialib_tui.demo.faults import Faults
from medialib_tui.tui.screens.edit_many.run import CHANGES, RESULTS
from tests.tui.conftest import notices_of
from tests.tui.desk import desk
from tests.tui.test_edit_many import IDS, QUERY, plan, results, run_of


async def test_an_end_that_is_not_known_is_not_told_as_a_failure() -> None:
    faults = Faults().add("reset-after", method="PATCH", nth=1)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await plan(held)
        faults.add("status", method="GET", path=f"*/{IDS[0]}", status=500)
        await held.press("f2", "y")
        assert "not known" in results(held)[IDS[0]]
        said = notices_of(held.pilot)[-1]
        assert "1 not known" in said and "failed" not in said


async def test_taking_back_before_anything_else_is_written_shows_the_results() -> None:
    faults = Faults().add("status", method="PATCH", nth=2, status=403)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await plan(held)
        await held.press("f2", "y", "r", "u")
        assert run_of(held).step == CHANGES
        await held.press("y")
        assert run_of(held).step == RESULTS
        assert sorted(results(held).values()) == ["ready", "taken back", "taken back"]
