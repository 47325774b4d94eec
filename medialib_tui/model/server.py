"""A server as a person configures it (API reference 1.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

VERSIONS = (
    "2026-07",
    "2026-05",
    "2026-03",
    "2026-01",
    "2025-11",
    "2025-09",
    "2025-07",
    "2025-05",
    "2025-03",
    "v1",
)
"""API path versions this client speaks, newest first."""

AUTO = "auto"
_VERSION = re.compile(r"v1|beta|20\d\d-(?:01|03|05|07|09|11)")
_TAIL = re.compile(r"/api/(v1|beta|20\d\d-\d\d)(?:/.*)?$")


class Access(StrEnum):
    """What this client may do on a server."""

    READ_ONLY = "read-only"
    READ_WRITE = "read-write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a Media Library is and how it may be used; it never holds a token.

    `timeout` is in seconds, `ca_bundle` a file or folder with certificates. A plain class: it is
    the one model every start needs.
    """

    name: str
    url: str
    api_version: str = AUTO
    access: Access = Access.READ_WRITE
    production: bool = False
    timeout: float = 20.0
    ca_bundle: str | None = None

    @property
    def read_only(self) -> bool:
        """Whether every write is refused before it leaves this machine."""
        return self.access is Access.READ_ONLY


class BadUrl(ValueError):
    """A server address that cannot be one; the message says why."""


def is_version(text: str) -> bool:
    """Whether the text can be an API path version (`v1`, `beta` or an odd month)."""
    return _VERSION.fullmatch(text) is not None


def version_rank(version: str) -> tuple[int, str]:
    """Sort key in upstream order: `v1` < `beta` < `2025-03` < … (API reference 1.1)."""
    return ({"v1": 0, "beta": 1}.get(version, 2), version)


def parse_server_url(text: str) -> tuple[str, str | None]:
    """Split a pasted address into its root and the API version it names, if any.

    `…/proxy/api` is a legal root and keeps its `api`; a trailing `/api` elsewhere is dropped.
    """
    text = text.strip()
    if not text or re.search(r"[\x00-\x20\x7f]", text):
        raise BadUrl("a server address cannot be empty or contain spaces")
    if "://" not in text:
        here = re.match(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::|/|$)", text)
        text = ("http://" if here else "https://") + text
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadUrl(f"not an address: {error}") from None
    if parts.scheme not in {"http", "https"}:
        raise BadUrl(f"the scheme must be http or https, not {parts.scheme}")
    if not parts.hostname:
        raise BadUrl("the host is missing")
    if parts.username or parts.password:
        raise BadUrl("leave user and password out of the address; the token goes elsewhere")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = host if port is None else f"{host}:{port}"
    path = parts.path.rstrip("/")
    version = None
    if tail := _TAIL.search(path):
        version, path = tail[1], path[: tail.start()]
    elif path.endswith("/api") and not path.endswith("/proxy/api"):
        path = path.removesuffix("/api")
    return urlunsplit((parts.scheme, netloc, path, "", "")).rstrip("/"), version
