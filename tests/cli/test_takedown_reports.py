"""Report files of take-downs: there whatever happened, and what was done is told without them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import ROOT, Command, Faulty, Served

ENTRY, OTHER = "harbour-dawn-01", "harbour-dusk-02"


def test_what_was_done_earlier_is_reported(demo: Command, served: Served, tmp_path: Path) -> None:
    demo("revoke", ENTRY, "--note", "Case #1", "--yes")
    file = tmp_path / "again.json"
    assert demo("revoke", ENTRY, "--yes", "--report", str(file)).code == 0
    assert len(served.sent()) == 1
    data = json.loads(file.read_text())
    assert (data["write"]["outcome"], data["write"]["note"]) == ("applied", "Case #1")
    assert data["proof"]["down"] is True
    assert demo("check", ENTRY, "--against", str(file)).code == 0


def test_a_report_that_cannot_be_written_takes_no_result_away(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    file = tmp_path / "taken.json"

    def take(request: object) -> None:
        if getattr(request, "method", "") == "PATCH":
            file.write_text("theirs")

    served.library.on_request = take
    ran = demo("revoke", ENTRY, "--yes", "--json", "--report", str(file))
    assert ran.code == 8
    assert ran.object["outcome"] == "applied"
    assert "The report was not written" in ran.err
    assert file.read_text() == "theirs"


def test_nothing_checked_leaves_no_file(demo: Command, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "none.json"
    assert demo("check", "no-such-entry", "--report", str(file)).code == 5
    assert demo("revoke", "no-such-entry", "--yes", "--report", str(file)).code == 5
    assert not file.exists()


def test_an_interrupt_keeps_the_report_of_what_is_done(faulty: Faulty, tmp_path: Path) -> None:
    slow = "ferry-queue-22"
    match: JsonObject = {"method": "PATCH", "path": f"*/{slow}"}
    faulty({"match": match, "action": "delay", "seconds": 300})
    file = tmp_path / "half.json"
    words = ["revoke", ENTRY, OTHER, slow, "--yes", "--jsonl", "--report", str(file)]
    command, pipe = [sys.executable, "-m", "medialib_tui", *words], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603 - a fixed command
        assert process.stdout
        told = [process.stdout.readline() for _ in (ENTRY, OTHER)]
        process.send_signal(signal.SIGINT)
        told += process.communicate(timeout=60)[0].splitlines()
    assert [json.loads(one)["id"] for one in told] == [ENTRY, OTHER, slow]
    report = file.read_text()
    assert ENTRY in report and '"applied"' in report and slow not in report
