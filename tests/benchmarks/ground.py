"""A session on the embedded library whose requests are counted and can be slowed down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.demo import tokens
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.model.server import VERSIONS, Server
from medialib_tui.store.database import Database
from medialib_tui.store.recents import Recents


@dataclass
class Ground:
    """A session and the library behind it."""

    session: Session
    library: Library

    def count(self) -> int:
        """Requests received since the last call."""
        received = len(self.library.requests)
        self.library.requests.clear()
        return received


@asynccontextmanager
async def ground(home: Path, *, delay: float = 0) -> AsyncIterator[Ground]:
    """A fresh session; every answer takes `delay` seconds."""
    faults = Faults()
    if delay:
        faults.add("delay", seconds=delay)
    library = sample_library()
    database = Database(home / "benchmark.db")
    client = Client(
        Server(name="demo", url="http://demo.invalid", api_version=VERSIONS[0]),
        token=Token.parse(tokens.READ_WRITE),
        dialect=Dialect(VERSIONS[0]),
        transport=embedded(create_app(library, faults=faults)),
    )
    session = Session(client, recents=Recents(database))
    try:
        yield Ground(session, library)
    finally:
        await session.aclose()
        database.close()
