"""Every value a session runs with, and where each comes from.

A flag wins over a `MEDIALIB_*` variable, which wins over the settings file, which wins over the
default. Two properties can only be tightened: read-only holds as soon as one place says so, and
an address on the host of a production server is production however it was given.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from medialib_tui.model.nearest import meant
from medialib_tui.model.server import AUTO, Access, Server
from medialib_tui.store.choice import (
    SERVER_FLAG,
    SERVER_VARIABLE,
    URL_VARIABLE,
    Choice,
    Level,
    choose,
    is_loopback,
)
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.paths import HOME
from medialib_tui.store.secrets import TokenSource
from medialib_tui.store.settings import (
    DEFAULT_TIMEOUT,
    Settings,
    check_timeout,
    check_version,
)
from medialib_tui.store.token_rule import TOKEN_VARIABLE, token_source

DEFAULT = "default"
DEMO = "demo"
DEMO_URL = "http://demo.invalid"
VERSION_VARIABLE = "MEDIALIB_API_VERSION"
READ_ONLY_VARIABLE = "MEDIALIB_READ_ONLY"
TIMEOUT_VARIABLE = "MEDIALIB_TIMEOUT"
DEBUG_VARIABLE = "MEDIALIB_DEBUG"
VARIABLES = (
    SERVER_VARIABLE,
    URL_VARIABLE,
    TOKEN_VARIABLE,
    VERSION_VARIABLE,
    READ_ONLY_VARIABLE,
    TIMEOUT_VARIABLE,
    DEBUG_VARIABLE,
    HOME,
)
_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off"}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Flags:
    """What was typed: `server` is a name or an address, `timeout` seconds."""

    server: str | None = None
    api_version: str | None = None
    demo: bool = False
    read_only: bool = False
    timeout: float | None = None
    token_stdin: str | None = field(default=None, repr=False)


class Effective(NamedTuple):
    """A server ready to be spoken to.

    `origins` maps name, url, api_version, access, production, timeout, ca_bundle and token to a
    flag, a variable, the settings file or `default`; `warnings` are whole sentences.
    """

    server: Server
    token_source: TokenSource
    origins: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def effective(flags: Flags, environ: Mapping[str, str], settings: Settings) -> Effective:
    """Settle every value. Raises NoServer where no server is named, SettingsError for bad ones."""
    if flags.demo and flags.server is not None:
        raise SettingsError(f"--demo and {SERVER_FLAG} exclude each other")
    choice = _demo() if flags.demo else choose(flags.server, environ, settings)
    file = str(settings.path)
    where = file if choice.level is Level.FILE else choice.origin
    version, version_from = _version(flags, environ, choice, file)
    access, access_from = _access(flags, environ, choice, file)
    production, production_from = _production(choice, file)
    timeout, timeout_from = _timeout(flags, environ, choice, file)
    bundle, bundle_from = _bundle(environ, choice, file)
    variables = {} if flags.demo else environ
    source, token_from = token_source(flags.token_stdin, variables, choice, settings)
    return Effective(
        server=Server(
            name=DEMO if flags.demo else choice.name,
            url=choice.url,
            api_version=version,
            access=access,
            production=production,
            timeout=timeout,
            ca_bundle=bundle,
        ),
        token_source=source,
        origins={
            "name": where,
            "url": where,
            "api_version": version_from,
            "access": access_from,
            "production": production_from,
            "timeout": timeout_from,
            "ca_bundle": bundle_from,
            "token": token_from,
        },
        warnings=(*_plain_http(choice.url, demo=flags.demo), *_mistyped(environ, settings)),
    )


def _demo() -> Choice:
    return Choice(DEMO_URL, Level.FLAG, "--demo")


def _given(choice: Choice, key: str) -> bool:
    return choice.entry is not None and key in choice.entry.given


def _version(
    flags: Flags, environ: Mapping[str, str], choice: Choice, file: str
) -> tuple[str, str]:
    entry = choice.entry
    in_url = choice.url_version
    candidates = (
        (flags.api_version, "--api-version"),
        (in_url if choice.level is Level.FLAG else None, choice.origin),
        (_variable(environ, VERSION_VARIABLE), VERSION_VARIABLE),
        (in_url if choice.level is Level.VARIABLE else None, choice.origin),
        (entry.api_version if entry and entry.names_version else None, file),
    )
    version, origin = _first(candidates, AUTO)
    if problem := check_version(version):
        raise SettingsError(f"{origin} {problem}")
    return version, origin


def _access(
    flags: Flags, environ: Mapping[str, str], choice: Choice, file: str
) -> tuple[Access, str]:
    if flags.read_only:
        return Access.READ_ONLY, "--read-only"
    if _says_yes(environ, READ_ONLY_VARIABLE):
        return Access.READ_ONLY, READ_ONLY_VARIABLE
    entries = (choice.entry, *choice.alike)
    if any(entry and entry.access is Access.READ_ONLY for entry in entries):
        return Access.READ_ONLY, file
    return Access.READ_WRITE, file if _given(choice, "access") else DEFAULT


def _production(choice: Choice, file: str) -> tuple[bool, str]:
    if any(entry and entry.production for entry in (choice.entry, *choice.alike)):
        return True, file
    return False, file if _given(choice, "production") else DEFAULT


def _timeout(
    flags: Flags, environ: Mapping[str, str], choice: Choice, file: str
) -> tuple[float, str]:
    entry = choice.entry
    seconds, origin = _first(
        (
            (flags.timeout, "--timeout"),
            (_number(environ, TIMEOUT_VARIABLE), TIMEOUT_VARIABLE),
            (entry.timeout if entry and _given(choice, "timeout") else None, file),
        ),
        DEFAULT_TIMEOUT,
    )
    if problem := check_timeout(seconds):
        raise SettingsError(f"{origin} {problem}")
    return seconds, origin


def _bundle(environ: Mapping[str, str], choice: Choice, file: str) -> tuple[str | None, str]:
    if not choice.url.startswith("https:"):
        return None, DEFAULT
    entry = choice.entry
    bundle, origin = _first(
        (
            (str(entry.ca_bundle) if entry and entry.ca_bundle else None, file),
            (_variable(environ, "SSL_CERT_FILE"), "SSL_CERT_FILE"),
        ),
        "",
    )
    if bundle and not os.access(bundle, os.R_OK):
        what = f"{file}: servers.{choice.name}.ca_bundle" if origin == file else origin
        raise SettingsError(f"{what}: {bundle} cannot be read")
    return bundle or None, origin


def _first(candidates: Iterable[tuple[_T | None, str]], default: _T) -> tuple[_T, str]:
    for value, origin in candidates:
        if value is not None:
            return value, origin
    return default, DEFAULT


def _variable(environ: Mapping[str, str], name: str) -> str | None:
    return environ.get(name, "").strip() or None


def _says_yes(environ: Mapping[str, str], name: str) -> bool:
    value = (_variable(environ, name) or "no").lower()
    if value not in _YES | _NO:
        raise SettingsError(f"{name} must be 1 or 0", hint=f"{name}=1 refuses every write")
    return value in _YES


def _number(environ: Mapping[str, str], name: str) -> float | None:
    text = _variable(environ, name)
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        raise SettingsError(f"{name} must be a number of seconds") from None


def _plain_http(url: str, *, demo: bool) -> list[str]:
    if demo or not url.startswith("http:") or is_loopback(url):
        return []
    host = urlsplit(url).hostname
    return [f"The address is http, so the token travels to {host} unencrypted."]


def _mistyped(environ: Mapping[str, str], settings: Settings) -> list[str]:
    known = {*VARIABLES, *(entry.token_env for entry in settings.servers.values())}
    unknown = [name for name in environ if name.startswith("MEDIALIB_") and name not in known]
    return [
        f"{name} is not a variable of medialib{meant(name, VARIABLES) or '.'}"
        for name in sorted(unknown)
    ]
