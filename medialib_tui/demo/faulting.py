"""What each fault does to an exchange."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from medialib_tui.demo.exchange import Captured, Exchange

WRITES = frozenset({"PATCH", "POST", "PUT", "DELETE"})
_HTML = "<!DOCTYPE html><html><body><h1>Bad Gateway</h1><p>The gateway is tired.</p></body></html>"
_JSON = "application/json; charset=utf-8"
_BLOCK = 65_536
_HUGE = 100_000_000


class Options:
    """The parameters given with a rule, already checked for their types."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given

    def number(self, name: str, default: float) -> float:
        """A number."""
        value = self._given.get(name, default)
        return value if isinstance(value, (int, float)) else default

    def integer(self, name: str, default: int) -> int:
        """A whole number."""
        return int(self.number(name, default))

    def text(self, name: str, default: str) -> str:
        """A text; a number is written out."""
        value = self._given.get(name)
        return default if value is None else str(value)

    def get(self, name: str) -> object:
        """The value as it was given, or None."""
        return self._given.get(name)


class Gate:
    """Holds requests up until a test lets them go; `reached` is set when the first one waits."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._open = asyncio.Event()

    def release(self) -> None:
        """Let the waiting requests and all later ones go on."""
        self._open.set()

    async def wait(self) -> None:
        """Wait until the gate is released."""
        self.reached.set()
        await self._open.wait()


async def _wait(options: Options) -> None:
    gate = options.get("gate")
    if isinstance(gate, Gate):
        await gate.wait()
    else:
        await asyncio.sleep(options.number("seconds", 1))


async def _delay(options: Options, exchange: Exchange) -> bool:
    if options.text("when", "before") == "before":
        await _wait(options)
        return False
    captured = await exchange.capture()
    await _wait(options)
    await exchange.answer(captured)
    return True


def _headers(options: Options, media_type: str) -> tuple[tuple[bytes, bytes], ...]:
    given = options.get("headers")
    pairs = {"content-type": media_type}
    if isinstance(given, dict):
        pairs.update({str(k).lower(): str(v) for k, v in given.items()})
    return tuple((k.encode("latin-1"), v.encode("latin-1")) for k, v in pairs.items())


async def _status(options: Options, exchange: Exchange) -> bool:
    status = options.integer("status", 503)
    if options.get("json") is not None:
        body, media_type = json.dumps(options.get("json")), _JSON
    elif options.get("body") is not None:
        body, media_type = options.text("body", ""), "text/plain; charset=utf-8"
    else:
        body, media_type = json.dumps({"status": status, "error": "Sample Fault"}), _JSON
    await exchange.answer(Captured(status, _headers(options, media_type), body.encode()))
    return True


async def _too_many(options: Options, exchange: Exchange) -> bool:
    message = "Your plan does not allow this many requests. Please try again later."
    details = {"message": message}
    body = {"status": 429, "error": "Usage Limit Exceeded", "error_details": details}
    held = Captured(429, _headers(options, _JSON), json.dumps(body).encode())
    await exchange.answer(held.with_header("retry-after", options.text("retry_after", "1")))
    return True


async def _reset_before(_options: Options, exchange: Exchange) -> bool:
    await exchange.lose()
    return True


async def _reset_after(_options: Options, exchange: Exchange) -> bool:
    await exchange.capture()
    await exchange.lose()
    return True


async def _drop(options: Options, exchange: Exchange) -> bool:
    held = await exchange.capture()
    sized = held.with_header("content-length", str(len(held.body)))
    kept = min(options.integer("bytes", len(held.body) // 2), len(held.body) - 1)
    await exchange.start(sized.status, sized.headers)
    await exchange.part(sized.body[: max(kept, 0)], more=True)
    await exchange.lose(flush=True)
    return True


async def _truncate(options: Options, exchange: Exchange) -> bool:
    held = await exchange.capture()
    kept = options.integer("bytes", len(held.body) // 2)
    await exchange.answer(replace(held, body=held.body[:kept]))
    return True


async def _html(options: Options, exchange: Exchange) -> bool:
    body = options.text("body", _HTML).encode()
    media_type = "text/html; charset=utf-8"
    held = Captured(options.integer("status", 502), _headers(options, media_type), body)
    await exchange.answer(held)
    return True


async def _huge(options: Options, exchange: Exchange) -> bool:
    length = max(options.integer("bytes", _HUGE), 32)
    headers = _headers(options, _JSON)
    if options.get("declare") is True:
        headers = (*headers, (b"content-length", str(length).encode()))
    head, tail = b'{"results": ["', b'"]}'
    await exchange.start(200, headers)
    await exchange.part(head, more=True)
    left = length - len(head) - len(tail)
    while left > 0:
        await exchange.part(b"x" * min(left, _BLOCK), more=True)
        left -= _BLOCK
    await exchange.part(tail, more=False)
    return True


async def _redirect(options: Options, exchange: Exchange) -> bool:
    held = Captured(options.integer("status", 302), (), b"")
    await exchange.answer(held.with_header("location", options.text("to", "")))
    return True


async def _drip(options: Options, exchange: Exchange) -> bool:
    held = await exchange.capture()
    sized = held.with_header("content-length", str(len(held.body)))
    size, seconds = max(1, options.integer("chunk", 16)), options.number("seconds", 0.05)
    await exchange.start(sized.status, sized.headers)
    for start in range(0, len(held.body), size):
        await exchange.part(held.body[start : start + size], more=True)
        await asyncio.sleep(seconds)
    await exchange.part(b"", more=False)
    return True


async def _content_type(options: Options, exchange: Exchange) -> bool:
    held = await exchange.capture()
    await exchange.answer(held.with_header("content-type", options.text("value", "text/plain")))
    return True


async def _stale(options: Options, exchange: Exchange) -> bool:
    memory, scope = exchange.memory, exchange.scope
    if scope["method"] != "GET":
        return False
    url = f"{scope['path']}?{scope['query_string'].decode('latin-1')}"
    known = memory.answers.get(url)
    if known is not None and known[0] < memory.writes:
        turn = (url, memory.writes)
        memory.served[turn] = memory.served.get(turn, 0) + 1
        if memory.served[turn] <= options.integer("reads", 1):
            await exchange.answer(known[1])
            return True
    held = await exchange.capture()
    memory.answers[url] = (memory.writes, held)
    await exchange.answer(held)
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """What a fault does, and the types of the parameters it takes; True when it answered."""

    run: Callable[[Options, Exchange], Awaitable[bool]]
    parameters: Mapping[str, tuple[type, ...]]


_NUMBER, _INTEGER, _TEXT = (int, float), (int,), (str,)
ACTIONS: Mapping[str, Action] = {
    "delay": Action(_delay, {"seconds": _NUMBER, "when": _TEXT}),
    "status": Action(
        _status,
        {"status": _INTEGER, "body": _TEXT, "json": (dict, list), "headers": (dict,)},
    ),
    "too-many": Action(_too_many, {"retry_after": (str, int)}),
    "reset-before": Action(_reset_before, {}),
    "reset-after": Action(_reset_after, {}),
    "drop": Action(_drop, {"bytes": _INTEGER}),
    "truncate": Action(_truncate, {"bytes": _INTEGER}),
    "html": Action(_html, {"status": _INTEGER, "body": _TEXT}),
    "huge": Action(_huge, {"bytes": _INTEGER, "declare": (bool,)}),
    "redirect": Action(_redirect, {"to": _TEXT, "status": _INTEGER}),
    "drip": Action(_drip, {"chunk": _INTEGER, "seconds": _NUMBER}),
    "content-type": Action(_content_type, {"value": _TEXT}),
    "stale": Action(_stale, {"reads": _INTEGER}),
}
