"""What the cells of a CSV row say, each typed by the field it is for (API reference 2.3, 7)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.core.form.control import Control, control_of
from medialib_tui.core.form.text import Unreadable, from_text
from medialib_tui.core.importing.item import ASSET_NUMBERS, FIELDS, Complaint
from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.reading.json_items import Decoder, said_of
from medialib_tui.core.importing.reading.oddities import oddities
from medialib_tui.core.spreadsheet import plain
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.property import Property
    from medialib_tui.model.schema import MediaType

_Read = Callable[[str], JsonValue]
_MOST_TYPES = 20
_LONGEST_NUMBER = 15
_STRUCTURED = FIELDS[4:]
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SEPARATED = re.compile(r"[+-]?[0-9]{1,3}([., '\u00a0\u202f][0-9]{3})+")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Cells:
    """The columns of one file; `columns` is the heading of each field."""

    def __init__(self, source: Source, known: Known) -> None:
        written = source.columns[: len(source.header)]
        self.columns = {use.field: use.column for use in written if use.field}
        self._uses = [(place, use.field) for place, use in enumerate(written) if use.field]
        self._nameless = [place for place, use in enumerate(written) if not use.column]
        self._fixed: Mapping[str, JsonValue] = source.mapping.fixed if source.mapping else {}
        self._paths = {field: _steps(field) for field in (*self._fixed, *self.columns)}
        self._project = known.project if known.project and known.project.known else None
        self._readers: dict[str, dict[str, _Read]] = {}

    def texts(self, cells: Sequence[str]) -> dict[str, str]:
        """What a row says by field; empty cells say nothing."""
        return {
            field: plain(cells[place])
            for place, field in self._uses
            if place < len(cells) and cells[place]
        }

    def lost(self, cells: Sequence[str]) -> bool:
        """Whether a row says something in a column that has no name."""
        return any(place < len(cells) and cells[place] for place in self._nameless)

    def item(self, texts: Mapping[str, str]) -> tuple[JsonObject, tuple[Complaint, ...]]:
        """The item of a row; a cell that cannot be read stays text, with a complaint."""
        complaints: list[Complaint] = []
        readers = self._readers_for(texts.get("mediaType", self._fixed.get("mediaType")))
        values: dict[str, JsonValue] = dict(self._fixed)
        for field, text in texts.items():
            try:
                values[field] = readers[field](text)
            except Unreadable as error:
                values[field] = text
                complaints.append(Complaint(field, str(error)))
        return self._assembled(values, complaints), tuple(complaints)

    def _assembled(self, values: dict[str, JsonValue], complaints: list[Complaint]) -> JsonObject:
        """One item of values by dotted path; whole objects come first and columns add to them."""
        item: JsonObject = {}
        by_locale: dict[str, JsonObject] = {}
        for whole in (True, False):
            for path, value in values.items():
                steps = self._paths[path]
                if whole is not (len(steps) == 1):
                    continue
                if whole:
                    item[path] = value
                    continue
                if steps[0] == "translations":
                    place = by_locale.setdefault(steps[1], {"locale": steps[1], "metadata": {}})
                    holder = place.setdefault(steps[2], {})
                else:
                    holder = item.setdefault(steps[0], {})
                if isinstance(holder, dict):
                    holder[steps[-1]] = value
                else:
                    said = f"cannot be added: “{steps[0]}” is no object."
                    complaints.append(Complaint(path, said))
        if by_locale:
            listed = item.setdefault("translations", [])
            if isinstance(listed, list):
                listed.extend(by_locale.values())
        return item

    def _readers_for(self, media_type: JsonValue) -> dict[str, _Read]:
        """How each column is read for a media type."""
        name = media_type if isinstance(media_type, str) else ""
        if name not in self._readers:
            schema = self._project.media_type(name) if self._project else None
            readers = {field: _reader(self._paths[field], schema) for field in self.columns}
            if len(self._readers) >= _MOST_TYPES:
                return readers
            self._readers[name] = readers
        return self._readers[name]


def _steps(field: str) -> tuple[str, ...]:
    return tuple(field.split(".", 3 if field.startswith("translations.") else 1))


def _reader(steps: tuple[str, ...], schema: MediaType | None) -> _Read:
    """How the cells of a column are read; what it gives raises Unreadable."""
    if len(steps) == 1:
        return _json if steps[0] in _STRUCTURED else str
    name = steps[-1]
    if steps[-2] == "asset":
        if name not in ASSET_NUMBERS:
            return str
        return _seconds if name == "duration" else _whole
    prop = schema.property(name) if schema else None
    return lambda text: _metadata(prop, text)


def _whole(text: str) -> JsonValue:
    return _number(text.strip(), whole=True)


def _seconds(text: str) -> JsonValue:
    return _number(text.strip(), whole=False)


def _number(text: str, *, whole: bool) -> int | float:
    if _WHOLE.fullmatch(text):
        if len(text) > _LONGEST_NUMBER:
            raise Unreadable(f"{one_line(text, 40)} is too large a number.")
        return int(text)
    if _SEPARATED.fullmatch(text) and (whole or "." not in text):
        digits = re.sub(r"\D", "", text)
        raise Unreadable(f"“{text}” may be read in two ways; thousands are written {digits}.")
    if _NUMBER.fullmatch(text):
        return _decimal(float(text), text, whole=whole)
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        raise Unreadable(f"“{text}” has a comma; decimals are written {text.replace(',', '.')}.")
    raise Unreadable(f"“{one_line(text, 40)}” is not a number.")


def _decimal(number: float, text: str, *, whole: bool) -> int | float:
    """A number with a point or an exponent, as spreadsheets write large ones."""
    if not math.isfinite(number):
        raise Unreadable(f"{one_line(text, 40)} is too large a number.")
    exact = whole and number.is_integer() and abs(number) < 10**_LONGEST_NUMBER
    return int(number) if exact else number


def _metadata(prop: Property | None, text: str) -> JsonValue:
    control = control_of(prop) if prop is not None else Control.JSON
    if text[:1] in _OPENS.get(control, ""):
        return _json(text)
    read = _READ.get(control)
    if read is not None:
        return read(text)
    if control is Control.CHOICE and prop is not None:
        return _choice(prop, text)
    return text


def _choice(prop: Property, text: str) -> JsonValue:
    for choice in prop.choices:
        if not isinstance(choice.value, str) and str(choice.value) == text.strip():
            return choice.value
    return from_text(Control.INTEGER, text, None) if prop.type == "li-integer" else text


def _flag(text: str) -> bool:
    found = _WORDS.get(text.strip().lower())
    if found is None:
        raise Unreadable(f"“{one_line(text, 40)}” is neither true nor false.")
    return found


def _listed(text: str) -> JsonValue:
    return [one.strip() for one in re.split(r"[|\r\n]+", text) if one.strip()]


def _typed(control: Control) -> Callable[[str], JsonValue]:
    return lambda text: from_text(control, text, None)


def _addresses(text: str) -> JsonValue:
    return from_text(Control.DOCUMENTS, text.replace("|", "\n").replace("\r", ""), None)


def _span(text: str) -> JsonValue:
    start, slash, end = (part.strip() for part in text.partition("/"))
    if not slash:
        raise Unreadable('A validity is written FROM/TO, or as {"from": "…", "to": "…"}.')
    sides: list[tuple[str, JsonValue]] = [("from", start), ("to", end)]
    return {name: side for name, side in sides if side}


_READ: dict[Control, Callable[[str], JsonValue]] = {
    Control.INTEGER: _typed(Control.INTEGER),
    Control.INTEGERS: _typed(Control.INTEGERS),
    Control.BOOLEAN: _flag,
    Control.INVALID: _flag,
    Control.TAGS: _listed,
    Control.CHOICES: _listed,
    Control.COLOUR: str.strip,
    Control.VALIDITY: _span,
    Control.LICENSE: lambda text: {"handle": text.strip()},
    Control.DOCUMENT: _typed(Control.DOCUMENT),
    Control.DOCUMENTS: _addresses,
    Control.VIDEO: _typed(Control.VIDEO),
}
_OPENS = {
    Control.INTEGERS: "[",
    Control.TAGS: "[",
    Control.CHOICES: "[",
    Control.VALIDITY: "{",
    Control.LICENSE: "{",
    Control.DOCUMENT: "{",
    Control.DOCUMENTS: "{",
    Control.VIDEO: "{",
    Control.JSON: "{[",
    Control.SHOWN: "{[",
}
"""What begins a cell of JSON, by control."""


def _json(text: str) -> JsonValue:
    decoder = Decoder()
    text = text.strip()
    try:
        value = decoder.whole(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if "\n" in text else error.pos + 1
        raise Unreadable(f"Not JSON: {said_of(error.msg)}, at {where} of the cell.") from None
    except RecursionError:
        raise Unreadable("Nested too deep.") from None
    if decoder.twice or decoder.odd:
        odd = next(oddities(value, decoder.twice))
        raise Unreadable(f"{odd.field}: {odd.message}" if odd.field else odd.message)
    return value
