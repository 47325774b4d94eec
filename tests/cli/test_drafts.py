"""`drafts`: what was typed in the app, listed, shown and dropped."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import JsonValue

from medialib_tui.store import drafts as store
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.paths import paths
from medialib_tui.store.person import Person, this_person
from tests.cli.conftest import Command

DEMO = "http://demo.invalid"
ENTRY = "harbour-dawn-01"
Keep = Callable[..., None]


@pytest.fixture
def keep(home: Path) -> Keep:
    """Keep a draft as the app does, by this process."""

    def save(changes: dict[str, JsonValue], *, server: str = DEMO, entry_id: str = ENTRY) -> None:
        database = Database(paths({"MEDIALIB_HOME": str(home)}).database)
        base: dict[str, JsonValue] = {"title": "Old", "credit": "Desk"}
        Drafts(database).save(
            server, entry_id, base_version=3, base=base, changes=changes, title="Boats"
        )
        database.close()

    return save


def test_listed_shown_and_dropped(medialib: Command, keep: Keep) -> None:
    keep({"title": "New", "credit": None})
    listed = medialib("drafts", "list")
    assert listed.code == 0
    assert ENTRY in listed.out and "title, credit" in listed.out
    shown = medialib("drafts", "show", ENTRY)
    assert "title: “Old” → “New”" in shown.out
    assert "credit: “Desk” → not set" in shown.out
    data = medialib("drafts", "show", ENTRY, "--json").object
    assert data["baseVersion"] == 3
    assert data["changes"] == {"title": "New", "credit": None}
    assert data["base"] == {"title": "Old", "credit": "Desk"}
    assert medialib("drafts", "discard", ENTRY).code == 0
    assert medialib("drafts", "list", "--json").array == []


def test_unfinished_text_is_said_to_be_so(medialib: Command, keep: Keep) -> None:
    keep({"takenOn": {"$unfinished": "2026-1"}})
    assert "2026-1 (not finished)" in medialib("drafts", "show", ENTRY).out


def test_two_servers_need_a_name(medialib: Command, keep: Keep) -> None:
    keep({"title": "New"})
    keep({"title": "Other"}, server="https://live.example.com")
    ran = medialib("drafts", "discard", ENTRY, "--json")
    assert ran.code == 2
    assert "several servers" in str(ran.error["title"])
    assert len(medialib("drafts", "list", "--json").array) == 2
    assert medialib("drafts", "discard", ENTRY, "--demo").code == 0
    left = medialib("drafts", "list", "--json").array
    assert [item["server"] for item in left if isinstance(item, dict)] == [
        "https://live.example.com"
    ]


def test_what_another_terminal_edits_stays_unless_said_twice(
    medialib: Command, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Person(this_person().who, os.getppid())
    with monkeypatch.context() as patched:
        patched.setattr(store, "this_person", lambda: other)
        keep({"title": "New"})
    listed = medialib("drafts", "list")
    assert "being edited" in listed.out
    ran = medialib("drafts", "discard", ENTRY, "--json")
    assert (ran.code, ran.error["code"]) == (7, "in-use")
    assert len(medialib("drafts", "list", "--json").array) == 1
    assert medialib("drafts", "discard", ENTRY, "--yes").code == 0
    assert medialib("drafts", "list", "--json").array == []


@pytest.mark.parametrize("word", ["show", "discard"])
def test_no_draft_is_not_found(medialib: Command, word: str) -> None:
    ran = medialib("drafts", word, "nothing", "--json")
    assert (ran.code, ran.error["code"]) == (5, "not-found")


def test_hostile_texts_are_symbols(medialib: Command, keep: Keep) -> None:
    keep({"title": "\x1b[2J\u202e[red]"})
    for words in (["list"], ["show", ENTRY], ["list", "--csv"]):
        ran = medialib("drafts", *words)
        assert ran.code == 0
        assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)
