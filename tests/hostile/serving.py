"""Servers on the loopback, in a thread, for programs and commands that connect for real."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve an app until the end of the block; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    options: dict[str, Any] = {"lifespan": "off", "ws": "none", "log_level": "critical"}
    server = uvicorn.Server(uvicorn.Config(app, timeout_graceful_shutdown=1, **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
        listener.close()


def echoing() -> Starlette:
    """A healthy server that refuses everything and repeats the headers wherever it can."""

    async def answer(request: Request) -> Response:
        if request.url.path.endswith("/health"):
            return JSONResponse({"status": "ok"})
        said = request.headers.get("authorization", "")
        kinds = (
            (401, {"access_token": said}),
            (403, {"message": said, "stack": said}),
            (400, {said: said, "errors": [{"metadataProperty": said, "message": said}]}),
            (500, said),
        )
        status, details = kinds[len(request.url.path) % len(kinds)]
        content = {"status": status, "error": said, "error_details": details}
        return JSONResponse(content, status, headers={"x-echo": said, "www-authenticate": said})

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "PATCH", "POST"])])
