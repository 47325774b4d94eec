"""An import goes on without its screen, and holds up leaving."""

from __future__ import annotations

import asyncio
from pathlib import Path

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.sample import sample_library
from medialib_tui.tui.dialogs.choice import ChoiceDialog
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.importing.screen import ImportScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.widgets.import_files import PathField
from tests.core.importing.files import written
from tests.tui.conftest import notices_of, settled
from tests.tui.importer import IMPORT, Importer, importer, many
from tests.tui.person import session_of


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
        await at.touch("escape")
        gate.release()
        await settled(at.pilot)
        assert isinstance(at.app.screen, ImportScreen), "there is nothing to be asked any more"
        assert "3 created" in at.text


async def test_an_import_left_running_tells_its_end(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        await at.touch("escape", "l")
        gate.release()
        await settled(at.pilot)
        assert isinstance(at.app.screen, LookupScreen)
        assert any("held.jsonl: 3 created" in said for said in notices_of(at.pilot))
        assert len(at.there("new-")) == 3


async def test_what_is_on_its_way_has_not_failed(tmp_path: Path) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", path=IMPORT)
    async with importer(faults=faults) as at:
        await held(at, tmp_path)
        await gate.reached.wait()
        await at.touch("f", "f")
        await at.until(lambda: set(at.rows().values()) == {"waiting: on its way, no answer yet"})
        assert at.screen.pane.failed == 0
        await at.touch("f")
        await at.until(lambda: "Nothing has failed so far." in at.text)
        gate.release()
        await at.touch("f")
        await settled(at.pilot)
        assert set(at.rows().values()) == {"created"}


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


async def test_another_server_ends_it_behind_what_is_on_its_way(tmp_path: Path) -> None:
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
