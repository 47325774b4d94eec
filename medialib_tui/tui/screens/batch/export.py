"""The results of a batch as a file, in the one format of the command line and of the app."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.core.batch.results import as_csv, as_json_lines
from medialib_tui.core.picture.saving import Part, place_for, suggested_name
from medialib_tui.model.base import JsonObject
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.save import SaveDialog

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp

_HINT = (
    "The ending decides: .csv for a spreadsheet, .json for a list, .jsonl for lines. "
    "Each can be read again as a list of ids."
)

Results = Callable[[], Sequence[JsonObject]]


def export_results(app: MedialibApp, name: str, results: Results) -> None:
    """Ask for a name and write the results; nothing is replaced unasked."""
    jobs.start_flow(app, "export", partial(_flow, app, name, results))


async def _flow(app: MedialibApp, name: str, results: Results) -> None:
    found = results()
    if not found:
        notices.say(app, "There are no results to write.")
        return
    what = "1 result" if len(found) == 1 else f"{len(found):,} results"
    suggested = Path(suggested_name(f"{name}.csv".replace(" ", "-"), "results"))
    dialog = SaveDialog(f"Write {what}", suggested, partial(_save, found, what), hint=_HINT)
    if said := await app.push_screen_wait(dialog):
        notices.say(app, said, title="Written")


async def _save(found: Sequence[JsonObject], what: str, target: Path, force: bool) -> str:
    await asyncio.to_thread(_write, found, target, force)
    return f"{what}\n{target}"


def _write(found: Sequence[JsonObject], target: Path, force: bool) -> None:
    part = Part(place_for(target, target.name, force=force))
    try:
        match target.suffix.lower():
            case ".json":
                part.write((json.dumps(list(found), ensure_ascii=True, indent=2) + "\n").encode())
            case ".jsonl" | ".ndjson":
                for line in as_json_lines(found):
                    part.write(line.encode())
            case _:
                for line in as_csv(found):
                    part.write(line.encode("utf-8", "replace"))
        part.finish(force=force)
    finally:
        part.discard()
