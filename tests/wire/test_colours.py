"""Fewer colours: what is legible stays legible, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.tui.wire.colours import ENOUGH, Rgb, contrast, depth, mapping
from medialib_tui.tui.wire.style import Style

_XTERM = "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
_XTERM += "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
_VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
_VGA += "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
PALETTES = [[tuple(bytes.fromhex(colour)) for colour in text.split()] for text in (_XTERM, _VGA)]
_colours = st.tuples(*[st.integers(0, 255)] * 3)


def said(rgb: tuple[int, ...], role: int) -> str:
    """A colour as a parameter of SGR; 38 for text, 48 for the ground."""
    return f"{role};2;{';'.join(map(str, rgb))}"


def seen(colour: str, palette: list[tuple[int, ...]]) -> Rgb:
    """What a terminal of that palette shows."""
    kind, *rest = map(int, colour.split(";"))
    if kind not in (38, 48):
        number = kind % 10 + (8 if kind >= 90 else 0)
        red, green, blue = palette[number]
    elif rest[0] == 2:
        red, green, blue = rest[1:]
    elif rest[1] >= 232:
        red = green = blue = 8 + 10 * (rest[1] - 232)
    else:
        steps = (0, 95, 135, 175, 215, 255)
        at = rest[1] - 16
        red, green, blue = steps[at // 36], steps[at // 6 % 6], steps[at % 6]
    return red, green, blue


@given(_colours, _colours)
def test_what_is_legible_stays_legible_in_256_colours(
    text: tuple[int, ...], ground: tuple[int, ...]
) -> None:
    mapped = mapping("256")
    assert mapped is not None
    style = mapped(Style(said(text, 38), said(ground, 48)))
    before = contrast((text[0], text[1], text[2]), (ground[0], ground[1], ground[2]))
    after = contrast(seen(style.fg, PALETTES[0]), seen(style.bg, PALETTES[0]))
    assert after >= min(ENOUGH, before) - 0.6
    assert len(style.fg) <= len("38;5;255")


@pytest.mark.parametrize("many", ["256", "16"])
def test_what_has_a_name_already_keeps_it(many: str) -> None:
    mapped = mapping(many)
    assert mapped is not None
    style = Style("31", "", 5, "https://example.com")
    assert mapped(style) == style
    assert mapped(Style("38;2;9;9;9", "", 5)).flags == 5


def test_all_colours_need_no_mapping() -> None:
    assert mapping("truecolor") is None


@pytest.mark.parametrize(
    ("wanted", "environ", "found"),
    [
        ("auto", {"COLORTERM": "truecolor", "TERM": "xterm"}, "truecolor"),
        ("auto", {"COLORTERM": "24bit"}, "truecolor"),
        ("auto", {"TERM": "xterm-kitty"}, "truecolor"),
        ("auto", {"TERM": "xterm-direct"}, "truecolor"),
        ("auto", {"TERM": "xterm-256color"}, "256"),
        ("auto", {"TERM": "tmux-256color"}, "256"),
        ("auto", {"TERM": "xterm"}, "16"),
        ("auto", {"TERM": "screen-256color", "COLORTERM": "truecolor"}, "256"),
        ("auto", {"TERM": "xterm-256color", "COLORTERM": "truecolor", "STY": "1.pts"}, "256"),
        ("auto", {"TERM": "screen", "COLORTERM": "truecolor"}, "16"),
        ("auto", {"TERM": "screen", "COLORTERM": "truecolor", "TMUX": "/run/x"}, "truecolor"),
        ("16", {"COLORTERM": "truecolor"}, "16"),
        ("auto", {"COLORTERM": "truecolor", "SSH_CONNECTION": "1 2 3 4"}, "truecolor"),
    ],
)
def test_how_many_colours(wanted: str, environ: dict[str, str], found: str) -> None:
    assert depth(wanted, environ) == found
