"""A sample library with a clock of its own, and clients connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE

Connect = Callable[..., httpx.AsyncClient]


def ticking_clock() -> Callable[[], datetime]:
    """A clock that is a second further on every time it is read."""
    moment = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)

    def read() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return read


@pytest.fixture
def library() -> Library:
    """The sample library on the latest release."""
    made = sample_library()
    made.clock = ticking_clock()
    return made


@pytest.fixture
async def connect(library: Library) -> AsyncIterator[Connect]:
    """Makes clients: `connect(token=..., faults=...)`; all are closed at the end."""
    async with AsyncExitStack() as stack:

        def make(token: str | None = READ_WRITE, faults: Faults | None = None) -> httpx.AsyncClient:
            headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
            transport = httpx.ASGITransport(app=create_app(library, faults=faults))
            client = httpx.AsyncClient(
                transport=transport, base_url="http://demo.example.com/api", headers=headers
            )
            stack.push_async_callback(client.aclose)
            return client

        yield make


@pytest.fixture
def client(connect: Connect) -> httpx.AsyncClient:
    """A client with every scope."""
    return connect()
