"""Nothing typed is lost: drafts on the disk, offered again, and asked about on every way out."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.tui.dialogs.draft import DraftDialog
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.screens.edit.draft import SOON
from tests.tui.conftest import notices_of, text_of
from tests.tui.desk import ENTRY, desk
from tests.tui.person import URL


def kept_by(pid: int, changes: JsonObject, **base: str) -> None:
    """A draft that another process left."""
    database = Database(Path(os.environ["MEDIALIB_HOME"]) / "state.db")
    drafts = Drafts(database)
    drafts.save(URL, ENTRY, base_version=3, base=dict(base), changes=changes, title="A title")
    database.keep(
        (
            "UPDATE drafts SET pid = ?, holder = replace(holder, ?, ?)",
            (pid, str(os.getpid()), str(pid)),
        )
    )
    database.close()


@pytest.fixture
def gone() -> int:
    """The pid of a process that has ended."""
    process = subprocess.Popen(["true"])  # noqa: S607 - any program
    process.wait()
    return process.pid


@pytest.fixture
def alive() -> Iterator[int]:
    """The pid of another process that runs."""
    process = subprocess.Popen(["sleep", "60"])  # noqa: S607 - any program
    yield process.pid
    process.kill()
    process.wait()


def test_a_draft_is_due_in_less_than_a_second() -> None:
    assert SOON < 1


async def test_the_draft_is_on_the_disk_before_the_person_leaves() -> None:
    async with desk() as at:
        await at.edit("title")
        await at.press("!")
        assert at.draft() is None
        loop = asyncio.get_running_loop()
        end = loop.time() + 10
        while at.draft() is None and loop.time() < end:
            await asyncio.sleep(0)
            await at.pilot.pause()
        draft = at.draft()
        assert draft is not None
        assert draft.changes == {"title": "Every property of an image is set!"}
        assert draft.base_version == 3


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
async def test_a_line_that_goes_down_keeps_the_draft_at_once(number: signal.Signals) -> None:
    async with desk() as at:
        await at.edit("embargo")
        await at.press("end", "backspace")
        os.kill(os.getpid(), number)
        await at.pilot.pause()
        drafts = at.drafts
    found = drafts.get(URL, ENTRY)
    assert found is not None
    assert list(found.changes) == ["embargo"]


async def test_a_draft_is_offered_and_resumed(gone: int) -> None:
    kept_by(gone, {"title": "Drafted", "source": None}, title="Every property of an image is set")
    async with desk() as at:
        said = text_of(at.pilot)
        assert "There is a draft" in said
        assert "Drafted" in said
        assert "removed" in said
        await at.press("enter")
        assert at.form.changes == {"title": "Drafted", "source": None}
        assert "2 changed" in text_of(at.pilot)


async def test_a_draft_is_shown_against_what_the_server_holds_now(gone: int) -> None:
    kept_by(gone, {"title": "Drafted"}, title="As it was then")
    async with desk() as at:
        said = text_of(at.pilot)
        assert "changed on the server since" in said
        assert "As it was then" in said
        assert "Every property of an image is set" in said


async def test_a_draft_is_discarded_only_when_asked(gone: int) -> None:
    kept_by(gone, {"title": "Drafted"})
    async with desk() as at:
        await at.press("escape")
        assert not at.open
        assert at.draft() is not None
        await at.press("e")
        assert isinstance(at.app.screen, DraftDialog)
        await at.press("shift+tab", "enter")
        assert at.draft() is None
        assert at.form.changes == {}


async def test_a_draft_that_the_server_holds_already_is_not_offered(gone: int) -> None:
    kept_by(gone, {"title": "Every property of an image is set"})
    async with desk() as at:
        assert at.on_top()
        assert at.draft() is None


async def test_half_typed_text_is_in_the_draft(gone: int) -> None:
    kept_by(gone, {"embargo": {"$unfinished": "2026-02-"}})
    async with desk() as at:
        assert "unfinished" in text_of(at.pilot)
        await at.press("enter")
        assert at.form.text("embargo") == "2026-02-"


async def test_another_terminal_is_named_and_its_draft_left_alone(alive: int) -> None:
    kept_by(alive, {"title": "Theirs"})
    async with desk() as at:
        said = text_of(at.pilot)
        assert "Another terminal has a draft" in said
        assert "Discard" not in said
        await at.press("tab", "enter")
        assert at.form.changes == {}
        await at.set("title", "Mine")
        at.screen.keep_draft()
        assert {str(draft.changes["title"]) for draft in at.drafts.list(URL)} == {"Theirs", "Mine"}
        at.screen.discard_draft()
        assert [draft.pid for draft in at.drafts.list(URL)] == [alive]


@pytest.mark.parametrize(
    ("key", "kept", "stays"), [("k", True, False), ("d", False, False), ("s", True, True)]
)
async def test_leaving_the_form_is_asked(key: str, kept: bool, stays: bool) -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        await at.press("escape")
        assert isinstance(at.app.screen, LeaveDialog)
        await at.press(key)
        assert at.open is stays
        if stays:
            at.screen.keep_draft()
        assert (at.draft() is not None) is kept


async def test_an_untouched_form_is_left_at_once() -> None:
    async with desk() as at:
        await at.press("escape")
        assert not at.open


@pytest.mark.parametrize("key", ["q", "L"])
async def test_every_way_out_is_asked(key: str) -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        await at.press(key)
        assert isinstance(at.app.screen, LeaveDialog)
        await at.press("escape")
        assert at.on_top()
        assert at.changed() == ["title"]


async def test_switching_the_server_is_asked() -> None:
    async with desk() as at:
        await at.set("title", "Mine")
        at.app.connect("demo")
        await at.pilot.pause()
        assert isinstance(at.app.screen, LeaveDialog)
        await at.press("s")
        assert at.on_top()


async def test_a_disk_that_keeps_nothing_is_said_before_it_matters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with desk() as at:
        monkeypatch.setattr(Database, "durable", property(lambda _: False))
        await at.set("title", "Mine")
        at.screen.keep_draft()
        await at.pilot.pause()
        assert any("draft is not on the disk" in notice for notice in notices_of(at.pilot))


async def test_a_crash_keeps_the_draft() -> None:
    def bug() -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        async with desk() as at:
            drafts = at.drafts
            await at.edit("title")
            await at.pilot.press("!")
            at.app.call_later(bug)
            await at.pilot.pause()
    found = drafts.get(URL, ENTRY)
    assert found is not None
    assert list(found.changes) == ["title"]
