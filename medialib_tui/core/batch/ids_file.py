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
    found = ids_in_text(text)
    for one in found:
        if len(one) > _LONGEST_ID or "://" in one:
            raise BadInput(f"“{one[:60]}” is no id.", detail=str(path), hint=_HINT)
    if not found:
        raise BadInput("There are no ids in this file.", detail=str(path), hint=_HINT)
    return found


def ids_in_text(text: str) -> tuple[str, ...]:
    """Every id of a text, each once, in its order. Raises BadInput for JSON that names none."""
    return tuple(dict.fromkeys(_ids(text)))


def is_table(text: str) -> bool:
    """Whether a text is CSV with a column `id`, by its first line."""
    first = next(csv.reader(text.lstrip().splitlines()[:1]), [])
    return "id" in first and len(first) > 1


_HINT = "One id a line; or results as JSON, JSON lines or CSV with a column “id”."


def _ids(text: str) -> Iterable[str]:
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text)
    if is_table(text):
        rows = csv.DictReader(io.StringIO(text.lstrip()))
        return (str(row["id"]).removeprefix("'") for row in rows if row.get("id"))
    return re.split(r"[\s,;]+", text.strip()) if text.strip() else ()


def _of_json(text: str) -> Iterator[str]:
    try:
        whole = read_json(text)
    except ValueError:
        for place, line in enumerate(text.splitlines(), 1):
            if line.strip():
                yield from _id_of(_line(line, place), place)
        return
    for place, one in enumerate(_listed(whole), 1):
        yield from _id_of(one, place)


def _line(line: str, place: int) -> object:
    try:
        return read_json(line)
    except ValueError:
        raise BadInput(f"Line {place} is not JSON.", hint=_HINT) from None


def _listed(value: object) -> list[object]:
    match value:
        case list(items) | {"mediaLibraryEntries": list(items)}:
            return items
        case _:
            return [value]


def _id_of(value: object, place: int) -> Iterator[str]:
    """None of what never became an entry, such as a refused item of an import."""
    match value:
        case str(found) | {"id": str(found)} if found:
            yield found
        case {"id": _} | {"error": _}:
            return
        case _:
            raise BadInput(f"Number {place} is no object with an id.", hint=_HINT)
