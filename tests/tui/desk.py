"""The form of an entry on an embedded library of the test's own, journal and drafts included."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Unpack

from pydantic import JsonValue
from textual.pilot import Pilot

from medialib_tui.core.form.form import Form
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.store.drafts import Draft, Drafts
from medialib_tui.store.settings import Settings
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.screens.edit.screen import EditScreen
from medialib_tui.tui.widgets.controls.field_editor import AnyControl, FieldEditor
from tests.tui.conftest import settled
from tests.tui.person import URL, Of, Person, session_of, state

ENTRY = "every-plugin"


class Desk(Person):
    """One editor at work: the app, the library behind it, the drafts beside it."""

    def __init__(self, pilot: Pilot[None], library: Library, drafts: Drafts) -> None:
        super().__init__(pilot, library)
        self.drafts = drafts

    @property
    def screen(self) -> EditScreen:
        """The form's screen, wherever it is in the stack."""
        return self.screen_of(EditScreen)

    @property
    def form(self) -> Form:
        """The form."""
        assert self.screen.form is not None
        return self.screen.form

    @property
    def open(self) -> bool:
        """Whether the form is still open."""
        return any(isinstance(screen, EditScreen) for screen in self.app.screen_stack)

    @property
    def editor(self) -> AnyControl:
        """The control of the one field being edited."""
        editors = self.screen.query(FieldEditor)
        assert len(editors) == 1
        return editors.first().inner

    @property
    def status(self) -> str:
        """What the header says of saving."""
        return self.screen.header.status[0]

    def draft(self) -> Draft | None:
        """The draft on the disk."""
        return self.drafts.get(URL, ENTRY)

    @property
    def stored(self) -> dict[str, object]:
        """The metadata on the server."""
        return self.library.entries[ENTRY].metadata

    def sent(self, method: str) -> int:
        """How many requests of a method came in for the entry."""
        return sum(
            request.method == method and request.path.endswith(f"/mediaLibrary/{ENTRY}")
            for request in self.library.requests
        )

    def on_top(self) -> bool:
        """Whether nothing lies over the form."""
        return self.app.screen is self.screen

    def editing(self) -> bool:
        """Whether a field is being edited."""
        return self.screen.view.editing

    def changed(self) -> list[str]:
        """Handles of the changed properties."""
        return list(self.form.changed)

    def others_save(self, **metadata: object) -> None:
        """Somebody else saves."""
        entry = self.library.entries[ENTRY]
        entry.metadata = {**entry.metadata, **metadata}
        entry.version += 1

    async def go(self, handle: str) -> None:
        """Put the cursor on a field."""
        self.screen.view.fields.focus()
        assert self.screen.view.fields.go_to(handle), handle
        await self.pilot.pause()

    async def edit(self, handle: str) -> None:
        """Open the editor of a field."""
        await self.go(handle)
        await self.press("enter")

    async def set(self, handle: str, value: JsonValue) -> None:
        """Change a value as the controls do."""
        self.form.set(handle, value)
        self.screen.touched()
        await self.pilot.pause()


@asynccontextmanager
async def desk(
    *,
    library: Library | None = None,
    size: tuple[int, int] = (80, 24),
    open_form: bool = True,
    environ: dict[str, str] | None = None,
    query: str = ENTRY,
    **of: Unpack[Of],
) -> AsyncIterator[Desk]:
    """The app on the entry with every plugin, its form open."""
    home = Path(os.environ["MEDIALIB_HOME"])
    library = library or sample_library()
    session = session_of(library, **of)
    app = MedialibApp(session, Settings(home / "settings.toml"), query, environ=environ)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        if open_form:
            await pilot.press("e")
            await settled(pilot)
        yield Desk(pilot, library, Drafts(state()))
