"""The rows of a CSV file with the line each begins on, and what they say as items."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.item import Complaint
from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.reading.cells import Cells
from medialib_tui.core.importing.reading.found import Found
from medialib_tui.core.importing.reading.text import LARGEST_ITEM, lines
from medialib_tui.core.spreadsheet import LARGEST_CELL, read_long_cells

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source


@dataclass(frozen=True, slots=True)
class Row:
    """A record as written; `line` is where it begins."""

    line: int
    cells: list[str]


def read_heading(source: Source) -> tuple[str, ...]:
    """The names of the columns. Raises BadInput."""
    row = next(_records(source), None)
    if row is None:
        raise BadInput(f"{source.name} has no heading.")
    return tuple(cell.strip() for cell in row.cells)


def read_rows(source: Source) -> Iterator[Row]:
    """Every record behind the heading; rows of empty cells, or of blanks, are no items."""
    records = _records(source)
    next(records, None)
    return (row for row in records if any(cell.strip() for cell in row.cells))


def complete_rows(source: Source) -> Iterator[list[str]]:
    """The heading and every row, each with the id its item is sent with.

    A column `id` is added where the file has none.
    """
    at = next((n for n, use in enumerate(source.columns) if use.field == "id"), len(source.header))
    added = at >= len(source.header) and "id" not in source.header
    yield [*source.header, *(["id"] if added else [])]
    for row, item in zip(read_rows(source), source.items(), strict=True):
        cells, made = list(row.cells), item.id if item.assigned else None
        if added and len(cells) == len(source.header):
            cells.append("")
        if made is not None and at < len(cells):
            cells[at] = made
        yield cells


def read_csv(source: Source, known: Known) -> Iterator[Found]:
    """Every row as an item, its cells typed by the fields they are for."""
    cells = Cells(source, known)
    width = len(source.header)
    for row in read_rows(source):
        complaints: list[Complaint] = []
        if len(row.cells) < width or any(row.cells[width:]):
            cells_are = f"{len(row.cells)} cell{'s' * (len(row.cells) != 1)}"
            said = f"{cells_are}, and the heading has {width} columns."
            complaints.append(Complaint("", said))
        if cells.lost(row.cells):
            complaints.append(Complaint("", "A cell stands below no heading."))
        texts = cells.texts(row.cells)
        data, wrong = cells.item(texts)
        basis = json.dumps(sorted(texts.items()))
        yield Found(
            row.line,
            data,
            complaints=(*complaints, *wrong),
            basis=basis,
            columns=cells.columns,
        )


def _records(source: Source) -> Iterator[Row]:
    """Every record that holds anything. Raises BadInput where quotes do not close."""
    above = source.heading_line - 1
    text = (line for number, line in lines(source) if number > above)
    read_long_cells()
    reader = csv.reader(text, delimiter=source.delimiter, strict=True)
    begins = above + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(source, begins, above + reader.line_num, str(error)) from None
        if cells:
            if sum(map(len, cells)) > LARGEST_ITEM:
                said = f"a row of more than {LARGEST_ITEM:,} characters"
                raise BadInput(f"{source.name}, line {begins}: {said}.")
            yield Row(begins, cells)
        begins = above + reader.line_num + 1


def _broken(source: Source, begins: int, line: int, error: str) -> BadInput:
    if "field limit" in error:
        said = f"a cell of more than {LARGEST_CELL:,} characters"
        hint = "If a quote opens it that nothing closes: a quote inside a cell is written twice."
        return BadInput(f"{source.name}, line {begins}: {said}.", hint=hint)
    if "unexpected end of data" in error:
        said = f"{source.name}, line {begins}: a quoted cell of this row never ends."
        return BadInput(said, hint="A quote inside a quoted cell is written twice.")
    return BadInput(
        f"{source.name}, line {line}: the quotes of a cell are not closed as CSV wants it.",
        detail=error,
        hint="A quote inside a quoted cell is written twice.",
    )
