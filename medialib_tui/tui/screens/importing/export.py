"""What became of an import as a file: all results, or the failed items to be corrected."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.importing.export import (
    problem_rows,
    result_rows,
    suggested_name,
    write_bad,
    write_failed,
)
from medialib_tui.core.importing.known import known_of
from medialib_tui.core.importing.source import Format
from medialib_tui.core.picture import saving
from medialib_tui.core.spreadsheet import csv_line, harmless
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.dialogs.save import Save, SaveDialog
from medialib_tui.tui.screens.batch.words import count_of

if TYPE_CHECKING:
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.run import Import
    from medialib_tui.core.importing.source import Source
    from medialib_tui.tui.screens.importing.screen import ImportScreen

_FAILED, _RESULTS = "failed", "results"
_CORRECT = "Correct them there and import that file; what is created by then is left alone."
_ENDINGS = "The ending decides: .csv for a spreadsheet, .json or .jsonl for everything known."
_TABLE = "CSV for a spreadsheet: one row an error or warning, all of them."

_Texts = Callable[[str], Iterator[str]]
"""The pieces of a file, by the ending of its name."""


def export(screen: ImportScreen) -> None:
    """Ask what to write and where; nothing is replaced unasked."""
    if screen.watching.active:
        notices.say(screen, "It is not through yet; s stops it.")
    else:
        jobs.start_flow(screen.library, "export", partial(_flow, screen))


def export_problems(screen: ImportScreen, found: Examined) -> None:
    """Ask for the items with errors as a file, or for what was found in all of them."""
    jobs.start_flow(screen.library, "export", partial(_problem_flow, screen, found))


async def _problem_flow(screen: ImportScreen, found: Examined) -> None:
    source, count = found.source, found.errors + found.warnings
    what: str | None = _RESULTS
    if found.bad:
        left_out = f"{count_of(found.bad, 'item')} with errors"
        what = await screen.app.push_screen_wait(
            ChoiceDialog(
                "Write to a file",
                [
                    Choice(_FAILED, left_out, "f", "to be corrected and imported again"),
                    Choice(_RESULTS, count_of(count, "problem"), "a", "line, field and what"),
                ],
            )
        )
    if what is None:
        return
    known = await known_of(screen.session)
    if what == _FAILED:
        dialog = _whole(source, "Write the items with errors", partial(write_bad, source, known))
    else:
        place = source.path.parent / saving.suggested_name(_named(source, "problems"), "problems")
        texts = partial(_table, partial(problem_rows, source, known))
        said = count_of(count, "problem")
        dialog = SaveDialog(f"Write {said}", place, partial(_save_texts, texts, said), hint=_TABLE)
    if written := await screen.app.push_screen_wait(dialog):
        notices.say(screen, written, title="Written")


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
    if what == _FAILED:
        dialog = _whole(source, "Write the failed items", partial(write_failed, work))
    else:
        dialog = _results(work, source, counts.total)
    if said := await screen.app.push_screen_wait(dialog):
        notices.say(screen, said, title="Written")


def _whole(source: Source, title: str, write: Callable[[Path], int]) -> SaveDialog:
    written = "CSV with the same columns" if source.format is Format.CSV else "JSON lines"
    place = source.path.parent / saving.suggested_name(suggested_name(source), "failed")
    return SaveDialog(title, place, partial(_save_whole, write), hint=f"{written}. {_CORRECT}")


async def _save_whole(write: Callable[[Path], int], target: Path, force: bool) -> str:
    place = saving.place_for(target, target.name, force=force)
    try:
        count = await asyncio.to_thread(write, place)
    except OSError as error:
        said = f"The file cannot be written: {error.strerror or error}."
        raise saving.NotSaved(said, detail=str(place)) from None
    return f"{count_of(count, 'item')}\n{place}"


def _named(source: Source, what: str) -> str:
    return f"{Path(source.name).stem or 'import'}-{what}.csv"


def _results(work: Import, source: Source, count: int) -> SaveDialog:
    place = source.path.parent / saving.suggested_name(_named(source, "results"), "results")
    what = count_of(count, "result")
    save: Save = partial(_save_texts, partial(_texts, work), what)
    return SaveDialog(f"Write {what}", place, save, hint=_ENDINGS)


async def _save_texts(texts: _Texts, what: str, target: Path, force: bool) -> str:
    place = saving.place_for(target, target.name, force=force)
    await asyncio.to_thread(_write, texts, place, force)
    return f"{what}\n{place}"


def _write(texts: _Texts, place: Path, force: bool) -> None:
    part = saving.Part(place)
    try:
        for text in texts(place.suffix.lower()):
            part.write(text.encode("utf-8", "replace"))
        part.finish(force=force)
    finally:
        part.discard()


def _table(rows: Callable[[], Iterator[list[str]]], ending: str = "") -> Iterator[str]:
    """Rows as CSV that is harmless in a spreadsheet, whatever the ending."""
    yield from (csv_line(list(map(harmless, row))) for row in rows())


def _texts(work: Import, ending: str) -> Iterator[str]:
    """The file piece by piece, however many results there are."""
    if ending not in (".json", ".jsonl", ".ndjson"):
        yield from _table(partial(result_rows, work))
        return
    lines = (json.dumps(one.to_json(), ensure_ascii=False) for one in work.results())
    if ending != ".json":
        yield from (f"{line}\n" for line in lines)
        return
    yield "["
    for place, line in enumerate(lines):
        yield f"{',' if place else ''}\n{line}"
    yield "\n]\n"
