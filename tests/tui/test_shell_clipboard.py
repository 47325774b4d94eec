"""Copying and opening: what is sent, what is refused, and what is said about it."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.tui import clipboard, opener
from medialib_tui.tui.dialogs.choice import ChoiceDialog
from medialib_tui.tui.dialogs.text import TextDialog
from tests.tui.conftest import Running, notices_of, settled, text_of, the_app

_ESC = "\x1b"


@given(st.text())
def test_only_newlines_and_tabs_of_the_controls_are_copied(text: str) -> None:
    copied = clipboard.prepare(text).text
    assert all(char in "\n\t" or char >= " " for char in copied)
    assert not any("\x7f" <= char <= "\x9f" for char in copied)
    copied.encode()


def test_what_is_left_out_is_counted() -> None:
    assert clipboard.prepare("a\x1b[0m\r\nb\x00") == clipboard.Copy("a[0m\nb", 2)


def test_tmux_gets_the_sequence_wrapped() -> None:
    wrapped = clipboard.passthrough("id-1")
    assert wrapped.startswith(f"{_ESC}Ptmux;{_ESC}{_ESC}]52;c;")
    assert wrapped.endswith(f"{_ESC}\\")
    assert base64.b64encode(b"id-1").decode() in wrapped


@pytest.mark.parametrize(
    ("text", "environ"),
    [
        ("x" * 100_001, {}),
        ("x", {"TERM": "linux"}),
        ("x", {"TERM_PROGRAM": "Apple_Terminal"}),
    ],
)
def test_what_cannot_work_is_known_before(text: str, environ: dict[str, str]) -> None:
    assert clipboard.obstacle(clipboard.prepare(text), environ)
    assert not clipboard.obstacle(clipboard.prepare("x"), {"TERM": "tmux-256color"})


async def test_copying_says_what_was_sent_and_what_is_not_known(running: Running) -> None:
    async with running(demo=False) as pilot:
        clipboard.copy(the_app(pilot), "Id", "abc\x1b[2J")
        await settled(pilot)
        assert pilot.app.clipboard == "abc[2J"
        (notice,) = notices_of(pilot)
        assert "without 1 control" in notice
        assert "may ignore" in notice


async def test_too_much_is_shown_instead(running: Running) -> None:
    async with running(demo=False) as pilot:
        clipboard.copy(the_app(pilot), "JSON", "line\n" * 30_000)
        await settled(pilot)
        assert isinstance(pilot.app.screen, TextDialog)
        assert "150,000 bytes" in text_of(pilot)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--help",
        "https://",
        "https://user:secret@host.example/",
        "https://host.example/\x1b[2J",
        "https://host.example/a b",
        "https://host.example/\u202egpj",
        "https://[broken",
        "https://host.example/" + "x" * 5000,
    ],
)
def test_links_that_are_not_opened(url: str) -> None:
    assert opener.refusal(url)


def test_links_that_are() -> None:
    assert not opener.refusal("https://host.example/path?q=1#x")


@pytest.mark.parametrize(
    "environ",
    [
        {"SSH_CONNECTION": "1 2 3 4", "DISPLAY": ":0"},
        {"SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"},
        {"PATH": "/usr/bin"},
    ],
)
def test_no_browser_over_ssh_or_without_a_desktop(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert opener.opener(environ) is None


async def test_over_ssh_a_link_is_offered_for_copying(running: Running) -> None:
    async with running(demo=False, environ={"SSH_CONNECTION": "1 2 3 4"}) as pilot:
        opener.open_link(the_app(pilot), "https://host.example/a")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await pilot.press("y")
        await settled(pilot)
        assert pilot.app.clipboard == "https://host.example/a"


async def test_a_bad_link_is_refused_aloud(running: Running) -> None:
    async with running(demo=False) as pilot:
        opener.open_link(the_app(pilot), "javascript:x")
        opener.open_link(the_app(pilot), None)
        await settled(pilot)
        assert len(notices_of(pilot)) == 2
