"""A person imports a file: finds it, sees what is in it, agrees, and reads what became of it."""

from __future__ import annotations

import asyncio
import csv
import json
from pathlib import Path

import pytest

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_ONLY, WRITE_NO_CONFIG
from medialib_tui.model.server import Access
from medialib_tui.tui.dialogs.choice import ChoiceDialog
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.entry import EntryScreen
from medialib_tui.tui.screens.importing import ImportScreen
from medialib_tui.tui.screens.lookup import LookupScreen
from medialib_tui.tui.widgets.import_files import PathField
from tests.core.importing.files import item, written
from tests.tui.conftest import notices_of, settled
from tests.tui.importer import IMPORT, Importer, importer, lines, many, session_of

THERE = "harbour-dawn-01"


def mixed(folder: Path) -> Path:
    """Two good items, one that is there, two with errors, one without an id."""
    return written(
        folder,
        lines(
            item("new-1"),
            item("no good id!"),
            item(THERE),
            item("new-2", metadata={"credit": "Sample"}),
            item(None),
        ),
        "mixed.jsonl",
    )


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
        await at.agree()
        await settled(at.pilot)
        await at.press("w", "f", "enter")
        path = tmp_path / "mixed-failed.jsonl"
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
        assert "Every item was sent before" in at.text


# Leaving


async def held(at: Importer, folder: Path) -> None:
    """As far as a request that is held up."""
    await at.check(written(folder, many(3), "held.jsonl"))
    await at.agree()


async def test_leaving_asks_and_the_import_goes_on(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        await at.touch("escape")
        assert isinstance(at.app.screen, ChoiceDialog)
        await at.touch("l")
        await at.until(lambda: isinstance(at.app.screen, LookupScreen))
        await at.touch("escape", "I")
        await at.until(lambda: isinstance(at.app.screen, ImportScreen))
        assert at.screen.step == "result"
        await at.touch("escape", "l")
        gate.release()
        await settled(at.pilot)
        assert isinstance(at.app.screen, LookupScreen)
        assert any("held.jsonl: 3 created" in said for said in notices_of(at.pilot))
        assert len(at.there("new-")) == 3


async def test_quitting_asks_while_an_import_runs(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        await at.touch("q")
        assert isinstance(at.app.screen, LeaveDialog)
        assert "held.jsonl is being imported" in at.text
        await at.touch("s")
        assert isinstance(at.app.screen, ImportScreen)
        gate.release()
        await settled(at.pilot)
        assert "3 created" in at.text


async def test_quitting_stops_behind_what_is_on_its_way(tmp_path: Path) -> None:
    faults, library = Faults(), sample_library()
    gate = faults.hold(method="POST", path=IMPORT)
    path = written(tmp_path, many(900), "held.jsonl")
    async with importer(faults=faults, library=library) as at:
        await at.check(path)
        await at.agree()
        await gate.reached.wait()
        await at.touch("q", "x")
        assert not at.app._exit
        gate.release()
        await at.until(lambda: at.app._exit)
    async with importer(library=library) as at:
        row = at.files.earlier.items[0]
        assert "created" in row.said
        assert "not known" not in row.said


async def test_quitting_at_once_loses_no_result(tmp_path: Path) -> None:
    faults, library = Faults(), sample_library()
    gate = faults.hold(method="POST", path=IMPORT, after=True)
    path = written(tmp_path, many(900), "held.jsonl")
    async with importer(faults=faults, library=library) as at:
        await at.check(path)
        await at.agree()
        await gate.reached.wait()
        await at.touch("q", "l")
        gate.release()
        await at.until(lambda: at.app._exit)
    assert 0 < len([one for one in library.entries if one.startswith("new-")]) < 900
    async with importer(library=library) as at:
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        assert "900 created" in at.text
        assert len(at.there("new-")) == 900


async def test_many_results_are_read_as_one_scrolls(tmp_path: Path) -> None:
    async with importer() as at:
        await at.check(written(tmp_path, many(1_100), "many.jsonl"))
        await at.agree()
        await settled(at.pilot)
        table = at.screen.pane.table
        assert len(table.items) == 500
        await at.press("G")
        await at.press("G")
        await at.press("G")
        assert len(table.items) == 1_100
        assert table.current_key == "1100"
        await at.press("slash")
        await at.type("new-1099")
        assert list(at.rows()) == ["new-1099"]


async def test_a_check_can_be_stopped(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(path="*/projectConfig")
    async with importer(faults=faults) as at:
        path = written(tmp_path, many(3), "three.jsonl")
        at.files.field.value = str(path)
        await at.touch("enter")
        await gate.reached.wait()
        await at.touch("s")
        assert "Stopped before the whole file was checked" in at.text
        gate.release()
        await at.press("r")
        assert "3 items can be sent" in at.text


async def test_two_imports_do_not_run_at_once(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        await at.touch("escape", "l")
        at.app.push_screen(ImportScreen())
        await at.until(lambda: isinstance(at.app.focused, PathField))
        path = written(tmp_path, many(2, "other"), "other.jsonl")
        at.files.field.value = str(path)
        await at.touch("enter")
        await at.until(lambda: "2 items can be sent" in at.text)
        await at.touch("f2")
        assert any("held.jsonl is being imported" in said for said in notices_of(at.pilot))
        gate.release()
        await settled(at.pilot)
        assert at.there("other-") == []


# What goes wrong


async def test_a_token_refused_midway_ends_it_and_it_can_be_gone_on_with(tmp_path: Path) -> None:
    faults, library = Faults(), sample_library()
    for number in range(2, 9):
        faults.add("status", method="POST", path=IMPORT, nth=number, status=401)
    path = written(tmp_path, many(900), "many.jsonl")
    async with importer(faults=faults, library=library) as at:
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        created = len(at.there("new-"))
        assert created == 100
        assert "100 created · 800 waiting" in at.text
        assert "f2 goes on with the rest" in at.text
    async with importer(library=library) as at:
        await at.check(path)
        await at.agree()
        await settled(at.pilot)
        assert len(at.there("new-")) == 900


async def test_a_lost_answer_is_settled(tmp_path: Path) -> None:
    faults = Faults().add("reset-after", method="POST", path=IMPORT, nth=1)
    async with importer(faults=faults) as at:
        await at.check(written(tmp_path, many(5), "five.jsonl"))
        await at.agree()
        await settled(at.pilot)
        assert "5 created" in at.text
        assert len(at.there("new-")) == 5


async def test_a_read_only_server_is_checked_against_and_never_written_to(tmp_path: Path) -> None:
    async with importer(access=Access.READ_ONLY) as at:
        await at.check(mixed(tmp_path))
        assert "3 items can be sent" in at.text
        assert "demo is set to read-only" in at.text
        await at.press("f2")
        assert at.screen.step == "check"
        assert isinstance(at.app.screen, ImportScreen)
        assert at.batches() == 0


async def test_a_token_that_may_not_write_ends_it(tmp_path: Path) -> None:
    async with importer(token=READ_ONLY) as at:
        await at.check(written(tmp_path, many(2), "two.jsonl"))
        await at.agree()
        await settled(at.pilot)
        assert "2 waiting" in at.text
        assert any("public-api:write" in said for said in notices_of(at.pilot))


async def test_without_a_journal_nothing_is_sent(tmp_path: Path) -> None:
    async with importer(kept=False) as at:
        await at.check(written(tmp_path, many(2), "two.jsonl"))
        assert "keeps no journal" in at.text
        await at.press("f2")
        assert at.batches() == 0


async def test_another_server_ends_it_behind_what_is_on_its_way(
    tmp_path: Path, library: Library
) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        other = session_of(sample_library())
        moved = asyncio.ensure_future(at.app._use(other, at.app.flags))
        await at.until(lambda: at.app.session is other)
        gate.release()
        await moved
        await settled(at.pilot)
        assert len(at.there("new-")) == 3


async def test_hostile_names_cells_and_answers_are_shown_safely(tmp_path: Path) -> None:
    name = "a\x1b[2J\u202e[b].jsonl"
    entries = item("new-1", metadata={"title": "\x1b]0;x\x07[/b]", "credit": "x"})
    path = written(tmp_path, lines(entries, item("\x1b[31m\u202e[/x]")), name)
    faults = Faults().add(
        "status",
        method="POST",
        path=IMPORT,
        status=400,
        json={"status": 400, "error": "\x1b[2J[/x]", "error_details": {"message": "\u202e[/y]"}},
    )
    async with importer(faults=faults) as at:
        await at.type(f"{tmp_path}/a")
        await at.press("tab")
        assert at.files.field.text == str(path)
        await at.press("enter")
        assert "1 item can be sent" in at.text
        await at.agree()
        await settled(at.pilot)
        await at.press("v")
        assert not {char for char in at.text if char != "\n" and not char.isprintable()}
        assert "\u202e" not in at.text
