"""The first step of an import: a path is typed, completed or chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.store.errors import NotKept
from medialib_tui.tui import jobs
from medialib_tui.tui.screens.importing.paths import (
    Listing,
    completed,
    matching,
    path_of,
    read_folder,
    split,
)
from medialib_tui.tui.screens.importing.words import earlier_row, file_rows
from medialib_tui.tui.widgets.import_files import ImportFilePane

if TYPE_CHECKING:
    from medialib_tui.core.importing.outcomes import ImportRun
    from medialib_tui.tui.screens.importing.screen import ImportScreen

_FINE = "Choose a .json, .jsonl, .ndjson or .csv file."
_MOVED = "Choose it where it is now: an import is known by the content of its file."


class Choosing:
    """Keeps the files listed beside what is typed; `chosen` is told of a file."""

    def __init__(
        self, screen: ImportScreen, chosen: Callable[[Path, ImportRun | None], None]
    ) -> None:
        self._screen = screen
        self._chosen = chosen
        self._listing: Listing | None = None
        self._runs: dict[str, ImportRun] = {}

    @property
    def pane(self) -> ImportFilePane:
        """The field and the lists."""
        return self._screen.query_one(ImportFilePane)

    def load(self) -> None:
        """Read the folder and the earlier imports."""
        self._listing = None
        self.typed(self.pane.field.text)
        jobs.start_read(self._screen, self._load_earlier, group="earlier")

    async def _load_earlier(self) -> None:
        from medialib_tui.core.importing.run import earlier_imports

        try:
            runs = await asyncio.to_thread(earlier_imports, self._screen.session)
        except NotKept:
            runs = ()
        self._runs = {run.digest: run for run in runs}
        running = self._screen.library.importing
        now = running.digest if running is not None and not running.ended else ""
        self.pane.show_earlier([earlier_row(run, running=run.digest == now) for run in runs])

    # What is typed

    def typed(self, text: str) -> None:
        """List what the path may become."""
        folder, _ = split(text)
        if self._listing is not None and self._listing.folder == folder:
            self._show(self._listing, text)
        else:
            jobs.start_read(self._screen, partial(self._read, folder), group="folder")

    async def _read(self, folder: str) -> None:
        self._listing = await asyncio.to_thread(read_folder, folder)
        self._show(self._listing, self.pane.field.text)

    def _show(self, listing: Listing, text: str) -> None:
        folder, begun = split(text)
        if folder != listing.folder:
            return
        found = matching(listing, begun)
        where = folder or "this folder"
        more = "; more than are listed" if listing.more else ""
        if listing.problem:
            empty = f"{where}: {listing.problem}"
        elif begun:
            empty = "No file begins so."
        else:
            empty = "There is nothing to import in this folder. Type the path of another one."
        self.pane.show_files(f"In {where}{more}", file_rows(folder, found), empty)

    def complete(self, text: str) -> None:
        """As far as all that match agree."""
        folder, begun = split(text)
        if self._listing is None or self._listing.folder != folder:
            return
        longer = folder if text == "~" else completed(text, matching(self._listing, begun))
        if longer != text:
            self.pane.field.put(longer)
            self.typed(longer)

    # What is chosen

    def asked(self, text: str) -> None:
        """A path was typed, or a row of the list taken."""
        text = text.strip()
        if text:
            jobs.start_read(self._screen, partial(self._ask, text), group="path")
        else:
            self.pane.note.empty("No file is named yet.", _FINE)

    async def _ask(self, text: str) -> None:
        path = path_of(text)
        kind = await asyncio.to_thread(_kind, path)
        if kind == "folder":
            longer = text if text.endswith("/") else f"{text}/"
            self.pane.field.put(longer)
            self.typed(longer)
            self.pane.focus_first()
        elif kind == "file":
            self.pane.field.put(text)
            self._chosen(path.absolute(), None)
        else:
            self.pane.files.display = False
            self.pane.note.empty(f"{text}: {kind}", _FINE)

    def earlier_chosen(self, digest: str) -> None:
        """Go on with an import begun earlier, or look at its results."""
        run = self._runs.get(digest)
        if run is not None:
            jobs.start_read(self._screen, partial(self._go_on, run), group="path")

    async def _go_on(self, run: ImportRun) -> None:
        path = Path(run.path)
        kind = await asyncio.to_thread(_kind, path) if run.path else "it was not read from a file"
        if kind == "file":
            self._chosen(path, run)
        else:
            self.pane.files.display = False
            self.pane.note.empty(f"{run.path or run.name}: {kind}", _MOVED)


def _kind(path: Path) -> str:
    """`folder`, `file`, or what is the matter."""
    try:
        if path.is_dir():
            return "folder"
        if path.is_file():
            return "file"
        there = path.exists()
    except (OSError, ValueError) as error:
        return (error.strerror if isinstance(error, OSError) else "") or str(error)
    return "this is no file that can be imported" if there else "there is no such file"
