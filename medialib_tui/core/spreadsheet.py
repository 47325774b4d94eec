"""Rows as CSV and JSON text for files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from medialib_tui.model.base import JsonObject


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{cell}" if cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@")) else cell


def plain(cell: str) -> str:
    """The text that `harmless` was given."""
    protected = cell.startswith("'") and harmless(cell[1:]) == cell
    return cell[1:] if protected else cell


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A heading and rows, comma separated; cells are harmless."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def as_json(rows: Sequence[JsonObject]) -> str:
    """Objects as one JSON list."""
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
