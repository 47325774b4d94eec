"""Rows of the usage log and of the references: sorted, narrowed down, written to files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.capability import Capability, Support
from medialib_tui.tui.dialogs.save import SaveDialog
from tests.tui.conftest import notices_of, settled, text_of, the_app
from tests.tui.stage import entry_of, stage


@pytest.fixture
def library() -> Library:
    return sample_library()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def write(pilot: Pilot[None], target: Path) -> None:
    await press(pilot, "w")
    dialog = pilot.app.screen
    assert isinstance(dialog, SaveDialog)
    dialog.query_one(Input).value = str(target)
    await press(pilot, "enter")


async def test_the_uses_listed_are_written_and_nothing_is_replaced_unasked(
    library: Library, tmp_path: Path
) -> None:
    target = tmp_path / "uses.csv"
    async with stage("pending-usage", library=library) as pilot:
        await press(pilot, "4", "slash")
        entry_of(pilot).query_one("#usage-filter", Input).value = "in:2026-05 state:pending page"
        await pilot.pause()
        listed = entry_of(pilot).uses.table.items
        assert listed
        await press(pilot, "enter")
        await write(pilot, target)
        rows = list(csv.DictReader(target.read_text().splitlines()))
        assert [row["id"] for row in rows] == [row.entry.id for row in listed]
        target.write_text("mine")
        await write(pilot, target)
        assert target.read_text() == "mine"
        assert "already" in text_of(pilot)


async def test_json_holds_the_uses_as_they_were_sent(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "uses.json"
    async with stage("pending-usage", library=library) as pilot:
        await press(pilot, "4")
        await write(pilot, target)
        sent = json.loads(target.read_text())
        assert len(sent) == len(library.entries["pending-usage"].usage_log)
        assert sent[0]["params"]


async def test_references_are_sorted_turned_and_written(library: Library, tmp_path: Path) -> None:
    target = tmp_path / "documents.csv"
    async with stage("popular-skyline", library=library) as pilot:
        await press(pilot, "3", "t", "t", "t", "t", "t")
        assert "by id" in text_of(pilot)
        table = entry_of(pilot).references.active_table
        keys = [int(row.key) for row in table.items]
        assert keys == sorted(keys)
        await press(pilot, "T")
        assert [int(row.key) for row in table.items] == sorted(keys, reverse=True)
        await write(pilot, target)
        rows = list(csv.DictReader(target.read_text().splitlines()))
        assert [int(row["id"]) for row in rows] == [int(row.key) for row in table.items]
        assert rows[0]["places"]


@pytest.mark.parametrize("where", ["from:x", "in:2026-13", "since:nothing"])
async def test_an_unfinished_period_narrows_nothing_down(library: Library, where: str) -> None:
    async with stage("pending-usage", library=library) as pilot:
        await press(pilot, "4", "slash")
        entry_of(pilot).query_one("#usage-filter", Input).value = where
        await pilot.pause()
        count = len(entry_of(pilot).uses.table.items)
        assert count == (0 if where.startswith("from") else 12)


@pytest.mark.parametrize("version", ["v1", "2025-11", "2026-03", "2026-05", "2026-07"])
async def test_every_version_offers_what_it_has_or_says_why_not(version: str) -> None:
    async with stage("pending-usage", version=version) as pilot:
        await press(pilot, "4")
        screen = entry_of(pilot)
        offered = the_app(pilot).supports(Capability.WRITE_USAGE_LOG)
        assert bool(screen.check_action("usage_add", ())) is (offered.support is not Support.NO)
        assert screen.uses.table.items or "not offered" in text_of(pilot).lower()
        await press(pilot, "v")
        assert not notices_of(pilot)


async def test_a_file_of_references_has_titles_that_were_not_scrolled_to(
    library: Library, tmp_path: Path
) -> None:
    target = tmp_path / "documents.csv"
    async with stage("popular-skyline", library=library) as pilot:
        await press(pilot, "3", "end")
        table = entry_of(pilot).references.active_table
        table.infos.clear()
        library.requests.clear()
        await write(pilot, target)
        rows = list(csv.DictReader(target.read_text().splitlines()))
        assert len(rows) == 200
        assert all(row["title"].startswith("Town in brief") and row["url"] for row in rows)
        asked = [one for one in library.requests if "ublications" in one.path]
        assert len(asked) <= 2
