"""What reaches a terminal of the kitty graphics protocol, and one that is not known to be one."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode
from pathlib import Path

from tests.hostile.terminal import shows, terminal

_COMMAND = re.compile(rb"\x1b_G([a-zA-Z0-9=,]+);?([A-Za-z0-9+/=]*)\x1b\\")
_PLACEHOLDER = "\U0010eeee"
_IMAGE = "harbour-dawn-01"


def test_a_picture_travels_once_and_is_deleted_with_its_dialog(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty") as screen:
        shows(screen, "harbour at dawn")
        assert b"\x1b_G" not in screen.output
        screen.step(b"p", quiet_ms=400)
        shows(screen, _PLACEHOLDER)
        sent = _COMMAND.findall(screen.output)
        assert screen.output.count(b"\x1b_") == len(sent)
        *pixels, (placed, _) = sent
        assert len(zlib.decompress(b64decode(b"".join(data for _, data in pixels)))) == (
            960 * 640 * 3
        )
        number = re.search(rb",i=(\d+)", placed)
        assert number
        colour = b"38;2;%d;%d;%d" % tuple(int(number[1]).to_bytes(3, "big"))
        assert colour in screen.output
        before = len(screen.output)
        screen.step(b"\x1b", quiet_ms=400)
        assert _COMMAND.findall(screen.output[before:]) == [(b"a=d,d=I,q=2,i=" + number[1], b"")]
        assert _PLACEHOLDER.encode() not in screen.output[before:]


def test_leaving_the_app_deletes_it_before_the_screen_is_given_back(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty") as screen:
        shows(screen, "harbour at dawn")
        screen.step(b"p", quiet_ms=400)
        shows(screen, _PLACEHOLDER)
        screen.process.terminate()
        screen.until_exit(30)
        deleted = screen.output.rfind(b"\x1b_Ga=d,")
        assert 0 < deleted < screen.output.rfind(b"\x1b[?1049l")


def test_inside_tmux_it_is_half_blocks(home: Path) -> None:
    with terminal(home, _IMAGE, TERM="xterm-kitty", TMUX="/nowhere,1,0") as screen:
        shows(screen, "harbour at dawn")
        screen.step(b"p", quiet_ms=400)
        shows(screen, "▀")
        assert b"\x1b_G" not in screen.output
        assert _PLACEHOLDER.encode() not in screen.output
