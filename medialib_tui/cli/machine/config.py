"""`config`: where settings live, what is in effect, and whether the file is in order."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.output import Form
from medialib_tui.cli.tables import Column, table
from medialib_tui.model.base import JsonObject
from medialib_tui.store.errors import NoServer

if TYPE_CHECKING:
    from medialib_tui.store.resolve import Effective
    from medialib_tui.store.settings import Settings

DEFAULT = "default"
_UI = ("theme", "density", "language", "preview", "mouse", "animations", "wire", "colors")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `config show` alone."""
    parser.add_argument("--origin", action="store_true", help="where each value comes from")


@dataclass(frozen=True, slots=True)
class Value:
    """One value in effect and where it comes from; a token is only ever named by its source."""

    key: str
    value: str | bool | float | None
    origin: str

    @property
    def said(self) -> str:
        """The value for people."""
        match self.value:
            case None:
                return "-"
            case bool():
                return "true" if self.value else "false"
            case float():
                return f"{self.value:g}"
            case _:
                return str(self.value)


def run_path(call: Call) -> Exit:
    """The settings file and the two folders."""
    from medialib_tui.store.paths import paths

    where = paths(call.environ)
    found = {"settings": where.settings, "state": where.state, "cache": where.cache}
    out = call.out
    if out.form in (Form.JSON, Form.JSONL):
        out.data({name: str(path) for name, path in found.items()})
    elif out.form is Form.CSV:
        out.csv([["what", "path"], *([name, str(path)] for name, path in found.items())])
    else:
        for name, path in found.items():
            out.line((f"{name:10}", "muted"), str(path))
    return Exit.DONE


def run_show(call: Call) -> Exit:
    """Every value in effect: of the server, the interface and the keys."""
    values = list(_values(call))
    out, origin = call.out, call.options.origin
    if out.form in (Form.JSON, Form.JSONL):
        shown: JsonObject = {
            item.key: {"value": item.value, "origin": item.origin} if origin else item.value
            for item in values
        }
        out.data(shown)
        return Exit.DONE
    rows = [[item.key, item.said, *([item.origin] if origin else [])] for item in values]
    if out.form is Form.CSV:
        out.csv([["key", "value", *(["origin"] if origin else [])], *rows])
        return Exit.DONE
    columns = [Column("KEY"), Column("VALUE")]
    table(out, [*columns, Column("FROM", style="muted")] if origin else columns, rows)
    return Exit.DONE


def run_check(call: Call) -> Exit:
    """Read and check the file, then settle every value as a command would."""
    from medialib_tui.store.paths import paths

    settings = _settings(call)
    file = paths(call.environ).settings
    exists = file.exists()
    said = f"{file} is in order." if exists else f"There is no {file}; the defaults apply."
    warnings: list[str] = []
    try:
        warnings += _effective(call, settings).warnings
    except NoServer as error:
        warnings.append(f"{error.title}: {error.hint}")
    if call.out.form is Form.JSON:
        call.out.json({"file": str(file), "exists": exists, "warnings": list(warnings)})
    else:
        call.out.line(said)
    for warning in warnings:
        call.narrator.warn(warning)
    return Exit.DONE


def _values(call: Call) -> Iterator[Value]:
    settings = _settings(call)
    file = str(settings.path)
    try:
        found = _effective(call, settings)
    except NoServer as error:
        call.narrator.say(f"{error.title}: {error.hint}")
    else:
        yield from _of_server(found)
    for name in _UI:
        origin = file if name in settings.ui.given else DEFAULT
        yield Value(f"ui.{name}", getattr(settings.ui, name), origin)
    for action, keys in settings.keymap.items():
        yield Value(f"keymap.{action}", keys, file)


def _of_server(found: Effective) -> Iterator[Value]:
    server = found.server
    values: dict[str, str | bool | float | None] = {
        "name": server.name,
        "url": server.url,
        "api_version": server.api_version,
        "access": server.access.value,
        "production": server.production,
        "timeout": server.timeout,
        "ca_bundle": server.ca_bundle,
        "token": found.token_source.say(),
    }
    for name, value in values.items():
        yield Value(f"server.{name}", value, found.origins.get(name, DEFAULT))


def _settings(call: Call) -> Settings:
    from medialib_tui.store.paths import paths
    from medialib_tui.store.settings import load_settings

    return load_settings(paths(call.environ).settings)


def _effective(call: Call, settings: Settings) -> Effective:
    from medialib_tui.store.resolve import effective

    return effective(call.flags, call.environ, settings)


HANDLERS = {
    "config path": Handler(run_path),
    "config show": Handler(run_show, add_options),
    "config check": Handler(run_check, forms=(Form.TEXT, Form.JSON)),
}
