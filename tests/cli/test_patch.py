"""`patch`: every operation is checked before anything is sent, and grave ones need consent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import Command, Ran, Served

ENTRY = "harbour-dawn-01"
SET: JsonObject = {"operation": "setMetadataProperty", "propertyName": "title", "value": "Patched"}
USE: JsonObject = {"purpose": "print", "state": "pending"}


def piped(demo: Command, *steps: JsonObject, options: tuple[str, ...] = ("--json",)) -> Ran:
    """Run `patch` with these operations on standard input."""
    return demo("patch", ENTRY, "-", *options, stdin=json.dumps(steps).encode())


def paths_of(ran: Ran) -> list[str]:
    """Where the error says that something is wrong."""
    fields = ran.error["fields"]
    assert isinstance(fields, list)
    return [str(item["field"]) for item in fields if isinstance(item, dict)]


def test_several_operations_go_out_as_one_request(demo: Command, served: Served) -> None:
    step: JsonObject = {**SET, "propertyName": "caption", "value": None}
    ran = piped(demo, SET, step)
    assert ran.code == 0
    assert ran.object["outcome"] == "applied"
    assert served.body["patches"] == [SET, step]
    assert len(served.sent()) == 1


def test_from_a_file_a_single_operation_too(demo: Command, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "patch.json"
    file.write_text(json.dumps(SET))
    assert demo("patch", ENTRY, str(file)).code == 0
    assert served.title(ENTRY) == "Patched"


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity", b"1e400"])
def test_what_is_no_number_removes_nothing(demo: Command, served: Served, number: bytes) -> None:
    step = json.dumps({**SET, "propertyName": "weatherGrid", "value": 0}).encode()
    ran = demo("patch", "every-plugin", "-", stdin=step.replace(b" 0", b" " + number))
    assert ran.code == 2
    assert "is not JSON" in ran.err
    assert not served.requests


def test_a_use_that_is_added_has_its_new_id_in_the_result(demo: Command, served: Served) -> None:
    ran = piped(demo, {"operation": "addUsageLogEntry", "value": USE})
    assert ran.code == 0
    rows = served.library.entry(ENTRY).usage_log
    assert isinstance(rows[-1], dict)
    assert ran.object["added"] == [rows[-1]["id"]]


@pytest.mark.parametrize(
    ("step", "path"),
    [
        ({}, "patches.0.operation"),
        ({"operation": "deleteEverything"}, "patches.0.operation"),
        ({"operation": 3}, "patches.0.operation"),
        ({**SET, "locale": "de"}, "patches.0.locale"),
        ({"operation": "setMetadataProperty"}, "patches.0.propertyName"),
        ({**SET, "propertyName": ""}, "patches.0.propertyName"),
        ({**SET, "value": 3}, "patches.0.value"),
        ({**SET, "propertyName": "titel"}, "patches.0.value"),
        ({"operation": "revokeAsset", "note": "x" * 201}, "patches.0.note"),
        ({"operation": "revokeAsset", "reason": "x"}, "patches.0.reason"),
        ({"operation": "archive", "note": "x"}, "patches.0.note"),
        ({"operation": "removeAsset"}, "patches.0.locale"),
        ({"operation": "removeAsset", "locale": "xx"}, "patches.0.locale"),
        ({"operation": "removeAsset", "locale": "de"}, "patches.0.locale"),
        ({"operation": "replaceAsset"}, "patches.0.value"),
        ({"operation": "replaceAsset", "value": {"key": "a"}}, "patches.0.value.url"),
        ({"operation": "addUsageLogEntry", "value": {}}, "patches.0.value.purpose"),
        (
            {"operation": "addUsageLogEntry", "value": {**USE, "state": "done"}},
            "patches.0.value.state",
        ),
        (
            {"operation": "addUsageLogEntry", "value": {**USE, "state": "confirmed"}},
            "patches.0.value.publicationDate",
        ),
        ({"operation": "addUsageLogEntry", "value": {**USE, "id": "x"}}, "patches.0.value.id"),
        ({"operation": "addUsageLogEntry", "value": {**USE, "url": "x"}}, "patches.0.value.url"),
        (
            {"operation": "addUsageLogEntry", "value": {**USE, "purpose": "moon"}},
            "patches.0.value.purpose",
        ),
        (
            {"operation": "updateUsageLogEntry", "usageLogEntryId": "", "value": USE},
            "patches.0.usageLogEntryId",
        ),
        (
            {
                "operation": "updateUsageLogEntry",
                "usageLogEntryId": "a",
                "value": {"purpose": "web"},
            },
            "patches.0.value.state",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_path_and_nothing_is_sent(
    demo: Command, served: Served, step: JsonObject, path: str
) -> None:
    ran = piped(demo, step)
    assert ran.code == 1
    assert path in paths_of(ran)
    assert all(item.startswith("patches.0") for item in paths_of(ran))
    assert not served.sent()


def test_every_wrong_operation_is_named(demo: Command, served: Served) -> None:
    ran = piped(demo, SET, {**SET, "nonsense": 1}, {"operation": "archive", "note": "x"})
    assert paths_of(ran) == ["patches.1.nonsense", "patches.2.note"]


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "is not JSON"),
        (b"[", "is not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[]", "holds no operation"),
        (b"3", "is not a list"),
        (b'{"patches": []}', "is not a list"),
        (b"[" * 100_000, "is not JSON"),
        (b" " * 600_000, "more than"),
    ],
)
def test_what_is_no_list_is_wrong_use(
    demo: Command, served: Served, stdin: bytes, said: str
) -> None:
    ran = demo("patch", ENTRY, "-", stdin=stdin)
    assert ran.code == 2
    assert said in ran.err
    assert not served.requests


def test_a_missing_file_is_wrong_use(demo: Command, served: Served) -> None:
    ran = demo("patch", ENTRY, "/no/such/file")
    assert (ran.code, "cannot be read" in ran.err) == (2, True)


@pytest.mark.parametrize("version", ["v1", "2025-03", "2026-01", "2026-03"])
def test_what_was_seen_missing_is_not_tried_again(
    demo: Command, served: Served, version: str
) -> None:
    served.library.release = "2026-03"
    served.library.operations_by_path = True
    step: JsonObject = {"operation": "addUsageLogEntry", "value": USE}
    options = ("--json", "--api-version", version)
    first = piped(demo, step, options=options)
    assert first.code == 10
    assert len(served.sent()) <= 1
    served.calm()
    second = piped(demo, step, options=options)
    assert second.code == 10
    assert paths_of(second) == ["patches.0.operation"]
    assert not served.sent()
    assert served.library.entry(ENTRY).version == 1


def test_preserving_the_date_needs_its_version(demo: Command, served: Served) -> None:
    options = ("--json", "--api-version", "2026-01", "--preserve-updated-at")
    ran = piped(demo, SET, options=options)
    assert ran.code == 10
    assert paths_of(ran) == ["preserveUpdatedAt"]
    assert not served.sent()


GRAVE: list[JsonObject] = [
    {"operation": "revokeAsset", "note": "case 1"},
    {"operation": "archive"},
    {"operation": "removeUsageLogEntry", "usageLogEntryId": "some"},
]


@pytest.mark.parametrize("step", GRAVE, ids=lambda step: str(step["operation"]))
def test_without_anybody_to_ask_grave_operations_are_refused(
    demo: Command, served: Served, step: JsonObject
) -> None:
    ran = piped(demo, step)
    assert ran.code == 7
    assert ran.error["code"] == "not-confirmed"
    assert not served.sent()
    assert piped(demo, step, options=("--dry-run",)).code == 0
    assert not served.sent()


def test_yes_is_consent(demo: Command, served: Served) -> None:
    ran = piped(demo, GRAVE[0], options=("--yes", "--json"))
    assert ran.code == 0
    assert served.library.entry(ENTRY).revoked
    again = piped(demo, GRAVE[0], options=("--yes", "--json"))
    assert again.code == 6
    assert "revoked already" in str(again.error["title"])
    assert again.object["outcome"] == "not-applied"


def test_a_dry_run_prints_the_exact_body(demo: Command, served: Served) -> None:
    ran = piped(demo, SET, GRAVE[1], options=("--dry-run",))
    assert json.loads(ran.out) == {"version": 1, "patches": [SET, GRAVE[1]]}
    assert f"PATCH /api/2026-07/mediaLibrary/{ENTRY}" in ran.err


def test_a_lost_answer_to_an_add_is_never_repeated(demo: Command, served: Served) -> None:
    before = len(served.library.entry(ENTRY).usage_log)
    served.faults.add("reset-after", method="PATCH")
    ran = piped(demo, {"operation": "addUsageLogEntry", "value": USE})
    assert (ran.code, ran.object["outcome"]) == (0, "applied")
    assert len(served.library.entry(ENTRY).usage_log) == before + 1
    assert len(served.sent()) == 1
