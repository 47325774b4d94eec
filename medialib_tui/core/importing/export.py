"""The failed items of an import as a file that can be corrected and imported again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from medialib_tui.api.errors import in_words
from medialib_tui.core.importing.source import Format
from medialib_tui.core.spreadsheet import csv_line

if TYPE_CHECKING:
    from medialib_tui.core.importing.item import Item
    from medialib_tui.core.importing.known import Known
    from medialib_tui.core.importing.run import Import
    from medialib_tui.core.importing.source import Source

_T = TypeVar("_T")

CSV_FIELDS = (
    *("line", "item", "id", "systemName", "externalId"),
    *("result", "outcome", "status", "attempts", "error", "fields"),
)


def write_failed(work: Import, target: Path) -> int:
    """Write what was refused, is unknown or waits, whole and with its id; how many there are.

    JSON lines for JSON, the same columns for CSV. Replaces the target in one step; for a thread.
    Raises OSError, and BadInput where the source cannot be read any more.
    """
    return _write_at(work.source, (one.place for one in work.results(failed=True)), target)


def write_bad(source: Source, known: Known, target: Path) -> int:
    """Write the items with errors, as `write_failed` does; nothing has to be sent for it."""
    places = (item.place for item in source.items(known) if not item.good)
    return _write_at(source, places, target)


def problem_rows(source: Source, known: Known) -> Iterator[list[str]]:
    """Every error and warning as a row of a table, the heading first."""
    yield ["line", "item", "id", "field", "severity", "message"]
    for item in source.items(known):
        for one in item.problems:
            at = (str(one.line), str(one.place), one.label)
            yield [*at, one.field, one.severity, one.message]


def _write_at(source: Source, places: Iterator[int], target: Path) -> int:
    made = target.with_name(f".{target.name}.part")
    try:
        with made.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            written = _write(source, places, file)
        made.replace(target)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return written


def suggested_name(source: Source) -> str:
    """A name for the failed items of a file."""
    ending = ".csv" if source.format is Format.CSV else ".jsonl"
    return f"{Path(source.name).stem or 'import'}-failed{ending}"


def result_rows(work: Import, *, failed: bool = False) -> Iterator[list[str]]:
    """The results as rows of a table, the heading first; see CSV_FIELDS."""
    yield list(CSV_FIELDS)
    for result in work.results(failed=failed):
        data = result.to_json()
        cells = {
            **data,
            "status": result.status,
            "attempts": result.attempts,
            "error": result.title if result.failed else "",
            "fields": in_words(result.fields),
        }
        yield ["" if cells.get(name) is None else str(cells[name]) for name in CSV_FIELDS]


def _write(source: Source, places: Iterator[int], file: TextIO) -> int:
    written = 0
    if source.format is Format.CSV:
        rows = source.rows()
        file.write(source.mark + csv_line(next(rows), source.delimiter))
        for row in _at(places, zip(count(1), rows, strict=False)):
            file.write(csv_line(row, source.delimiter))
            written += 1
        return written
    for item in _at(places, ((one.place, one) for one in source.items())):
        file.write(f"{_line(item)}\n")
        written += 1
    return written


def _line(item: Item) -> str:
    """An item on one line, as it stands in the file where it is no plain object."""
    if item.raw:
        return " ".join(item.raw.splitlines())
    return json.dumps(item.data, ensure_ascii=False)


def _at(places: Iterator[int], numbered: Iterable[tuple[int, _T]]) -> Iterator[_T]:
    """What stands at those places, both in order."""
    wanted = next(places, None)
    for place, one in numbered:
        if wanted is None:
            return
        if place == wanted:
            yield one
            wanted = next(places, None)
