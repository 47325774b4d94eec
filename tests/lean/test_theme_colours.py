"""Fewer colours: what is legible in a theme of this app stays legible."""

from __future__ import annotations

from itertools import product

import pytest
from textual.color import Color

from medialib_tui.tui.themes import folders, load_themes
from medialib_tui.tui.wire.colours import ENOUGH, Rgb, contrast, mapping
from medialib_tui.tui.wire.style import Style
from tests.wire.test_colours import PALETTES, said, seen

_GROUNDS = ("background", "surface", "panel", "bar", "field", "selected", "selected-blurred")
_TEXTS = ("foreground", "muted", "primary", "good", "warn", "bad")


def pairs() -> list[tuple[str, Rgb, Rgb]]:
    """Every pair of text and ground of every theme that is legible in all colours."""
    found = []
    for theme in load_themes(folders())[0].values():
        if theme.ansi:
            continue
        colours = {
            name: Color.parse(value).rgb
            for name, value in theme.variables.items()
            if value and not name.endswith("style")
        }
        ties = [
            *product(_TEXTS, _GROUNDS),
            ("selected-text", "selected"),
            ("production-text", "production"),
        ]
        for text, ground in ties:
            if contrast(colours[text], colours[ground]) >= ENOUGH:
                found.append((f"{theme.name}: {text} on {ground}", colours[text], colours[ground]))
    return found


@pytest.mark.parametrize("many", ["256", "16"])
def test_every_theme_stays_legible(many: str) -> None:
    mapped = mapping(many)
    assert mapped is not None
    assert len(pairs()) > 60
    for name, text, ground in pairs():
        style = mapped(Style(said(text, 38), said(ground, 48)))
        for palette in PALETTES:
            assert contrast(seen(style.fg, palette), seen(style.bg, palette)) >= ENOUGH, name
