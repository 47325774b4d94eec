"""What reaches a terminal of the kitty graphics protocol, and one that is not known to be one."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from pathlib import Path

from tests.hostile.terminal import terminal

_COMMAND = re.compile(rb"\x1b_G([a-zA-Z0-9=,]+);?([A-Za-z0-9+/=]*)\x1b\\")
_PLACEHOLDER = "\U0010eeee".encode()
_IMAGE = "harbour-dawn-01"


def test_a_picture_travels_once_and_is_deleted_with_its_dialog(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty") as screen:
        screen.until(b"harbour at dawn")
        assert b"\x1b_G" not in screen.seen
        screen.type(b"p")
        screen.until(_PLACEHOLDER)
        sent = _COMMAND.findall(screen.seen)
        assert screen.seen.count(b"\x1b_") == len(sent)
        *pixels, (placed, _) = sent
        assert len(zlib.decompress(b64decode(b"".join(data for _, data in pixels)))) == (
            960 * 640 * 3
        )
        number = re.search(rb",i=(\d+)", placed)
        assert number
        colour = b"38;2;%d;%d;%d" % tuple(int(number[1]).to_bytes(3, "big"))
        assert colour in screen.seen
        before = len(screen.seen)
        screen.type(b"\x1b")
        assert _COMMAND.findall(screen.seen[before:]) == [(b"a=d,d=I,q=2,i=" + number[1], b"")]
        assert _PLACEHOLDER not in screen.seen[before:]


def test_leaving_the_app_deletes_it_before_the_screen_is_given_back(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty") as screen:
        screen.until(b"harbour at dawn")
        screen.type(b"p")
        screen.until(_PLACEHOLDER)
        screen.process.terminate()
        screen.ends()
        deleted = screen.seen.rfind(b"\x1b_Ga=d,")
        assert 0 < deleted < screen.seen.rfind(b"\x1b[?1049l")


def test_inside_tmux_it_is_half_blocks(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty", TMUX="/nowhere,1,0") as screen:
        screen.until(b"harbour at dawn")
        screen.type(b"p")
        screen.until("▀".encode())
        assert b"\x1b_G" not in screen.seen
        assert _PLACEHOLDER not in screen.seen
