"""The shell: start, first start, servers, back and quit, failures, keys, notices."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList
from textual.worker import WorkerFailed

from medialib_tui.api.errors import NotReached, ScopeMissing
from medialib_tui.bootstrap import open_session
from medialib_tui.core.session import Session
from medialib_tui.store.errors import NotKept
from medialib_tui.store.resolve import Flags
from medialib_tui.store.secrets import store_token
from medialib_tui.store.settings import Settings
from medialib_tui.tui import jobs, notices, session_app
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.dialogs.server_form import ServerForm, suggest_name
from medialib_tui.tui.leaving import LeaveDialog
from medialib_tui.tui.palette import Palette
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.first_start import FirstStartScreen
from medialib_tui.tui.screens.help import HelpScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from medialib_tui.tui.screens.opening import OpeningScreen
from medialib_tui.tui.screens.settings.screen import SettingsScreen
from medialib_tui.tui.widgets.key_bar import KeyBar
from tests.tui.conftest import LIMIT, Running, notices_of, settled, text_of, the_app

SERVERS = """
[servers.live]
url = "https://cms.example.invalid"
production = true
access = "read-only"
"""


async def test_without_a_server_the_first_screen_offers_three_ways(running: Running) -> None:
    async with running(demo=False) as pilot:
        assert isinstance(pilot.app.screen, FirstStartScreen)
        said = text_of(pilot)
        for word in ("embedded library", "Add a server", "Quit"):
            assert word in said
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, LookupScreen)
        assert the_app(pilot).session.server.name == "demo"


async def test_a_server_that_cannot_be_opened_says_why_and_offers_again(running: Running) -> None:
    async with running(demo=False, settings=SERVERS, environ={"MEDIALIB_SERVER": "live"}) as pilot:
        assert isinstance(pilot.app.screen, FirstStartScreen)
        said = text_of(pilot)
        assert "Try again" in said
        assert "token" in said.lower()


async def test_a_failed_switch_keeps_the_session(running: Running) -> None:
    async with running(settings=SERVERS) as pilot:
        the_app(pilot).connect("live")
        await settled(pilot)
        assert the_app(pilot).session.server.name == "demo"
        assert notices_of(pilot)


async def test_switching_closes_the_old_session(running: Running) -> None:
    async with running("harbour-dawn-01") as pilot:
        app = the_app(pilot)
        old = app.session
        assert isinstance(app.screen, EntryScreen)
        app.connect("demo")
        await settled(pilot)
        assert app.session is not old
        assert isinstance(the_app(pilot).screen, LookupScreen)
        assert len(app.screen_stack) == 2


async def test_back_stops_at_the_last_screen(running: Running) -> None:
    async with running() as pilot:
        await pilot.press("f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("escape", "escape", "escape")
        assert isinstance(pilot.app.screen, LookupScreen)


async def test_quit_ends_at_once_when_nothing_runs(running: Running) -> None:
    async with running(demo=False) as pilot:
        await pilot.press("q")
        await settled(pilot)
        assert pilot.app.return_code == 0


async def test_quit_waits_for_a_write(running: Running) -> None:
    async with running(demo=False) as pilot:
        finish = asyncio.Event()

        async def write() -> None:
            await finish.wait()

        worker = jobs.start_write(the_app(pilot), write)
        assert jobs.running_writes(the_app(pilot)) == 1
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LeaveDialog)
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.return_code is None
        finish.set()
        await worker.wait()
        assert jobs.running_writes(the_app(pilot)) == 0


@pytest.mark.parametrize(
    "error",
    [
        ScopeMissing("The token [lacks] a scope", hint="Ask for one", detail="\x1b[31mraw"),
        NotReached("No answer"),
        NotKept("Disk full", hint="make room"),
    ],
)
async def test_failures_become_notices(running: Running, error: jobs.Failure) -> None:
    async with running(demo=False) as pilot:

        async def work() -> None:
            raise error

        jobs.start_read(pilot.app.screen, work, group="rows")
        await settled(pilot)
        (notice,) = notices_of(pilot)
        assert error.title in notice
        assert error.hint in notice
        assert "\x1b" not in notice


async def test_a_bug_is_never_swallowed(running: Running) -> None:
    with pytest.raises(WorkerFailed, match="ZeroDivisionError"):
        async with running(demo=False) as pilot:

            async def work() -> None:
                raise ZeroDivisionError

            jobs.start_read(pilot.app.screen, work, group="rows")
            await settled(pilot)


async def test_notices_show_markup_literally(running: Running) -> None:
    async with running(demo=False) as pilot:
        for text in ("x[/", "[/dpa]", "[AFP] credit", "[@click=app.bell]x[/]"):
            notices.say(pilot.app, text, title=text)
        await pilot.pause()
        assert "[AFP] credit" in text_of(pilot)


async def test_keymap_mistakes_are_one_notice(running: Running) -> None:
    keys = '[keymap]\n"app.quit" = "Q"\n"app.hlep" = "f9"\n"item.copy" = "ctrl+s"\n'
    async with running(demo=False, settings=keys) as pilot:
        (notice,) = notices_of(pilot)
        assert "app.hlep" in notice
        assert "ctrl+s" in notice
        await pilot.press("q")
        assert pilot.app.return_code is None
        assert "Q Quit" in text_of(pilot)
        await pilot.press("Q")
        await settled(pilot)
        assert pilot.app.return_code == 0


async def test_footer_hides_what_would_be_typed(running: Running) -> None:
    async with running() as pilot:
        assert isinstance(pilot.app.focused, Input)
        bottom = text_of(pilot).splitlines()[-1]
        assert "q Quit" not in bottom
        assert "f1 Help" in bottom


async def test_footer_repaints_only_when_keys_change(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(demo=False) as pilot:
        bar = pilot.app.screen.query_one(KeyBar)
        paints: list[object] = []
        monkeypatch.setattr(bar, "refresh", lambda *args, **kwargs: paints.append(args))
        pilot.app.screen.refresh_bindings()
        await settled(pilot)
        assert paints == []


async def test_palette_lists_actions_and_finds_themes_and_servers(running: Running) -> None:
    async with running(settings=SERVERS) as pilot:
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Palette)
        assert "Open the selected" not in text_of(pilot)
        pilot.app.screen.query_one(Input).value = "help"
        await settled(pilot)
        assert "Help (? or f1)" in text_of(pilot)
        pilot.app.screen.query_one(Input).value = "settings"
        await settled(pilot)
        assert "Settings (S)" in text_of(pilot)
        pilot.app.screen.query_one(Input).value = "server live"
        await settled(pilot)
        assert "Server: live" in text_of(pilot)
        pilot.app.screen.query_one(Input).value = "high con"
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.theme == "high-contrast"


async def test_palette_shows_recents_literally(running: Running) -> None:
    async with running() as pilot:
        session = the_app(pilot).session
        session.recents.note(session.server.url, "hostile-1", "[/dpa] \x1b]0;x\x07 title", "image")
        await pilot.press("ctrl+p")
        await settled(pilot)
        pilot.app.screen.query_one(Input).value = "dpa"
        await settled(pilot)
        assert "[/dpa]" in text_of(pilot)


async def test_help_filters_and_lists_highlights(running: Running) -> None:
    async with running() as pilot:
        await pilot.press("f1")
        await settled(pilot)
        await pilot.press("slash")
        pilot.app.screen.query_one(Input).value = "doc:123"
        await settled(pilot)
        said = text_of(pilot)
        assert "publication of document 123" in said
        assert "Palette:" not in said
        pilot.app.screen.query_one(Input).value = "harbour-dawn"
        await settled(pilot)
        assert "harbour-dawn-01" in text_of(pilot)


async def test_settings_show_where_values_come_from(running: Running) -> None:
    async with running(settings=SERVERS + '[ui]\ntheme = "light"\n') as pilot:
        await pilot.press("escape")
        await pilot.app.push_screen(SettingsScreen())
        await settled(pilot)
        said = text_of(pilot)
        assert "PRODUCTION" in said
        assert any("light" in line and "settings.toml" in line for line in said.splitlines())
        assert any("Density" in line and "default" in line for line in said.splitlines())


async def test_settings_show_the_keys_of_the_row_and_reach_the_last_one(running: Running) -> None:
    async with running() as pilot:
        await pilot.app.push_screen(SettingsScreen())
        await settled(pilot)
        bottom = text_of(pilot).splitlines()[-1]
        assert "enter Choose" in bottom
        assert "Log in" not in bottom
        await pilot.press("end")
        await settled(pilot)
        assert any("Cache" in line for line in text_of(pilot).splitlines())
        await pilot.press("enter")
        await settled(pilot)
        (notice,) = notices_of(pilot)
        assert "Copied: Cache" in notice


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.paper.example.com", "paper"),
        ("http://127.0.0.1:9421", "127-0-0-1"),
        ("http://localhost:9090", "localhost"),
    ],
)
def test_a_name_is_suggested_from_the_address(address: str, name: str) -> None:
    assert suggest_name(address) == name


async def test_a_setting_is_changed_and_kept(running: Running, home: Path) -> None:
    async with running(demo=False, settings="# mine\n[ui]\n") as pilot:
        await pilot.press("S")
        await settled(pilot)
        menu = pilot.app.screen.query_one(OptionList)
        menu.highlighted = next(
            index for index, option in enumerate(menu.options) if option.id == "setting-theme"
        )
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("end", "enter")
        await settled(pilot)
        assert pilot.app.theme == "light"
        text = (home / "settings.toml").read_text(encoding="utf-8")
        assert "# mine" in text
        assert 'theme = "light"' in text


async def test_a_read_only_file_is_said_plainly(running: Running, home: Path) -> None:
    async with running(demo=False, settings=SERVERS) as pilot:
        path = home / "settings.toml"
        path.unlink()
        path.mkdir()
        await pilot.press("S", "d")
        await settled(pilot)
        assert any("settings.toml" in notice for notice in notices_of(pilot))


async def test_a_server_is_added_with_its_token(running: Running, home: Path) -> None:
    async with running(demo=False) as pilot:
        await pilot.press("S", "n")
        await settled(pilot)
        form = pilot.app.screen
        assert isinstance(form, ServerForm)
        form.query_one("#url", Input).value = "https://cms.example.invalid/api/2025-11"
        await pilot.press("enter")
        assert form.query_one("#name", Input).value == "example"
        form.query_one("#token", Input).value = "canary-token"
        await pilot.click("#add")
        await settled(pilot)
        settings = the_app(pilot).settings
        assert settings.servers["example"].api_version == "2025-11"
        assert "canary" not in (home / "settings.toml").read_text(encoding="utf-8")
        assert "canary" not in text_of(pilot)
        assert (home / "tokens" / "example").exists()


async def test_a_server_is_removed_with_what_was_kept_of_it(running: Running, home: Path) -> None:
    async with running(demo=False, settings=SERVERS) as pilot:
        tokens = home / "tokens"
        store_token(tokens, "live", the_app(pilot).settings.servers["live"].url, "canary-token")
        await pilot.press("S")
        await settled(pilot)
        menu = pilot.app.screen.query_one(OptionList)
        menu.highlighted = next(
            index for index, option in enumerate(menu.options) if str(option.id).endswith("live")
        )
        await pilot.press("delete")
        await settled(pilot)
        await pilot.click("#agree")
        await settled(pilot)
        assert "live" not in the_app(pilot).settings.servers
        assert not (tokens / "live").exists()


@pytest.mark.parametrize(
    ("url", "name", "token", "said"),
    [
        ("ftp://a", "x", "", "Address"),
        ("", "x", "", "Address"),
        ("https://a.example", "no spaces", "", "Name"),
        ("https://a.example", "live", "", "already"),
        ("https://a.example", "x", "two words", "Token"),
    ],
)
async def test_what_the_form_refuses(
    running: Running, url: str, name: str, token: str, said: str
) -> None:
    async with running(demo=False, settings=SERVERS) as pilot:
        await pilot.press("S", "n")
        await settled(pilot)
        form = pilot.app.screen
        for field, value in (("#url", url), ("#name", name), ("#token", token)):
            form.query_one(field, Input).value = value
        await pilot.click("#add")
        await settled(pilot)
        assert pilot.app.screen is form
        assert said in text_of(pilot)


async def test_a_slow_server_is_waited_for_aloud(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_app, "_SILENT", 0.01)
    hold = asyncio.Event()
    flags = Flags(demo=True)

    async def slow() -> Session:
        await hold.wait()
        return await open_session(flags, {"MEDIALIB_HOME": str(home)})

    app = MedialibApp(slow, Settings(home / "settings.toml"), flags=flags)
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(LIMIT):
            while not isinstance(app.screen, OpeningScreen):
                await pilot.pause()
        hold.set()
        await settled(pilot)
        assert isinstance(app.screen, LookupScreen)
        assert len(app.screen_stack) == 2
