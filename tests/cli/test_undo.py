"""`undo`: guarded by what the entry holds, and itself a write that can be undone."""

from __future__ import annotations

import json

import pytest

from medialib_tui.model.server import VERSIONS
from tests.cli.conftest import Command, Served

ENTRY = "harbour-dawn-01"


def test_the_last_own_write_is_taken_back_and_back_again(demo: Command, served: Served) -> None:
    before = served.title(ENTRY)
    demo("set", ENTRY, "title=New")
    ran = demo("undo", "--json")
    assert ran.code == 0
    assert ran.object["operation"] == "undo"
    assert ran.object["outcome"] == "applied"
    assert served.title(ENTRY) == before
    assert f"“New” → “{before}”" in ran.err
    assert demo("undo").code == 0
    assert served.title(ENTRY) == "New"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_property_that_was_unset_is_removed_again(
    demo: Command, served: Served, version: str
) -> None:
    entry = served.library.entry("no-asset")
    entry.metadata.pop("caption", None)
    on = ("--api-version", version)
    assert demo(*on, "set", "no-asset", "caption=New").code == 0
    assert demo(*on, "undo", "1").code == 0
    assert "caption" not in served.library.entry("no-asset").metadata


def test_by_number(demo: Command, served: Served) -> None:
    first = served.title(ENTRY)
    demo("set", ENTRY, "title=New")
    demo("set", "no-asset", "title=Other")
    assert demo("undo", "1").code == 0
    assert (served.title(ENTRY), served.title("no-asset")) == (first, "Other")


def test_what_somebody_changed_since_is_left_alone(demo: Command, served: Served) -> None:
    demo("set", ENTRY, "title=New")
    served.library.change(ENTRY, {"title": "Theirs"})
    served.calm()
    ran = demo("undo", "--json")
    assert ran.code == 6
    assert ran.error["code"] == "state-conflict"
    assert "title" in str(ran.error["title"])
    assert served.title(ENTRY) == "Theirs"
    assert not served.sent()


def test_other_changes_since_stay(demo: Command, served: Served) -> None:
    before = served.title(ENTRY)
    demo("set", ENTRY, "title=New")
    served.library.change(ENTRY, {"caption": "Theirs"})
    assert demo("undo").code == 0
    assert served.title(ENTRY) == before
    assert served.library.entry(ENTRY).metadata["caption"] == "Theirs"


def test_a_write_is_taken_back_once(demo: Command, served: Served) -> None:
    demo("set", ENTRY, "title=New")
    demo("undo", "1")
    ran = demo("undo", "1", "--json")
    assert ran.code == 6
    assert "taken back already" in str(ran.error["title"])


def test_what_has_no_way_back_says_why(demo: Command, served: Served) -> None:
    step = json.dumps([{"operation": "archive"}]).encode()
    assert demo("patch", "no-asset", "-", "--yes", stdin=step).code in (0, 9)
    ran = demo("undo", "1", "--json")
    assert ran.code == 6
    assert served.library.entry("no-asset").archived


def test_a_grave_undo_needs_consent(demo: Command, served: Served) -> None:
    use = {"operation": "addUsageLogEntry", "value": {"purpose": "print"}}
    before = len(served.library.entry(ENTRY).usage_log)
    assert demo("patch", ENTRY, "-", stdin=json.dumps([use]).encode()).code == 0
    ran = demo("undo", "--json")
    assert (ran.code, ran.error["code"]) == (7, "not-confirmed")
    assert len(served.library.entry(ENTRY).usage_log) == before + 1
    assert demo("undo", "--yes").code == 0
    assert len(served.library.entry(ENTRY).usage_log) == before


def test_a_dry_run_sends_nothing(demo: Command, served: Served) -> None:
    before = served.title(ENTRY)
    demo("set", ENTRY, "title=New")
    served.calm()
    ran = demo("undo", "--dry-run")
    assert ran.code == 0
    assert json.loads(ran.out)["patches"][0]["value"] == before
    assert not served.sent()
    assert served.title(ENTRY) == "New"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["undo"], 1, "no own write"),
        (["undo", "7"], 5, "no write 7"),
        (["undo", "x"], 2, "no journal number"),
        (["undo", "0"], 5, "no write 0"),
        (["undo", "1", "2"], 2, "one word too many"),
        (["undo", "1", "--read-only"], 7, "read-only"),
    ],
)
def test_what_cannot_be_undone(
    demo: Command, served: Served, words: list[str], code: int, said: str
) -> None:
    ran = demo(*words)
    assert ran.code == code
    assert said in ran.err
    assert not served.requests


def test_a_write_that_was_not_applied_is_nothing_to_undo(demo: Command, served: Served) -> None:
    served.faults.add("status", path="*/projectConfig", status=403)
    assert demo("set", ENTRY, "title:=3").code == 1
    ran = demo("undo", "1")
    assert (ran.code, "not applied" in ran.err) == (6, True)
    assert demo("undo").code == 1


def test_a_lost_answer_to_an_undo_is_settled(demo: Command, served: Served) -> None:
    before = served.title(ENTRY)
    demo("set", ENTRY, "title=New")
    served.calm()
    served.faults.add("reset-after", method="PATCH")
    assert demo("undo").code == 0
    assert served.title(ENTRY) == before
    assert len(served.sent()) == 1
