"""The preview dialog, and pictures in half blocks."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.color import ColorSystem
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from medialib_tui.bootstrap import open_session
from medialib_tui.core.picture.decoding import Thumbnail
from medialib_tui.core.session import Session
from medialib_tui.store.resolve import Flags
from medialib_tui.store.settings import Settings, Ui
from medialib_tui.tui import app as app_module
from medialib_tui.tui.dialogs.preview import PreviewDialog
from medialib_tui.tui.safety import ControlFilter
from medialib_tui.tui.themes import DEFAULT, folders, load_themes
from medialib_tui.tui.widgets.environment_bar import Place
from medialib_tui.tui.widgets.picture import Picture, fitted, scaled
from medialib_tui.tui.widgets.state_note import StateNote


class Host(App[None]):
    """The least around a dialog."""

    CSS_PATH = Path(app_module.__file__).parent / "styles" / "app.tcss"
    place: Place | None = None

    def __init__(self, preview: str = "auto", environ: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.environ = environ or {}
        self.settings = Settings(Path("settings.toml"), ui=Ui(preview=preview))
        for theme in load_themes(folders())[0].values():
            self.register_theme(theme)
        self.theme = DEFAULT


@pytest.fixture
async def session() -> AsyncIterator[Session]:
    opened = await open_session(Flags(demo=True), os.environ)
    yield opened
    await opened.aclose()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every job of the app is done and painted."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def opened(
    pilot: Pilot[None], session: Session, entry_id: str, folder: Path
) -> PreviewDialog:
    dialog = PreviewDialog(session, await session.client.entry(entry_id), folder=folder)
    await pilot.app.push_screen(dialog)
    await settled(pilot)
    return dialog


def write(path: Path, text: str) -> None:
    path.write_text(text)


def read(path: Path) -> bytes:
    return path.read_bytes()


def screen_text(app: App[None]) -> str:
    """Every line of the screen as characters."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in lines)


async def test_the_picture_is_shown_complete_at_80x24(session: Session, tmp_path: Path) -> None:
    async with Host().run_test(size=(80, 24)) as pilot:
        await opened(pilot, session, "harbour-dawn-01", tmp_path)
        text = screen_text(pilot.app)
        assert text.count("▀") > 200
        for words in ("harbour at dawn", "960 × 640", "Close", "Save to a file (d)"):
            assert words in text


@pytest.mark.parametrize(
    ("more", "wide"), [({}, "s=960,v=640"), ({"SSH_TTY": "/dev/pts/1"}, "s=480,v=320")]
)
async def test_a_terminal_that_can_gets_the_pixels(
    session: Session, tmp_path: Path, more: dict[str, str], wide: str
) -> None:
    app = Host(environ={"TERM": "xterm-kitty", **more})
    app.console._color_system = ColorSystem.TRUECOLOR
    sent: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        driver: Any = app._driver
        driver.write = sent.append
        dialog = await opened(pilot, session, "harbour-dawn-01", tmp_path)
        assert any(wide in data for data in sent)
        assert "\U0010eeee" in screen_text(app)
        assert "▀" not in screen_text(app)
        dialog.action_dialog_close()
        await pilot.pause()
        assert any("a=d,d=I" in data for data in sent)


async def test_a_blocked_picture_is_a_sentence(session: Session, tmp_path: Path) -> None:
    async with Host().run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot, session, "revoked-picture", tmp_path)
        assert "revoked (likely)" in dialog.query_one(StateNote).said
        assert "▀" not in screen_text(pilot.app)


async def test_switched_off_nothing_is_fetched(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Host(preview="off").run_test(size=(80, 24)) as pilot:
        entry = await session.client.entry("harbour-dawn-01")
        monkeypatch.setattr(session.client, "image", None)
        dialog = PreviewDialog(session, entry, folder=tmp_path)
        await pilot.app.push_screen(dialog)
        await settled(pilot)
        assert "switched off" in dialog.query_one(StateNote).said


async def test_saving_asks_for_a_name_and_never_overwrites_unasked(
    session: Session, tmp_path: Path
) -> None:
    async with Host().run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot, session, "harbour-dawn-01", tmp_path)
        await pilot.press("d")
        target = Path(dialog.query_one(Input).value)
        assert target.parent == tmp_path
        write(target, "mine")
        await pilot.press("enter")
        await settled(pilot)
        assert read(target) == b"mine"
        assert "enter again" in dialog.query_one(StateNote).said
        await pilot.press("enter")
        await settled(pilot)
        assert len(read(target)) > 10_000
        assert "Saved as" in dialog.query_one(StateNote).said


async def test_another_name_takes_the_permission_to_replace_back(
    session: Session, tmp_path: Path
) -> None:
    async with Host().run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot, session, "harbour-dawn-01", tmp_path)
        await pilot.press("d")
        field = dialog.query_one(Input)
        for name in ("a.png", "b.png"):
            write(tmp_path / name, "mine")
            field.value = str(tmp_path / name)
            await pilot.press("enter")
            await settled(pilot)
        assert [read(tmp_path / name) for name in ("a.png", "b.png")] == [b"mine"] * 2


async def test_escape_leaves_the_field_then_the_dialog(session: Session, tmp_path: Path) -> None:
    async with Host().run_test(size=(80, 24)) as pilot:
        dialog = await opened(pilot, session, "harbour-dawn-01", tmp_path)
        await pilot.press("d", "escape")
        assert pilot.app.screen is dialog
        await pilot.press("escape")
        assert pilot.app.screen is not dialog


async def test_a_hostile_title_is_literal(session: Session, tmp_path: Path) -> None:
    entry = await session.client.entry("harbour-dawn-01")
    hostile = entry.model_copy(update={"metadata": {"title": "[/b] \x1b[2J [AFP]"}})
    async with Host().run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.app.push_screen(PreviewDialog(session, hostile, folder=tmp_path))
        await settled(pilot)
        assert "[/b] ␛[2J [AFP]" in screen_text(pilot.app)


async def test_a_resize_draws_again_without_asking(session: Session, tmp_path: Path) -> None:
    async with Host().run_test(size=(120, 40)) as pilot:
        await opened(pilot, session, "harbour-dawn-01", tmp_path)
        before = screen_text(pilot.app).count("▀")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert 0 < screen_text(pilot.app).count("▀") < before


def thumb(width: int, height: int, colour: bytes = b"\x40\x80\xc0") -> Thumbnail:
    return Thumbnail(width, height, colour * (width * height), "PNG", width, height)


@pytest.mark.parametrize(
    ("size", "room", "fits"),
    [
        ((240, 160), (80, 40), (60, 40)),
        ((240, 160), (60, 400), (60, 40)),
        ((10, 10), (80, 40), (10, 10)),
        ((240, 1), (60, 40), (60, 1)),
        ((1, 160), (60, 40), (1, 40)),
    ],
)
def test_proportions(size: tuple[int, int], room: tuple[int, int], fits: tuple[int, int]) -> None:
    assert fitted(thumb(*size), *room) == fits


def test_scaling_keeps_an_even_colour() -> None:
    rows = scaled(thumb(31, 17), 7, 5)
    assert {pixel for row in rows for pixel in row} == {(0x40, 0x80, 0xC0)}
    assert (len(rows), len(rows[0])) == (5, 7)


class OnePicture(App[None]):
    """A picture and nothing else."""

    def compose(self) -> ComposeResult:
        yield Picture()


async def test_half_blocks_pass_the_last_net_and_fill_the_width() -> None:
    pixels = b"".join(bytes((x * 8, y * 16, 0)) for y in range(10) for x in range(20))
    async with OnePicture().run_test(size=(40, 12)) as pilot:
        picture = pilot.app.query_one(Picture)
        picture.show(Thumbnail(20, 10, pixels, "PNG", 20, 10))
        await pilot.pause()
        net = ControlFilter()
        for y in range(12):
            strip = picture.render_line(y)
            assert strip.cell_length == 40
            assert net.apply(list(strip), pilot.app.background_colors[0]) == list(strip)
        middle = picture.render_line(5)
        assert "▀" in middle.text
        assert not any(segment.control for segment in middle)
