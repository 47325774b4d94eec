"""Replacing an asset, removing a translated one: the forms, and what they send."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from textual.widgets import OptionList

from medialib_tui.tui.widgets.asset_pane import AssetPane
from medialib_tui.tui.widgets.controls.line import LineControl
from tests.tui.clinic import ENTRY, Clinic, clinic
from tests.tui.conftest import settled


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (30, 20)).save(drawn, "PNG")
    return drawn.getvalue()


PICTURE = _picture()


async def fill(at: Clinic, **values: str) -> None:
    """Type into the asset form, field by field."""
    for name, value in values.items():
        control = at.screen.query_one(f"#asset-{name}", LineControl)
        control.focus()
        control.value = value
        await at.pilot.pause()


def values(at: Clinic) -> dict[str, object]:
    """The asset as the form has it."""
    return dict(at.screen.query_one(AssetPane).asset)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small picture on the disk."""
    path = tmp_path / "new-picture.png"
    path.write_bytes(PICTURE)
    return path


async def test_a_local_copy_fills_what_it_tells(picture: Path) -> None:
    async with clinic(ENTRY, "X", "r", "f2") as at:
        await fill(at, filename="typed.png", file=str(picture))
        await at.press("enter")
        found = values(at)
        assert (found["width"], found["height"]) == (30, 20)
        assert found["size"] == len(PICTURE)
        assert found["mimeType"] == "image/png"
        assert found["filename"] == "typed.png"
        assert str(picture) not in found.values()


async def test_an_address_tells_name_and_mime_type() -> None:
    async with clinic(ENTRY, "X", "r", "f2") as at:
        await fill(at, url="https://media.example.com/2026/new.webp")
        assert values(at)["filename"] == "new.webp"
        assert values(at)["mimeType"] == "image/webp"


async def test_what_is_missing_or_wrong_is_said_and_nothing_is_asked(picture: Path) -> None:
    async with clinic(ENTRY, "X", "r", "f2") as at:
        await fill(at, key="v/reserved.png", width="wide")
        await at.press("f2")
        assert not at.asking()
        assert "7 fields to correct" in at.text
        assert "reserved for edits" in at.text
        at.screen.query_one("#asset-width", LineControl).focus()
        await at.pilot.pause()
        assert "must be a number" in at.text
        await at.press("down")
        assert "is required" in at.text
        await at.press("7")
        assert "6 fields to correct" in at.text
        assert "is required" not in at.text
        assert at.patches() == []


async def test_an_asset_is_replaced_and_the_form_is_named_in_the_question(picture: Path) -> None:
    async with clinic(ENTRY, "X", "r", "f2") as at:
        await fill(at, key="2026/new.png", url="https://media.example.com/2026/new.png")
        await fill(at, file=str(picture))
        await at.press("enter")
        await at.press("f2")
        assert at.asking()
        assert "2026/new.png" in at.text
        assert "Can be undone: the former asset is put back." in at.text
        await at.press("y")
        assert "Applied: asset replaced" in at.text
        asset = at.library.entries[ENTRY].asset
        assert asset is not None and asset["key"] == "2026/new.png"
        assert '"width":30' in at.patches()[0]


async def test_a_video_asks_for_its_duration_and_a_file_for_no_dimensions() -> None:
    async with clinic("clip-001", "X", "r", "f2") as at:
        ids = {control.id for control in at.screen.query(LineControl)}
        assert "asset-duration" in ids
    async with clinic(ENTRY, "X", "r", "f2") as at:
        ids = {control.id for control in at.screen.query(LineControl)}
        assert "asset-duration" not in ids


async def test_a_file_that_cannot_be_read_is_said() -> None:
    async with clinic(ENTRY, "X", "r", "f2") as at:
        await fill(at, file="/nowhere/at/all.png")
        await at.press("enter")
        assert "cannot be read" in at.text


async def test_only_removable_languages_are_offered() -> None:
    async with clinic("translated-picture", "X", "t", "f2") as at:
        menu = at.screen.query_one("#locale OptionList", OptionList)
        assert menu.option_count == 1
        assert "(fr)" in at.text
        await at.press("enter")
        assert at.asking()
        assert "No way back" in at.text
        await at.press("y")
        assert "Applied: translated asset removed" in at.text
        assert '{"operation":"removeAsset","locale":"fr"}' in at.patches()[0]


async def test_without_a_translated_asset_there_is_nothing_to_remove() -> None:
    async with clinic(ENTRY, "X", "t", "f2") as at:
        assert "No translation of this entry has an asset of its own." in at.text
        await at.press("f2")
        await settled(at.pilot)
        assert not at.asking()
