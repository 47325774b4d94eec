"""Themes: read strictly, and legible on every screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from medialib_tui.tui.themes import COLOURS, BadTheme, folders, load_themes, parse_theme
from tests.tui.colours import ENOUGH, Painted, painted
from tests.tui.conftest import Running, notices_of, settled, the_app

SHIPPED = ("ansi", "dark", "high-contrast", "light")
MINIMAL: dict[str, object] = {
    "name": "mine",
    "colours": {"background": "#000000", "foreground": "#ffffff", "primary": "#88ccff"},
}
SERVERS = """
[servers.live]
url = "https://cms.example.com"
production = true
[servers.stage]
url = "https://stage.example.com"
[ui]
theme = "%s"
"""


def test_shipped_themes_are_found_and_whole() -> None:
    themes, problems = load_themes(folders())
    assert sorted(themes) == list(SHIPPED)
    assert problems == []
    assert all(set(COLOURS) <= set(theme.variables) for theme in themes.values())


def test_a_few_colours_are_enough() -> None:
    theme = parse_theme(MINIMAL)
    assert theme.variables["muted"] == "#ffffff"
    assert theme.variables["text-muted"] == "#ffffff"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"surprise": 1}, "surprise"),
        ({"name": ""}, "name"),
        ({"name": "a\x1b[2J"}, "name"),
        ({"dark": "yes"}, "dark"),
        ({"colours": {"background": "#000"}}, "foreground"),
        ({"colours": {"background": "no colour"}}, "background"),
        ({"colours": {"background": "red 50%"}}, "background"),
        ({"colours": {"unknown": "#000"}}, "unknown"),
        ({"colours": 3}, "colours"),
        ({"variables": {"display": "none"}}, "display"),
        ({"variables": {"border": 12}}, "border"),
        ({"variables": {"block-cursor-text-style": "bold"}}, "block-cursor-text-style"),
    ],
)
def test_what_a_theme_file_must_not_say(change: dict[str, object], said: str) -> None:
    with pytest.raises(BadTheme, match=said):
        parse_theme({**MINIMAL, **change})


async def test_broken_files_are_reported_once_and_the_rest_works(
    running: Running, home: Path
) -> None:
    own = home / "themes"
    own.mkdir()
    (own / "a.toml").write_text("not toml", encoding="utf-8")
    (own / "b.toml").write_text('name = "b"\n[colours]\nbackground = "\\u001b[31m"\n')
    (own / "c.toml").write_bytes(b"\xff\xfe")
    async with running(settings='[ui]\ntheme = "gone"\n') as pilot:
        assert the_app(pilot).theme == "dark"
        (notice,) = [text for text in notices_of(pilot) if text.startswith("Themes")]
        assert all(word in notice for word in ("a.toml", "b.toml", "c.toml", "gone"))
        assert "\x1b" not in notice


async def test_own_theme_replaces_a_shipped_one(running: Running, home: Path) -> None:
    own = home / "themes"
    own.mkdir()
    (own / "dark.toml").write_text(
        'name = "dark"\n[colours]\nbackground = "#010203"\nforeground = "#fff"\nprimary = "#9cf"\n'
    )
    async with running() as pilot:
        assert the_app(pilot).current_theme.background == "#010203"


def faint(pilot: Pilot[None]) -> list[Painted]:
    """Text below the contrast that is asked for."""
    return [piece for piece in painted(the_app(pilot)) if piece.contrast < ENOUGH]


@pytest.mark.parametrize("theme", SHIPPED)
@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("harbour-dawn-01 nope revoked-picture", ()),
        ("harbour-dawn-01 nope revoked-picture", ("ctrl+p",)),
        ("", ("f1",)),
        ("harbour-dawn-01", ("2",)),
        ("harbour-dawn-01", ("3",)),
        ("harbour-dawn-01", ("4",)),
        ("revoked-picture", ()),
        ("harbour-dawn-01", ("y",)),
    ],
)
async def test_text_is_legible(
    running: Running, theme: str, query: str, keys: tuple[str, ...]
) -> None:
    async with running(query, settings=SERVERS % theme) as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        assert the_app(pilot).theme == theme
        assert faint(pilot) == []


@pytest.mark.parametrize("theme", SHIPPED)
@pytest.mark.parametrize(
    "keys", [(), ("S",), ("S", "n"), ("S", "n", "tab", "tab", "tab"), ("S", "l")]
)
async def test_text_is_legible_without_a_session(
    running: Running, theme: str, keys: tuple[str, ...]
) -> None:
    async with running(demo=False, settings=SERVERS % theme) as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        assert faint(pilot) == []


@pytest.mark.parametrize("theme", ["dark", "ansi"])
async def test_no_color_sends_no_colour(
    running: Running, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running("harbour-dawn-01 nope", settings=SERVERS % theme) as pilot:
        pieces = list(painted(the_app(pilot)))
        assert pieces
        assert all(piece.foreground is None and piece.background is None for piece in pieces)


async def test_the_line_under_the_cursor_stands_out_without_colour(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(demo=False) as pilot:
        menu = pilot.app.screen.query_one(OptionList)
        marked, plain = ({segment.style for segment in menu.render_line(y)} for y in (0, 1))
        assert any(style and style.underline for style in marked)
        assert not any(style and style.underline for style in plain)


async def test_production_is_reversed_without_colour(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running() as pilot:
        app = the_app(pilot)
        assert app.place is not None
        app.place = replace(app.place, production=True)
        await settled(pilot)
        (name, *_) = painted(app)
        assert name.reversed
