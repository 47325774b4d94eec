"""The rows of the settings list, made from settings, session and paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from medialib_tui.store.errors import StoreError
from medialib_tui.store.resolve import effective
from medialib_tui.store.secrets import has_stored_token
from medialib_tui.store.settings import COLOURS, DENSITIES, PREVIEWS, WIRES, ServerSettings
from medialib_tui.tui import line
from medialib_tui.tui.present import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from medialib_tui.tui.app import MedialibApp

PRODUCTION = "PRODUCTION"
_LABEL = 13
_VALUE = 34


@dataclass(frozen=True, slots=True)
class Setting:
    """A value of `[ui]`; `switch` means on or off."""

    key: str
    label: str
    switch: bool = False


SETTINGS = (
    Setting("theme", "Theme"),
    Setting("density", "Density"),
    Setting("language", "Language"),
    Setting("preview", "Preview"),
    Setting("mouse", "Mouse", switch=True),
    Setting("animations", "Animations", switch=True),
    Setting("wire", "Wire"),
    Setting("colors", "Colours"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading where it has no value, else label, value and origin."""

    id: str
    label: str
    value: str = ""
    origin: str = ""
    mark: str = " "
    production: bool = False
    server: ServerSettings | None = None
    setting: Setting | None = None
    selectable: bool = False


def settings_of(app: MedialibApp) -> dict[str, list[tuple[str, str]]]:
    """The values each setting can have, with what they mean."""
    return {
        "theme": [(name, name) for name in sorted(app.themes)],
        "density": [(name, name) for name in DENSITIES],
        "language": [
            ("auto", "auto (as the terminal says)"),
            *((name, name) for name in ("en", "de", "fr", "it", "es")),
        ],
        "preview": [(name, name) for name in PREVIEWS],
        "mouse": [("on", "on"), ("off", "off (from the next start)")],
        "animations": [("on", "on"), ("off", "off")],
        "wire": [(name, f"{name} (from the next start)") for name in WIRES],
        "colors": [(name, f"{name} (from the next start)") for name in COLOURS],
    }


def rows_of(app: MedialibApp) -> tuple[Row, ...]:
    """Every row, in the order shown."""
    return (
        *_servers(app),
        *_looks(app),
        *_session(app),
        *_files(app),
    )


def line_of(row: Row) -> Content:
    """A row as one line."""
    if not row.value:
        return (
            Content.styled(row.label, "bold $primary") if not row.selectable else shown(row.label)
        )
    label, value = shown(row.label), shown(row.value)
    return Content.assemble(
        f"{row.mark} ",
        label,
        " " * max(1, _LABEL - label.cell_length),
        value.stylize("bold $bad", 0, len(PRODUCTION)) if row.production else value,
        " " * max(2, _VALUE - value.cell_length),
        shown(row.origin),
    )


def _servers(app: MedialibApp) -> Iterator[Row]:
    yield Row("h-servers", "Servers")
    current = app.session.server.name if app.connected else None
    for server in app.settings.servers.values():
        facts = [
            "default" if server.name == app.settings.current else "",
            server.access.value,
            "" if _has_token(app, server) else "no token",
        ]
        marked = f"{PRODUCTION}  " if server.production else ""
        yield Row(
            f"server-{server.name}",
            server.name,
            marked + server.url.removeprefix("https://"),
            ", ".join(filter(None, facts)),
            mark="●" if server.name == current else " ",
            production=server.production,
            server=server,
            selectable=True,
        )
    yield Row("add", "  Add a server…", selectable=True)
    yield Row("g-1", "")


def _has_token(app: MedialibApp, server: ServerSettings) -> bool:
    return server.has_token_source or has_stored_token(app.settings.tokens, server.name)


def _looks(app: MedialibApp) -> Iterator[Row]:
    yield Row("h-looks", "Looks")
    ui = app.settings.ui
    for setting in SETTINGS:
        value = getattr(ui, setting.key)
        yield Row(
            f"setting-{setting.key}",
            setting.label,
            ("on" if value else "off") if setting.switch else str(value),
            app.settings.path.name if setting.key in ui.given else "default",
            setting=setting,
            selectable=True,
        )
    yield Row("g-2", "")


def _session(app: MedialibApp) -> Iterator[Row]:
    if not app.connected:
        return
    server = app.session.server
    origins = _origins(app)
    yield Row("h-session", "This session")
    facts = (
        ("url", "Address", server.url),
        ("api_version", "API version", server.api_version),
        ("access", "Access", server.access.value),
        ("production", "Environment", PRODUCTION if server.production else "not production"),
        ("timeout", "Timeout", f"{server.timeout:g} s"),
        ("token", "Token", "set"),
        ("dropped", "Dropped", f"{line.dropped(app)} sequences kept from the terminal"),
    )
    for key, label, value in facts:
        yield Row(f"session-{key}", label, value, origins.get(key, ""), selectable=True)
    yield Row("g-3", "")


def _origins(app: MedialibApp) -> dict[str, str]:
    """Where each value of this session came from; empty where the settings changed since."""
    try:
        origins = effective(app.session_flags, app.environ, app.settings).origins
        path = app.settings.path
        return {key: said.replace(str(path), path.name) for key, said in origins.items()}
    except StoreError:
        return {}


def _files(app: MedialibApp) -> Iterator[Row]:
    if app.paths is None:
        return
    yield Row("h-files", "Files")
    for key, label, path in (
        ("settings", "Settings", app.paths.settings),
        ("themes", "Themes", app.paths.config / "themes"),
        ("state", "State", app.paths.state),
        ("cache", "Cache", app.paths.cache),
    ):
        yield Row(f"file-{key}", label, str(path), selectable=True)
