"""`get`: shapes of data, missing ids, standard input, cards and tables."""

from __future__ import annotations

import csv
import io

import pytest

from medialib_tui.model.text import clean
from tests.cli.conftest import Command

ONE, OTHER = "harbour-dawn-01", "popular-skyline"


def test_one_id_gives_one_object_as_the_api_sent_it(demo: Command) -> None:
    ran = demo("get", ONE, "--json")
    assert ran.code == 0
    assert not ran.err
    assert ran.object["id"] == ONE
    assert {"version", "mediaType", "asset", "metadata", "createdAt"} <= set(ran.object)


def test_several_give_an_array_in_the_order_asked_for(demo: Command) -> None:
    for ids in ([ONE, OTHER], [OTHER, ONE]):
        ran = demo("get", *ids, "--json")
        assert ran.code == 0
        assert [item["id"] for item in ran.array if isinstance(item, dict)] == ids


def test_json_lines(demo: Command) -> None:
    ran = demo("get", f"{ONE},{OTHER}", "--jsonl")
    assert [item["id"] for item in ran.lines] == [ONE, OTHER]


def test_a_missing_one_among_others_is_partial(demo: Command) -> None:
    ran = demo("get", ONE, "no-such-id", "--json")
    assert ran.code == 8
    assert ran.err == "no-such-id: not found\n"
    streamed = demo("get", ONE, "no-such-id", "--jsonl")
    for found, missing in (ran.array, streamed.lines):
        assert isinstance(found, dict) and isinstance(missing, dict)
        assert isinstance(missing["error"], dict)
        assert (found["id"], missing["id"]) == (ONE, "no-such-id")
        assert missing["error"]["code"] == "not-found"


@pytest.mark.parametrize("ids", [["no-such-id"], ["no-such-id", "nor-this"]])
def test_nothing_found(demo: Command, ids: list[str]) -> None:
    ran = demo("get", *ids, "--json")
    assert ran.code == 5
    assert ran.error["code"] == "not-found"
    assert ran.error["status"] == 404
    for entry_id in ids:
        assert entry_id in ran.err
    silent = demo("get", *ids)
    assert silent.code == 5
    assert not silent.out


def test_the_media_of_a_document_are_an_array(demo: Command) -> None:
    ran = demo("get", "doc:100", "--json")
    assert ran.code == 0
    assert ran.array
    assert "document 100" in ran.err


def test_ids_from_standard_input(demo: Command) -> None:
    ran = demo("get", "-", "--jsonl", stdin=b"\xef\xbb\xbf" + f"{ONE}\n\n  {OTHER}\t{ONE}".encode())
    assert ran.code == 0
    assert [item["id"] for item in ran.lines] == [ONE, OTHER]


def test_ids_from_standard_input_are_an_array_even_for_one(demo: Command) -> None:
    assert len(demo("get", "-", "--json", stdin=ONE.encode()).array) == 1


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        (b"", "no ids"),
        (b" \n\n", "no ids"),
        (b"\xff\xfe\x00a", "not UTF-8"),
        (b"x" * 300, "longer than any id"),
        (b"https://example.com/a", "an address"),
    ],
)
def test_standard_input_that_holds_no_ids(demo: Command, stdin: bytes, said: str) -> None:
    ran = demo("get", "-", "--json", stdin=stdin)
    assert ran.code == 2
    assert said in ran.err
    assert ran.error["code"] == "usage"


def test_more_ids_than_one_look_up_takes(demo: Command) -> None:
    many = "\n".join(f"id-{number}" for number in range(10_100))
    ran = demo("get", "-", "--jsonl", stdin=f"{ONE}\n{many}".encode())
    assert ran.code == 8
    assert [item["id"] for item in ran.lines if "error" not in item] == [ONE]
    assert len(ran.lines) == 10_101
    assert ran.err.count("not found") == 10_100


def test_a_card_names_metadata_by_the_schema(demo: Command) -> None:
    ran = demo("get", "every-plugin")
    assert ran.code == 0
    assert ran.out.startswith("Every property of an image is set\n")
    assert "Alternative text" in ran.out
    assert "Own work" in ran.out
    assert "\x1b" not in ran.out


def test_a_table_for_several(demo: Command) -> None:
    ran = demo("get", ONE, OTHER)
    head, *rows = ran.out.splitlines()
    assert head.split() == ["ID", "TITLE", "TYPE", "VERSION", "UPDATED"]
    assert [row.split()[0] for row in rows] == [ONE, OTHER]


def test_csv_quotes_what_a_spreadsheet_would_run(demo: Command) -> None:
    rows = list(csv.reader(io.StringIO(demo("get", "hostile-formula", ONE, "--csv").out)))
    raw = list(csv.reader(io.StringIO(demo("get", "hostile-formula", ONE, "--raw-csv").out)))
    assert len(rows) == len(raw)
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [cell for row in raw for cell in row if cell.startswith("=")]


HOSTILE = (
    "hostile-escapes",
    "hostile-osc",
    "hostile-dcs",
    "hostile-control",
    "hostile-bidi",
    "hostile-surrogate",
    "malformed-types",
)


@pytest.mark.parametrize("entry_id", HOSTILE)
@pytest.mark.parametrize("form", [[], ["--csv"], ["--json"], ["--jsonl"]])
def test_hostile_entries_are_printed_and_piped_text_has_no_escape(
    demo: Command, entry_id: str, form: list[str]
) -> None:
    ran = demo("get", entry_id, *form)
    assert ran.code in (0, 5)
    if form != ["--csv"]:
        assert "\x1b" not in ran.out
    if not form:
        assert clean(ran.out, newlines=True) == ran.out
    if form == ["--json"]:
        assert {"id", "metadata"} <= set(ran.object)
