"""Sessions on the embedded library, in any API version, with any faults."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults, Rule
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.model.server import Server
from medialib_tui.store.cache import Cache
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.imports import Imports
from medialib_tui.store.journal import Journal
from medialib_tui.store.recents import Recents

OpenOn = Callable[..., Session]


async def at_once(_: float) -> None:
    """Waiting that takes no time."""


@pytest.fixture
def library() -> Library:
    return sample_library()


@pytest.fixture
async def open_on(library: Library, tmp_path: Path) -> AsyncIterator[OpenOn]:
    """Opens sessions on the same library; all are closed at the end."""
    opened: list[Session] = []

    def make(
        version: str = "2026-07",
        *,
        token: str = READ_WRITE,
        rules: tuple[Rule, ...] = (),
        cache: Cache | None = None,
        language: str = "en",
    ) -> Session:
        faults = Faults(rules) if rules else None
        client = Client(
            Server(name="demo", url="http://demo.invalid", api_version=version),
            token=Token.parse(token),
            dialect=Dialect(version),
            transport=embedded(create_app(library, faults=faults)),
            sleep=at_once,
        )
        database = Database(tmp_path / "state.db")
        session = Session(
            client,
            recents=Recents(database),
            cache=cache,
            journal=lambda: Journal(database),
            drafts=lambda: Drafts(database),
            imports=lambda: Imports(database),
            language=language,
        )
        session.sleep = at_once
        opened.append(session)
        return session

    yield make
    for session in opened:
        await session.aclose()


@pytest.fixture
def session(open_on: OpenOn) -> Session:
    return open_on()
