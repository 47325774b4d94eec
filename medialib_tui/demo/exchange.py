"""One request and its answer, held back, sent in parts or broken off."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class ConnectionLost(ConnectionResetError):
    """The connection broke; raised in process, where there is no connection to break."""


@dataclass(frozen=True, slots=True)
class Captured:
    """An answer of the app, held back."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def with_header(self, name: str, value: str) -> Captured:
        """The same answer with one header set."""
        key = name.lower().encode("latin-1")
        kept = tuple(pair for pair in self.headers if pair[0].lower() != key)
        return replace(self, headers=(*kept, (key, value.encode("latin-1"))))


@dataclass(slots=True)
class Memory:
    """Answers to GETs, and how many writes there had been when each was given."""

    writes: int = 0
    answers: dict[str, tuple[int, Captured]] = field(default_factory=dict)
    served: dict[tuple[str, int], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the app that would answer it."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    memory: Memory

    async def capture(self) -> Captured:
        """Let the app handle the request, and hold its answer back."""
        status, headers, body = 500, [], bytearray()

        async def hold(message: Message) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], message.get("headers", [])
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self.app(self.scope, self.receive, hold)
        return Captured(status, tuple((bytes(k), bytes(v)) for k, v in headers), bytes(body))

    async def start(self, status: int, headers: tuple[tuple[bytes, bytes], ...]) -> None:
        """Send status and headers."""
        await self.send({"type": "http.response.start", "status": status, "headers": list(headers)})

    async def part(self, body: bytes, *, more: bool) -> None:
        """Send a part of the body."""
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def answer(self, captured: Captured) -> None:
        """Send an answer whole, with the length it has."""
        sized = captured.with_header("content-length", str(len(captured.body)))
        await self.start(sized.status, sized.headers)
        await self.part(sized.body, more=False)

    async def lose(self, *, flush: bool = False) -> None:
        """Break the connection: the socket where there is one, an exception in process."""
        transport = getattr(getattr(self.send, "__self__", None), "transport", None)
        if not isinstance(transport, asyncio.Transport):
            raise ConnectionLost(104, "Connection reset by peer")
        if flush:
            transport.close()
        else:
            transport.abort()
        for _ in range(3):
            await asyncio.sleep(0)
