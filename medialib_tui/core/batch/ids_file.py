"""Ids in a file or a stream: words, a column `id`, or objects such as the results of a batch."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.model.json_text import read_json

if TYPE_CHECKING:
    from pydantic import JsonValue

MOST = 50_000_000
"""Bytes a file of ids may have."""

_NO_ENTRY = ("refused", "waiting")
"""Results of an import that name an id and no entry."""

_LONGEST_ID = 200
_HINT = "One id a line; or results as JSON, JSON lines or CSV with a column “id”."
_HEADING = 10_000
"""Characters in which the names of columns are looked for."""

_BETWEEN = re.compile(r"[\s,;]+")


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
    return tuple(chain.from_iterable(read_ids([data], "in this file", str(path))))


def read_ids(pieces: Iterable[bytes], where: str, detail: str = "") -> Iterator[list[str]]:
    """Ids in the groups they arrive in, each once; `where` and `detail` say what is being read.

    Raises BadInput for bytes that are no UTF-8 text, for words no id can be, for JSON that names
    none, and for no id at all.
    """
    return _Reader(where, detail).fresh(pieces)


@dataclass(frozen=True, slots=True)
class _Reader:
    where: str
    detail: str

    def fresh(self, pieces: Iterable[bytes]) -> Iterator[list[str]]:
        """Each id once, none that cannot be one, and one at least."""
        seen: set[str] = set()
        for group in self._groups(self._texts(pieces)):
            fresh = [one for one in dict.fromkeys(group) if one not in seen]
            for one in fresh:
                self._check(one)
            if fresh:
                seen.update(fresh)
                yield fresh
        if not seen:
            raise self._refused(f"There are no ids {self.where}.")

    def _refused(self, said: str, hint: str = _HINT) -> BadInput:
        return BadInput(said, detail=self.detail, hint=hint)

    def _texts(self, pieces: Iterable[bytes]) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        line = 1
        for piece in chain(pieces, [b""]):
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError:
                raise self._refused(
                    f"What is {self.where} is not UTF-8 text (at or after line {line})."
                ) from None
            line += text.count("\n")
            yield text

    def _groups(self, texts: Iterator[str]) -> Iterator[list[str]]:
        head = ""
        for text in texts:
            head += text
            if head.strip():
                break
        texts = chain([head.lstrip()], texts)
        if head.lstrip()[:1] in ("{", "["):
            return self._of_json(texts)
        delimiter = _delimiter(head)
        return self._of_table(texts, delimiter) if delimiter else self._words(texts)

    def _words(self, texts: Iterator[str]) -> Iterator[list[str]]:
        """Words as they arrive; the last one of a text may go on in the next."""
        rest = ""
        for text in texts:
            *words, rest = _BETWEEN.split(rest + text)
            self._check(rest)
            yield [word for word in words if word]
        yield [rest] if rest else []

    def _of_table(self, texts: Iterable[str], delimiter: str) -> Iterator[list[str]]:
        from medialib_tui.core.spreadsheet import read_long_cells

        read_long_cells()
        rows = csv.DictReader(io.StringIO("".join(texts)), delimiter=delimiter)
        try:
            yield [
                row["id"].removeprefix("'")
                for row in rows
                if row.get("id") and row.get("result") not in _NO_ENTRY
            ]
        except csv.Error as error:
            raise self._refused(f"What is {self.where} is not CSV: {error}.") from None

    def _of_json(self, texts: Iterator[str]) -> Iterator[list[str]]:
        """Of JSON lines as they arrive; where the first line is no value, the whole is one."""
        rest, place, whole = "", 0, None
        for text in texts:
            rest += text
            if whole is None and "\n" in text:
                whole = not _is_json(rest.split("\n", 1)[0])
            if whole is not False:
                continue
            *lines, rest = rest.split("\n")
            for line in lines:
                place += 1
                yield self._of_value(line, place)
        yield self._of_value(rest, place + 1)

    def _of_value(self, text: str, line: int) -> list[str]:
        if not text.strip():
            return []
        try:
            value = read_json(text)
        except ValueError:
            raise self._refused(f"Line {line} {self.where} is not JSON.") from None
        match value:
            case list(items) | {"mediaLibraryEntries": list(items)}:
                return [one for place, item in enumerate(items, 1) for one in self._id(item, place)]
            case _:
                return list(self._id(value, line))

    def _id(self, value: JsonValue, place: int) -> Iterator[str]:
        """None of what never became an entry, such as a refused item of an import."""
        match value:
            case {"operation": "import", "result": str(result)} if result in _NO_ENTRY:
                return
            case str(found) | {"id": str(found)} if found:
                yield found
            case {"id": _} | {"error": _}:
                return
            case _:
                raise self._refused(f"Number {place} {self.where} is no object with an id.")

    def _check(self, word: str) -> None:
        if len(word) > _LONGEST_ID:
            raise self._refused(f"“{word[:24]}…” {self.where} is longer than any id.")
        if "://" in word:
            raise self._refused(
                f"“{word[:60]}” {self.where} is an address, not an id.",
                hint="Look addresses up one by one.",
            )


def _delimiter(text: str) -> str:
    """What stands between the columns of CSV with a column `id`, by its first line; else empty."""
    heading = text[:_HEADING].lstrip().splitlines()[:1]
    for delimiter in ",;\t|":
        first = next(csv.reader(heading, delimiter=delimiter), [])
        if "id" in first and len(first) > 1:
            return delimiter
    return ""


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except ValueError:
        return False
    return True
