"""What really reaches a terminal: hostile data drives nothing, and idling costs nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile.terminal import APP, shows, terminal

_PAYLOADS = (
    "\x1b]52;c;aGFja2Vk\x07",
    "\x1b]0;pwned\x07",
    "\x1b[2J\x1b[6n",
    "\x9b31mred",
    "\x90qsixel\x9c",
    "\x00\x7f\x08\x0e",
    "gpj\u202etxt",
)
"""Text that would act on a terminal if it got there as it is."""

_RAW = """
from textual.content import Content
from textual.widgets import DataTable, Input, OptionList, Static
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.screens.base import BaseScreen
TEXT = {text!r}
class Bare(BaseScreen[None]):
    def compose_body(self):
        yield Static(Content(TEXT))
        yield OptionList(TEXT, markup=False)
        yield Input(value=TEXT)
        table = DataTable()
        table.add_column("c")
        table.add_row(TEXT)
        yield table
        yield Static("ready-to-read")
def first(self, problem):
    self.push_screen(Bare())
MedialibApp._show_first_start = first
"""

_COMMAND = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # painting and modes
    rb"|[()][A-Za-z0-9]|[=>78cDEHMNOZ]"
    rb"|[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)?)"  # strings: titles, clipboards, images
)


def unexpected(out: bytes) -> set[bytes]:
    """Sequences that are neither painting nor modes the framework sets, and stray controls."""
    strings = {found for found in _COMMAND.findall(out) if found[1:2] in b"PX^_]"}
    reports = {found for found in _COMMAND.findall(out) if re.fullmatch(rb"\x1b\[[56]n", found)}
    text = _COMMAND.sub(b"", out).decode()
    stray = {char.encode() for char in text if char < " " and char not in "\r\n"}
    stray |= {char.encode() for char in text if "\x7f" <= char <= "\x9f" or char == "\u202e"}
    return strings | reports | stray


def test_the_net_holds_below_every_widget(home: Path) -> None:
    text = "start " + " ".join(_PAYLOADS) + " end"
    code = _RAW.format(text=text) + APP.replace("demo=True", "demo=False")
    with terminal(home, "", code=code) as screen:
        shows(screen, "ready-to-read")
        assert b"aGFja2Vk" in screen.output
        assert b"\x7f\b" not in screen.output
        assert unexpected(screen.output) - _framework(home) == set()


@pytest.mark.parametrize("entry", ["hostile-escapes"])
def test_hostile_entry_drives_nothing(home: Path, entry: str) -> None:
    with terminal(home, entry) as screen:
        shows(screen, entry)
        for keys in (b"2", b"3", b"4", b"5", b"6", b"y", b"\x1b", b"1", b"\x10", b"\x1b"):
            screen.step(keys, quiet_ms=400)
        assert b"abc\b" not in screen.output
        assert unexpected(screen.output) - _framework(home) == set()


def test_idle_costs_no_byte(home: Path) -> None:
    with terminal(home, "") as screen:
        shows(screen, "Look up")
        assert screen.read_for(2.0) == 0


_known: dict[str, set[bytes]] = {}


def _framework(home: Path) -> set[bytes]:
    """What is sent for a look-up without any data on it; the driver moves left by a backspace."""
    if not _known:
        with terminal(home, "") as screen:
            shows(screen, "Look up")
            _known["plain"] = unexpected(screen.output) | {b"\b"}
    return _known["plain"]
