"""Contrast of what is really on the screen (WCAG 2.1, relative luminance)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.color import Color
from rich.segment import Segment
from textual.app import App

ENOUGH = 4.5


@dataclass(frozen=True)
class Painted:
    """A piece of text with its pair of colours; None is the terminal's own."""

    text: str
    foreground: tuple[int, int, int] | None
    background: tuple[int, int, int] | None
    reversed: bool = False

    @property
    def contrast(self) -> float:
        """Ratio from 1 to 21; the terminal's own pair counts as legible."""
        if self.foreground is None and self.background is None:
            return 21.0
        assert self.foreground is not None, f"own background under a default colour: {self}"
        assert self.background is not None, f"own colour on a default background: {self}"
        one, other = _luminance(self.foreground), _luminance(self.background)
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def painted(app: App[None]) -> Iterator[Painted]:
    """Every visible piece of text as it goes to the terminal, rules and blanks left out."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if any(char.isalnum() for char in segment.text) and segment.style is not None:
                yield _piece(segment)


def _piece(segment: Segment) -> Painted:
    style = segment.style
    assert style is not None
    assert not style.dim, f"dim text: {segment.text!r}"
    colours = [_rgb(style.color), _rgb(style.bgcolor)]
    if style.reverse:
        colours.reverse()
    return Painted(segment.text, colours[0], colours[1], reversed=bool(style.reverse))


def _rgb(color: Color | None) -> tuple[int, int, int] | None:
    if color is None or color.is_default:
        return None
    red, green, blue = color.get_truecolor()
    return red, green, blue


def _luminance(rgb: tuple[int, int, int]) -> float:
    parts = [
        value / 12.92 if (value := part / 255) <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for part in rgb
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
