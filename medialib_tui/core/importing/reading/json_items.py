"""The items of JSON and JSON lines, one after the other, with the line each begins on."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.item import Complaint
from medialib_tui.core.importing.reading.found import Found
from medialib_tui.core.importing.reading.text import LARGEST_ITEM, lines, pieces
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.importing.source import Source

ENTRIES = "mediaLibraryEntries"
_SPACE = re.compile(r"[ \t\r\n]*")
_NEAR_END = 16
_LONG = 16
_NO_NUMBER = 10**30


class Decoder:
    """Decodes a value, and remembers what of it no server could take as it is.

    `twice` holds a key that an object has twice, by the identity of the object; `odd` says that
    a number is none, or too large.
    """

    def __init__(self) -> None:
        self.twice: dict[int, str] = {}
        self.odd = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._integer,
            parse_float=self._float,
            parse_constant=self._float,
        )

    def decode(self, text: str, start: int = 0) -> tuple[JsonValue, int]:
        """The value at a place and where it ends. Raises JSONDecodeError and RecursionError."""
        self.twice, self.odd = {}, False
        found: tuple[JsonValue, int] = self._decoder.raw_decode(text, start)
        return found

    def whole(self, text: str) -> JsonValue:
        """The one value of a text. Raises JSONDecodeError and RecursionError."""
        value, end = self.decode(text)
        if end < len(text):
            raise json.JSONDecodeError("Extra data", text, end)
        return value

    def _object(self, pairs: list[tuple[str, JsonValue]]) -> JsonValue:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            self.twice[id(made)] = next(name for name in made if names.count(name) > 1)
        return made

    def _integer(self, text: str) -> int:
        if len(text) < _LONG:
            return int(text)
        self.odd = True
        return int(text) if len(text) < 2 * _LONG else _NO_NUMBER

    def _float(self, text: str) -> float:
        number = float(text)
        self.odd = self.odd or not math.isfinite(number)
        return number


def read_lines(source: Source) -> Iterator[Found]:
    """One item a line; a line that is no JSON is an item with that complaint."""
    decoder = Decoder()
    for number, line in lines(source):
        text = line.strip(" \t\r\n")
        if not text:
            continue
        try:
            value = decoder.whole(text)
        except json.JSONDecodeError as error:
            column = line.index(text[0]) + error.pos + 1
            said = f"Not JSON: {said_of(error.msg)}, column {column}."
            yield Found(number, None, text, complaints=(Complaint("", said),))
        except RecursionError:
            yield Found(number, None, text, complaints=(Complaint("", "Nested too deep."),))
        else:
            yield Found(number, value, text, twice=decoder.twice, odd=decoder.odd)


def read_json(source: Source) -> Iterator[Found]:
    """The items of `{"mediaLibraryEntries": [...]}`, of a plain list, or the one object."""
    yield from _Reader(source).items()


class _Reader:
    """A window over the text; `_at` is where reading stands in it."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._pieces = pieces(source)
        self._decoder = Decoder()
        self._text = ""
        self._at = 0
        self._lines = 0
        self._counted = (0, 0)
        self._behind = 0

    def items(self) -> Iterator[Found]:
        match self._next():
            case "[":
                yield from self._elements()
            case "{":
                yield from self._body()
            case _:
                raise self._bad("a JSON list or object is expected here")
        if self._next():
            raise self._bad(
                "the JSON has ended, and more follows",
                hint="Objects one a line are JSON lines: --format jsonl",
            )

    def _elements(self) -> Iterator[Found]:
        self._at += 1
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._next() == "]":
                self._at += 1
                return
            self._expect(",", "a comma or the end of the list is expected here")

    def _body(self) -> Iterator[Found]:
        """The members of the outer object: the list of items is streamed, the rest is held."""
        line, streamed = self._line(self._at), False
        single: dict[str, JsonValue] = {}
        twice: dict[int, str] = {}
        self._at += 1
        more = self._next() != "}"
        while more:
            if self._next() != '"':
                raise self._bad("a name in quotes is expected here")
            where = self._where(0)
            name = str(self._value().value)
            self._expect(":", "a colon is expected here")
            if name == ENTRIES and streamed:
                raise BadInput(f"{where}: “{ENTRIES}” is there twice.")
            if name == ENTRIES and self._next() == "[":
                streamed = True
                yield from self._elements()
            else:
                twice |= {id(single): name} if name in single else {}
                member = self._value()
                twice |= member.twice
                single[name] = member.value
            more = self._next() != "}"
            if more:
                self._expect(",", "a comma or the end of the object is expected here")
        self._at += 1
        if not streamed:
            self._refuse_envelope(single)
            yield Found(line, single, "", twice=twice, odd=True)

    def _refuse_envelope(self, single: dict[str, JsonValue]) -> None:
        if "mediaType" in single or "asset" in single:
            return
        for name, value in single.items():
            if name == ENTRIES or (isinstance(value, list) and len(single) == 1):
                raise BadInput(
                    f"{self._name}: the items are not where they are expected.",
                    detail=f"Found “{one_line(name, 60)}”.",
                    hint=f'An import is {{"{ENTRIES}": [ … ]}} or a plain list.',
                )

    def _value(self) -> Found:
        self._next()
        while True:
            try:
                value, end = self._decoder.decode(self._text, self._at)
            except json.JSONDecodeError as error:
                behind = error.pos - self._at
                cut = error.pos >= len(self._text) - _NEAR_END or "Unterminated" in error.msg
                if cut and self._more():
                    continue
                raise self._broken(error.msg, behind) from None
            except RecursionError:
                raise self._bad("nested too deep") from None
            if end == len(self._text) and self._more():
                continue
            found = Found(
                self._line(self._at),
                value,
                self._text[self._at : end],
                twice=self._decoder.twice,
                odd=self._decoder.odd,
            )
            self._at = end
            return found

    def _next(self) -> str:
        """The next character that is no white space; empty at the end."""
        if self._text[self._at : self._at + 1] > " ":
            return self._text[self._at]
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _expect(self, char: str, said: str) -> None:
        if self._next() != char:
            raise self._bad(said)
        self._at += 1

    def _more(self) -> bool:
        """Read on, as much again as is open; False at the end of the file."""
        self._lines += self._text.count("\n", 0, self._at)
        self._counted = (0, 0)
        start = self._text.rfind("\n", 0, self._at) + 1
        self._behind = self._at - start + (0 if start else self._behind)
        open_ = self._text[self._at :]
        if len(open_) > LARGEST_ITEM:
            self._text, self._at = open_, 0
            raise self._bad(f"an item is longer than {LARGEST_ITEM:,} characters")
        added = []
        size = 0
        for piece in self._pieces:
            added.append(piece)
            size += len(piece)
            if size >= len(open_):
                break
        self._text, self._at = open_ + "".join(added), 0
        return bool(added)

    def _line(self, at: int) -> int:
        if at >= self._counted[0]:
            more = self._text.count("\n", self._counted[0], at)
            self._counted = (at, self._counted[1] + more)
            return self._lines + self._counted[1] + 1
        return self._lines + self._text.count("\n", 0, at) + 1

    def _where(self, behind: int) -> str:
        """File, line and column of a place so many characters behind where reading stands."""
        at = self._at + behind
        start = self._text.rfind("\n", 0, at) + 1
        column = at - start + (0 if start else self._behind) + 1
        return f"{self._name}, line {self._line(at)}, column {column}"

    def _bad(self, said: str, behind: int = 0, hint: str = "") -> BadInput:
        if self._at + behind >= len(self._text):
            said = "the file ends in the middle of the JSON"
            hint = "It was cut short: write or download it again."
        return BadInput(f"{self._where(behind)}: {said}.", hint=hint)

    def _broken(self, message: str, behind: int) -> BadInput:
        if "Unterminated" in message:
            return self._bad("the file ends in a text that begins here", behind)
        return self._bad(said_of(message), behind)


_WORDS = {
    "Expecting value": "a value is expected here",
    "Expecting ',' delimiter": "a comma is expected here",
    "Expecting ':' delimiter": "a colon is expected here",
    "Expecting property name enclosed in double quotes": "a name in double quotes is expected here",
    "Illegal trailing comma before end of object": "a comma too many",
    "Illegal trailing comma before end of array": "a comma too many",
    "Invalid control character at": "a line break, tab or control character inside a text",
    "Unterminated string starting at": "a text without an end begins here",
    "Extra data": "more than one value on the line",
    "Invalid \\escape": "a backslash that means nothing",
    "Invalid \\uXXXX escape": "a \\u without its four digits",
}


def said_of(message: str) -> str:
    """The decoder's words for an error, as they are said here."""
    return _WORDS.get(message.removesuffix(": "), message)
