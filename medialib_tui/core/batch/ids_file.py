"""Ids in a file: as words, as a column `id`, or as objects such as the results of a batch."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from medialib_tui.api.errors import BadInput
from medialib_tui.model.json_text import read_json

MOST = 50_000_000
"""Bytes a file of ids may have."""

_LONGEST_ID = 200


def ids_in_file(path: Path) -> tuple[str, ...]:
    """Every id of a file, each once, in its order. Raises BadInput."""
    try:
        path = path.expanduser()
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except (OSError, RuntimeError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"The file cannot be read: {why}.", detail=str(path)) from None
    if len(data) > MOST:
        raise BadInput("The file is too large for a list of ids.", detail=str(path))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("The file is not UTF-8 text.", detail=str(path)) from None
    found = tuple(dict.fromkeys(_ids(text)))
    for one in found:
        if len(one) > _LONGEST_ID or "://" in one:
            raise BadInput(f"“{one[:60]}” is no id.", detail=str(path), hint=_HINT)
    if not found:
        raise BadInput("There are no ids in this file.", detail=str(path), hint=_HINT)
    return found


_HINT = "One id a line; or results as JSON, JSON lines or CSV with a column “id”."


def _ids(text: str) -> Iterable[str]:
    head = text.lstrip()[:1]
    if head in ("{", "["):
        return _of_json(text)
    first = next(csv.reader(text.lstrip().splitlines()[:1]), [])
    if "id" in first and len(first) > 1:
        rows = csv.DictReader(io.StringIO(text.lstrip()))
        return (str(row["id"]).removeprefix("'") for row in rows if row.get("id"))
    return re.split(r"[\s,;]+", text.strip()) if text.strip() else ()


def _of_json(text: str) -> Iterator[str]:
    try:
        whole = read_json(text)
    except ValueError:
        for place, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield from _id_of(_line(line, place))
        return
    yield from _id_of(whole)


def _line(line: str, place: int) -> object:
    try:
        return read_json(line)
    except ValueError:
        raise BadInput(f"Line {place} is not JSON.", hint=_HINT) from None


def _id_of(value: object) -> Iterator[str]:
    match value:
        case list():
            for item in value:
                yield from _id_of(item)
        case {"mediaLibraryEntries": list(items)}:
            yield from _id_of(items)
        case {"id": str(found)} if found:
            yield found
        case str() if value:
            yield value
        case _:
            return
