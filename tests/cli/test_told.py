"""The end of a run over many ids: how many failed, and what to do about it."""

from __future__ import annotations

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
