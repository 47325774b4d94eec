"""`revoke`, `unrevoke`, `archive`: check, confirm, write, prove, report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import Command, Served

ENTRY, OTHER = "harbour-dawn-01", "harbour-dusk-02"
YES = "--yes"


def inner(data: JsonObject, name: str) -> JsonObject:
    found = data[name]
    assert isinstance(found, dict)
    return found


def test_revoke_checks_writes_and_proves(demo: Command, served: Served) -> None:
    ran = demo("revoke", ENTRY, "--note", "Case #1", YES, "--json")
    assert ran.code == 0
    data = ran.object
    assert data["id"] == ENTRY
    assert data["operation"] == "revoke"
    assert data["outcome"] == "applied"
    assert data["versionBefore"] == 1
    assert inner(data, "check")["verdict"] == "in-use"
    assert inner(data, "proof")["down"] is True
    assert inner(data, "proof")["purge"]
    assert served.body["patches"] == [{"operation": "revokeAsset", "note": "Case #1"}]
    assert "Can be undone with unrevoke" in ran.err
    assert "Not checked:" in ran.err
    assert "unused" not in ran.err + ran.out


def test_without_consent_nothing_is_sent(demo: Command, served: Served) -> None:
    for command in ("revoke", "archive", "unrevoke"):
        assert demo(command, ENTRY).code == 7
    assert not served.sent()


def test_dry_run_shows_the_request(demo: Command, served: Served) -> None:
    ran = demo("revoke", ENTRY, "--note", "Case #1", "--dry-run", "--json")
    assert ran.code == 0
    assert ran.object == {
        "version": 1,
        "patches": [{"operation": "revokeAsset", "note": "Case #1"}],
    }
    assert not served.sent()


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--note", "x" * 201), 2),
        (("--read-only",), 7),
        (("--fail-if-used",), 7),
        (("--template", "1"), 2),
        (("--report", "report.txt"), 2),
        (("--api-version", "2026-09"), 3),
    ],
)
def test_what_cannot_be_is_refused_first(
    demo: Command, served: Served, options: tuple[str, ...], code: int
) -> None:
    ran = demo("revoke", ENTRY, YES, "--json", *options)
    assert ran.code == code or (code == 3 and ran.code in (1, 3, 5, 10))
    assert "error" in ran.object
    assert not served.sent()


def test_again_is_said_and_not_sent(demo: Command, served: Served) -> None:
    demo("revoke", ENTRY, "--note", "First", YES)
    served.calm()
    ran = demo("revoke", ENTRY, "--note", "Second", YES, "--json")
    assert ran.code == 0
    assert inner(ran.object, "already")["note"] == "First"
    assert inner(ran.object, "proof")["down"] is True
    assert "was not sent" in ran.err
    assert not served.sent()
    assert served.library.entries[ENTRY].revoke_note == "First"


def test_revoked_by_somebody_else(demo: Command, served: Served) -> None:
    entry = served.library.entries[ENTRY]
    entry.revoked, entry.revoke_note = True, "Theirs"
    ran = demo("revoke", ENTRY, "--note", "Mine", YES, "--json")
    assert ran.code == 6
    assert "revoked already" in str(ran.error["title"])
    assert ran.object["outcome"] == "not-applied"
    assert inner(ran.object, "proof")["down"] is True
    assert served.library.entries[ENTRY].revoke_note == "Theirs"
    assert demo("unrevoke", OTHER, YES, "--json").code == 6


def test_a_lost_answer_is_read_back(demo: Command, served: Served) -> None:
    served.faults.add("reset-after", method="PATCH", nth=1)
    ran = demo("revoke", ENTRY, YES, "--json")
    assert ran.code == 0
    assert ran.object["outcome"] == "applied"
    assert len(served.sent()) == 1


def test_nothing_readable_afterwards_is_unknown(demo: Command, served: Served) -> None:
    def begin(request: object) -> None:
        if getattr(request, "method", "") == "PATCH":
            served.faults.add("status", method="GET", status=503)

    served.faults.add("reset-after", method="PATCH", nth=1)
    served.library.on_request = begin
    ran = demo("revoke", ENTRY, "--note", "Case #1", YES, "--json")
    assert ran.code == 9
    assert ran.object["outcome"] == "unknown"
    served.library.on_request = None
    served.calm()
    later = demo("check", ENTRY, "--json")
    assert "applied" in later.err
    known = later.object["knownHere"]
    assert isinstance(known, list)
    assert known[0] == {**inner({"x": known[0]}, "x"), "note": "Case #1", "outcome": "applied"}


def test_several_have_one_result_each(demo: Command, served: Served) -> None:
    ran = demo("revoke", ENTRY, "no-such-entry", OTHER, YES, "--jsonl", "--note", "Case #1")
    assert ran.code == 8
    found = {str(line["id"]): line["outcome"] for line in ran.lines}
    assert found == {ENTRY: "applied", OTHER: "applied", "no-such-entry": "not-applied"}
    again = demo("revoke", ENTRY, OTHER, "ferry-queue-22", YES, "--json")
    assert again.code == 0
    assert [bool(inner({"x": one}, "x").get("already")) for one in again.array] == [
        True,
        True,
        False,
    ]
    assert len(served.sent()) == 3


def test_ids_come_from_stdin(demo: Command, served: Served) -> None:
    ran = demo("revoke", "-", YES, "--csv", stdin=f"{ENTRY}\n{OTHER}\n".encode())
    assert ran.code == 0
    outcomes = [line.split(",")[2] for line in ran.out.splitlines()]
    assert outcomes == ["outcome", "applied", "applied"]
    assert len(served.sent()) == 2


def test_unrevoke_and_archive(demo: Command, served: Served) -> None:
    demo("revoke", ENTRY, YES)
    back = demo("unrevoke", ENTRY, YES, "--json")
    assert back.code == 0
    assert inner(back.object, "proof")["served"] is True
    gone = demo("archive", ENTRY, YES, "--json")
    assert gone.code == 0
    assert "No way back" in gone.err
    assert "Store in Archive" in gone.err
    assert served.library.entries[ENTRY].archived
    assert inner(demo("archive", ENTRY, YES, "--json").object, "already")


@pytest.mark.parametrize("version", ["v1", "2025-03", "2026-01", "2026-05", "2026-07"])
def test_every_version_takes_down(demo: Command, served: Served, version: str) -> None:
    ran = demo("revoke", ENTRY, "--note", "Case", YES, "--json", "--api-version", version)
    assert ran.code == 0
    proof = inner(ran.object, "proof")
    assert proof["down"] is (None if version == "v1" else True)
    assert proof["keysKnown"] is (version in ("2026-05", "2026-07"))


def test_what_the_server_lacks_is_said(demo: Command, served: Served) -> None:
    served.library.release = "2025-03"
    old = ("--api-version", "2025-03", YES, "--json")
    assert demo("unrevoke", ENTRY, *old).code == 10
    assert demo("unrevoke", ENTRY, *old).code == 10
    assert len(served.sent()) <= 1
    assert demo("revoke", ENTRY, *old).code == 0


def test_a_report_is_written_and_verified(demo: Command, served: Served, tmp_path: Path) -> None:
    written, text = tmp_path / "r.json", tmp_path / "r.md"
    assert demo("check", ENTRY, "--report", str(text)).code == 0
    assert "Checked only" in text.read_text()
    assert demo("revoke", ENTRY, "--note", "Case #1", YES, "--report", str(written)).code == 0
    data = json.loads(written.read_text())
    assert data["write"]["note"] == "Case #1"
    ran = demo("check", ENTRY, "--against", str(written), "--json")
    assert ran.code == 0
    assert inner(ran.object, "against")["sound"] is True
    data["evidence"]["check"]["verdict"] = "none-found"
    written.write_text(json.dumps(data))
    broken = demo("check", ENTRY, "--against", str(written))
    assert broken.code == 1
    assert "BROKEN" in broken.out
    kept = text.read_bytes()
    refused = demo("revoke", OTHER, YES, "--report", str(text))
    assert refused.code == 7
    assert text.read_bytes() == kept
    assert not served.library.entries[OTHER].revoked


def test_check_goes_further_when_asked(demo: Command, served: Served) -> None:
    ran = demo("check", ENTRY, "--upwards", "--beside", "--json")
    assert ran.code == 0
    assert inner(ran.object, "upwards")["holders"]
    assert inner(ran.object, "beside")["publications"]
    shown = demo("check", ENTRY, "--upwards", "--beside")
    assert "budget-2026-f1" in shown.out
    assert OTHER in shown.out
    every = demo("check", "popular-skyline", "--all", "--json")
    assert inner(every.object, "documents")["loaded"] == 12_345
