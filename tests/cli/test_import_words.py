"""What `medialib import` tells a person: what a file holds, what became of it, what is next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import medialib_tui.cli.importing.source as sources
import medialib_tui.core.importing.examine as examining
from medialib_tui.core.importing.book import Book
from medialib_tui.core.importing.examine import Examined
from medialib_tui.core.importing.sending.parcels import Parcel
from medialib_tui.core.importing.settling import STANDARD_INPUT, how_to_resume
from medialib_tui.core.importing.source import open_source
from tests.cli.conftest import Command, Served
from tests.core.importing.files import numbered as item


def write(path: Path, *items: object) -> str:
    path.write_text("".join(json.dumps(one) + "\n" for one in items))
    return str(path)


def test_a_file_is_summed_up_in_good_sentences(tmp_path: Path) -> None:
    source = open_source(Path(write(tmp_path / "a.jsonl", item(1))), name="a.jsonl")
    one = Examined(source, 1, 1, media_types={"image": 1}, bytes=276, requests=1)
    assert sources.summary(one) == "a.jsonl: 1 item (1 image), 276 bytes in 1 request."
    many = Examined(
        source, 41, 8, errors=50, warnings=1, assigned=2, media_types={"image": 8}, requests=2
    )
    assert sources.summary(many) == (
        "a.jsonl: 41 items; 33 cannot be sent as they are; 8 to be sent (8 image),"
        " 0 bytes in 2 requests; 1 warning; 2 have no id and get one made from the content."
    )
    assert sources.summary(Examined(source)) == "a.jsonl: no items; there is nothing to send."


def test_nothing_to_send_is_said(demo: Command, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    path.write_text("[]")
    ran = demo("import", str(path))
    assert (ran.code, ran.out) == (0, "No items.\n")
    assert "there is nothing to send" in ran.err


def test_what_was_not_sent_for_one_reason_takes_one_line(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    for nth in range(3, 30):
        served.faults.add("status", method="POST", nth=nth, status=401)
    items = [item(n, **({"mediaType": "sound"} if n == 10 else {})) for n in range(1, 81)]
    ran = demo("import", write(tmp_path / "a.jsonl", *items), "--batch-size", "5")
    assert ran.code == 8
    waiting = [line for line in ran.out.splitlines() if line.startswith("waiting")]
    (line,) = [line for line in waiting if "new-80" in line]
    assert "to 80: " in line
    assert " items, new-" in line
    assert [line for line in ran.out.splitlines() if line.startswith("refused")]
    assert len(ran.out.splitlines()) < 6
    assert "more failed" not in ran.out


def test_every_refused_item_has_its_line(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(item(n, mediaType="sound") for n in range(60)))
    ran = demo("import", path)
    assert len([line for line in ran.out.splitlines() if line.startswith("refused  line ")]) == 50
    assert "10 more failed; --csv, --json and --failed FILE have all." in ran.out


def test_a_dry_run_is_read_as_it_is_meant(demo: Command, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,version,Noise\none,3,x\n")
    mapping = tmp_path / "m.toml"
    mapping.write_text('[ignore]\ncolumns = ["Noise"]\n')
    told = demo("import", str(path), "--dry-run", "--mapping", str(mapping))
    assert "Noise → left out by the mapping\n" in told.out
    assert "version → left out: set by the server\n" in told.out
    assert "Made ids" not in told.out
    assert "Media types" not in told.out
    assert "Nothing would be." in told.err


def test_the_bodies_of_a_dry_run_are_json(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(item(n) for n in range(5)))
    ran = demo("import", path, "--dry-run", "--json", "--batch-size", "2")
    bodies = json.loads(ran.out)
    assert [len(body["mediaLibraryEntries"]) for body in bodies] == [2, 2, 1]


def test_strict_fails_a_dry_run_too(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", item(1), item(2, mediaType="sound"))
    assert demo("import", path, "--dry-run").code == 0
    assert demo("import", path, "--dry-run", "--strict").code == 1


def test_problems_that_are_not_listed_are_counted(
    demo: Command, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "MOST_PROBLEMS", 3)
    path = write(tmp_path / "a.jsonl", *(item(n, mediaType="sound") for n in range(5)))
    ran = demo("import", path, "--dry-run", "--csv")
    assert ran.out.splitlines()[-1].endswith("2 more problems of this file not listed.")
    assert "2 more problems of this file not listed." in ran.err


def test_a_file_for_failed_items_is_a_file(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", item(1, mediaType="sound"))
    for target in ("/dev/null", str(tmp_path), "-"):
        ran = demo("import", path, "--failed", target, "--force")
        assert ran.code == 2
        assert "is not a file" in ran.err
    assert Path("/dev/null").is_char_device()
    assert not served.sent("POST")


def test_a_link_for_failed_items_is_followed(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", item(1, mediaType="sound"))
    (tmp_path / "real").write_text("")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real")
    demo("import", path, "--failed", str(link), "--force")
    assert link.is_symlink()
    assert "sound" in (tmp_path / "real").read_text()


def test_an_old_file_of_failed_items_is_not_taken_for_new(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    path, old = write(tmp_path / "a.jsonl", item(1)), tmp_path / "failed.jsonl"
    assert (
        f"No item failed; {old} was not written." in demo("import", path, "--failed", str(old)).err
    )
    old.write_text("old")
    ran = demo("import", path, "--failed", str(old), "--force")
    assert f"No item failed; {old} was left as it was." in ran.err


def test_an_earlier_run_is_told_where_it_matters(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    served.faults.add("status", method="POST", nth=1, status=401)
    path = write(tmp_path / "a.jsonl", item(1), item(2))
    assert demo("import", path).code == 4
    assert "An earlier run" not in demo("import", path).err
    resumed = demo("import", path, "--resume")
    assert "An earlier run came to: 2 created. Nothing of it is left to send." in resumed.err
    assert "An earlier run" not in demo("import", path).err


def test_a_dry_run_of_a_resume_leaves_out_what_has_ended(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.jsonl", *(item(n) for n in range(1, 6)))
    served.faults.add("status", method="POST", nth=2, status=401)
    first = demo("import", path, "--batch-size", "2", "--json").array
    left = [one["id"] for one in first if isinstance(one, dict) and one["result"] == "waiting"]
    ran = demo("import", path, "--resume", "--dry-run")
    assert 0 < len(left) < 5
    assert f"5, {len(left)} of them to be sent\n" in ran.out
    assert f"Ended        {5 - len(left)}, by an earlier run\n" in ran.out
    assert f"{5 - len(left)} ended by an earlier run; {len(left)} to be sent (" in ran.err
    bodies = demo("import", path, "--resume", "--dry-run", "--jsonl").out.splitlines()
    sent = [one["id"] for line in bodies for one in json.loads(line)["mediaLibraryEntries"]]
    assert sent == left
    assert "5 items (5 image)" in demo("import", path, "--dry-run").err


def test_a_file_that_changes_on_the_way_leaves_no_item_without_a_result(
    demo: Command, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.jsonl", *(item(n) for n in range(1, 31)))
    served.faults.add("status", method="POST", nth=2, status=401)
    mark = Book.sent

    async def change(book: Book, parcels: Sequence[Parcel]) -> None:
        write(tmp_path / "a.jsonl", item(1))
        await mark(book, parcels)

    monkeypatch.setattr(Book, "sent", change)
    ran = demo("import", path, "--batch-size", "2", "--json")
    assert [one["item"] for one in ran.array if isinstance(one, dict)] == [*range(1, 31)]
    last = ran.array[-1]
    assert isinstance(last, dict)
    assert (last["result"], last["line"]) == ("waiting", None)
    assert f"a.jsonl was changed meanwhile: medialib import {path} sends it" in ran.err


def test_the_way_to_go_on_names_how_the_file_is_read(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    for nth in range(2, 9):
        served.faults.add("status", method="POST", nth=nth, status=401)
    path = tmp_path / "my items.txt"
    write(path, item(1), item(2), item(3))
    ran = demo("import", str(path), "--batch-size", "1", "--format", "jsonl")
    assert f"medialib import '{path}' --resume --format jsonl goes on with the rest." in ran.err


def test_a_name_like_an_option_is_still_a_file() -> None:
    assert how_to_resume("-a.jsonl") == "medialib import ./-a.jsonl --resume"
    assert how_to_resume("my file.csv") == "medialib import 'my file.csv' --resume"
    assert how_to_resume(STANDARD_INPUT) == "medialib import - --resume"


def test_advice_fits_the_format(demo: Command, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,mediaType\n" + "x" * 1_200_000)
    assert "Is it CSV" in demo("import", str(path)).err
    told = demo("import", str(path), "--format", "jsonl").err
    assert "An item has a line of its own" in told


def test_a_heading_alone_is_no_item(demo: Command, served: Served, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,mediaType\n")
    told = demo("import", str(path), "--dry-run").out
    assert "Items     none\n" in told
    assert "Requests  none\n" in told


def test_what_is_there_already_is_no_error(demo: Command, served: Served, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", item(1))
    assert demo("import", path).code == 0
    (again,) = demo("import", path, "--json").array
    assert isinstance(again, dict)
    assert (again["result"], again["id"], again["outcome"]) == ("exists", "new-1", "not-applied")
    assert "error" not in again
    (row,) = csv.DictReader(io.StringIO(demo("import", path, "--csv").out))
    assert (row["result"], row["error"]) == ("exists", "")


def test_a_refusal_of_the_server_names_the_field(
    demo: Command, served: Served, tmp_path: Path
) -> None:
    served.faults.add("status", path="*/projectConfig", status=500)
    wrong = item(1, metadata={"title": 5, "credit": "Sample"})
    ran = demo("import", write(tmp_path / "a.jsonl", wrong))
    assert ran.code == 1
    assert "Metadata was not checked" in ran.err
    lines = ran.out.splitlines()
    assert lines[0].startswith("refused  line 1: new-1: Metadata validation failed.")
    assert lines[1].strip().startswith("title: ")
    assert lines[-1] == "1 refused."
