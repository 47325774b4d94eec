"""Import files written, opened and read by tests, against the sample project."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.source import Format, Source, open_source
from medialib_tui.demo.sample_config import sample_config
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Support, Supported
from medialib_tui.model.schema import Project

_CONFIG: JsonObject = json.loads(json.dumps(sample_config()))
PROJECT = Project.read(_CONFIG)
YES = Supported(Support.YES)
KNOWN = Known(PROJECT, "en", YES, YES)

ASSETS: dict[str, JsonObject] = {
    "image": {
        "key": "2026/07/a.png",
        "url": "https://example.com/a.png",
        "size": 1000,
        "width": 40,
        "height": 30,
        "mimeType": "image/png",
        "filename": "a.png",
    },
    "video": {
        "key": "2026/07/a.mp4",
        "url": "https://example.com/a.mp4",
        "size": 1000,
        "width": 40,
        "height": 30,
        "duration": 1.5,
        "mimeType": "video/mp4",
        "filename": "a.mp4",
    },
    "file": {
        "key": "2026/07/a.pdf",
        "url": "https://example.com/a.pdf",
        "size": 1000,
        "mimeType": "application/pdf",
        "filename": "a.pdf",
    },
}


def item(entry_id: str | None = "one", media_type: str = "image", **changes: object) -> JsonObject:
    """An item without fault; a change of None takes a field out."""
    made: dict[str, object] = {
        "id": entry_id,
        "mediaType": media_type,
        "asset": dict(ASSETS[media_type]),
        "metadata": {"title": "A harbour at dawn"}
        | ({"credit": "Sample"} if media_type == "image" else {}),
        **changes,
    }
    kept: JsonObject = json.loads(json.dumps({k: v for k, v in made.items() if v is not None}))
    return kept


def numbered(number: int, **more: object) -> dict[str, object]:
    """One of many items to be created, each with an asset of its own."""
    asset = {
        "key": f"2026/11/{number}.png",
        "url": f"https://media.example.com/{number}.png",
        "size": 1,
        "width": 64,
        "height": 40,
        "mimeType": "image/png",
        "filename": "new.png",
    }
    metadata = {"title": f"New {number}", "credit": "Sample"}
    return {
        "id": f"new-{number}",
        "mediaType": "image",
        "asset": asset,
        "metadata": metadata,
        **more,
    }


def written(folder: Path, content: str | bytes, name: str = "items.json") -> Path:
    """A file of that content, byte for byte."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def opened(
    folder: Path,
    content: str | bytes,
    name: str = "items.json",
    *,
    mapping: str = "",
    format: Format | None = None,
    delimiter: str | None = None,
) -> Source:
    """The source of a file of that content."""
    rules = written(folder, mapping, "mapping.toml") if mapping else None
    path = written(folder, content, name)
    return open_source(path, mapping=rules, format=format, delimiter=delimiter)


def read(
    folder: Path,
    content: str | bytes,
    name: str = "items.json",
    *,
    mapping: str = "",
    known: Known = KNOWN,
) -> list[Item]:
    """The items of a file of that content."""
    return list(opened(folder, content, name, mapping=mapping).items(known))


def checked(folder: Path, *items: JsonObject, known: Known = KNOWN) -> list[Item]:
    """Items as they are read from a file."""
    return read(folder, json.dumps(items), known=known)


def told(items: Sequence[Item], severity: str = "error") -> list[tuple[int, str]]:
    """Line and field of every problem."""
    return [
        (problem.line, problem.field)
        for item in items
        for problem in item.problems
        if problem.severity == severity
    ]


def one(folder: Path, data: JsonObject, known: Known = KNOWN) -> Item:
    """An item as it is read."""
    return checked(folder, data, known=known)[0]


def errors(found: Item) -> dict[str, str]:
    """Messages of errors by field."""
    return {p.field: p.message for p in found.problems if p.severity == "error"}


def warnings(found: Item) -> dict[str, str]:
    """Messages of warnings by field."""
    return {p.field: p.message for p in found.problems if p.severity == "warning"}


TITLED = {"title": "A harbour at dawn", "credit": "Sample"}


BASE = {
    "id": "one",
    "mediaType": "image",
    "asset.key": "a.png",
    "asset.url": "https://example.com/a.png",
    "asset.size": "1000",
    "asset.width": "40",
    "asset.height": "30",
    "asset.mimeType": "image/png",
    "asset.filename": "a.png",
    "metadata.title": "A harbour at dawn",
    "metadata.credit": "Sample",
}


def table(*rows: dict[str, str], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as CSV text; columns are those of the first row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return out.getvalue()
