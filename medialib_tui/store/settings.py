"""`settings.toml` as a person writes it: read fast, checked strictly."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from medialib_tui.model.server import (
    AUTO,
    VERSIONS,
    Access,
    BadUrl,
    is_version,
    parse_server_url,
)
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.paths import TOKENS
from medialib_tui.store.toml import Table, read_toml, refuse_unknown

DENSITIES = ("comfortable", "compact")
PREVIEWS = ("auto", "blocks", "kitty", "off")
WIRES = ("lean", "plain")
COLOURS = ("auto", "truecolor", "256", "16")
AUTO_LANGUAGE = "auto"
DEFAULT_TIMEOUT = 20.0
LONGEST_TIMEOUT = 600.0
TOKEN_KEYS = ("token_env", "token_command", "token_file")
SERVER_KEYS = ("url", "api_version", "access", "production", *TOKEN_KEYS, "ca_bundle", "timeout")
UI_KEYS = (
    *("theme", "density", "language", "preview", "mouse", "animations"),
    *("wire", "colors"),
)
TAKEDOWN_KEYS = ("notes",)
ROOT_KEYS = ("server", "servers", "ui", "keymap", "takedown")
KEYS = {"": ROOT_KEYS, "servers.NAME": SERVER_KEYS, "ui": UI_KEYS, "takedown": TAKEDOWN_KEYS}
"""Every key by its table; `keymap` holds action ids."""

_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_LANGUAGE = re.compile(r"auto|[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """One `[servers.NAME]` table; `given` names the keys the file has.

    `url` is the root; `url_version` the API version that was part of the written address.
    """

    name: str
    url: str
    api_version: str = AUTO
    access: Access = Access.READ_WRITE
    production: bool = False
    token_env: str | None = None
    token_command: str | None = None
    token_file: Path | None = None
    ca_bundle: Path | None = None
    timeout: float = DEFAULT_TIMEOUT
    url_version: str | None = None
    given: frozenset[str] = frozenset()

    @property
    def has_token_source(self) -> bool:
        """Whether the table itself says where the token comes from."""
        return any(key in self.given for key in TOKEN_KEYS)

    @property
    def names_version(self) -> bool:
        """Whether the table settles the API version, by key or in its address."""
        return "api_version" in self.given or self.url_version is not None


@dataclass(frozen=True, slots=True)
class Ui:
    """The `[ui]` table; `language` `auto` follows the terminal's locale.

    `wire` says how frames are sent: `lean` as differences, where the terminal is known.
    """

    theme: str = "dark"
    density: str = "comfortable"
    language: str = AUTO_LANGUAGE
    preview: str = "auto"
    mouse: bool = True
    animations: bool = False
    wire: str = "lean"
    colors: str = "auto"
    given: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in the settings file; defaults where it is missing.

    `current` is the default server's name; `keymap` maps action ids to comma-separated keys;
    `notes` are the templates of revoke notes.
    """

    path: Path
    servers: Mapping[str, ServerSettings] = field(default_factory=dict)
    ui: Ui = field(default_factory=Ui)
    keymap: Mapping[str, str] = field(default_factory=dict)
    current: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def tokens(self) -> Path:
        """The folder of the stored tokens, beside the file."""
        return self.path.parent / TOKENS


def spoken_language(ui: Ui, environ: Mapping[str, str]) -> str:
    """The person's language as a tag such as `de-CH`; `auto` is settled by the locale."""
    if ui.language != AUTO_LANGUAGE:
        return ui.language.replace("_", "-")
    locale = next((environ[name] for name in _LOCALES if environ.get(name)), "")
    tag = re.split(r"[.@]", locale, maxsplit=1)[0].replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else "en"


def is_server_name(text: str) -> bool:
    """Whether the text can name a server: letters, digits, `-` and `_`, never like a host."""
    return _NAME.fullmatch(text) is not None


def load_settings(path: Path) -> Settings:
    """Read the settings file; a missing one gives the defaults. Raises SettingsError."""
    text = read_toml(path)
    return Settings(path=path) if text is None else parse_settings(text, path)


def parse_settings(text: str, path: Path) -> Settings:
    """Check the text of a settings file. Raises SettingsError."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not valid TOML: {error}", file=path) from None
    except RecursionError:
        raise SettingsError(f"{path} is nested too deeply", file=path) from None
    root = Table(path, text, (), data)
    refuse_unknown(root, ROOT_KEYS, KEYS)
    servers = {table.name: _server(table) for table in root.tables("servers")}
    current = root.text("server")
    if current is not None and current not in servers:
        raise root.error("server", f"there is no server “{current}”", near=(current, servers))
    ui = root.table("ui")
    keymap = root.table("keymap")
    takedown = root.table("takedown")
    return Settings(
        path=path,
        servers=servers,
        ui=_ui(ui) if ui else Ui(),
        keymap={action: _keys(keymap, action) for action in keymap.data} if keymap else {},
        current=current or (next(iter(servers)) if len(servers) == 1 else None),
        notes=_notes(takedown) if takedown else (),
    )


def _server(table: Table) -> ServerSettings:
    if "token" in table.data:
        hint = "name its source: token_env, token_command, token_file; or: medialib server login"
        raise table.error("token", "a token never stands in the settings", hint=hint)
    refuse_unknown(table, SERVER_KEYS, KEYS)
    if not is_server_name(table.name):
        raise table.error(None, "a server's name is made of letters, digits, - and _")
    written = table.text("url")
    if written is None:
        raise table.error("url", "is missing", hint='for example: url = "https://cms.example.com"')
    try:
        url, url_version = parse_server_url(written)
    except BadUrl as error:
        raise table.error("url", str(error)) from None
    sources = [key for key in TOKEN_KEYS if key in table.data]
    if len(sources) > 1:
        raise table.error(sources[1], f"cannot be used together with {sources[0]}")
    return ServerSettings(
        name=table.name,
        url=url,
        api_version=_version(table) or url_version or AUTO,
        access=Access(table.choice("access", tuple(Access)) or Access.READ_WRITE),
        production=table.flag("production") or False,
        token_env=_variable(table),
        token_command=table.text("token_command"),
        token_file=_path(table, "token_file"),
        ca_bundle=_path(table, "ca_bundle"),
        timeout=_timeout(table),
        url_version=url_version,
        given=frozenset(table.data),
    )


def _ui(table: Table) -> Ui:
    refuse_unknown(table, UI_KEYS, KEYS)
    default = Ui()
    language = table.text("language") or default.language
    if not _LANGUAGE.fullmatch(language):
        raise table.error("language", "must be a language such as “en” or “de”, or “auto”")
    mouse, animations = table.flag("mouse"), table.flag("animations")
    return Ui(
        theme=table.text("theme") or default.theme,
        density=table.choice("density", DENSITIES) or default.density,
        language=language,
        preview=table.choice("preview", PREVIEWS) or default.preview,
        mouse=default.mouse if mouse is None else mouse,
        animations=default.animations if animations is None else animations,
        wire=table.choice("wire", WIRES) or default.wire,
        colors=table.choice("colors", COLOURS) or default.colors,
        given=frozenset(table.data),
    )


def _notes(table: Table) -> tuple[str, ...]:
    from medialib_tui.model.patch import NOTE_LIMIT

    refuse_unknown(table, TAKEDOWN_KEYS, KEYS)
    notes = table.data.get("notes", [])
    if not isinstance(notes, list):
        raise table.error("notes", 'must be a list of texts such as ["Case #"]')
    for note in notes:
        if not isinstance(note, str) or not note.strip():
            raise table.error("notes", "must be a list of texts, none of them empty")
        if len(note) > NOTE_LIMIT:
            raise table.error("notes", f"a note has at most {NOTE_LIMIT} characters")
    return tuple(note for note in notes if isinstance(note, str))


def _keys(table: Table, action: str) -> str:
    value = table.data[action]
    keys = value.split(",") if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) and key.strip() for key in keys):
        raise table.error(action, 'must be a key such as "f5", or several as "f5,ctrl+r"')
    return ",".join(key.strip() for key in keys)


def check_version(text: str) -> str | None:
    """What is wrong with an API version, if anything."""
    if text == AUTO or is_version(text):
        return None
    return f"must be “auto” or an API version such as “{VERSIONS[0]}”"


def check_timeout(seconds: float) -> str | None:
    """What is wrong with a time limit, if anything."""
    if math.isfinite(seconds) and 0 < seconds <= LONGEST_TIMEOUT:
        return None
    return f"must be a number of seconds above 0 and at most {LONGEST_TIMEOUT:.0f}"


def _version(table: Table) -> str | None:
    version = table.text("api_version")
    if version is not None and (problem := check_version(version)):
        raise table.error("api_version", problem, near=(version, (AUTO, *VERSIONS)))
    return version


def _timeout(table: Table) -> float:
    seconds = table.number("timeout")
    if seconds is None:
        return DEFAULT_TIMEOUT
    if problem := check_timeout(seconds):
        raise table.error("timeout", problem)
    return seconds


def _variable(table: Table) -> str | None:
    name = table.text("token_env")
    if name is not None and not _VARIABLE.fullmatch(name):
        raise table.error("token_env", "must be the name of a variable, not the token itself")
    return name


def _path(table: Table, key: str) -> Path | None:
    text = table.text(key)
    if text is None:
        return None
    return Path(os.path.normpath(table.file.parent / os.path.expanduser(text)))
