"""What became of every item: read, narrowed, opened, exported, gone on with."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.sample import sample_library
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.screens.entry.screen import EntryScreen
from tests.core.importing.files import written
from tests.tui.conftest import settled
from tests.tui.importer import IMPORT, THERE, importer, lines, many, mixed

# The result


async def test_every_item_has_its_result(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        await at.agree()
        await settled(at.pilot)
        rows = at.rows()
        assert rows["new-1"] == "created"
        assert rows[THERE] == "already there"
        assert rows["no good id!"].startswith("refused: id:")
        assert rows["new-2"].startswith("refused: metadata.title:")
        assert "2 created · 1 already there · 2 refused" in at.text
        assert at.there("new-") == ["new-1"]


async def test_failed_only_filter_and_opening_an_entry(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        await at.agree()
        await settled(at.pilot)
        await at.press("f")
        assert set(at.rows()) == {"no good id!", "new-2"}
        assert "2 failed" in at.text
        await at.press("f", "slash")
        await at.type("already")
        assert list(at.rows()) == [THERE]
        await at.press("enter", "enter")
        assert isinstance(at.app.screen, EntryScreen)
        assert at.app.screen.entry_id == THERE


async def test_failed_items_are_written_corrected_and_imported_again(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        path = tmp_path / "mixed-failed.jsonl"
        await at.press("w", "f", "enter")
        before = path.read_bytes()
        path.unlink()
        await at.press("w", "a", "enter")
        problems = (tmp_path / "mixed-problems.csv").read_text(encoding="utf-8")
        assert "2,2,no good id!,id,error," in problems
        assert at.batches() == 0
        await at.agree()
        await settled(at.pilot)
        await at.press("w", "f", "enter")
        assert path.read_bytes() == before
        left = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert [one["id"] for one in left] == ["no good id!", "new-2"]
        left[0]["id"], left[1]["metadata"]["title"] = "new-3", "A title now"
        path.write_text(lines(*left), encoding="utf-8")
        await at.press("escape")
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        assert "2 created" in at.text
        assert sorted(at.there("new-")) == ["new-1", "new-2", "new-3"]


@pytest.mark.parametrize("ending", ["csv", "json", "jsonl"])
async def test_all_results_as_a_file(tmp_path: Path, ending: str) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        await at.agree()
        await settled(at.pilot)
        await at.press("w", "a")
        target = tmp_path / f"results.{ending}"
        await at.type(str(target))
        await at.press("enter")
        text = target.read_text(encoding="utf-8")
        if ending == "csv":
            found = [row["result"] for row in csv.DictReader(text.splitlines())]
        else:
            rows = json.loads(text) if ending == "json" else map(json.loads, text.splitlines())
            found = [row["result"] for row in rows]
        assert found == ["created", "refused", "exists", "refused", "created"]


# The same again


async def test_the_same_file_again_creates_nothing_twice(tmp_path: Path) -> None:
    async with importer() as at:
        path = mixed(tmp_path)
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        count = len(at.library.entries)
        await at.press("A")
        assert isinstance(at.app.screen, ConsentDialog)
        await at.press("y")
        assert "3 already there · 2 refused" in at.text
        assert len(at.library.entries) == count


async def test_a_stopped_import_is_listed_and_gone_on_with(tmp_path: Path) -> None:
    faults, library = Faults(), sample_library()
    gate = faults.hold(method="POST", path=IMPORT)
    path = written(tmp_path, many(900), "many.jsonl")
    async with importer(faults=faults, library=library) as at:
        await at.check(path)
        await at.agree()
        await gate.reached.wait()
        await at.touch("s")
        gate.release()
        await settled(at.pilot)
        assert "Stopped." in at.text
        begun = len(at.there("new-"))
        assert 0 < begun < 900
    async with importer(library=library) as at:
        row = at.files.earlier.items[0]
        assert (row.name, "not finished" in row.said) == ("many.jsonl", True)
        at.files.earlier.focus()
        await at.press("enter")
        assert f"{900 - begun:,} not sent" in at.text
        await at.agree()
        await settled(at.pilot)
        assert "900 created" in at.text
        assert len(at.there("new-")) == 900
        await at.press("escape")
        at.files.earlier.focus()
        await at.press("enter")
        assert at.screen.step == "result"
        assert "Every item has its end already" in at.text


async def test_an_earlier_import_whose_file_moved_is_known_by_its_content(tmp_path: Path) -> None:
    path = mixed(tmp_path)
    async with importer() as at:
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        moved = path.rename(tmp_path / "moved.jsonl")
        await at.press("escape")
        at.files.earlier.focus()
        await at.press("enter")
        assert at.screen.step == "file"
        assert "there is no such file" in at.text
        at.files.focus_first()
        await settled(at.pilot)
        await at.check(moved)
        assert "Earlier" in at.text
        assert "2 created, 1 there already, 2 refused" in at.text


async def test_an_import_with_a_mapping_is_gone_on_with_its_mapping(tmp_path: Path) -> None:
    heading = "Number,mediaType,asset.key,asset.url,asset.size,asset.width,asset.height"
    more = "asset.mimeType,asset.filename,metadata.title,metadata.credit"
    row = "image,a/1.png,https://example.com/1.png,9,4,3,image/png,1.png,A long title,Sample"
    written(tmp_path, '[columns]\nNumber = "id"\n', "items.toml")
    path = written(tmp_path, f"{heading},{more}\nnew-1,{row}\nnew 2,{row}\n", "items.csv")
    async with importer() as at:
        await at.check(path)
        await at.press("m", "enter")
        assert "→ id" in at.text
        await at.press("c")
        assert "asset.filename" in at.text
        await at.press("escape")
        await at.agree()
        await settled(at.pilot)
        assert "1 created · 1 refused" in at.text
        await at.press("escape")
        at.files.earlier.focus()
        await at.press("enter")
        assert at.screen.step == "result"
        assert "1 created · 1 refused" in at.text
