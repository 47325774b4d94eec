"""What an address of a use must be before it is sent, or shown as a link."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pydantic import JsonValue

_SCRIPTS = frozenset({"javascript", "vbscript", "data", "blob"})


def url_problem(url: JsonValue) -> str:
    """What is wrong with the address of a use; empty where nothing is.

    Any scheme will do that names a place: editors have their own.
    """
    if not isinstance(url, str):
        return "must be a text"
    if not url.isprintable() or any(char.isspace() for char in url):
        return "must not hold blanks or control characters"
    try:
        parts = urlsplit(url)
        secret, _ = parts.password, parts.port
    except ValueError:
        return "is no address that can be read"
    if not parts.scheme or not parts.hostname:
        return "must be an address with a scheme, such as https://example.com/page"
    if parts.scheme in _SCRIPTS:
        return "must name a place, not a script"
    return "must not hold a password" if secret else ""
