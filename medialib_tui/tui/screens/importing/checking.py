"""The second step of an import: the file is read and checked, nothing is sent."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.examine import Examined, Reading, examine
from medialib_tui.core.importing.run import Import
from medialib_tui.core.importing.source import Format, Source, open_source
from medialib_tui.model.capability import Capability
from medialib_tui.store.errors import StoreError
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.jobs import Failure
from medialib_tui.tui.screens.importing.asking import ask_mapping
from medialib_tui.tui.screens.importing.words import found_blocks, problem_head, problem_rows
from medialib_tui.tui.widgets.import_check import ImportCheckPane

if TYPE_CHECKING:
    from medialib_tui.core.importing.outcomes import Counts, ImportRun
    from medialib_tui.tui.screens.importing.screen import ImportScreen


@dataclass(frozen=True)
class Checked:
    """A file as it was found, and how an earlier import of it went."""

    found: Examined
    earlier: Counts | None

    @property
    def source(self) -> Source:
        """The file."""
        return self.found.source

    @property
    def left(self) -> int:
        """Items that an import would offer, without those an earlier one proved."""
        if self.earlier is None:
            return self.found.good
        return self.earlier.unknown + self.earlier.waiting


class Checking:
    """Reads a file for the screen; what was found is in `checked`."""

    def __init__(self, screen: ImportScreen) -> None:
        self._screen = screen
        self._path = Path()
        self._mapping: Path | None = None
        self.checked: Checked | None = None
        self.busy = False

    @property
    def pane(self) -> ImportCheckPane:
        """Counts and problems."""
        return self._screen.query_one(ImportCheckPane)

    @property
    def refused(self) -> str:
        """Why nothing can be sent from here; empty where it can."""
        possible = self._screen.library.supports(Capability.IMPORT)
        if not possible.possible:
            return possible.reason
        session = self._screen.session
        try:
            _ = session.journal, session.imports
        except StoreError as error:
            return f"{error.title}."
        return ""

    def begin(self, path: Path, expected: ImportRun | None = None) -> None:
        """Read and check a file; `expected` is the import it belongs to."""
        if path != self._path:
            self._mapping = None
        self._path, self.checked, self.busy = path, None, True
        self._screen.header.title = path.name
        self.pane.show_nothing()
        self.pane.note.waiting("Reading the file…")
        self._screen.say("")
        work = partial(self._check, path, expected)
        jobs.start_read(self._screen, work, group="check", on_error=self.failed)

    @property
    def maps_columns(self) -> bool:
        """Whether a mapping of columns may be of use."""
        if self.checked is not None:
            return self.checked.source.format is Format.CSV
        return not self._path.suffix.lower().startswith((".json", ".ndjson"))

    @property
    def has_columns(self) -> bool:
        """Whether columns and problems share the room."""
        checked = self.checked
        return bool(checked and checked.source.columns and self.pane.problems.rows)

    async def ask_mapping(self) -> None:
        """Ask for a mapping file, then check with it."""
        chosen = await ask_mapping(self._screen.library, self._path, self._mapping)
        if chosen is not None and self._screen.is_attached:
            self._mapping = chosen if chosen.name else None
            self.again()

    def again(self) -> None:
        """Read the file once more: it may have been corrected."""
        self.begin(self._path)

    def stop(self) -> None:
        """Read no further."""
        if self.busy:
            self._screen.workers.cancel_group(self._screen, "check")
            self.busy = False
            self._screen.say("")
            self.pane.note.empty("Stopped before the whole file was checked.", "r checks it again.")
            self._screen.refresh_bindings()

    async def _check(self, path: Path, expected: ImportRun | None) -> None:
        session = self._screen.session
        source = await asyncio.to_thread(self._open, path, expected)
        if expected is not None and source.digest != expected.digest:
            said = f"{path.name} is not what it was then: it counts as another import."
            notices.say(self._screen, said, severity="warning")
        await session.prepare()
        found = await examine(session, source, progress=self._reading)
        earlier = await asyncio.to_thread(earlier_of, Import(session, source))
        self.checked, self.busy = Checked(found, earlier), False
        self._screen.say("")
        self._show(self.checked)
        self._screen.checked()

    def _open(self, path: Path, expected: ImportRun | None) -> Source:
        """The file, for the import it belongs to with the mapping beside it, if that was used."""
        beside = path.with_suffix(".toml")
        if expected is not None and self._mapping is None and beside.is_file():
            with suppress(BadInput):
                source = open_source(path, mapping=beside)
                if source.digest == expected.digest:
                    self._mapping = beside
                    return source
        return open_source(path, mapping=self._mapping)

    def _reading(self, reading: Reading) -> None:
        self._screen.tell(reading.text())

    def failed(self, error: Failure) -> None:
        """The file cannot be read, or not be checked."""
        self.busy = False
        self._screen.say("")
        self.pane.show_nothing()
        mapping = ", m to name a mapping of the columns" if self.maps_columns else ""
        self.pane.note.failed(error, does=f"check again{mapping}")
        self._screen.refresh_bindings()

    def _show(self, checked: Checked) -> None:
        found = checked.found
        blocks = tuple(found_blocks(found, self.refused, checked.earlier))
        self.pane.show(blocks, problem_head(found), problem_rows(found.problems))


def earlier_of(work: Import) -> Counts | None:
    """How an earlier import of the file went as far as is kept; for a thread."""
    try:
        return work.earlier
    except StoreError:
        return None
