"""Somebody at the app, on an embedded library of the test's own: any server, any fault."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import TypedDict, TypeVar

from textual.pilot import Pilot

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.model.server import Access, Server
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.imports import Imports
from medialib_tui.store.journal import Journal
from medialib_tui.store.recents import Recents
from medialib_tui.tui.app import MedialibApp
from tests.tui.conftest import settled, text_of, the_app

URL = "http://demo.invalid"
S = TypeVar("S")


class Of(TypedDict, total=False):
    """What a session is made of; `kept`: whether it has a journal, drafts and imports."""

    faults: Faults | None
    token: str
    version: str
    access: Access
    production: bool
    language: str
    kept: bool


class Person:
    """Presses keys, reads the terminal; the library behind it is at hand."""

    def __init__(self, pilot: Pilot[None], library: Library) -> None:
        self.pilot = pilot
        self.library = library

    @property
    def app(self) -> MedialibApp:
        """The app."""
        return the_app(self.pilot)

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return text_of(self.pilot)

    def screen_of(self, kind: type[S]) -> S:
        """The newest screen of a kind, wherever it is in the stack."""
        found = [one for one in self.app.screen_stack if isinstance(one, kind)]
        assert found, f"no {kind.__name__} is open"
        return found[-1]

    def patches(self) -> list[str]:
        """The bodies of the writes that came in, without blanks."""
        requests = [one for one in self.library.requests if one.method == "PATCH"]
        return [one.body.decode().replace(" ", "") for one in requests]

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they set off."""
        await self.pilot.press(*keys)
        await settled(self.pilot)


def state() -> Database:
    """What is kept on this machine."""
    return Database(Path(os.environ["MEDIALIB_HOME"]) / "state.db")


async def no_wait(_: float) -> None:
    """Waiting between two attempts or readings takes no time."""
    await asyncio.sleep(0)


def session_of(
    library: Library | None,
    *,
    faults: Faults | None = None,
    token: str = READ_WRITE,
    version: str = "2026-07",
    access: Access = Access.READ_WRITE,
    production: bool = False,
    language: str = "en",
    kept: bool = True,
) -> Session:
    """A session on that library; see `Of`."""
    database = state()
    server = Server(name="demo", url=URL, api_version=version, access=access, production=production)
    session = Session(
        Client(
            server,
            token=Token.parse(token),
            dialect=Dialect(version),
            transport=embedded(create_app(library, faults=faults)),
        ),
        recents=Recents(database),
        journal=partial(Journal, database) if kept else None,
        drafts=partial(Drafts, database) if kept else None,
        imports=partial(Imports, database) if kept else None,
        language=language,
    )
    session.sleep = no_wait
    return session
