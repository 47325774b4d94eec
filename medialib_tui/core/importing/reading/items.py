"""The items of a file, each with its identity and its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import SET_BY_SERVER, Complaint, Item, Problem, label_of
from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.reading.found import Found
from medialib_tui.core.importing.reading.identity import Identities
from medialib_tui.core.importing.reading.locate import line_in
from medialib_tui.core.importing.reading.oddities import oddities, worth_a_look
from medialib_tui.core.importing.rules.item import complaints
from medialib_tui.core.importing.rules.plain import Plain

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source
    from medialib_tui.model.base import JsonObject

LARGE = 450_000
"""Characters of an item from which on a server may refuse it for its size."""

MOST_PROBLEMS = 40
"""Problems told of one item."""

_KINDS = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}


def read_items(source: Source, known: Known) -> Iterator[Item]:
    """Every item of a file, checked. Raises BadInput where it cannot be read on."""
    plain = Plain(known)
    with closing(Identities()) as identities:
        for place, found in enumerate(_found(source, known), 1):
            yield _item(place, found, known, plain, identities)


def _found(source: Source, known: Known) -> Iterator[Found]:
    from medialib_tui.core.importing import source as sources

    match source.format:
        case sources.Format.JSON:
            from medialib_tui.core.importing.reading.json_items import read_json

            return read_json(source)
        case sources.Format.JSONL:
            from medialib_tui.core.importing.reading.json_items import read_lines

            return read_lines(source)
        case sources.Format.CSV:
            from medialib_tui.core.importing.reading.csv_items import read_csv

            return read_csv(source, known)


def _item(place: int, found: Found, known: Known, plain: Plain, identities: Identities) -> Item:
    value = found.value
    if not isinstance(value, dict):
        return _no_item(place, found)
    wrong = list(found.complaints)
    if found.odd or found.twice or worth_a_look(found.text or found.basis):
        wrong += oddities(value, found.twice)
    if any(name in value for name in SET_BY_SERVER):
        said = "is set by the server and left out."
        wrong += (Complaint(name, said, "warning") for name in SET_BY_SERVER if name in value)
        value = {name: held for name, held in value.items() if name not in SET_BY_SERVER}
    data: JsonObject = value
    assigned = "id" not in value and not ("systemName" in value and "externalId" in value)
    if assigned:
        made, times, first = identities.made_for(value, found.basis, found.line)
        data = {"id": made, **value}
        if times > 1:
            said = f"is the same as the item on line {first}; it will be created once more."
            wrong.append(Complaint("", said, "warning"))
    if (size := len(found.text or found.basis)) > LARGE:
        said = f"has about {size // 1000:,} kB; servers take 500 kB unless set up otherwise."
        wrong.append(Complaint("", said, "warning"))
    wrong += identities.twins(data, found.line)
    if not plain.passes(data):
        known_wrong = {one.field for one in found.complaints}
        wrong += (one for one in complaints(data, known) if one.field not in known_wrong)
    if not wrong:
        return Item(place, found.line, data, assigned)
    raw = found.text if found.twice or found.odd else ""
    return Item(place, found.line, data, assigned, _problems(place, found, data, wrong), raw)


def _no_item(place: int, found: Found) -> Item:
    wrong = found.complaints or (
        Complaint("", f"An item is an object, and this is {_kind(found.value)}."),
    )
    return Item(place, found.line, {}, False, _problems(place, found, {}, wrong), found.text)


def _kind(value: object) -> str:
    return _KINDS.get(type(value), "null")


def _problems(
    place: int, found: Found, data: JsonObject, wrong: Iterable[Complaint]
) -> tuple[Problem, ...]:
    """Complaints as problems, errors first, so that none of them is cut off."""
    listed = sorted(wrong, key=lambda one: one.severity != "error")
    label = label_of(place, data)
    kept = [
        Problem(
            place,
            _line(found, one.field),
            label,
            one.field,
            _with_column(found, one),
            one.severity,
        )
        for one in listed[:MOST_PROBLEMS]
    ]
    if len(listed) > MOST_PROBLEMS:
        said = f"{len(listed) - MOST_PROBLEMS:,} more problems."
        kept.append(Problem(place, found.line, label, "", said, listed[MOST_PROBLEMS].severity))
    return tuple(kept)


def _line(found: Found, field: str) -> int:
    if not field or "\n" not in found.text:
        return found.line
    return found.line + line_in(found.text, field.split("."))


def _with_column(found: Found, one: Complaint) -> str:
    column = found.columns.get(one.field)
    if column is None or column == one.field:
        return one.message
    from medialib_tui.model.text import one_line

    return f"column “{one_line(column, 40)}”: {one.message}"
