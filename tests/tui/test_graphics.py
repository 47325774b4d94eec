"""Pictures by the kitty graphics protocol: when, what is sent, and which cells show them."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size

from medialib_tui.core.picture.decoding import Thumbnail
from medialib_tui.tui import graphics
from medialib_tui.tui.safety import ControlFilter
from medialib_tui.tui.widgets.kitty import MARKS, KittyPicture

KITTY = {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}
PIXELS = bytes(range(240)) * (300 * 200 * 3 // 240)
PICTURE = Thumbnail(300, 200, PIXELS, "PNG", 300, 200)


@pytest.mark.parametrize(
    ("preview", "environ", "colours", "can"),
    [
        ("auto", KITTY, "truecolor", True),
        ("auto", {"TERM": "xterm-ghostty"}, "truecolor", True),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "truecolor", True),
        ("auto", {"TERM": "xterm-256color", "KITTY_WINDOW_ID": "3"}, "truecolor", True),
        ("auto", {"TERM": "xterm-256color"}, "truecolor", False),
        ("auto", {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "truecolor", False),
        ("auto", {}, "truecolor", False),
        ("auto", {**KITTY, "TERM": "tmux-256color"}, "truecolor", False),
        ("auto", {**KITTY, "TERM": "screen"}, "truecolor", False),
        ("auto", {**KITTY, "TMUX": "/tmp/tmux-0/default,1,0"}, "truecolor", False),  # noqa: S108
        ("auto", {**KITTY, "STY": "1.pts"}, "truecolor", False),
        ("auto", KITTY, "256", False),
        ("auto", KITTY, "standard", False),
        ("auto", KITTY, None, False),
        ("kitty", {"TERM": "xterm-256color"}, "truecolor", True),
        ("kitty", {"TERM": "xterm-256color"}, "256", False),
        ("kitty", KITTY, None, False),
        ("blocks", KITTY, "truecolor", False),
        ("off", KITTY, "truecolor", False),
    ],
)
def test_only_where_the_terminal_is_known_to_do_it(
    preview: str, environ: dict[str, str], colours: str | None, can: bool
) -> None:
    assert graphics.can_show(preview, environ, colours) is can


def test_the_pixels_travel_whole_in_pieces_of_4096() -> None:
    noise = Thumbnail(60, 50, zlib.compress(PIXELS, 0)[:9000], "PNG", 60, 50)
    pieces = [
        re.fullmatch(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", piece)
        for piece in graphics.transmission(0x123456, noise)
    ]
    keys, data = zip(*(piece.groups() for piece in pieces if piece), strict=True)
    assert keys[0].startswith("a=t,t=d,f=24,o=z,q=2,i=1193046,s=60,v=50,m=")
    assert [key[-1] for key in keys] == ["1"] * (len(keys) - 1) + ["0"]
    assert all("q=2" in key for key in keys)
    assert max(map(len, data)) <= 4096
    assert zlib.decompress(b64decode("".join(data))) == noise.pixels


def test_the_table_starts_and_counts_as_the_protocol_does() -> None:
    assert [f"{ord(mark):x}" for mark in MARKS[:6]] == ["305", "30d", "30e", "310", "312", "33d"]
    assert len(MARKS) == len(set(MARKS)) == 158
    assert f"{ord(MARKS[-1]):x}" == "1b73"


class OnePicture(App[None]):
    """A picture and nothing else, with what it sends."""

    def __init__(self, **environ: str) -> None:
        super().__init__()
        self.environ = environ
        self.sent: list[str] = []

    def compose(self) -> ComposeResult:
        yield KittyPicture()

    def on_mount(self) -> None:
        driver: Any = self._driver
        driver.write = self._note

    def _note(self, data: str) -> None:
        if "\x1b_G" in data:
            self.sent.append(data)


def number_of(sent: str) -> int:
    found = re.search(r",i=(\d+)", sent)
    assert found
    return int(found[1])


async def test_the_cells_name_line_column_and_picture_and_pass_the_last_net() -> None:
    async with OnePicture().run_test(size=(40, 12)) as pilot:
        app = pilot.app
        assert isinstance(app, OnePicture)
        picture = app.query_one(KittyPicture)
        picture.show(PICTURE)
        await pilot.pause()
        transmitted, placed = app.sent
        assert f"a=p,U=1,q=2,i={number_of(transmitted)},p=1,c=30,r=10" in placed
        strip = picture.render_line(3)
        assert strip.cell_length == 40
        assert strip.text.strip() == "".join(f"\U0010eeee{MARKS[2]}{mark}" for mark in MARKS[:30])
        (coloured,) = [part for part in strip if part.text.strip()]
        assert coloured.style
        assert coloured.style.color
        assert coloured.style.color.triplet
        red, green, blue = coloured.style.color.triplet
        assert (red << 16) + (green << 8) + blue == number_of(transmitted)
        assert ControlFilter().apply(list(strip), app.background_colors[0]) == list(strip)
        assert picture.render_line(0).text.strip() == ""


async def test_another_size_places_it_again_and_the_end_deletes_it() -> None:
    async with OnePicture().run_test(size=(40, 12)) as pilot:
        app = pilot.app
        assert isinstance(app, OnePicture)
        picture = app.query_one(KittyPicture)
        picture.show(PICTURE)
        await pilot.resize_terminal(20, 12)
        await pilot.pause()
        number = number_of(app.sent[0])
        assert app.sent[2:] == [graphics.placement(number, 20, 7)]
        await picture.remove()
        assert app.sent[3:] == [graphics.removal(number)]


async def test_tmux_hands_it_on_where_it_is_forced() -> None:
    async with OnePicture(TMUX="/tmp/tmux").run_test() as pilot:  # noqa: S108
        assert isinstance(pilot.app, OnePicture)
        graphics.send(pilot.app, graphics.removal(70000))
        assert pilot.app.sent == ["\x1bPtmux;\x1b\x1b_Ga=d,d=I,q=2,i=70000\x1b\x1b\\\x1b\\"]


async def test_nothing_else_is_ever_sent() -> None:
    async with OnePicture().run_test() as pilot:
        for text in ("\x1b]52;c;YQ==\x07", graphics.removal(7) + "x", "\x1b_Ga=d;\x1b[2J\x1b\\"):
            with pytest.raises(ValueError, match="not a command"):
                graphics.send(pilot.app, text)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (960, 640)])
async def test_it_never_grows_nor_leaves_the_table(size: tuple[int, int]) -> None:
    async with OnePicture().run_test(size=(300, 200)) as pilot:
        picture = pilot.app.query_one(KittyPicture)
        assert picture.content_size == Size(300, 200)
        picture.show(Thumbnail(*size, b"\0" * (size[0] * size[1] * 3), "PNG", *size))
        columns, lines = picture._cells(300, 200)
        assert 1 <= columns <= max(1, round(size[0] / 10))
        assert 1 <= lines <= max(1, round(size[1] / 20))
