"""The app on an embedded library of the test's own: any version, any fault, any size."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from medialib_tui.core.ahead import ask_ahead
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_WRITE
from medialib_tui.store.recents import Recents
from medialib_tui.store.settings import Settings
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.lookup.screen import LookupScreen
from tests.tui.conftest import settled
from tests.tui.person import URL, session_of, state


@asynccontextmanager
async def stage(
    query: str = "",
    *,
    version: str = "2026-07",
    token: str = READ_WRITE,
    faults: Faults | None = None,
    library: Library | None = None,
    size: tuple[int, int] = (80, 24),
    recents: Iterable[tuple[str, str]] = (),
    wait: bool = True,
    ahead: bool = False,
) -> AsyncIterator[Pilot[None]]:
    """The app, at rest unless a gate of `faults` holds something.

    `ahead`: the query was asked before there was an app, and answered, unless a gate holds it.
    """
    home = Path(os.environ["MEDIALIB_HOME"])
    kept = Recents(state())
    for place, (entry_id, title) in enumerate(recents):
        kept.note(URL, entry_id, title, "image", 1_700_000_000 - place)
    session = session_of(library, faults=faults, token=token, version=version, kept=False)
    if ahead:
        ask_ahead(session, query)
        assert session.ahead is not None
        if wait:
            await session.ahead._task
    app = MedialibApp(session, Settings(home / "settings.toml"), query)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        if wait:
            await settled(pilot)
        yield pilot


def lookup_of(pilot: Pilot[None]) -> LookupScreen:
    """The look-up, which has to be the screen in view."""
    screen = pilot.app.screen
    assert isinstance(screen, LookupScreen)
    return screen


def entry_of(pilot: Pilot[None]) -> EntryScreen:
    """The entry screen, which has to be the one in view."""
    screen = pilot.app.screen
    assert isinstance(screen, EntryScreen)
    return screen
