"""The top line: which server this is, and what may be done on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import ComposeResult

from medialib_tui.tui.dialogs.confirm import ConfirmDialog
from medialib_tui.tui.screens.base import BaseScreen
from tests.tui.conftest import Running, settled, text_of, the_app


async def test_top_line_names_the_place_at_80_columns(running: Running) -> None:
    async with running() as pilot:
        top = text_of(pilot).splitlines()[0]
        for word in ("demo", "embedded library", "API 2026-07", "read-write"):
            assert word in top
        assert len(top) <= 80


@pytest.mark.parametrize(
    ("url", "insecure"),
    [
        ("http://cms.example.invalid", True),
        ("http://localhost.example.invalid", True),
        ("http://127.example.invalid:8080", True),
        ("http://localhost:9090", False),
        ("http://127.0.0.1:9090", False),
        ("https://cms.example.invalid", False),
    ],
)
async def test_an_address_without_encryption_is_told(
    running: Running, url: str, insecure: bool
) -> None:
    settings = f'[servers.plain]\nurl = "{url}"\napi_version = "2026-07"\n'
    environ = {"MEDIALIB_SERVER": "plain", "MEDIALIB_TOKEN": "token-of-the-test"}
    async with running(demo=False, settings=settings, environ=environ) as pilot:
        assert the_app(pilot).place is not None
        assert ("! not encrypted" in text_of(pilot).splitlines()[0]) is insecure


class EarlyScreen(BaseScreen[None]):
    """Keeps what it is known to be before anything of it is laid out."""

    early = ""

    def compose_body(self) -> ComposeResult:
        self.early = " ".join(self.classes)
        yield from ()


@pytest.mark.parametrize(("width", "said"), [(80, "-narrow"), (120, "-wide")])
async def test_a_screen_is_narrow_or_wide_before_its_first_paint(
    running: Running, width: int, said: str
) -> None:
    async with running(size=(width, 24)) as pilot:
        screen = EarlyScreen()
        await pilot.app.push_screen(screen)
        assert said in screen.early
        await pilot.resize_terminal(200 - width, 24)
        await settled(pilot)
        assert not screen.has_class(said)


async def test_production_is_unmistakable(running: Running) -> None:
    async with running() as pilot:
        app = the_app(pilot)
        assert app.place is not None
        app.place = replace(app.place, name="live", production=True, demo=False, insecure=True)
        await pilot.press("f1")
        await settled(pilot)
        top = text_of(pilot).splitlines()[0]
        assert "PRODUCTION" in top
        assert "not encrypted" in top
        app.push_screen(ConfirmDialog("Sure?", "Really", agree="Yes"))
        await settled(pilot)
        assert any("PRODUCTION  live" in line for line in text_of(pilot).splitlines()[1:])
