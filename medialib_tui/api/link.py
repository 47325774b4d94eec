"""A client's line to its server: opened on first use, answers decoded, evidence remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, cast

from medialib_tui.api.dialect import Dialect
from medialib_tui.api.errors import BadAnswer, Gone, NotOffered
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.json_text import read_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterator, MutableMapping

    import httpx
    from pydantic import JsonValue

    from medialib_tui.api.call import Call
    from medialib_tui.api.stream import ImageStream
    from medialib_tui.api.token import Token
    from medialib_tui.api.transport import Transport
    from medialib_tui.model.server import Server

    Embedded = httpx.AsyncBaseTransport
    Mounted = Embedded | Callable[[], Embedded]
    """What can stand in for the network: an app in this process, or what makes it on first use."""


class Link:
    """Sends calls, decodes answers, and learns from them what the server offers."""

    def __init__(
        self,
        server: Server,
        token: Token | None,
        dialect: Dialect,
        transport: Mounted | None,
        on_warning: Callable[[str], None] | None,
        sleep: Callable[[float], Awaitable[None]] | None,
        on_unserved: Callable[[], None] | None,
    ) -> None:
        self.server = server
        self.dialect = dialect
        self.language = "en"
        self.takes_lists = True
        self._token = token
        self._mounted = transport
        self._on_warning = on_warning
        self._sleep = sleep
        self._on_unserved = on_unserved
        self._transport: Transport | None = None
        self._making = Lock()
        self._spoken = False

    @property
    def transport(self) -> Transport:
        """The transport; the HTTP library is imported when it is first needed."""
        with self._making:
            transport = self._transport = self._transport or self._open()
        transport.reader.language = self.language
        return transport

    def prepare(self, also: Callable[[], None]) -> None:
        """Open the transport, and do what else must stand before a request; nothing is sent."""
        with self._making:
            if self._transport is None:
                also()
                self._transport = self._open()

    def _open(self) -> Transport:
        forgo_http_command_line()
        from medialib_tui.api.transport import Transport

        mounted = self._mounted
        return Transport(
            self.server,
            self._token,
            transport=mounted() if callable(mounted) else mounted,
            on_warning=self._on_warning,
            sleep=self._sleep,
        )

    async def ask(self, call: Call, capability: Capability | None = None) -> JsonValue:
        """The decoded answer to a call; NotOffered without a request where it cannot work."""
        return self.read(await self.fetch(call, capability))

    def read(self, body: bytes) -> JsonValue:
        """A body as JSON; BadAnswer, which does not refer to the body, for anything else."""
        try:
            return read_json(body)
        except ValueError as problem:
            error = _not_json(body, str(problem))
        del body
        raise error

    async def fetch(self, call: Call, capability: Capability | None = None) -> bytes:
        """The body of a good answer; evidence about the capability is remembered."""
        if capability is not None:
            self.require(capability, call)
        with self._learning(capability):
            body = await self.transport.fetch(call)
        self.worked(capability, spoken=not call.anonymous)
        return body

    @asynccontextmanager
    async def stream(self, call: Call, capability: Capability) -> AsyncIterator[ImageStream]:
        """The opened good answer; evidence about the capability is remembered."""
        self.require(capability, call)
        async with AsyncExitStack() as stack:
            with self._learning(capability):
                stream = await stack.enter_async_context(self.transport.stream(call))
            self.worked(capability)
            yield stream

    @contextmanager
    def _learning(self, capability: Capability | None) -> Iterator[None]:
        try:
            yield
        except NotOffered as error:
            self._doubt_version()
            self.not_offered(error, capability)
            raise
        except Gone:
            self._doubt_version()
            raise

    def require(self, capability: Capability, call: Call) -> None:
        """Raise NotOffered where the capability is known to be absent."""
        supported = self.dialect.supports(capability)
        if supported.support is Support.NO:
            raise NotOffered(
                f"This server does not offer {call.feature} in this API version.",
                hint=supported.reason,
            )

    def not_offered(self, error: NotOffered, capability: Capability | None) -> None:
        """Explain a missing endpoint, and remember it once the version itself has answered."""
        if capability is None:
            return
        if reason := self.dialect.supports(capability).reason:
            error.hint = reason
        if self._spoken:
            self.dialect.learn(capability, works=False)

    def _doubt_version(self) -> None:
        """Tell that the very first answer denied this API version; a later one is no such sign."""
        if self._on_unserved and not self._spoken:
            self._on_unserved()

    def worked(self, capability: Capability | None, *, spoken: bool = True) -> None:
        """Remember a success."""
        self._spoken = self._spoken or spoken
        if capability is not None:
            self.dialect.learn(capability, works=True)

    async def aclose(self) -> None:
        """Close every connection."""
        if self._transport is not None:
            await self._transport.aclose()


def forgo_http_command_line() -> None:
    """Keep httpx from importing its command line, which takes as long as the library itself."""
    modules = cast("MutableMapping[str, object]", sys.modules)
    modules.setdefault("httpx._main", None)


def _not_json(body: bytes, problem: str) -> BadAnswer:
    start = body[:200].lstrip()
    if not start:
        title = "The server's answer is empty."
    elif start.startswith(b"<"):
        title = "The server answered with a web page instead of JSON."
    else:
        title = "The server's answer is broken JSON, or was cut off."
    return BadAnswer(
        title,
        status=200,
        detail=problem[:200],
        hint="Check the address (what stands before /api/VERSION), and any proxy on the way.",
    )
