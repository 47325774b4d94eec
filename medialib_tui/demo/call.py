"""One request on its way to an endpoint, and its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from medialib_tui.demo.axes import Axes
from medialib_tui.demo.errors import ApiError, failed
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import ApiClient


@dataclass(frozen=True, slots=True)
class Call:
    """What an endpoint works with; `params` are the variable parts of the path, decoded."""

    library: Library
    axes: Axes
    client: ApiClient
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """The body as JSON; 413 above the server's limit, 400 when it is not JSON."""
        if len(self.body) > self.library.body_limit:
            raise ApiError(413, {"message": "request entity too large"})
        try:
            return json.loads(self.body, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise failed("The request body is not valid JSON") from None


def _refuse(constant: str) -> object:
    raise ValueError(constant)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: JSON text, or the bytes of a picture."""

    status: int
    body: bytes
    media_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(body: object, status: int = 200) -> Answer:
    """An answer of JSON; text that is not valid Unicode goes out as JSON escapes."""
    try:
        return Answer(status, json.dumps(body, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        return Answer(status, json.dumps(body).encode())
