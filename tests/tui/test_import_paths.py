"""Paths: what a folder offers, and how far Tab goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.tui.screens.importing.paths import (
    MOST,
    Listing,
    completed,
    matching,
    path_of,
    read_folder,
    split,
)
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from tests.core.importing.files import written
from tests.tui.importer import importer, many


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of several kinds, a folder, a hidden file."""
    for name in ("b.csv", "a.jsonl", "Pictures-1.json", "pictures-2.json", "notes.md", ".x.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    return tmp_path


def names(listing: Listing, begun: str = "") -> list[str]:
    """Names that are offered."""
    return [one.text for one in matching(listing, begun)]


def test_what_can_be_imported_comes_first_and_the_rest_only_when_typed(folder: Path) -> None:
    listing = read_folder(f"{folder}/")
    assert names(listing) == ["a.jsonl", "b.csv", "Pictures-1.json", "pictures-2.json", "sub/"]
    assert names(listing, "no") == ["notes.md"]
    assert names(listing, ".") == [".x.json"]


def test_a_name_is_completed_as_far_as_all_agree(folder: Path) -> None:
    listing = read_folder(f"{folder}/")
    text = f"{folder}/pic"
    assert completed(text, matching(listing, "pic")) == f"{folder}/Pictures-"
    assert completed(f"{folder}/s", matching(listing, "s")) == f"{folder}/sub/"
    assert completed(f"{folder}/none", ()) == f"{folder}/none"


def test_home_and_folders() -> None:
    assert split("~") == ("~/", "")
    assert split("a/b/c") == ("a/b/", "c")
    assert path_of("~/x") == Path.home() / "x"


def test_a_folder_that_cannot_be_read_says_why(folder: Path) -> None:
    assert "No such file" in read_folder(f"{folder}/none/").problem
    assert read_folder("a\0b/").problem


def test_a_huge_folder_is_cut(tmp_path: Path) -> None:
    for number in range(MOST + 1):
        (tmp_path / f"{number}.csv").touch()
    listing = read_folder(f"{tmp_path}/")
    assert (len(listing.found), listing.more) == (MOST, True)


async def test_typing_tab_and_the_list(folder: Path) -> None:
    written(folder / "sub", many(1), "deep.jsonl")
    async with importer() as at:
        await at.type(f"{folder}/")
        assert "In " in at.text
        await at.type(f"{folder}/s")
        await at.press("tab")
        assert at.files.field.text == f"{folder}/sub/"
        assert [row.name for row in at.files.files.items] == ["deep.jsonl"]
        await at.press("down", "enter")
        assert "1 item can be sent" in at.text
        await at.press("escape")
        assert at.screen.step == "file"
        await at.press("escape", "escape")
        assert isinstance(at.app.screen, LookupScreen)


@pytest.mark.parametrize("name", ["none.json", "sub"])
async def test_what_is_no_file(folder: Path, name: str) -> None:
    async with importer() as at:
        await at.type(f"{folder}/{name}")
        await at.press("enter")
        assert at.screen.step == "file"
        if name == "sub":
            assert at.files.field.text.endswith("sub/")
        else:
            assert "there is no such file" in at.text
