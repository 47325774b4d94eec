"""The way to a server: authentication, time limits, retries, size limits, read-only guard.

The only module that sees the token's value. Nothing it raises refers to a request, because a
request carries the token in its headers.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import httpx

from medialib_tui.api import codec, reach, retry
from medialib_tui.api.call import Call
from medialib_tui.api.connect import CONNECTIONS, open_http
from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    ReadOnly,
    Redirected,
    Refused,
    TooManyRequests,
    Unavailable,
)
from medialib_tui.api.problems import Reader
from medialib_tui.api.reach import Failure
from medialib_tui.api.stream import ImageStream
from medialib_tui.api.token import Token
from medialib_tui.model.server import Server
from medialib_tui.model.text import one_line

REDIRECTS = 3
_ERROR_LIMIT = 256 * 1024
_DEFAULT_PORTS = {"http": 80, "https": 443}

T = TypeVar("T")
_Finish = Callable[[Call, httpx.Response], Awaitable[T | Failure]]


class Transport:
    """Sends calls to one server and returns the bytes of good answers, or raises ApiError."""

    def __init__(
        self,
        server: Server,
        token: Token | None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        on_warning: Callable[[str], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        luck: Callable[[], float] = random.random,
    ) -> None:
        self._server = server
        self._root = server.url.rstrip("/")
        self._host = one_line(self._root.partition("://")[2].partition("/")[0], 100)
        self._token = token
        self._mounted = transport
        self._on_warning = on_warning
        self._sleep = sleep or asyncio.sleep
        self._luck = luck
        self._http: httpx.AsyncClient | None = None
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._warned: set[str] = set()
        self.reader = Reader(self._scrub)

    async def fetch(self, call: Call) -> bytes:
        """The body of a good answer; the request is retried where that cannot do harm."""
        return await self._retried(call, self._read)

    @asynccontextmanager
    async def stream(self, call: Call) -> AsyncIterator[ImageStream]:
        """The head of a good answer with its body still to be read."""
        response = await self._retried(call, self._kept_open)
        seconds = call.patience * self._server.timeout
        try:
            yield ImageStream(response, call.limit, self._host, self._server.timeout, seconds)
        finally:
            await _let_go(response)

    async def aclose(self) -> None:
        """Close every connection."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    def _scrub(self, text: str) -> str:
        return self._token.scrub(text) if self._token else text

    def _admit(self, call: Call) -> bytes | None:
        """What must hold before anything is opened; the encoded body."""
        if call.writes and self._server.read_only:
            raise ReadOnly.of(self._server.name)
        if self._scrub(call.url) != call.url:
            raise Refused(
                "This is the access token, not something to look up; nothing was sent.",
                hint="Clear the clipboard, and paste an id.",
            )
        return call.content if call.body is None else codec.encode(call.body)

    async def _retried(self, call: Call, finish: _Finish[T]) -> T:
        content = self._admit(call)
        began = time.monotonic()
        attempt = 1
        while True:
            async with self._slots:
                outcome = await self._once(call, content, finish)
            if not isinstance(outcome, Failure):
                return outcome
            wait = retry.wait_before_next(call, outcome, attempt, self._luck())
            if wait is None or time.monotonic() - began > self._server.timeout:
                raise outcome.error
            await self._sleep(wait)
            attempt += 1

    async def _once(self, call: Call, content: bytes | None, finish: _Finish[T]) -> T | Failure:
        """One attempt; what went wrong is returned, so that no error chains to a request."""
        seconds = call.patience * self._server.timeout
        try:
            async with asyncio.timeout(seconds):
                response = await self._head(call, content)
                if isinstance(response, Failure):
                    return response
                return await finish(call, response)
        except TimeoutError:
            return Failure(reach.late(self._host, seconds))
        except reach.FAILURES as problem:
            return reach.explain(problem, self._host, self._server.timeout)

    async def _kept_open(self, call: Call, response: httpx.Response) -> httpx.Response | Failure:
        if call.accepts(response.status_code):
            return response
        failure = await self._read(call, response)
        return failure if isinstance(failure, Failure) else Failure(BadAnswer("No image."))

    async def _head(self, call: Call, content: bytes | None) -> httpx.Response | Failure:
        """Send, following redirects of a GET on the same origin."""
        if self._http is None:
            opened = open_http(self._server, self._mounted)
            if isinstance(opened, Failure):
                return opened
            self._http = opened
        url = httpx.URL(self._root + call.url)
        for _ in range(REDIRECTS + 1):
            request = self._http.build_request(
                call.method, url, headers=self._headers(call, content), content=content
            )
            response = await self._http.send(request, stream=True, auth=httpx.Auth())
            self._pass_on_warning(response)
            if not response.has_redirect_location:
                return response
            location = response.headers["location"]
            await _let_go(response)
            following = self._follow(call, url, location)
            if not isinstance(following, httpx.URL):
                return following
            url = following
        return Failure(Redirected(f"{self._host} redirects in a circle."))

    def _headers(self, call: Call, content: bytes | None) -> dict[str, str]:
        headers = {"Accept": "*/*" if call.image else "application/json"}
        headers["Accept-Encoding"] = "identity" if call.image else "gzip, deflate"
        if content is not None:
            headers["Content-Type"] = "application/json"
        if self._token is not None and not call.anonymous:
            headers["Authorization"] = self._token.header
        return headers

    def _follow(self, call: Call, url: httpx.URL, location: str) -> httpx.URL | Failure:
        try:
            target = url.join(location).copy_with(userinfo=b"", fragment=None)
        except (httpx.InvalidURL, ValueError):
            target = None
        if target is not None and not call.writes and _origin(target) == _origin(url):
            return target
        place = "an address that cannot be read" if target is None else f"{target.host}"
        why = "a write is never redirected" if call.writes else "the token stays with its server"
        return Failure(
            Redirected(
                f"{self._host} redirects to {self.reader.text(place)}; not followed: {why}.",
                detail=self.reader.text(location),
                hint="If the server has moved, change its address in the settings.",
            )
        )

    async def _read(self, call: Call, response: httpx.Response) -> bytes | Failure:
        try:
            if not call.accepts(response.status_code):
                return self._failure(call, response, await self._start_of(response))
            declared = response.headers.get("content-length", "")
            if declared.isascii() and declared.isdigit() and int(declared[:18]) > call.limit:
                return Failure(_oversized(call.limit))
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > call.limit:
                    return Failure(_oversized(call.limit))
            return bytes(body)
        finally:
            await _let_go(response)

    async def _start_of(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > _ERROR_LIMIT:
                break
        return bytes(body[:_ERROR_LIMIT])

    def _failure(self, call: Call, response: httpx.Response, body: bytes) -> Failure:
        status = response.status_code
        error = self.reader.error(call, status, body)
        if self._token is None and status == 401:
            error.title = "This server asks for an access token."
            error.args = (error.title,)
        wait = retry.seconds_to_wait(response.headers.get("retry-after"))
        if isinstance(error, Unavailable):
            error.retry_after = wait
        if isinstance(error, TooManyRequests) and wait:
            error.hint = f"Try again in {wait:.0f} seconds."
        return Failure(error, again=status in retry.RETRIED_STATUSES, retry_after=wait)

    def _pass_on_warning(self, response: httpx.Response) -> None:
        header = response.headers.get("warning")
        if not header or self._on_warning is None:
            return
        quoted = re.search(r'"(.*?)"', header)
        text = self.reader.text(quoted[1] if quoted else header)
        if text and text not in self._warned and len(self._warned) < 50:
            self._warned.add(text)
            self._on_warning(text)


async def _let_go(response: httpx.Response) -> None:
    """Close an answer; one that held its own stream would keep the body of its request alive."""
    await response.aclose()
    response.stream = httpx.ByteStream(b"")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host.lower(), url.port or _DEFAULT_PORTS.get(url.scheme)


def _oversized(limit: int) -> ApiError:
    return BadAnswer(
        f"The answer is larger than {limit // (1024 * 1024)} MiB and was not read.",
        hint="Is this address really a Livingdocs server?",
    )
