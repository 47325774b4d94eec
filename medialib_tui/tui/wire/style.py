"""How a cell looks, and the shortest way for a terminal to go from one look to another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

BOLD, DIM, ITALIC, UNDERLINE, BLINK, FAST_BLINK, REVERSE, CONCEAL, STRIKE = (
    1 << bit for bit in range(9)
)
DOUBLE_UNDERLINE, FRAMED, ENCIRCLED, OVERLINE = (1 << bit for bit in range(9, 13))

_ON = {
    **{code: 1 << code - 1 for code in range(1, 10)},
    **{21: DOUBLE_UNDERLINE, 51: FRAMED, 52: ENCIRCLED, 53: OVERLINE},
}
_OFF = {
    **{22: BOLD | DIM, 23: ITALIC, 24: UNDERLINE | DOUBLE_UNDERLINE, 25: BLINK | FAST_BLINK},
    **{27: REVERSE, 28: CONCEAL, 29: STRIKE, 54: FRAMED | ENCIRCLED, 55: OVERLINE},
}
_SEEN_ON_BLANKS = UNDERLINE | REVERSE | STRIKE | DOUBLE_UNDERLINE | FRAMED | ENCIRCLED | OVERLINE


class Style(NamedTuple):
    """Colours as parameters of SGR (empty is the terminal's own), flags, and a link's address."""

    fg: str = ""
    bg: str = ""
    flags: int = 0
    link: str = ""


known = lru_cache(maxsize=8192)(Style)
"""Makes a style; equal ones are nearly always the same object, which compares faster."""

PLAIN = known("", "", 0, "")


@lru_cache(maxsize=8192)
def applied(style: Style, parameters: str) -> Style | None:
    """The style after an SGR sequence; None where the parameters are not understood."""
    fg, bg, flags, link = style
    codes = parameters.split(";")
    index = 0
    while index < len(codes):
        code = int(codes[index] or 0)
        index += 1
        if code == 0:
            fg, bg, flags = "", "", 0
        elif code in _ON:
            flags |= _ON[code]
        elif code in _OFF:
            flags &= ~_OFF[code]
        elif code in (39, 49):
            fg, bg = ("", bg) if code == 39 else (fg, "")
        elif 30 <= code <= 37 or 90 <= code <= 97:
            fg = str(code)
        elif 40 <= code <= 47 or 100 <= code <= 107:
            bg = str(code)
        elif code in (38, 48):
            length = {"5": 2, "2": 4}.get(codes[index] if index < len(codes) else "", 0)
            numbers = codes[index : index + length]
            if not length or len(numbers) < length or any(int(n or 0) > 255 for n in numbers):
                return None
            colour = ";".join([str(code), *(n or "0" for n in numbers)])
            index += length
            fg, bg = (colour, bg) if code == 38 else (fg, colour)
        else:
            return None
    return known(fg, bg, flags, link)


@lru_cache(maxsize=4096)
def on_blank(style: Style) -> Style:
    """What of the style can be seen on a space."""
    if style.link or style.flags & _SEEN_ON_BLANKS:
        return style
    return known("", style.bg, 0, "")


@lru_cache(maxsize=8192)
def change(pen: Style | None, style: Style) -> str:
    """The shortest sequence that turns the pen into the style; None is a pen of unknown state."""
    if pen == style:
        return ""
    if pen is None:
        return _link("", style.link) + _full(style)
    codes = _flag_codes(pen.flags, style.flags)
    if pen.fg != style.fg:
        codes.append(style.fg or "39")
    if pen.bg != style.bg:
        codes.append(style.bg or "49")
    step = f"\x1b[{';'.join(codes)}m" if codes else ""
    return _link(pen.link, style.link) + min(step, _full(style), key=len)


@lru_cache(maxsize=8192)
def change_for_blank(pen: Style | None, blank: Style) -> tuple[str, Style]:
    """As `change`, for spaces: what cannot be seen on them may stay; the pen afterwards too."""
    if pen is None or on_blank(blank) != blank or blank.link or blank.flags:
        return change(pen, blank), blank
    near = Style(pen.fg, blank.bg, pen.flags & ~_SEEN_ON_BLANKS)
    step, whole = change(pen, near), change(pen, blank)
    return (whole, blank) if len(whole) < len(step) else (step, near)


def _full(style: Style) -> str:
    codes = [str(code) for code, flag in _ON.items() if style.flags & flag]
    codes += [colour for colour in (style.fg, style.bg) if colour]
    return f"\x1b[{';'.join(['', *codes])}m" if codes else "\x1b[m"


def _flag_codes(old: int, new: int) -> list[str]:
    gone, come = old & ~new, new & ~old
    codes = []
    for code, group in _OFF.items():
        if gone & group:
            codes.append(str(code))
            come |= new & group
    return codes + [str(code) for code, flag in _ON.items() if come & flag]


def _link(old: str, new: str) -> str:
    return "" if old == new else f"\x1b]8;;{new}\x1b\\"
