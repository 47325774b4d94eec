"""Themes as files: whitelisted fields, every colour tried before it is used.

A theme file names a few colours; everything else the screens use is derived from them here, so
that no part of the framework falls back to a blend too faint to read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

import medialib_tui
from medialib_tui.model.text import one_line

DEFAULT = "dark"
PLAIN = "ansi"

_FIELDS = frozenset({"name", "dark", "ansi", "colours", "variables"})
_FALLBACK = {
    "surface": "background",
    "panel": "surface",
    "bar": "panel",
    "field": "panel",
    "muted": "foreground",
    "line": "muted",
    "good": "foreground",
    "warn": "foreground",
    "bad": "foreground",
    "selected": "primary",
    "selected-text": "background",
    "selected-blurred": "panel",
    "production": "bad",
    "production-text": "background",
}
"""Each optional colour, and the one it takes where a file leaves it out."""

REQUIRED = ("background", "foreground", "primary")
COLOURS = (*REQUIRED, *_FALLBACK)

_DERIVED = {
    "text": "foreground",
    "text-muted": "muted",
    "text-disabled": "muted",
    "foreground-muted": "muted",
    "foreground-disabled": "muted",
    "text-primary": "primary",
    "text-secondary": "primary",
    "text-accent": "primary",
    "text-success": "good",
    "text-warning": "warn",
    "text-error": "bad",
    "primary-muted": "panel",
    "secondary-muted": "panel",
    "accent-muted": "panel",
    "success-muted": "panel",
    "warning-muted": "panel",
    "error-muted": "panel",
    "surface-active": "panel",
    "border": "primary",
    "border-blurred": "line",
    "block-cursor-foreground": "selected-text",
    "block-cursor-background": "selected",
    "block-cursor-blurred-foreground": "foreground",
    "block-cursor-blurred-background": "selected-blurred",
    "block-hover-background": "surface",
    "input-cursor-foreground": "background",
    "input-cursor-background": "foreground",
    "input-selection-foreground": "selected-text",
    "input-selection-background": "selected",
    "screen-selection-foreground": "selected-text",
    "screen-selection-background": "selected",
    "ansi-background": "background",
    "ansi-foreground": "foreground",
    "scrollbar": "line",
    "scrollbar-hover": "muted",
    "scrollbar-active": "primary",
    "scrollbar-background": "background",
    "scrollbar-background-hover": "background",
    "scrollbar-background-active": "background",
    "scrollbar-corner-color": "background",
    "link-color": "primary",
    "link-color-hover": "primary",
    "link-background-hover": "background",
    "button-foreground": "foreground",
    "button-color-foreground": "foreground",
}
"""The framework's variables, by the colour of ours each one takes."""


class BadTheme(ValueError):
    """A theme file that cannot be used; the message names the field."""


def folders(config: Path | None = None) -> list[Path]:
    """Where themes are looked for, the person's own folder last."""
    package = Path(medialib_tui.__file__).parent
    shipped = package / "themes"
    found = [shipped if shipped.is_dir() else package.parent / "themes"]
    return [*found, config / "themes"] if config else found


def load_themes(places: Iterable[Path]) -> tuple[dict[str, Theme], list[str]]:
    """Themes by name, a later folder winning, and one sentence for each file left out."""
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    for file in (file for place in places for file in sorted(place.glob("*.toml"))):
        try:
            theme = parse_theme(tomllib.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            problems.append(f"{file.name}: {one_line(str(error), 160)}")
        else:
            themes[theme.name] = theme
    return themes, problems


def parse_theme(data: Mapping[str, object]) -> Theme:
    """Build a theme from the content of a file. Raises BadTheme."""
    for field in data:
        if field not in _FIELDS:
            raise BadTheme(f"unknown field “{field}”; known are {', '.join(sorted(_FIELDS))}")
    name = data.get("name")
    if not isinstance(name, str) or not name.isprintable() or not name.strip():
        raise BadTheme("“name” is missing")
    ansi = _flag(data, "ansi", default=False)
    colours = _colours(_table(data, "colours"))
    variables = {ours: colours[ours] for ours in COLOURS} | {
        theirs: colours[ours] for theirs, ours in _DERIVED.items()
    }
    variables["block-cursor-text-style"] = "reverse" if ansi else "none"
    variables["block-cursor-blurred-text-style"] = "underline" if ansi else "none"
    for key, value in _table(data, "variables").items():
        if key not in variables or key.endswith("-style"):
            raise BadTheme(f"variables: unknown “{key}”")
        variables[key] = _colour(f"variables.{key}", value)
    theme = Theme(
        name=name,
        primary=colours["primary"],
        secondary=colours["primary"],
        accent=colours["primary"],
        success=colours["good"],
        warning=colours["warn"],
        error=colours["bad"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        boost=colours["panel"],
        dark=_flag(data, "dark", default=True),
        luminosity_spread=0.0,
        ansi=ansi,
        variables=variables,
    )
    theme.to_color_system().generate()
    return theme


def _colours(table: Mapping[str, object]) -> dict[str, str]:
    for key in table:
        if key not in COLOURS:
            raise BadTheme(f"colours: unknown “{key}”")
    colours: dict[str, str] = {}
    for key in COLOURS:
        if key in table:
            colours[key] = _colour(f"colours.{key}", table[key])
        elif key in _FALLBACK:
            colours[key] = colours[_FALLBACK[key]]
        else:
            raise BadTheme(f"colours.{key} is missing")
    return colours


def _colour(key: str, value: object) -> str:
    try:
        colour = Color.parse(value) if isinstance(value, str) else None
    except ColorParseError:
        colour = None
    if colour is None or not isinstance(value, str) or (colour.ansi is None and colour.a < 1):
        raise BadTheme(f"{key} is not a plain colour: {value!r}")
    return value


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key, {})
    if not isinstance(value, dict):
        raise BadTheme(f"“{key}” must be a table")
    return value


def _flag(data: Mapping[str, object], key: str, *, default: bool) -> bool:
    value = data.get(key, default)
    if not isinstance(value, bool):
        raise BadTheme(f"“{key}” must be true or false")
    return value
