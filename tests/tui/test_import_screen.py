"""A person imports a file: sees what is in it, agrees, and reads what became of it."""

from __future__ import annotations

from pathlib import Path

from medialib_tui.demo.tokens import WRITE_NO_CONFIG
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from tests.core.importing.files import written
from tests.tui.importer import importer, many, mixed

# Check


async def test_the_check_says_what_is_in_the_file_and_sends_nothing(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        assert "3 items can be sent" in at.text
        assert "2 items with errors" in at.text
        assert "1 item without an id" in at.text
        rows = at.screen.pane.table.items
        assert {(row.at, row.name) for row in rows} == {("2", "id"), ("4", "metadata.title")}
        assert at.batches() == 0


async def test_a_problem_is_read_whole_and_problems_are_filtered(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        await at.press("enter")
        assert "The item is left out" in at.text
        await at.press("escape", "slash")
        await at.type("metadata")
        assert [row.name for row in at.screen.pane.table.items] == ["metadata.title"]
        await at.press("enter", "escape")
        assert at.screen.step == "check"


async def test_the_columns_of_csv_are_told_as_they_are_understood(tmp_path: Path) -> None:
    heading = "id;mediaType;key;url;size;width;height;mimeType;filename;metadata.title;Remark"
    row = "new-1;image;a/1.png;https://example.com/1.png;9;4;3;image/png;1.png;A title;x"
    path = written(tmp_path, f"\ufeff{heading}\n{row}\n", "items.csv")
    async with importer(size=(120, 40)) as at:
        await at.check(path)
        assert "“Remark” is no field of an item" in at.text or "“key” is no field" in at.text
        mapping = written(
            tmp_path,
            "[columns]\n"
            + "".join(f'{name} = "asset.{name}"\n' for name in heading.split(";")[2:9])
            + '[fixed]\n"metadata.credit" = "Sample"\n[ignore]\ncolumns = ["Remark"]\n',
            "items.toml",
        )
        await at.press("m")
        assert str(mapping) in at.text
        await at.press("enter")
        assert "1 item can be sent" in at.text
        assert "→ metadata.title" in at.text
        assert "left out by the mapping" in at.text
        assert "semicolon between them" in at.text


async def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    path = written(tmp_path, "{]", "items.json")
    async with importer() as at:
        await at.check(path)
        assert "items.json" in at.text
        assert "line 1" in at.text
        written(tmp_path, many(1), "items.json")
        await at.press("r")
        assert "1 item can be sent" in at.text


async def test_what_was_not_checked_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, many(1), "items.jsonl")
    async with importer(token=WRITE_NO_CONFIG) as at:
        await at.check(path)
        assert "Metadata was not checked" in at.text


# The question


async def test_the_question_names_server_counts_and_that_there_is_no_undo(tmp_path: Path) -> None:
    async with importer(production=True) as at:
        await at.check(mixed(tmp_path))
        await at.press("f2")
        assert isinstance(at.app.screen, ConsentDialog)
        asked = at.app.screen.query_one(FittedSheet).said()
        assert "PRODUCTION" in asked
        assert "3 items in 1 request" in asked
        assert "2 items with errors" in asked
        assert "no undo" in asked
        await at.press("y")
        assert at.batches() == 0
        await at.type("demo")
        await at.press("enter")
        assert at.there("new-") == ["new-1"]


async def test_cancel_sends_nothing(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(mixed(tmp_path))
        await at.press("f2", "escape")
        assert at.screen.step == "check"
        assert at.batches() == 0
