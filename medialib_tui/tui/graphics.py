"""Pictures by the kitty graphics protocol: who can show them, and what is sent for it.

The pixels travel once, beside the frames; plain cells of `widgets/kitty.py` then show them. This
is the one place from which anything but a frame or the clipboard goes to the terminal: numbers
and base64 of pixels decoded here, never a byte of a server's file.
"""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from textual.app import App

from medialib_tui.core.picture.decoding import Thumbnail

_CHUNK = 4096
_COMMAND = re.compile(r"\x1b_G[a-zA-Z0-9=,]+(?:;[A-Za-z0-9+/=]*)?\x1b\\")
_MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ")


def can_show(preview: str, environ: Mapping[str, str], colours: str | None) -> bool:
    """Whether pictures go out by this protocol, by the setting and what the variables tell.

    Nothing is asked of the terminal: an answer would arrive among the keys. `colours` is the
    console's colour system, None without any; a picture is named by an exact colour.
    """
    if colours != "truecolor":
        return False
    return preview == "kitty" or (preview == "auto" and _known(environ))


def _known(environ: Mapping[str, str]) -> bool:
    term = environ.get("TERM", "")
    if term.startswith(("tmux", "screen")) or any(environ.get(name) for name in _MULTIPLEXERS):
        return False
    return (
        term in {"xterm-kitty", "xterm-ghostty"}
        or environ.get("TERM_PROGRAM") == "ghostty"
        or bool(environ.get("KITTY_WINDOW_ID"))
    )


def transmission(number: int, picture: Thumbnail) -> Iterator[str]:
    """The pixels under a number of 24 bits, compressed, in pieces; no answer is asked for."""
    data = b64encode(zlib.compress(picture.pixels, 1)).decode("ascii")
    keys = f"a=t,t=d,f=24,o=z,q=2,i={number},s={picture.width},v={picture.height},"
    for start in range(0, len(data), _CHUNK):
        more = int(start + _CHUNK < len(data))
        yield f"\x1b_G{keys}m={more};{data[start : start + _CHUNK]}\x1b\\"
        keys = "q=2,"


def placement(number: int, columns: int, lines: int) -> str:
    """Lets cells show a picture on so many columns and lines; the last one sent counts."""
    return f"\x1b_Ga=p,U=1,q=2,i={number},p=1,c={columns},r={lines}\x1b\\"


def removal(number: int) -> str:
    """Frees a picture and its cells."""
    return f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\"


def send(app: App[Any], *commands: str) -> None:
    """Write commands between two frames; tmux, where it is forced, hands them on."""
    if app._driver is None:
        return
    if not all(_COMMAND.fullmatch(command) for command in commands):
        raise ValueError("not a command of the graphics protocol")
    if getattr(app, "environ", {}).get("TMUX"):
        commands = tuple(map(_through_tmux, commands))
    app._driver.write("".join(commands))


def _through_tmux(command: str) -> str:
    escaped = command.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"
