"""The report after a bug: where it happened, and no value; and what is no bug."""

from __future__ import annotations

from pathlib import Path

from textual.screen import Screen
from textual.worker import WorkerFailed

from medialib_tui.tui import crash
from medialib_tui.tui.app import MedialibApp
from tests.tui.conftest import Running

CANARY = "canary-token"


class _Fails(Exception):
    __module__ = "httpx"


def _bug(secret: str) -> None:
    local = secret * 2
    raise KeyError(len(local))


def _caught(secret: str = CANARY) -> BaseException:
    try:
        try:
            _bug(secret)
        except KeyError as error:
            raise _Fails(f"Illegal header value {secret!r}") from error
    except _Fails as error:
        caught = error
    return caught


def test_report_names_kinds_and_places_but_no_value() -> None:
    said = crash.report(_caught())
    assert "KeyError" in said
    assert "_bug" in said
    assert "message left out" in said
    assert CANARY not in said


def test_a_workers_failure_gives_way_to_what_failed_in_it() -> None:
    said = crash.report(WorkerFailed(_caught()))
    assert "WorkerFailed" in said
    assert "KeyError" in said
    assert CANARY not in said


def test_report_is_private_and_appended(tmp_path: Path) -> None:
    state = tmp_path / "state"
    for _ in range(2):
        log = crash.write_report(_caught(), state)
    assert log == state / "crash.log"
    assert log.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert log.read_text(encoding="utf-8").count("_Fails") == 2


def test_a_report_never_follows_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target"
    (tmp_path / "crash.log").symlink_to(target)
    assert crash.write_report(_caught(), tmp_path) is None
    assert not target.exists()


def test_a_long_log_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "crash.log").write_text("x" * 300_000, encoding="utf-8")
    crash.write_report(_caught(), tmp_path)
    assert (tmp_path / "crash.log").stat().st_size < 10_000


def test_nowhere_to_write_is_said() -> None:
    assert crash.write_report(_caught(), None) is None
    assert "No report" in crash.farewell(_caught(), None)
    assert "bug" in crash.farewell(_caught(), Path("/x/crash.log"))


def test_messages_are_one_clean_line() -> None:
    said = crash.report(TypeError("a\x1b[2J\nb"))
    assert "\x1b" not in said
    assert "[2J" in said


class HalfMade(Screen[None]):
    """The app is ended from outside while this screen is still being made."""

    def on_mount(self) -> None:
        self.app.call_next(self.look)
        assert isinstance(self.app, MedialibApp)
        self.app.leave(143)

    def look(self) -> None:
        self.query_one("#never-made")


async def test_an_end_that_finds_a_screen_half_made_is_no_bug(running: Running) -> None:
    async with running() as pilot:
        await pilot.app.push_screen(HalfMade())
    assert pilot.app.return_code == 143
