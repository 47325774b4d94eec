"""`medialib import`: what it sends, says, prints and leaves with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from medialib_tui.cli.exits import Exit
from medialib_tui.cli.importing.told import exit_code
from medialib_tui.core.importing.outcomes import Counts
from tests.cli.conftest import Command, Served
from tests.core.importing.files import numbered as item

Items = Sequence[object]


def write(path: Path, items: Items) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in items))
    return str(path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Seven items, the fourth of them not as the server takes it."""
    path = tmp_path / "items.jsonl"
    write(path, [item(n, **({"mediaType": "sound"} if n == 4 else {})) for n in range(1, 8)])
    return path


def test_good_items_are_created_and_the_others_told(
    demo: Command, served: Served, file: Path
) -> None:
    ran = demo("import", str(file), "--batch-size", "3")
    assert ran.code == 8
    assert "line 4: new-4: mediaType" in ran.out
    assert ran.out.splitlines()[-1] == "6 created, 1 refused."
    assert "7 items" in ran.err
    assert [len(json.loads(one.body)["mediaLibraryEntries"]) for one in served.sent("POST")] == [
        3,
        3,
    ]
    assert "new-7" in served.library.entries


def test_json_is_an_array_in_file_order(demo: Command, served: Served, file: Path) -> None:
    results = demo("import", str(file), "--batch-size", "2", "--json").array
    assert [one["item"] for one in results if isinstance(one, dict)] == list(range(1, 8))
    first, fourth = results[0], results[3]
    assert isinstance(first, dict)
    assert first == {
        "id": "new-1",
        "operation": "import",
        "outcome": "applied",
        "versionBefore": None,
        "versionAfter": None,
        "entry": None,
        "result": "created",
        "line": 1,
        "item": 1,
        "systemName": None,
        "externalId": None,
    }
    assert isinstance(fourth, dict)
    assert (fourth["result"], fourth["outcome"]) == ("refused", "not-applied")
    assert isinstance(fourth["error"], dict)
    assert fourth["error"]["code"] == "invalid"


def test_json_lines_come_as_items_end(demo: Command, served: Served, file: Path) -> None:
    ran = demo("import", str(file), "--jsonl")
    assert sorted(str(one["item"]) for one in ran.lines) == list("1234567")


def test_csv_has_a_row_an_item(demo: Command, served: Served, file: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(demo("import", str(file), "--csv").out)))
    assert [row["result"] for row in rows] == ["created"] * 3 + ["refused"] + ["created"] * 3
    assert "mediaType" in rows[3]["error"]


def test_again_everything_is_there_already(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "items.jsonl", [item(1), item(2)])
    assert demo("import", path).out == "2 created.\n"
    ran = demo("import", path)
    assert (ran.code, ran.out) == (0, "2 there already.\n")


def test_all_refused_and_strict_are_failures(demo: Command, served: Served, file: Path) -> None:
    ran = demo("import", str(file), "--strict")
    assert ran.code == 1
    assert "items.jsonl:4: new-4: mediaType" in ran.err
    assert not served.sent("POST")
    bad = write(file.with_name("bad.jsonl"), [item(1, mediaType="sound")])
    assert demo("import", bad).code == 1


def test_the_failed_items_can_be_corrected_and_imported(
    demo: Command, served: Served, file: Path
) -> None:
    failed = file.with_name("failed.jsonl")
    ran = demo("import", str(file), "--failed", str(failed))
    assert "1 failed item is in" in ran.err
    (kept,) = [json.loads(line) for line in failed.read_text().splitlines()]
    assert kept == item(4, mediaType="sound")
    write(failed, [{**kept, "mediaType": "image"}])
    assert demo("import", str(failed)).out == "1 created.\n"
    assert demo("import", str(file), "--failed", str(failed)).code == 7
    assert demo("import", str(file), "--failed", str(file), "--force").code == 2


def test_failed_rows_of_csv_keep_their_columns(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    path = tmp_path / "items.csv"
    heading = "id;mediaType;asset.key;asset.url;asset.size;asset.width;asset.height;"
    heading += "asset.mimeType;asset.filename;metadata.title;metadata.credit"
    row = "{0};{1};2026/{0}.png;https://example.com/{0}.png;1;2;3;image/png;{0}.png;T {0};Sample"
    lines = [heading, *(row.format(*pair) for pair in (("a1", "image"), ("a2", "sound")))]
    path.write_text("\n".join(lines) + "\n")
    failed = tmp_path / "failed.csv"
    ran = demo("import", str(path), "--failed", str(failed))
    assert ran.code == 8, ran.err
    assert failed.read_text() == "\n".join((lines[0], lines[2])) + "\n"


def test_standard_input(demo: Command, served: Served) -> None:
    body = json.dumps({"mediaLibraryEntries": [item(1)]}).encode()
    assert demo("import", "-", stdin=body).out == "1 created.\n"
    assert "new-1" in served.library.entries


def test_dry_run_sends_nothing_and_shows_the_exact_bodies(
    demo: Command, served: Served, file: Path
) -> None:
    ran = demo("import", str(file), "--dry-run", "--jsonl", "--batch-size", "4")
    bodies = [json.loads(line)["mediaLibraryEntries"] for line in ran.out.splitlines()]
    assert [[one["id"] for one in body] for body in bodies] == [
        ["new-1", "new-2", "new-3", "new-5"],
        ["new-6", "new-7"],
    ]
    assert "Nothing was sent" in ran.err
    assert not served.sent("POST")
    told = demo("import", str(file), "--dry-run")
    assert "6 of them to be sent" in told.out
    assert "line 4 new-4: mediaType" in told.out
    demo("import", str(file), "--batch-size", "4")
    sent = [json.loads(one.body)["mediaLibraryEntries"] for one in served.sent("POST")]
    assert sorted(sent, key=len) == sorted(bodies, key=len)


def test_a_broken_file_sends_nothing_and_names_the_line(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    path = tmp_path / "items.json"
    path.write_text(json.dumps([item(1), item(2)])[:-20])
    ran = demo("import", str(path))
    assert ran.code == 2
    assert "items.json" in ran.err
    assert not served.sent("POST")
    assert demo("import", str(tmp_path / "none.json")).code == 2


def test_read_only_refuses_before_anything_is_read(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    ran = demo("import", str(tmp_path / "none.json"), "--read-only", "--json")
    assert ran.code == 7
    assert ran.error["code"] == "read-only"


def test_a_server_without_import(demo: Command, served: Served, file: Path) -> None:
    served.library.switched_off = {"import"}
    assert demo("import", str(file)).code == 10


def test_no_journal_no_import(
    demo: Command, served: Served, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from medialib_tui.store.journal import Journal

    monkeypatch.setattr(Journal, "why_not", "the disk is full")
    ran = demo("import", str(file))
    assert ran.code == 1
    assert "The journal cannot be written: the disk is full; nothing was sent." in ran.err
    assert not served.sent("POST")


def test_an_outage_leaves_the_rest_to_a_resume(
    demo: Command, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medialib_tui.core.importing.sending.trouble._FIRST_WAIT", 0.0)
    monkeypatch.setattr("medialib_tui.core.importing.sending.trouble.PATIENCE", 2)
    path = write(tmp_path / "items.jsonl", [item(n) for n in range(30)])
    for nth in range(3, 60):
        served.faults.add("status", method="POST", nth=nth, status=503)
    ran = demo("import", path, "--batch-size", "5")
    assert ran.code == 8
    assert "not sent" in ran.out.splitlines()[-1]
    assert f"medialib import {path} --resume goes on" in ran.err
    served.calm()
    ran = demo("import", path, "--resume", "--json")
    assert ran.code == 0
    assert {one["result"] for one in ran.array if isinstance(one, dict)} == {"created"}
    assert "An earlier run came to" in ran.err
    created = [one for one in served.library.changes if one.event == "mediaLibraryEntry.create"]
    assert len(created) == 30


def test_a_lost_read_is_unknown(
    demo: Command, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.faults.add("reset-after", method="POST").add("status", method="GET", status=403)
    path = write(tmp_path / "items.jsonl", [item(1)])
    ran = demo("import", path, "--json")
    assert ran.code == 9
    (only,) = ran.array
    assert isinstance(only, dict)
    assert (only["result"], only["outcome"]) == ("unknown", "unknown")
    assert f"medialib import {path} --resume looks up the one not known." in ran.err


def test_what_is_not_known_outweighs_an_interrupt() -> None:
    unknown, sure = Counts(total=3, created=1, unknown=1), Counts(total=3, created=1)
    assert exit_code(unknown, None, interrupted=True) is Exit.UNKNOWN
    assert exit_code(sure, None, interrupted=True) is Exit.INTERRUPTED


def test_undo_says_why_not_and_the_journal_shows_the_run(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    demo("import", write(tmp_path / "items.jsonl", [item(1), item(2)]))
    ran = demo("undo")
    assert ran.code == 6
    assert "the API deletes no entries" in ran.err
    (record,) = demo("journal", "list", "--json").array
    assert isinstance(record, dict)
    assert (record["operation"], record["outcome"], record["detail"]) == (
        "import",
        "applied",
        "2 created",
    )
    shown = demo("journal", "show", "1").out
    assert "Journal 1: import" in shown
    assert "2 items" in shown
    demo("import", str(tmp_path / "items.jsonl"))
    assert "items.jsonl, 2 items: 2 there already" in demo("journal", "list").out


def test_the_token_does_not_go_out_in_an_item(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    leaked = item(1, metadata={"title": "demo-read-write", "credit": "Sample"})
    ran = demo("import", write(tmp_path / "items.jsonl", [leaked, item(2)]))
    assert ran.code == 8
    assert "The access token is among the values" in ran.out
    assert "demo-read-write" not in ran.out + ran.err
    assert not any(b"demo-read-write" in one.body for one in served.sent("POST"))
