"""The end of a run over many ids: how many failed, and what to do about it."""

from __future__ import annotations

from medialib_tui.demo.library import RecordedRequest
from tests.cli.conftest import Command, Served


def test_failures_are_summed_up_with_each_advice_once(demo: Command, served: Served) -> None:
    ran = demo("set", "harbour-dawn-01", "nosuch-1", "nosuch-2", "title=A new title for it")
    assert ran.code == 8
    assert "2 of 3 failed.\n  Ids are case-sensitive.\n" in ran.err
    assert ran.err.count("Ids are case-sensitive.") == 1


def test_without_a_failure_nothing_is_summed_up(demo: Command, served: Served) -> None:
    ran = demo("set", "harbour-dawn-01", "every-plugin", "title=A new title for both")
    assert ran.code == 0
    assert "failed" not in ran.err


def test_one_that_fails_alone_is_told_as_always(demo: Command, served: Served) -> None:
    ran = demo("set", "nosuch-1", "title=A new title for it")
    assert ran.code == 5
    assert " of 1 failed" not in ran.err


def test_what_is_not_known_is_no_failure_and_outweighs_one(demo: Command, served: Served) -> None:
    def blind(request: RecordedRequest) -> None:
        if request.method == "PATCH":
            served.faults.add("status", method="GET", status=500)

    served.library.on_request = blind
    served.faults.add("reset-after", method="PATCH")
    ran = demo("set", "harbour-dawn-01", "nosuch-1", "caption=Another caption here")
    assert ran.code == 9
    assert "1 of 2 failed, 1 of 2 not known." in ran.err
