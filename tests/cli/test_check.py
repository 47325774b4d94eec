"""`check`, `refs`, `usage list` and `keys`: the JSON contract, totals, exit codes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from tests.cli.conftest import Command

USED, POPULAR, FREE = "harbour-dawn-01", "popular-skyline", "unused-picture"


def part(data: Mapping[str, JsonValue], name: str) -> Mapping[str, JsonValue]:
    """An object inside an object."""
    found = data[name]
    assert isinstance(found, dict)
    return found


def results(data: Mapping[str, JsonValue]) -> list[JsonValue]:
    """The results inside an envelope."""
    found = data["results"]
    assert isinstance(found, list)
    return found


def test_a_check_is_the_object_of_the_contract(demo: Command) -> None:
    ran = demo("check", USED, "--json")
    assert ran.code == 0
    assert list(ran.object) == [
        "id",
        "entryVersion",
        "verdict",
        "documents",
        "media",
        "usageLog",
        "serveState",
        "license",
        "keys",
        "notChecked",
        "checkedAt",
    ]
    assert ran.object["verdict"] == "in-use"
    assert ran.object["serveState"] == "served"
    assert list(part(ran.object, "usageLog")) == ["confirmed", "pending"]
    assert list(part(ran.object, "documents")) == ["total", "loaded", "results"]


def test_several_checks_in_the_order_asked(demo: Command) -> None:
    ids = [FREE, USED]
    ran = demo("check", *ids, "--json")
    assert ran.code == 0
    assert [item["id"] for item in ran.array if isinstance(item, dict)] == ids
    lines = demo("check", *ids, "--jsonl")
    assert [item["id"] for item in lines.lines] == ids
    cells = demo("check", *ids, "--csv").out.splitlines()
    assert [line.split(",")[0] for line in cells] == ["id", *ids]


def test_a_check_never_says_unused(demo: Command) -> None:
    ran = demo("check", FREE)
    assert ran.code == 0
    assert "None found in documents, media and usage log." in ran.out
    assert "unused" not in ran.out.replace(FREE, "").lower()
    assert "Not checked" in ran.out
    assert "drafts" in ran.out


def test_a_card_shows_the_known_uses(demo: Command) -> None:
    ran = demo("check", USED)
    assert ran.code == 0
    assert "In use: 4 documents, 1 media entry, 2 confirmed uses, 1 pending use." in ran.out
    for known in ("Morning at the harbour", "budget-2026-f1", "Social media", "served"):
        assert known in ran.out
    many = demo("check", POPULAR).out
    assert "Documents  the first 10" in many
    assert "Town in brief, number 11" not in many


def test_an_empty_usage_log(demo: Command) -> None:
    assert demo("usage", "list", FREE).out == "The usage log is empty.\n"
    assert demo("usage", "list", FREE, "--json").array == []


@pytest.mark.parametrize(("entry_id", "code"), [(USED, 7), (FREE, 0)])
def test_fail_if_used(demo: Command, entry_id: str, code: int) -> None:
    assert demo("check", entry_id, "--fail-if-used").code == code


def test_a_long_list_says_what_is_loaded(demo: Command) -> None:
    ran = demo("check", POPULAR, "--json")
    documents = part(ran.object, "documents")
    assert documents["total"] == 12_345
    assert documents["loaded"] == len(results(documents)) == 100
    assert "12,345 (100 loaded)" in ran.err


def test_missing_ids_of_a_check(demo: Command) -> None:
    assert demo("check", "no-such-id").code == 5
    alone = demo("check", "no-such-id", "--json")
    assert (alone.code, alone.error["code"]) == (5, "not-found")
    some = demo("check", "no-such-id", FREE, "--json")
    assert some.code == 8
    for failed, found in (some.array, demo("check", "no-such-id", FREE, "--jsonl").lines):
        assert isinstance(failed, dict) and isinstance(found, dict)
        assert (failed["id"], found["id"]) == ("no-such-id", FREE)
        assert isinstance(failed["error"], dict)
        assert failed["error"]["code"] == "not-found"
    assert "no-such-id" in some.err


def test_a_source_that_the_version_lacks_is_named(demo: Command) -> None:
    ran = demo("check", FREE, "--json", "--api-version", "2025-11")
    assert ran.code == 0
    assert ran.object["keys"] is None
    missed = ran.object["notChecked"]
    assert isinstance(missed, list)
    assert "keys" in {item["source"] for item in missed if isinstance(item, dict)}


def test_references_keep_the_fields_of_the_api(demo: Command) -> None:
    ran = demo("refs", USED, "--json")
    assert ran.code == 0
    assert list(ran.object) == ["documents", "media"]
    documents = part(ran.object, "documents")
    assert documents["total"] == documents["loaded"] == len(results(documents))
    first = results(documents)[0]
    assert isinstance(first, dict)
    assert set(first) == {"id", "references"}


@pytest.mark.parametrize(("option", "kind"), [("--documents", "documents"), ("--media", "media")])
def test_one_kind_of_references(demo: Command, option: str, kind: str) -> None:
    assert list(demo("refs", USED, option, "--json").object) == [kind]


def test_a_limited_list_says_so_in_the_data_and_beside_it(demo: Command) -> None:
    ran = demo("refs", POPULAR, "--documents", "--json")
    documents = part(ran.object, "documents")
    assert (documents["total"], documents["loaded"]) == (12_345, 100)
    assert "100 of 12,345 loaded; --all loads the rest" in ran.err
    lines = demo("refs", POPULAR, "--documents", "--limit", "2", "--jsonl").lines
    assert len(lines) == 3
    assert lines[-1] == {"truncated": {"documents": {"total": 12_345, "loaded": 2}}}


def test_the_total_is_null_where_the_version_has_none(demo: Command) -> None:
    old = ("--api-version", "2025-11", "--documents", "--json")
    documents = part(demo("refs", POPULAR, *old).object, "documents")
    assert (documents["total"], documents["loaded"]) == (None, 100)
    whole = part(demo("refs", USED, *old).object, "documents")
    assert whole["total"] == whole["loaded"] == 4


def test_a_limit_beyond_a_page(demo: Command) -> None:
    ran = demo("refs", POPULAR, "--documents", "--limit", "150", "--json")
    assert part(ran.object, "documents")["loaded"] == 150


def test_all_references_as_lines_each_once(demo: Command) -> None:
    ran = demo("refs", "poster-popular", "--all", "--jsonl")
    assert ran.code == 0
    ids = [str(item["id"]) for item in ran.lines]
    assert len(ids) == len(set(ids)) >= 250
    assert "truncated" not in ran.lines[-1]


def test_titles_and_addresses_are_resolved_for_people(demo: Command) -> None:
    ran = demo("refs", USED)
    assert "Documents  4 in all" in ran.out
    assert "Fishing boats leave the harbour at dawn" in ran.out
    assert "https://www.example.com" in ran.out
    head = demo("refs", USED, "--csv").out.splitlines()[0]
    assert head == "kind,id,title,type,date,url,places"


def test_the_usage_log_is_an_array(demo: Command) -> None:
    ran = demo("usage", "list", "pending-usage", "--json")
    assert ran.code == 0
    first = ran.array[0]
    assert isinstance(first, dict)
    assert {"id", "state", "purpose", "publicationDate", "params"} <= set(first)
    assert len(demo("usage", "list", "busy-usage-log", "--jsonl").lines) == 3_000
    assert "12 pending" in demo("usage", "list", "pending-usage").out


def test_keys_are_an_array_or_one_a_line(demo: Command) -> None:
    plain = demo("keys", "translated-picture")
    assert plain.code == 0
    assert demo("keys", "translated-picture", "--json").array == plain.out.splitlines()
    assert len(plain.out.splitlines()) > 1


@pytest.mark.parametrize("command", [("keys",), ("usage", "list"), ("refs",)])
def test_lists_of_an_unknown_entry(demo: Command, command: tuple[str, ...]) -> None:
    ran = demo(*command, "no-such-id", "--json")
    assert ran.code == 5
    assert ran.error["code"] == "not-found"


def test_a_version_without_the_endpoint_is_no_missing_entry(demo: Command) -> None:
    ran = demo("keys", USED, "--api-version", "2025-11", "--json")
    assert ran.code == 10
    assert ran.error["code"] == "not-offered"


@pytest.mark.parametrize("name", ["escapes", "osc", "control", "bidi", "surrogate", "newlines"])
@pytest.mark.parametrize("command", ["check", "refs", "usage list", "keys"])
def test_hostile_text_in_every_list(demo: Command, command: str, name: str) -> None:
    for form in ([], ["--json"], ["--csv"]):
        ran = demo(*command.split(), f"hostile-{name}", *form)
        assert ran.code in (0, 8)
        assert form == ["--csv"] or "\x1b" not in ran.out
        assert "\x1b" not in ran.err
