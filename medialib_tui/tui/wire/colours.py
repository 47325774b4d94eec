"""Fewer colours, which are shorter to name; what was legible stays legible (WCAG 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from medialib_tui.tui.wire.style import Style
from medialib_tui.tui.wire.terminals import gnu_screen

ENOUGH = 4.5
"""Contrast of legible text."""

Rgb = tuple[int, int, int]
Mapped = Callable[[Style], Style]

_STEPS = (0, 95, 135, 175, 215, 255)
_MANY: dict[str, Rgb] = {
    **{
        f"5;{16 + 36 * r + 6 * g + b}": (_STEPS[r], _STEPS[g], _STEPS[b])
        for r in range(6)
        for g in range(6)
        for b in range(6)
    },
    **{f"5;{232 + grey}": (8 + 10 * grey,) * 3 for grey in range(24)},
}
_XTERM = (
    *((0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0)),
    *((0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229)),
    *((127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0)),
    *((92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255)),
)
_VGA = (
    *((0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0)),
    *((0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170)),
    *((85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85)),
    *((85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255)),
)
_TRUE = ("alacritty", "foot", "kitty", "ghostty", "wezterm", "contour", "-direct")


def depth(wanted: str, environ: Mapping[str, str]) -> str:
    """`truecolor`, `256` or `16`: what is wanted, or with `auto` what the variables tell."""
    if wanted != "auto":
        return wanted
    term = environ.get("TERM", "")
    if gnu_screen(environ):
        return "256" if "256" in term else "16"
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "truecolor"
    if any(name in term for name in _TRUE):
        return "truecolor"
    return "256" if "256" in term else "16"


def mapping(depth: str) -> Mapped | None:
    """How styles change for so many colours; None for all of them."""
    return {"256": _to_256, "16": _to_16}.get(depth)


@lru_cache(maxsize=4096)
def _to_256(style: Style) -> Style:
    if "8;2;" not in style.fg + style.bg:
        return style
    fg, bg = _exact(style.fg), _exact(style.bg)
    ground = _nearest(bg, _MANY) if bg and ";2;" in style.bg else ""
    below = [_MANY[ground]] if ground else [bg] if bg else []
    pairs = ((name, [rgb]) for name, rgb in _MANY.items())
    text = _legible(fg, bg, below, pairs) if fg and ";2;" in style.fg else ""
    return style._replace(
        fg=f"38;{text}" if text else style.fg, bg=f"48;{ground}" if ground else style.bg
    )


@lru_cache(maxsize=4096)
def _to_16(style: Style) -> Style:
    fg, bg = _exact(style.fg), _exact(style.bg)
    if not fg and not bg:
        return style
    ground = int(_nearest(bg, {str(n): rgb for n, rgb in enumerate(_XTERM)})) if bg else None
    if ground is not None and bg:
        style = style._replace(bg=str(40 + ground if ground < 8 else 92 + ground))
    if fg:
        pairs = ((str(n), [_XTERM[n], _VGA[n]]) for n in range(16))
        below = [] if ground is None else [_XTERM[ground], _VGA[ground]]
        number = int(_legible(fg, bg, below, pairs))
        style = style._replace(fg=str(30 + number if number < 8 else 82 + number))
    return style


def _exact(colour: str) -> Rgb | None:
    """The colour, where it is the same on every terminal."""
    _, _, rest = colour.partition(";")
    if rest.startswith("2;"):
        red, green, blue = map(int, rest[2:].split(";"))
        return red, green, blue
    return _MANY.get(rest)


def _nearest(rgb: Rgb, palette: Mapping[str, Rgb]) -> str:
    return min(palette, key=lambda name: _distance(rgb, palette[name]))


def _legible(
    fg: Rgb, bg: Rgb | None, below: list[Rgb], palette: Iterable[tuple[str, list[Rgb]]]
) -> str:
    """The nearest colour that is as legible on the ground as the one wanted, up to enough.

    A colour, and the ground, may be one of several, as terminals differ.
    """
    found = sorted(palette, key=lambda pair: _distance(fg, pair[1][0]))
    if bg is None or not below:
        return found[0][0]
    needed = min(ENOUGH, contrast(fg, bg))

    def kept(colours: list[Rgb]) -> float:
        return min(map(contrast, colours, below))

    first = next((name for name, colours in found if kept(colours) >= needed), None)
    return first or max(found, key=lambda pair: kept(pair[1]))[0]


def _distance(one: Rgb, other: Rgb) -> float:
    """How different two colours look, roughly."""
    mean = (one[0] + other[0]) / 2
    red, green, blue = ((a - b) ** 2 for a, b in zip(one, other, strict=True))
    return (2 + mean / 256) * red + 4 * green + (2 + (255 - mean) / 256) * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Ratio of the luminances, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=1024)
def _luminance(rgb: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for value in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
