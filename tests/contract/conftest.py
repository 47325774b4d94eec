"""The real client on the embedded library, over ASGI, for every API version."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.model.server import VERSIONS, Server


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """An API version; the tests that ask for it run on every one."""
    return str(request.param)


@pytest.fixture(scope="session")
def shared() -> Library:
    """One sample library for every test that only reads."""
    return sample_library()


@pytest.fixture
def readable(shared: Library) -> Library:
    """The shared library with nothing asked of it yet."""
    shared.requests.clear()
    return shared


@pytest.fixture
def library() -> Library:
    """A sample library of the test's own."""
    return sample_library()


def connect(
    library: Library,
    version: str = "2026-05",
    *,
    token: str | None = READ_WRITE,
    faults: Faults | None = None,
    root: str = "http://library.invalid",
    memory: dict[str, bool] | None = None,
    on_warning: Callable[[str], None] | None = None,
) -> Client:
    """A client on a library."""

    async def at_once(_: float) -> None:
        return

    return Client(
        Server(name="demo", url=root),
        token=Token.parse(token) if token else None,
        dialect=Dialect(version, memory),
        transport=httpx.ASGITransport(app=create_app(library, faults=faults)),
        on_warning=on_warning,
        sleep=at_once,
    )


@pytest.fixture
def client(readable: Library, version: str) -> Client:
    """A client on the shared library, on every version."""
    return connect(readable, version)
