"""Changes to the settings file that keep a person's comments and order."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import cast

from medialib_tui.model.nearest import nearest
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.files import locked, write_private
from medialib_tui.store.settings import Settings, is_server_name, parse_settings
from medialib_tui.store.toml import read_toml

Value = str | bool | int | float
_Table = MutableMapping[str, object]


def add_server(
    path: Path, name: str, given: Mapping[str, Value], *, replace: bool = False
) -> Settings:
    """Add a `[servers.NAME]` table with the given keys; the first server becomes the default.

    All functions here raise SettingsError and leave the file as it was, or give the new settings.
    """
    if not is_server_name(name):
        raise SettingsError(
            f"“{name}” cannot name a server", hint="use letters, digits, - and _, such as live"
        )

    def change(root: _Table) -> None:
        servers = _inner(root, "servers")
        if name in servers and not replace:
            raise SettingsError(f"there is a server “{name}” already", hint="choose another name")
        servers[name] = dict(given)
        if len(servers) == 1:
            root["server"] = name

    return _edit(path, change)


def remove_server(path: Path, name: str) -> Settings:
    """Remove a server; when it was the default there is none, unless one server is left."""

    def change(root: _Table) -> None:
        del _known(root, name)[name]
        if root.get("server") == name:
            del root["server"]

    return _edit(path, change)


def use_server(path: Path, name: str) -> Settings:
    """Make a configured server the default."""

    def change(root: _Table) -> None:
        _known(root, name)
        root["server"] = name

    return _edit(path, change)


def set_ui(path: Path, key: str, value: Value | None) -> Settings:
    """Set a key of `[ui]`; None goes back to the default."""

    def change(root: _Table) -> None:
        table = _inner(root, "ui")
        if value is None:
            table.pop(key, None)
        else:
            table[key] = value

    return _edit(path, change)


def _edit(path: Path, change: Callable[[_Table], None]) -> Settings:
    """Apply a change to the document, prove that it says exactly that, and replace the file."""
    try:
        with locked(path.parent):
            text = read_toml(path) or ""
            new = _changed(text, path, change)
            settings = parse_settings(new, path)
            if new != text:
                write_private(path, new.encode())
            return settings
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}", file=path) from None


def _changed(text: str, path: Path, change: Callable[[_Table], None]) -> str:
    """The new text; should the comments be in the way of the change, the text without them."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        wanted = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}", file=path) from None
    change(wanted)
    try:
        document = tomlkit.parse(text)
        change(cast("_Table", document))
        new = tomlkit.dumps(document)
        if tomllib.loads(new) == wanted:
            return new
    except (TOMLKitError, tomllib.TOMLDecodeError):
        pass
    return tomlkit.dumps(wanted)


def _inner(root: _Table, key: str) -> _Table:
    inner = root.setdefault(key, {})
    if not isinstance(inner, MutableMapping):
        raise SettingsError(f"{key} must be a table, written [{key}]")
    return inner


def _known(root: _Table, name: str) -> _Table:
    servers = _inner(root, "servers")
    if name not in servers:
        guess = nearest(name, servers)
        raise SettingsError(
            f"there is no server “{name}”", hint=f"did you mean “{guess}”?" if guess else ""
        )
    return servers
