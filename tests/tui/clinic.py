"""A take-down on an embedded library of the test's own: any server, any fault, any access."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.demo.app import create_app
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.model.server import Access, Server
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.journal import Journal
from medialib_tui.store.recents import Recents
from medialib_tui.store.settings import Settings
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.screens.takedown import TakeDownScreen
from medialib_tui.tui.screens.takedown_batch import BatchScreen
from tests.tui.conftest import settled, text_of, the_app

URL = "http://demo.invalid"
ENTRY = "harbour-dawn-01"


class Clinic:
    """One person taking things down."""

    def __init__(self, pilot: Pilot[None], library: Library, journal: Journal) -> None:
        self.pilot = pilot
        self.library = library
        self.journal = journal

    @property
    def app(self) -> MedialibApp:
        """The app."""
        return the_app(self.pilot)

    @property
    def screen(self) -> TakeDownScreen:
        """The take-down, wherever it is in the stack."""
        found = [one for one in self.app.screen_stack if isinstance(one, TakeDownScreen)]
        assert found, "no take-down is open"
        return found[-1]

    @property
    def several(self) -> BatchScreen:
        """The take-down of several."""
        found = [one for one in self.app.screen_stack if isinstance(one, BatchScreen)]
        assert found, "no take-down of several is open"
        return found[-1]

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return text_of(self.pilot)

    @property
    def focused(self) -> str | None:
        """The id of what has the focus."""
        return self.app.focused.id if self.app.focused else None

    def asking(self) -> bool:
        """Whether the last question is on the screen."""
        return isinstance(self.app.screen, ConsentDialog)

    def rows(self) -> dict[str, str]:
        """What the pane in view says, by row."""
        screen = self.app.screen
        assert isinstance(screen, TakeDownScreen | BatchScreen)
        pane = screen.found if screen.step == "check" else screen.proven
        return {row.key: row.said for row in pane.table.items}

    def patches(self) -> list[str]:
        """The bodies of the writes that came in, without blanks."""
        requests = [one for one in self.library.requests if one.method == "PATCH"]
        return [one.body.decode().replace(" ", "") for one in requests]

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they set off."""
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def note(self, text: str) -> None:
        """Type a note in its step."""
        self.screen.note.put(text)
        await self.pilot.pause()

    async def ask(self, note: str = "") -> None:
        """As far as the last question."""
        await self.press("f2")
        if note:
            await self.note(note)
        await self.press("f2")
        assert self.asking()

    async def type(self, text: str) -> None:
        """Type into the field of the dialog."""
        self.app.screen.query_one(Input).value = text
        await self.pilot.pause()


async def no_wait(_: float) -> None:
    """Waiting between two readings takes no time."""


@asynccontextmanager
async def clinic(
    query: str = ENTRY,
    *keys: str,
    faults: Faults | None = None,
    library: Library | None = None,
    token: str = READ_WRITE,
    version: str = "2026-07",
    access: Access = Access.READ_WRITE,
    production: bool = False,
    size: tuple[int, int] = (80, 24),
    notes: tuple[str, ...] = (),
) -> AsyncIterator[Clinic]:
    """The app with that looked up and those keys pressed."""
    home = Path(os.environ["MEDIALIB_HOME"])
    database = Database(home / "state.db")
    library = library or sample_library()
    server = Server(name="demo", url=URL, api_version=version, access=access, production=production)
    session = Session(
        Client(
            server,
            token=Token.parse(token),
            dialect=Dialect(version),
            transport=embedded(create_app(library, faults=faults)),
        ),
        recents=Recents(database),
        journal=partial(Journal, database),
        drafts=partial(Drafts, database),
    )
    session.sleep = no_wait
    app = MedialibApp(session, Settings(home / "settings.toml", notes=notes), query)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        at = Clinic(pilot, library, Journal(database))
        for key in keys:
            await at.press(key)
        yield at
