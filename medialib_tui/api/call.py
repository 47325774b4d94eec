"""One request to the API, described before anything is opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from medialib_tui.api.errors import Refused

if TYPE_CHECKING:
    from medialib_tui.model.base import JsonObject

READ = "public-api:read"
WRITE = "public-api:write"
CONFIG_READ = "public-api:config:read"

MEBIBYTE = 1024 * 1024
JSON_LIMIT = 16 * MEBIBYTE
CONFIG_LIMIT = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request: `path` and `query` are percent-encoded, `subject` is what it asks for.

    `patience` multiplies the server's timeout into the deadline of the whole request; `limit`
    is the largest accepted answer in bytes. `content` is a body that is written as JSON already.
    A `secret` answer is never quoted in an error; an `anonymous` call goes without the token. An
    answer with one of the statuses in `also_good` is read like a good one.
    """

    path: str
    subject: str
    query: str = ""
    method: str = "GET"
    body: JsonObject | None = None
    content: bytes | None = None
    scope: str = READ
    feature: str = "this endpoint"
    limit: int = JSON_LIMIT
    patience: float = 3.0
    secret: bool = False
    image: bool = False
    anonymous: bool = False
    also_good: frozenset[int] = frozenset()

    @property
    def url(self) -> str:
        """Path and query, to be put behind the root."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def accepts(self, status: int) -> bool:
        """Whether an answer with this status is read as a good one."""
        return 200 <= status < 300 or status in self.also_good

    @property
    def writes(self) -> bool:
        """Whether it can change anything on the server."""
        return self.method != "GET"


def segment(text: str) -> str:
    """One path segment: slashes, percent signs and dot segments keep to themselves."""
    if not text:
        raise Refused("An empty id cannot be looked up.", hint="Give the id of an entry.")
    if text in {".", ".."}:
        return text.replace(".", "%2E")
    return _quoted(text)


def key_path(key: str) -> str:
    """An asset key as a path: slashes stay, and nothing leads out of it."""
    segments = key.split("/")
    if not key or any(part in {".", ".."} for part in segments):
        raise Refused(
            "This is not an asset key.",
            detail=key,
            hint="A key names a file in storage; it is not empty and has no '.' or '..' part.",
        )
    return "/".join(map(_quoted, segments))


def listing(values: Iterable[str]) -> str:
    """Values joined by plain commas, each encoded."""
    return ",".join(map(_quoted, values))


def query(**values: str | int | None) -> str:
    """An encoded query string; None leaves a parameter out."""
    return "&".join(
        f"{name}={_quoted(str(value))}" for name, value in values.items() if value is not None
    )


def _quoted(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")
