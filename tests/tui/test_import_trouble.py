"""An import on a server, a token or a file that gives trouble."""

from __future__ import annotations

from pathlib import Path

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.server import Access
from medialib_tui.tui.screens.importing.screen import ImportScreen
from tests.core.importing.files import item, written
from tests.tui.conftest import notices_of, settled
from tests.tui.importer import IMPORT, importer, lines, many, mixed


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
        assert "3 items could be sent" in at.text
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
        assert "2 items could be sent" in at.text, "looking needs no record"
        assert "ask again" not in at.text
        await at.press("f2")
        assert at.batches() == 0


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
