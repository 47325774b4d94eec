"""The usage log of one entry in the app, on a server of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Unpack

from pydantic import JsonValue

from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.tui.screens.entry.screen import EntryScreen
from medialib_tui.tui.screens.usage.screen import UsageScreen
from medialib_tui.tui.widgets.usage_table import UsageTable
from tests.tui.conftest import settled
from tests.tui.desk import Desk, desk
from tests.tui.person import Of

ENTRY = "pending-usage"
PRINT: Json = {"id": "u1", "state": "pending", "purpose": "print", "params": {"page": 3}}
WEB: Json = {
    "id": "u2",
    "state": "confirmed",
    "purpose": "web",
    "publicationDate": "2026-05-01T10:00:00.000Z",
    "documentId": 121,
}
SOCIAL: Json = {
    "id": "u3",
    "state": "confirmed",
    "purpose": "social",
    "publicationDate": "2026-05-02T10:00:00.000Z",
    "documentId": 122,
    "billing": True,
}


class Log:
    """The tab of one entry's usage log."""

    def __init__(self, held: Desk) -> None:
        self.desk = held
        self.pilot = held.pilot

    @property
    def entry(self) -> Entry:
        """The entry as the server holds it."""
        return self.desk.library.entries[ENTRY]

    @property
    def uses(self) -> list[Json]:
        """Its uses as the server holds them."""
        return [row for row in self.entry.usage_log if isinstance(row, dict)]

    @property
    def screen(self) -> EntryScreen:
        """The entry's screen, wherever it is in the stack."""
        return self.desk.screen_of(EntryScreen)

    @property
    def table(self) -> UsageTable:
        """The uses as they are shown."""
        return self.screen.uses.table

    @property
    def form(self) -> UsageScreen:
        """The form that is open."""
        assert isinstance(self.pilot.app.screen, UsageScreen), self.pilot.app.screen
        return self.pilot.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they start."""
        await self.pilot.press(*keys)
        await settled(self.pilot)

    async def fill(self, **values: JsonValue) -> None:
        """Type values into the form; `params__page` is the param `page`."""
        for handle, value in values.items():
            form = self.form.form
            assert form is not None
            form.set(handle.replace("__", "."), value)
            self.form.touched()
            await self.pilot.pause()


@asynccontextmanager
async def log(
    *rows: Json,
    size: tuple[int, int] = (80, 24),
    **of: Unpack[Of],
) -> AsyncIterator[Log]:
    """The tab of an entry that has these uses."""
    library: Library = sample_library()
    library.entries[ENTRY].usage_log = [dict(row) for row in rows]
    async with desk(library=library, size=size, open_form=False, query=ENTRY, **of) as held:
        await held.press("4")
        yield Log(held)
