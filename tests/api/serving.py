"""Small servers for the client under test: handlers behind httpx.MockTransport."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from medialib_tui.api.client import Client
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.model.server import Access, Server

CANARY = "canary-4f6e2a-token"
ROOT = "https://cms.example.com"

Answering = Callable[[httpx.Request], httpx.Response]


@dataclass
class Answers:
    """Answers requests in turn, the last one for ever, and remembers what was asked."""

    steps: list[httpx.Response | Exception | Answering]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        step = self.steps[min(len(self.requests), len(self.steps) - 1)]
        self.requests.append(request)
        if isinstance(step, Exception):
            raise step
        return step(request) if callable(step) else step

    @property
    def urls(self) -> list[str]:
        """Path and query of each request, as sent."""
        return [request.url.raw_path.decode() for request in self.requests]


def json_answer(
    value: object, status: int = 200, headers: dict[str, str] | None = None
) -> httpx.Response:
    """A JSON answer."""
    kept = {"content-type": "application/json", **(headers or {})}
    return httpx.Response(status, content=json.dumps(value).encode(), headers=kept)


def problem(status: int, details: object, error: str = "Bad Request") -> httpx.Response:
    """An error in the API's envelope."""
    return json_answer({"status": status, "error": error, "error_details": details}, status)


def server(**changes: Any) -> Server:
    """The server the tests speak to."""
    return replace(Server(name="test", url=ROOT, timeout=5.0), **changes)


def read_only() -> Server:
    """The same server, set to read-only."""
    return server(access=Access.READ_ONLY)


@dataclass
class Asked:
    """A client on a handler, with what it waited and was warned of."""

    client: Client
    handler: Answers
    waits: list[float]
    warnings: list[str]


def ask(
    *steps: httpx.Response | Exception | Answering,
    version: str = "2026-05",
    at: Server | None = None,
    token: str | None = CANARY,
    memory: dict[str, bool] | None = None,
) -> Asked:
    """A client whose requests are answered in turn, and whose waiting takes no time."""
    handler = Answers(list(steps))
    waits: list[float] = []
    warnings: list[str] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    client = Client(
        at or server(),
        token=Token.parse(token) if token else None,
        dialect=Dialect(version, memory),
        transport=httpx.MockTransport(handler),
        on_warning=warnings.append,
        sleep=sleep,
    )
    return Asked(client, handler, waits, warnings)
