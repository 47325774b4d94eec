"""What became of an import as a file: all results, or the failed items to be corrected."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.importing.export import result_rows, suggested_name, write_failed
from medialib_tui.core.importing.source import Format
from medialib_tui.core.picture import saving
from medialib_tui.core.spreadsheet import csv_line, harmless
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.dialogs.save import Save, SaveDialog
from medialib_tui.tui.screens.import_words import count_of

if TYPE_CHECKING:
    from medialib_tui.core.importing.run import Import
    from medialib_tui.core.importing.source import Source
    from medialib_tui.tui.screens.importing import ImportScreen

_FAILED, _RESULTS = "failed", "results"
_CORRECT = "Correct them there and import that file; what is created by then is left alone."
_ENDINGS = "The ending decides: .csv for a spreadsheet, .json or .jsonl for everything known."


def export(screen: ImportScreen) -> None:
    """Ask what to write and where; nothing is replaced unasked."""
    if screen.watching.active:
        notices.say(screen, "It is not through yet; s stops it.")
    else:
        jobs.start_flow(screen.library, "export", partial(_flow, screen))


async def _flow(screen: ImportScreen) -> None:
    work, source, counts = screen.watching.work, screen.watching.source, screen.watching.counts
    if work is None or source is None:
        return
    what: str | None = _RESULTS
    if counts.failed:
        failed = f"{count_of(counts.failed, 'item')} not on the server"
        what = await screen.app.push_screen_wait(
            ChoiceDialog(
                "Write to a file",
                [
                    Choice(_FAILED, failed, "f", "to be corrected and imported again"),
                    Choice(_RESULTS, "All results", "a", "how each item ended"),
                ],
            )
        )
    if what is None:
        return
    dialog = _failed(work, source) if what == _FAILED else _results(work, source, counts.total)
    if said := await screen.app.push_screen_wait(dialog):
        notices.say(screen, said, title="Written")


def _failed(work: Import, source: Source) -> SaveDialog:
    written = "CSV with the same columns" if source.format is Format.CSV else "JSON lines"
    place = source.path.parent / saving.suggested_name(suggested_name(source), "failed")
    save = partial(_save_failed, work)
    return SaveDialog("Write the failed items", place, save, hint=f"{written}. {_CORRECT}")


async def _save_failed(work: Import, target: Path, force: bool) -> str:
    place = saving.place_for(target, target.name, force=force)
    try:
        count = await asyncio.to_thread(write_failed, work, place)
    except OSError as error:
        said = f"The file cannot be written: {error.strerror or error}."
        raise saving.NotSaved(said, detail=str(place)) from None
    return f"{count_of(count, 'item')}\n{place}"


def _results(work: Import, source: Source, count: int) -> SaveDialog:
    name = f"{Path(source.name).stem or 'import'}-results.csv"
    place = source.path.parent / saving.suggested_name(name, "results")
    save: Save = partial(_save_results, work, count)
    title = f"Write {count_of(count, 'result')}"
    return SaveDialog(title, place, save, hint=_ENDINGS)


async def _save_results(work: Import, count: int, target: Path, force: bool) -> str:
    place = saving.place_for(target, target.name, force=force)
    await asyncio.to_thread(_write, work, place, force)
    return f"{count_of(count, 'result')}\n{place}"


def _write(work: Import, place: Path, force: bool) -> None:
    part = saving.Part(place)
    try:
        for text in _texts(work, place.suffix.lower()):
            part.write(text.encode("utf-8", "replace"))
        part.finish(force=force)
    finally:
        part.discard()


def _texts(work: Import, ending: str) -> Iterator[str]:
    """The file piece by piece, however many results there are."""
    if ending not in (".json", ".jsonl", ".ndjson"):
        yield from (csv_line(list(map(harmless, row))) for row in result_rows(work))
        return
    lines = (json.dumps(one.to_json(), ensure_ascii=False) for one in work.results())
    if ending != ".json":
        yield from (f"{line}\n" for line in lines)
        return
    yield "["
    for place, line in enumerate(lines):
        yield f"{',' if place else ''}\n{line}"
    yield "\n]\n"
