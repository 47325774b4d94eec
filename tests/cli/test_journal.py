"""`journal`: what is listed, what is shown, and whether the record holds."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from medialib_tui.store.paths import paths
from tests.cli.conftest import Command, Served

ENTRY = "harbour-dawn-01"
OTHER = "no-asset"


@pytest.fixture
def three(demo: Command, served: Served) -> Command:
    """Three writes: two applied, one refused by the server."""
    assert demo("set", ENTRY, "title=New").code == 0
    assert demo("set", OTHER, "title=Other", "caption=Mine").code == 0
    served.faults.add("status", path="*/projectConfig", status=403)
    served.library.config = {}
    step = json.dumps([{"operation": "unrevokeAsset"}]).encode()
    assert demo("patch", ENTRY, "-", stdin=step).code == 6
    served.calm()
    return demo


def test_newest_first_with_words_and_outcomes(three: Command) -> None:
    ran = three("journal")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert len(lines) == 4
    assert "unrevoked" in lines[1] and lines[1].endswith("not-applied")
    assert "title: " in lines[2] and "caption" in lines[2] and lines[2].endswith("applied")
    assert "→ “New”" in lines[3]


def test_no_server_is_asked_and_none_is_needed(three: Command, served: Served) -> None:
    served.calm()
    assert len(three("journal", "list", "--json").array) == 3
    assert not served.requests


def test_journal_without_a_server_at_all(medialib: Command) -> None:
    ran = medialib("journal")
    assert (ran.code, ran.out) == (0, "")
    assert "No write" in ran.err
    assert medialib("journal", "list", "--json").array == []
    assert medialib("journal", "verify", "--json").object["sound"] is True
    assert medialib("drafts", "list", "--json").array == []


def test_data_is_read_as_it_is_printed(three: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = three("journal", "list", "--json").out
    monkeypatch.setattr("medialib_tui.cli.machine.journal._PAGE", 2)
    assert three("journal", "list", "--json").out == whole
    cut = three("journal", "list", "--json", "--limit", "2")
    assert (len(cut.array), "there are more" in cut.err) == (2, True)
    assert "there are more" not in three("journal", "list", "--json", "--limit", "3").err


def test_filters_and_limits(three: Command, medialib: Command) -> None:
    listed = medialib("journal", "--entry", OTHER, "--json")
    assert [item["id"] for item in listed.array if isinstance(item, dict)] == [OTHER]
    ran = medialib("journal", "--limit", "1", "--jsonl")
    assert [item["number"] for item in ran.lines] == [5]
    assert "there are more" in ran.err
    assert medialib("journal", "--server", "http://other.example.com", "--json").array == []
    assert len(medialib("journal", "--demo", "--json").array) == 3


def test_show_one(three: Command) -> None:
    ran = three("journal", "show", "1")
    assert ran.code == 0
    assert "applied and verified" in ran.out
    assert "version 1 → 2" in ran.out
    data = three("journal", "show", "1", "--json").object
    assert data["outcome"] == "applied"
    assert data["body"] == {
        "version": 1,
        "patches": [{"operation": "setMetadataProperty", "propertyName": "title", "value": "New"}],
    }


@pytest.mark.parametrize(
    ("words", "code"), [(["show", "2"], 5), (["show", "x"], 2), (["show"], 2), (["shwo", "1"], 2)]
)
def test_wrong_numbers(three: Command, words: list[str], code: int) -> None:
    assert three("journal", *words).code == code


def test_csv_is_safe_and_has_a_row_a_write(three: Command) -> None:
    rows = three("journal", "--csv").out.splitlines()
    assert rows[0].startswith("number,at,server,id")
    assert len(rows) == 4


def test_verify_finds_what_was_changed(three: Command, home: Path) -> None:
    sound = three("journal", "verify", "--json")
    assert (sound.code, sound.object["sound"], sound.object["records"]) == (0, True, 6)
    file = paths({"MEDIALIB_HOME": str(home)}).database
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER journal_is_not_changed")
        connection.execute("UPDATE journal SET record = replace(record, 'New', 'Old')")
    connection.close()
    broken = three("journal", "verify", "--json")
    assert (broken.code, broken.object["sound"], broken.object["broken"]) == (1, False, 1)
    assert "does not hold" in three("journal", "verify").out


def test_export_can_be_checked_by_others(three: Command) -> None:
    import hashlib

    ran = three("journal", "export")
    previous = "0" * 64
    assert len(ran.lines) == 6
    for number, line in enumerate(ran.lines, 1):
        assert line["number"] == number
        assert line["previous"] == previous
        previous = hashlib.sha256(f"{previous}\n{line['record']}".encode()).hexdigest()
        assert line["hash"] == previous
    assert len(three("journal", "export", "--json").array) == 6


def test_no_token_is_anywhere(three: Command, home: Path) -> None:
    told = three("journal", "export").out + three("journal", "show", "1").out
    assert "demo-read-write" not in told
    assert b"demo-read-write" not in b"".join(
        file.read_bytes() for file in home.rglob("*") if file.is_file()
    )


@pytest.mark.parametrize("value", ["\x1b]52;c;x\x07", "\u202eevil", "[red]", "\r\n", "=1+1"])
def test_hostile_texts_are_symbols(demo: Command, served: Served, value: str) -> None:
    assert demo("set", OTHER, f"caption:={json.dumps(value)}").code == 0
    for words in (["journal"], ["journal", "show", "1"], ["undo"]):
        ran = demo(*words)
        assert ran.code == 0
        assert not {"\x1b", "\u202e", "\x07"} & set(ran.out + ran.err)
