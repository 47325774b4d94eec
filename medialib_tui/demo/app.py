"""The embedded Media Library as an ASGI app: `/api/{version}/...` and the edit-host proxy form."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library, RecordedRequest
from medialib_tui.demo.routes import Incoming, dispatch
from medialib_tui.demo.sample import sample_library

_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_HIDDEN = ("authorization", "cookie")


class DemoApp(Starlette):
    """Records every request, lets the faults have it, and answers it from the library."""

    def __init__(self, library: Library, faults: Faults) -> None:
        super().__init__(routes=[Route("/{path:path}", self._answer, methods=_METHODS)])
        self.library = library
        self.faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection scope."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        body = await _body(receive, self.library.body_limit + 1)
        self._note(_recorded(scope, body))
        await self.faults.run(super().__call__, scope, _replay(body), send)

    def _note(self, request: RecordedRequest) -> None:
        if self.library.recording:
            self.library.requests.append(request)
        if self.library.on_request is not None:
            self.library.on_request(request)

    async def _answer(self, request: Request) -> Response:
        raw_path = request.scope.get("raw_path") or request.url.path.encode()
        incoming = Incoming(
            request.method,
            raw_path.decode("latin-1"),
            request.query_params,
            request.headers.get("authorization"),
            await request.body(),
        )
        given = dispatch(self.library, incoming)
        return Response(given.body, given.status, dict(given.headers), given.media_type)


async def _body(receive: Receive, limit: int) -> bytes:
    """The request body, no more of it than `limit` bytes."""
    body = bytearray()
    while len(body) < limit:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return bytes(body[:limit])


def _replay(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _recorded(scope: Scope, body: bytes) -> RecordedRequest:
    headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
    headers.update({name: "(hidden)" for name in _HIDDEN if name in headers})
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return RecordedRequest(scope["method"], path, query, headers, body)


def create_app(library: Library | None = None, *, faults: Faults | None = None) -> DemoApp:
    """The ASGI app over a library, by default the sample one, and without faults."""
    return DemoApp(library or sample_library(), faults or Faults())
