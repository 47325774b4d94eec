"""`set` over many ids: where they come from, what is written, what is told of each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.demo.library import RecordedRequest
from medialib_tui.model.server import VERSIONS
from tests.cli.conftest import Command, Served

IDS = ("harbour-dawn-01", "harbour-dusk-02", "bridge-works-03")
WRITE = {"id", "operation", "outcome", "versionBefore", "versionAfter", "entry", "journal"}


def _sources(served: Served) -> list[object]:
    return [served.library.entry(one).metadata.get("source") for one in IDS]


def test_one_result_each_in_the_order_asked(demo: Command, served: Served) -> None:
    versions = {one: served.library.entry(one).version for one in IDS}
    ran = demo("set", *IDS, "source=New agency", "--jsonl")
    assert ran.code == 0
    assert [line["id"] for line in ran.lines] == list(IDS)
    assert all(set(line) == WRITE and line["outcome"] == "applied" for line in ran.lines)
    assert _sources(served) == ["New agency"] * 3
    sent = {one.path.rpartition("/")[2]: json.loads(one.body) for one in served.sent()}
    assert {one: body["version"] for one, body in sent.items()} == versions
    assert all(len(body["patches"]) == 1 for body in sent.values())


def test_what_holds_it_already_is_not_written(demo: Command, served: Served) -> None:
    served.library.entry(IDS[1]).metadata["source"] = "New agency"
    ran = demo("set", *IDS, "source=New agency", "--json")
    assert (ran.code, len(served.sent())) == (0, 2)
    held = ran.array[1]
    assert isinstance(held, dict)
    assert (held["outcome"], held["nothing"], held["journal"]) == ("applied", True, None)


@pytest.mark.parametrize("form", ["words", "lines", "json", "results", "array", "csv"])
def test_ids_from_standard_input_and_from_a_file(
    demo: Command, served: Served, tmp_path: Path, form: str
) -> None:
    results = [{"id": one, "outcome": "applied", "entry": {"id": "x"}} for one in IDS]
    text = {
        "words": " ".join(IDS),
        "lines": "\n".join(IDS),
        "json": json.dumps(results),
        "results": "\n".join(
            [json.dumps(results[0]), '{"id":null,"error":{}}']
            + [json.dumps(one) for one in results[1:]]
        ),
        "array": json.dumps(results, indent=2),
        "csv": "".join(f"{row}\r\n" for row in ("operation,id", *(f"set,{one}" for one in IDS))),
    }[form].encode()
    file = tmp_path / "ids.txt"
    file.write_bytes(text)
    assert demo("set", "-", "source=A", stdin=text).code == 0
    assert _sources(served) == ["A"] * 3
    assert demo("set", "--ids", str(file), "source=B").code == 0
    assert demo("set", "--ids", "-", "source=C", stdin=text).code == 0
    assert demo("set", "--ids", ",".join(IDS), "source=D").code == 0
    assert _sources(served) == ["D"] * 3


def test_the_results_of_a_run_are_ids_of_the_next(demo: Command, served: Served) -> None:
    first = demo("set", *IDS, "source=A", "--jsonl")
    assert demo("set", "-", "source=B", stdin=first.out.encode()).code == 0
    assert _sources(served) == ["B"] * 3
    again = demo("usage", "add", "-", "--purpose", "broadcast", stdin=first.out.encode())
    assert again.code == 0


@pytest.mark.parametrize("text", ['{"no":"id"}', "{bad", '{"id":"a"}\nnot json'])
def test_what_is_no_result_is_refused(demo: Command, served: Served, text: str) -> None:
    ran = demo("set", "-", "source=A", stdin=text.encode())
    assert (ran.code, served.sent()) == (2, [])


def test_an_error_is_the_affair_of_its_entry(demo: Command, served: Served) -> None:
    ran = demo("set", IDS[0], "nope", IDS[1], "source=A", "--jsonl")
    assert ran.code == 8
    assert [line["outcome"] for line in ran.lines] == ["applied", "not-applied", "applied"]
    error = ran.lines[1]["error"]
    assert isinstance(error, dict) and error["code"] == "not-found"
    assert "nope: There is no entry nope." in ran.err


def test_only_where_the_media_type_has_it(demo: Command, served: Served) -> None:
    ran = demo("set", *IDS, "nosuch=1", "--json")
    assert (ran.code, served.sent()) == (1, [])


def test_a_dry_run_shows_every_body(demo: Command, served: Served) -> None:
    ran = demo("set", *IDS, "source=A", "--unset", "caption", "--dry-run", "--jsonl")
    assert (ran.code, served.sent()) == (0, [])
    assert len(ran.lines) == 3
    assert "3 of 3 would be written" in ran.err
    assert all('"propertyName":"source","value":"A"' in line for line in ran.out.splitlines())


def test_as_csv(demo: Command, served: Served) -> None:
    ran = demo("set", *IDS, "nope", "source=A", "--csv")
    assert ran.code == 8
    head, *rows = ran.out.splitlines()
    assert head == "id,operation,outcome,versionBefore,versionAfter,journal,error,note"
    assert len(rows) == 4 and rows[3].startswith("nope,setMetadataProperty,not-applied")


def test_read_only(demo: Command, served: Served) -> None:
    assert demo("--read-only", "set", *IDS, "source=A").code == 7
    assert served.sent() == []


def test_a_correction_is_not_overwritten_unasked(demo: Command, served: Served) -> None:
    assert demo("set", *IDS, "source=A").code == 0
    served.library.entry(IDS[0]).metadata["source"] = "Corrected"
    ran = demo("set", *IDS, "source=A", "--jsonl")
    assert ran.code == 8
    assert "changed since" in ran.err
    assert _sources(served) == ["Corrected", "A", "A"]
    ran = demo("set", *IDS, "source=A", "--resume", "--jsonl")
    assert ran.code == 0
    assert [line.get("already") for line in ran.lines] == [True, True, True]
    assert _sources(served) == ["Corrected", "A", "A"]
    assert demo("set", *IDS, "source=A", "--again").code == 0
    assert _sources(served) == ["A"] * 3


def test_somebody_else_at_another_property_is_merged(demo: Command, served: Served) -> None:
    def meanwhile(request: RecordedRequest) -> None:
        entry = served.library.entry(IDS[1])
        if request.method == "PATCH" and entry.metadata["title"] != "Theirs":
            entry.metadata["title"], entry.version = "Theirs", entry.version + 1

    served.library.on_request = meanwhile
    ran = demo("set", *IDS, "source=A", "--jsonl")
    assert ran.code == 0
    assert _sources(served) == ["A"] * 3
    assert served.title(IDS[1]) == "Theirs"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version(demo: Command, served: Served, version: str) -> None:
    ran = demo("--api-version", version, "set", *IDS, "source=A", "--jsonl")
    assert (ran.code, _sources(served)) == (0, ["A"] * 3)
    batch = _batch(demo)
    ran = demo("--api-version", version, "undo", "--batch", batch, "--yes", "--jsonl")
    assert ran.code == 0
    assert "A" not in _sources(served)


def _batch(demo: Command, place: int = 0) -> str:
    record = demo("journal", "--json").array[place]
    assert isinstance(record, dict)
    return str(record["batch"])


class TestUndo:
    def test_the_whole_batch(self, demo: Command, served: Served) -> None:
        before = _sources(served)
        demo("set", *IDS, "source=A")
        demo("set", IDS[0], "title=Mine")
        batch = _batch(demo, place=1)
        listed = demo("journal", "--batch", batch, "--json").array
        assert len(listed) == 3
        ran = demo("undo", "--batch", batch, "--json")
        assert ran.code == 0
        assert _sources(served) == before
        assert served.title(IDS[0]) == "Mine"
        assert {one["id"] for one in ran.array if isinstance(one, dict)} == set(IDS)
        ran = demo("undo", "--batch", batch)
        assert ran.code == 0
        assert ran.out.count("Taken back already") == 3

    def test_a_dry_run(self, demo: Command, served: Served) -> None:
        demo("set", *IDS, "source=A")
        served.calm()
        ran = demo("undo", "--batch", _batch(demo), "--dry-run", "--jsonl")
        assert (ran.code, len(ran.lines), served.sent()) == (0, 3, [])

    def test_what_destroys_needs_consent(self, demo: Command, served: Served) -> None:
        demo("usage", "add", *IDS, "--purpose", "broadcast")
        served.calm()
        batch = _batch(demo)
        assert demo("undo", "--batch", batch).code == 7
        assert served.sent() == []
        assert demo("undo", "--batch", batch, "--yes").code == 0
        assert len(served.sent()) == 3

    def test_none_of_that_name(self, demo: Command, served: Served) -> None:
        assert demo("undo", "--batch", "nope", "--json").code == 5
        assert demo("undo", "3", "--batch", "nope").code == 2

    def test_changed_since(self, demo: Command, served: Served) -> None:
        demo("set", *IDS, "source=A")
        served.library.entry(IDS[0]).metadata["source"] = "Corrected"
        ran = demo("undo", "--batch", _batch(demo), "--jsonl")
        assert ran.code == 8
        assert _sources(served)[0] == "Corrected"
        assert "cannot be taken back" in ran.err
