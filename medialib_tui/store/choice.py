"""Which server a person means: by flag, by variable, or by default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from medialib_tui.model.nearest import nearest
from medialib_tui.model.server import BadUrl, parse_server_url
from medialib_tui.model.text import one_line
from medialib_tui.store.errors import NoServer, SettingsError
from medialib_tui.store.settings import ServerSettings, Settings, is_server_name

URL_VARIABLE = "MEDIALIB_URL"
SERVER_VARIABLE = "MEDIALIB_SERVER"
SERVER_FLAG = "--server"
_PORTS = {"http": 80, "https": 443}
_LOOPBACK = re.compile(r"(.+\.)?localhost|127(?:\.\d{1,3}){3}|::1")


class Level(StrEnum):
    """How close to the person a value was given, nearest first."""

    FLAG = "flag"
    VARIABLE = "variable"
    FILE = "file"


class Choice(NamedTuple):
    """The server meant: its root, and its settings where it is configured.

    `alike` are all configured servers on the same host when an address was given.
    """

    url: str
    level: Level
    origin: str
    entry: ServerSettings | None = None
    url_version: str | None = None
    alike: tuple[ServerSettings, ...] = ()

    @property
    def name(self) -> str:
        """The configured name, or the host of the address."""
        return self.entry.name if self.entry else urlsplit(self.url).netloc


def choose(flag: str | None, environ: Mapping[str, str], settings: Settings) -> Choice:
    """The server to talk to. Raises NoServer, or SettingsError for one that cannot be."""
    if flag is not None:
        return _by_word(flag, SERVER_FLAG, Level.FLAG, settings)
    if found := choose_by_variable(environ, settings):
        return found
    if settings.current is not None:
        entry = settings.servers[settings.current]
        return Choice(entry.url, Level.FILE, str(settings.path), entry)
    if settings.servers:
        raise NoServer(
            "several servers are configured and none is the default",
            detail=f"Configured: {', '.join(settings.servers)}.",
            hint="medialib server use NAME, or --server NAME",
        )
    raise NoServer(
        "no server is configured",
        hint="medialib --demo shows a sample library; medialib server add sets yours up",
    )


def choose_by_variable(environ: Mapping[str, str], settings: Settings) -> Choice | None:
    """The server that `MEDIALIB_URL` or `MEDIALIB_SERVER` names, if one does."""
    url = environ.get(URL_VARIABLE, "").strip()
    word = environ.get(SERVER_VARIABLE, "").strip()
    by_url = _by_address(url, URL_VARIABLE, Level.VARIABLE, settings) if url else None
    by_word = _by_word(word, SERVER_VARIABLE, Level.VARIABLE, settings) if word else None
    if by_url and by_word and root_key(by_url.url) != root_key(by_word.url):
        raise SettingsError(
            f"{URL_VARIABLE} and {SERVER_VARIABLE} name different servers",
            detail=f"{URL_VARIABLE} is {by_url.url}, {SERVER_VARIABLE} is {by_word.url}.",
            hint="unset one of them",
        )
    return by_word if by_word and by_word.entry else by_url or by_word


def root_key(url: str) -> tuple[str, str, int | None, str]:
    """What makes two roots the same: scheme, host, port and path."""
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), port, parts.path.rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address stays on this machine."""
    return _LOOPBACK.fullmatch((urlsplit(url).hostname or "").lower()) is not None


def _host_key(url: str) -> tuple[str, int | None]:
    _, host, port, _ = root_key(url)
    return host, None if port in _PORTS.values() else port


def _by_word(word: str, origin: str, level: Level, settings: Settings) -> Choice:
    entry = settings.servers.get(word)
    if entry is not None:
        return Choice(entry.url, level, origin, entry)
    if is_server_name(word) and word != "localhost":
        guess = nearest(word, settings.servers)
        raise SettingsError(
            f"{origin}: there is no server “{word}”",
            detail=f"Configured: {', '.join(settings.servers) or 'none'}.",
            hint=f"did you mean “{guess}”?" if guess else f"for a host, write https://{word}",
        )
    return _by_address(word, origin, level, settings)


def _by_address(text: str, origin: str, level: Level, settings: Settings) -> Choice:
    try:
        url, version = parse_server_url(text)
    except BadUrl as error:
        raise SettingsError(one_line(f"{origin}: {error}", 300)) from None
    same = [item for item in settings.servers.values() if root_key(item.url) == root_key(url)]
    entry = next((item for item in same if item.name == settings.current), None)
    entry = entry or next(iter(same), None)
    alike = tuple(
        item for item in settings.servers.values() if _host_key(item.url) == _host_key(url)
    )
    return Choice(entry.url if entry else url, level, origin, entry, version, alike)
