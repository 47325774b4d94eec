"""What is said of many writes once they have ended."""

from __future__ import annotations

from medialib_tui.demo.faults import Faults
from tests.tui.conftest import notices_of
from tests.tui.desk import desk
from tests.tui.test_edit_many import IDS, QUERY, plan, results


async def test_an_end_that_is_not_known_is_not_told_as_a_failure() -> None:
    faults = Faults().add("reset-after", method="PATCH", nth=1)
    async with desk(query=QUERY, open_form=False, faults=faults) as held:
        await plan(held)
        faults.add("status", method="GET", path=f"*/{IDS[0]}", status=500)
        await held.press("f2", "y")
        assert "not known" in results(held)[IDS[0]]
        said = notices_of(held.pilot)[-1]
        assert "1 not known" in said and "failed" not in said
