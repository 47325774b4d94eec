"""The last net, and the two functions that make foreign text visible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.control import Control
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color

from medialib_tui.tui.present import cell, shown
from medialib_tui.tui.safety import ControlFilter

BLACK = Color.parse("black")
HOSTILE = [
    "\x1b]52;c;aGk=\x07",
    "\x1b]0;title\x07",
    "\x1b[2J\x1b[6n",
    "\x9b2J",
    "\x00\x07\x7f",
    "a\rb\nc\td",
    "photo \u202egpj.exe",
    "x[/",
    "[/dpa]",
    "[AFP] credit",
    "[@click=app.bell]x[/]",
]
_BAD = set(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066]))


def net(*segments: Segment) -> list[Segment]:
    return ControlFilter().apply(list(segments), BLACK)


@given(st.lists(st.text() | st.sampled_from(HOSTILE), min_size=1))
def test_no_control_character_passes_the_net(texts: list[str]) -> None:
    out = net(*(Segment(text, Style(bold=True)) for text in texts))
    assert not _BAD & set("".join(segment.text for segment in out))


@given(st.text())
def test_the_net_moves_no_column(text: str) -> None:
    (out,) = net(Segment(text))
    assert cell_len(out.text) == cell_len(text) or any(char in _BAD for char in text)


def test_clean_lines_pass_untouched() -> None:
    line = [Segment("plain", Style(bold=True)), Segment("أهلا und é")]
    assert ControlFilter().apply(line, BLACK) is line


def test_control_segments_of_our_own_pass() -> None:
    bell = Control((ControlType.BELL,)).segment
    assert net(bell, Segment("x\x1b")) == [bell, Segment("x")]


def test_a_link_cannot_carry_an_escape() -> None:
    (out,) = net(Segment("x", Style(link="https://a\x1b]0;b\x07")))
    assert out.style is None or not out.style.link


@given(st.text() | st.sampled_from(HOSTILE))
def test_shown_is_literal_and_clean(text: str) -> None:
    content = shown(text)
    assert not content.spans
    assert not _BAD & set(content.plain)
    assert cell(text).plain == content.plain
    assert not cell(text).spans


def test_newlines_stay_only_on_request() -> None:
    assert shown("a\nb", newlines=True).plain == "a\nb"
    assert "\n" not in shown("a\nb").plain
    assert "[AFP]" in shown("[AFP] x").plain
