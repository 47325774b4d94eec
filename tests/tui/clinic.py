"""A take-down on an embedded library of the test's own: any server, any fault, any access."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Unpack

from textual.pilot import Pilot
from textual.widgets import Input

from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.store.journal import Journal
from medialib_tui.store.settings import Settings
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.screens.takedown.batch import BatchScreen
from medialib_tui.tui.screens.takedown.screen import TakeDownScreen
from tests.tui.conftest import settled
from tests.tui.person import Of, Person, session_of, state

ENTRY = "harbour-dawn-01"


class Clinic(Person):
    """One person taking things down."""

    def __init__(self, pilot: Pilot[None], library: Library, journal: Journal) -> None:
        super().__init__(pilot, library)
        self.journal = journal

    @property
    def screen(self) -> TakeDownScreen:
        """The take-down, wherever it is in the stack."""
        return self.screen_of(TakeDownScreen)

    @property
    def several(self) -> BatchScreen:
        """The take-down of several."""
        return self.screen_of(BatchScreen)

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


@asynccontextmanager
async def clinic(
    query: str = ENTRY,
    *keys: str,
    library: Library | None = None,
    size: tuple[int, int] = (80, 24),
    notes: tuple[str, ...] = (),
    **of: Unpack[Of],
) -> AsyncIterator[Clinic]:
    """The app with that looked up and those keys pressed."""
    home = Path(os.environ["MEDIALIB_HOME"])
    library = library or sample_library()
    session = session_of(library, **of)
    app = MedialibApp(session, Settings(home / "settings.toml", notes=notes), query)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        at = Clinic(pilot, library, Journal(state()))
        for key in keys:
            await at.press(key)
        yield at
