"""Rows as CSV and JSON text for files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from medialib_tui.model.base import JsonObject

_OPENS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula; the wide forms do where East Asian text is usual."""


LARGEST_CELL = 1 << 20
"""Characters of one cell that are read."""


def read_long_cells() -> None:
    """Have csv read cells up to LARGEST_CELL, eight times what it does of its own."""
    csv.field_size_limit(LARGEST_CELL)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.lstrip(" \t\r\n").startswith(_OPENS) else cell


def plain(cell: str) -> str:
    """The text that `harmless` was given."""
    protected = cell.startswith("'") and harmless(cell[1:]) == cell
    return cell[1:] if protected else cell


def csv_line(cells: Sequence[str], delimiter: str = ",") -> str:
    """One row as a line; a cell with any kind of line break is quoted."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A heading and rows, comma separated; cells are harmless."""
    lines = (csv_line([harmless(cell) for cell in row]) for row in rows)
    return csv_line(heading) + "".join(lines)


def as_json(rows: Sequence[JsonObject]) -> str:
    """Objects as one JSON list."""
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
