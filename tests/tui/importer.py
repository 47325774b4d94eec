"""An import on an embedded library of the test's own: any server, any fault, any file."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Unpack

from textual.pilot import Pilot
from textual.widgets import Input

from medialib_tui.core.session import Session
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample import sample_library
from medialib_tui.store.settings import Settings
from medialib_tui.tui.app import MedialibApp
from medialib_tui.tui.screens.importing.screen import ImportScreen
from medialib_tui.tui.widgets.import_files import ImportFilePane
from tests.core.importing.files import item, written
from tests.tui.conftest import LIMIT, settled
from tests.tui.person import Of, Person, session_of

IMPORT = "*/import/mediaLibrary"
THERE = "harbour-dawn-01"


class Importer(Person):
    """One person importing."""

    def __init__(self, pilot: Pilot[None], library: Library, session: Session) -> None:
        super().__init__(pilot, library)
        self.session = session

    @property
    def screen(self) -> ImportScreen:
        """The import, wherever it is in the stack."""
        return self.screen_of(ImportScreen)

    @property
    def files(self) -> ImportFilePane:
        """The first step."""
        return self.screen.query_one(ImportFilePane)

    def rows(self) -> dict[str, str]:
        """What is said of each item listed."""
        return {row.label: row.said for row in self.screen.pane.table.items}

    def batches(self) -> int:
        """How many requests brought items."""
        return sum(one.path.endswith("/import/mediaLibrary") for one in self.library.requests)

    def there(self, prefix: str) -> list[str]:
        """Ids of entries that begin so."""
        return [one for one in self.library.entries if one.startswith(prefix)]

    async def touch(self, *keys: str) -> None:
        """Press keys and wait for nothing that is held up."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LIMIT
        while not holds():
            assert loop.time() < end, self.text
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Put text into the field with the focus."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.value = text
        field.cursor_position = len(text)
        await settled(self.pilot)

    async def check(self, path: Path) -> None:
        """As far as what was found in a file."""
        await self.type(str(path))
        await self.press("enter")

    async def agree(self) -> None:
        """From what was found past the question."""
        await self.press("f2")
        await self.touch("y")


def lines(*items: object) -> str:
    """JSON lines."""
    return "".join(f"{json.dumps(one)}\n" for one in items)


def many(count: int, prefix: str = "new") -> str:
    """JSON lines of so many items without fault."""
    return lines(*(item(f"{prefix}-{number}") for number in range(1, count + 1)))


def mixed(folder: Path) -> Path:
    """Two good items, one that is there, two with errors, one without an id."""
    good, there, nameless = item("new-1"), item(THERE), item(None)
    untitled = item("new-2", metadata={"credit": "Sample"})
    text = lines(good, item("no good id!"), there, untitled, nameless)
    return written(folder, text, "mixed.jsonl")


@asynccontextmanager
async def importer(
    *,
    library: Library | None = None,
    size: tuple[int, int] = (80, 24),
    **of: Unpack[Of],
) -> AsyncIterator[Importer]:
    """The app with the import open."""
    library = library or sample_library()
    session = session_of(library, **of)
    app = MedialibApp(session, Settings(Path(os.environ["MEDIALIB_HOME"]) / "settings.toml"))
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        at = Importer(pilot, library, session)
        await at.press("escape", "I")
        yield at
