"""The journal screen and the history tab: what they list, and the way back from there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from medialib_tui.core.importing.settling import how_to_resume
from medialib_tui.core.writing.intent import Intent, Saved
from medialib_tui.core.writing.settle import Settled
from medialib_tui.core.writing.write import write
from medialib_tui.demo import app as demo_app
from medialib_tui.demo import sample
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import AnyOperation, Archive, SetMetadataProperty
from medialib_tui.store.database import Database
from medialib_tui.store.journal import Journal
from medialib_tui.store.paths import paths
from medialib_tui.tui.dialogs.undo import UndoDialog
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.journal.screen import JournalScreen
from medialib_tui.tui.settling import say_outcome
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.history import HistoryPane
from medialib_tui.tui.widgets.sheet import Sheet
from tests.tui.conftest import Running, notices_of, settled, text_of, the_app

ENTRY = "harbour-dawn-01"
OTHER = "no-asset"
DEMO = "http://demo.invalid"
OLD = "Fishing boats leave the harbour at dawn"


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library behind the app, in the hands of the test."""
    found = sample.sample_library()
    monkeypatch.setattr(sample, "sample_library", lambda: found)
    return found


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    """Faults of the library behind the app."""
    found = Faults()
    whole = demo_app.create_app
    monkeypatch.setattr(demo_app, "create_app", lambda library=None: whole(library, faults=found))
    return found


async def save(pilot: Pilot[None], entry_id: str, *operations: AnyOperation) -> None:
    """Write through the app's own session."""
    session = the_app(pilot).session
    entry = await session.client.entry(entry_id)
    assert isinstance(await write(session, Intent(entry, operations)), Saved)


def title(text: str) -> AnyOperation:
    """A change of the title."""
    return SetMetadataProperty(property_name="title", value=text)


@asynccontextmanager
async def journal(running: Running, *titles: str) -> AsyncIterator[Pilot[None]]:
    """The journal screen after titles were written, one by one."""
    async with running() as pilot:
        for text in titles:
            await save(pilot, ENTRY, title(text))
        await pilot.press("escape", "J")
        await settled(pilot)
        assert isinstance(pilot.app.screen, JournalScreen)
        yield pilot


def pane_of(pilot: Pilot[None]) -> HistoryPane:
    """The writes in view."""
    return pilot.app.screen.query_one(HistoryPane)


def numbers(pilot: Pilot[None]) -> list[int]:
    """Which writes are listed."""
    return [record.number for record in pane_of(pilot).table.items]


async def agree(pilot: Pilot[None]) -> None:
    """Press the button that takes back."""
    assert isinstance(pilot.app.screen, UndoDialog)
    await pilot.press("tab", "enter")
    await settled(pilot)


async def test_writes_are_listed_newest_first_in_words(running: Running, library: Library) -> None:
    async with journal(running, "One", "Two") as pilot:
        shown = text_of(pilot)
        assert "2 writes to demo" in shown
        assert "“One” → “Two”" in shown
        assert numbers(pilot) == [3, 1]


async def test_a_filter_keeps_saying_that_older_writes_are_not_loaded(running: Running) -> None:
    async with journal(running, "One", "Two") as pilot:
        pane = pane_of(pilot)
        pane.show(pane.table.items, more=True)
        pane.query_one(FilterField).value = "Two"
        await settled(pilot)
        assert "2+ writes to demo; 1 match the filter" in text_of(pilot)


async def test_an_empty_journal_says_so(running: Running) -> None:
    async with journal(running) as pilot:
        assert "No write so far." in text_of(pilot)
        await pilot.press("u", "R", "enter", "o")
        await settled(pilot)
        assert isinstance(pilot.app.screen, JournalScreen)


async def test_undo_names_exactly_what_will_happen_and_does_it(
    running: Running, library: Library
) -> None:
    async with journal(running, "New") as pilot:
        await pilot.press("u")
        await settled(pilot)
        shown = text_of(pilot)
        assert f"Take back journal 1 on {ENTRY}?" in shown
        assert "“New”" in shown and f"→ “{OLD}”" in shown
        focused = pilot.app.focused
        assert isinstance(focused, Button) and focused.id == "cancel"
        await agree(pilot)
        assert library.entry(ENTRY).metadata["title"] == OLD
        assert any("Taken back and verified" in notice for notice in notices_of(pilot))
        assert numbers(pilot) == [3, 1]
        assert "taken back" in text_of(pilot)


async def test_the_safe_answer_writes_nothing(running: Running, library: Library) -> None:
    async with journal(running, "New") as pilot:
        await pilot.press("u")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert library.entry(ENTRY).metadata["title"] == "New"
        assert numbers(pilot) == [1]


async def test_an_undo_can_itself_be_undone(running: Running, library: Library) -> None:
    async with journal(running, "New") as pilot:
        for wanted in (OLD, "New"):
            await pilot.press("home", "u")
            await settled(pilot)
            await agree(pilot)
            assert library.entry(ENTRY).metadata["title"] == wanted


async def test_what_was_changed_since_is_named(running: Running, library: Library) -> None:
    async with journal(running, "New") as pilot:
        library.change(ENTRY, {"title": "Theirs"})
        await pilot.press("u")
        await settled(pilot)
        assert isinstance(pilot.app.screen, JournalScreen)
        assert any("cannot be taken back" in n and "title" in n for n in notices_of(pilot))
        assert library.entry(ENTRY).metadata["title"] == "Theirs"


async def test_somebody_in_between_is_a_conflict(running: Running, library: Library) -> None:
    async with journal(running, "New") as pilot:
        await pilot.press("u")
        await settled(pilot)
        library.change(ENTRY, {"title": "Theirs"})
        await agree(pilot)
        assert library.entry(ENTRY).metadata["title"] == "Theirs"
        assert any("Not taken back" in notice for notice in notices_of(pilot))


async def test_what_has_no_way_back_says_why(running: Running, library: Library) -> None:
    async with running() as pilot:
        await save(pilot, OTHER, title("New"), Archive())
        await pilot.press("escape", "J", "enter")
        await settled(pilot)
        assert "No undo: archive has no way back" in pilot.app.screen.query_one(Sheet).said()
        await pilot.press("u")
        await settled(pilot)
        assert any("archive has no way back" in notice for notice in notices_of(pilot))


async def test_details_filter_and_back(running: Running, library: Library) -> None:
    async with journal(running, "One", "Two") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        said = pilot.app.screen.query_one(Sheet).said()
        assert "applied and verified" in said
        assert "2 → 3" in said
        await pilot.press("escape", "slash")
        pilot.app.screen.query_one(FilterField).value = "one not-there"
        await settled(pilot)
        assert "No write matches the filter." in text_of(pilot)
        pilot.app.screen.query_one(FilterField).value = "dawn one"
        await settled(pilot)
        assert numbers(pilot) == [3, 1]
        await pilot.press("escape", "escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, JournalScreen)


async def test_verify_tells_a_sound_journal_from_a_changed_one(
    running: Running, library: Library, home: Path
) -> None:
    async with journal(running, "New") as pilot:
        await pilot.press("v")
        await settled(pilot)
        assert any("The journal holds: 2 records" in notice for notice in notices_of(pilot))
        with sqlite3.connect(paths({"MEDIALIB_HOME": str(home)}).database) as connection:
            connection.execute("DROP TRIGGER journal_is_not_changed")
            connection.execute("UPDATE journal SET record = replace(record, 'New', 'Old')")
        connection.close()
        await pilot.press("v")
        await settled(pilot)
        assert any("does not hold: Record 1" in notice for notice in notices_of(pilot))


def exported(folder: Path) -> list[int]:
    """The numbers of the records in the one export, a file that only its owner can read."""
    [file] = folder.glob("medialib-journal-*.jsonl")
    assert file.stat().st_mode & 0o777 == 0o600
    return [json.loads(line)["number"] for line in file.read_text().splitlines()]


async def test_export_writes_a_new_private_file(
    running: Running, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with journal(running, "New") as pilot:
        await pilot.press("w")
        await settled(pilot)
    assert exported(tmp_path) == [1, 2]


async def test_the_history_tab_shows_this_entry_only_and_takes_back(
    running: Running, library: Library
) -> None:
    async with running() as pilot:
        await save(pilot, OTHER, title("Elsewhere"))
        await save(pilot, ENTRY, title("New"))
        pilot.app.push_screen(EntryScreen(ENTRY))
        await settled(pilot)
        await pilot.press("7")
        await settled(pilot)
        assert numbers(pilot) == [3]
        await pilot.press("u")
        await settled(pilot)
        await agree(pilot)
        assert library.entry(ENTRY).metadata["title"] == OLD
        assert numbers(pilot) == [5, 3]
        assert OLD in text_of(pilot).splitlines()[2]
        await pilot.press("enter", "escape")
        assert isinstance(pilot.app.screen, EntryScreen)


def left_open(home: Path, before: JsonObject, wanted: str, key: str = "left") -> None:
    """A write in the journal that another run did not see the end of."""
    database = Database(paths({"MEDIALIB_HOME": str(home)}).database)
    journal = Journal(database)
    step: JsonObject = {
        "operation": "setMetadataProperty",
        "propertyName": "title",
        "value": wanted,
    }
    version = before["version"]
    number = journal.intend(
        key=key,
        server=DEMO,
        server_name="demo",
        entry_id=ENTRY,
        operation="setMetadataProperty",
        body={"version": version, "patches": [step]},
        before=before,
    )
    journal.answered(number, answer="nothing", detail="cut off")
    database.close()


@pytest.mark.parametrize(
    ("before", "wanted", "said"),
    [
        ({"version": 1, "metadata": {"title": OLD}}, "Never", "was not applied"),
        ({"version": 0, "metadata": {"title": "Older"}}, OLD, "was applied"),
        ({"version": 0, "metadata": {"title": "Older"}}, "Never", "is not known"),
    ],
)
async def test_a_write_left_unfinished_is_settled_at_the_start(
    running: Running, home: Path, library: Library, before: JsonObject, wanted: str, said: str
) -> None:
    left_open(home, before, wanted)
    async with running() as pilot:
        assert any(said in notice and ENTRY in notice for notice in notices_of(pilot))
        assert not library.changes
        assert not the_app(pilot).session.left_open()


async def test_what_a_batch_left_unfinished_is_told_in_one_notice(
    running: Running, home: Path
) -> None:
    for key in ("one", "two"):
        left_open(home, {"version": 1, "metadata": {"title": OLD}}, "Never", key)
    left_open(home, {"version": 0, "metadata": {"title": "Older"}}, OLD, "three")
    async with running() as pilot:
        (said,) = notices_of(pilot)
        assert "3 writes were left unfinished: 1 applied, 2 not applied." in said


async def test_what_is_not_settled_is_checked_again_on_a_key(
    running: Running, home: Path, library: Library, faults: Faults
) -> None:
    left_open(home, {"version": 1, "metadata": {"title": OLD}}, "Never")
    faults.add("status", path=f"*/{ENTRY}", status=401)
    async with running() as pilot:
        await pilot.press("escape", "J")
        await settled(pilot)
        assert "not settled" in text_of(pilot)
        faults.rules.clear()
        await pilot.press("R")
        await settled(pilot)
        assert "not applied" in text_of(pilot)
        await pilot.press("R")
        await settled(pilot)
        assert any("is settled" in notice for notice in notices_of(pilot))


async def test_without_unfinished_writes_nothing_is_asked(
    running: Running, library: Library
) -> None:
    seen: list[str] = []
    library.on_request = lambda request: seen.append(request.path)
    async with running():
        assert not seen


@pytest.mark.parametrize("text", ["[/dpa]", "\x1b]0;x\x07", "\u202eevil", "[red]x[/red]", "日本語"])
async def test_hostile_texts_stay_text(running: Running, library: Library, text: str) -> None:
    async with journal(running, text, "plain") as pilot:
        await pilot.press("down", "enter")
        await settled(pilot)
        shown = text_of(pilot)
        assert not {"\x1b", "\u202e", "\x07"} & set(shown)
        await pilot.press("up", "u")
        await settled(pilot)
        assert isinstance(pilot.app.screen, UndoDialog)
        assert not {"\x1b", "\u202e"} & set(text_of(pilot))


@pytest.mark.parametrize(
    ("title", "how"),
    [
        ("items.jsonl", "Press I and choose the file again to go on."),
        ("standard input", "medialib import - --resume goes on."),
    ],
)
async def test_how_an_import_that_was_cut_off_goes_on_here(
    running: Running, home: Path, title: str, how: str
) -> None:
    command = how_to_resume(title)
    async with running() as pilot:
        app = the_app(pilot)
        journal = app.session.journal
        number = journal.intend(
            key="cut-off",
            server=DEMO,
            server_name="demo",
            entry_id="",
            operation="import",
            body={},
            before={},
            title=title,
        )
        record = journal.get(number)
        assert record is not None
        say_outcome(app, Settled(record, None, "cut off after 3 of 9 items", command=command))
        await settled(pilot)
        (said,) = [one for one in notices_of(pilot) if "cut off after 3 of 9 items" in one]
        assert how in said
