"""Which column of a CSV file is which field of an item: by its name, or by a mapping file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.item import ASSET_NUMBERS, ASSET_TEXTS, FIELDS, SET_BY_SERVER
from medialib_tui.core.importing.reading.oddities import oddities
from medialib_tui.core.importing.source import ColumnUse
from medialib_tui.model.nearest import nearest
from medialib_tui.model.text import one_line
from medialib_tui.store.toml import LARGEST_FILE, find_line

if TYPE_CHECKING:
    from pydantic import JsonValue

_ASSET = tuple(f"asset.{name}" for name in (*ASSET_TEXTS, *ASSET_NUMBERS))
_LONG = re.compile(r"metadata\.[^.]+|translations\.[a-z][a-zA-Z0-9-]*\.(?:metadata|asset)\.[^.]+")
_STRANGE = "not known"
_TABLES = ("columns", "fixed", "ignore")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says.

    `columns` are fields by column, `fixed` values by field that every item gets, `ignored` the
    columns left out; `*` among them is every column not named.
    """

    columns: Map[str, str] = field(default_factory=dict)
    fixed: Map[str, JsonValue] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def knows(self, column: str) -> bool:
        """Whether it is known what a column is for."""
        return column in self.columns or column in self.ignored or _known(column)


def is_field(name: str) -> bool:
    """Whether a dotted path names something an item can hold."""
    return name in FIELDS or name in _ASSET or _LONG.fullmatch(name) is not None


def _known(column: str) -> bool:
    return is_field(column) or column in SET_BY_SERVER


def columns_of(
    name: str, line: int, header: Sequence[str], mapping: Mapping
) -> tuple[ColumnUse, ...]:
    """What each column is for, and behind them the fixed values. Raises BadInput.

    `name` is the file's, and its heading stands on `line`.
    """
    where = f"{name}, line {line}"
    _refuse_twice(where, header, "name")
    for column in [*mapping.columns, *mapping.ignored]:
        if column not in header and column != "*":
            raise _missing(name, column, header)
    uses = [_use(column, mapping) for column in header]
    if strangers := [use.column for use in uses if use.note == _STRANGE]:
        raise _strange(where, strangers, alone=len(strangers) == len(header))
    _refuse_twice(where, [use.field for use in uses if use.field], "field")
    for path, value in mapping.fixed.items():
        if any(use.field == path for use in uses):
            raise BadInput(f"{name}: “{path}” has a column and a fixed value.")
        uses.append(ColumnUse("", path, f"always {_say(value)}"))
    return tuple(uses)


def _use(column: str, mapping: Mapping) -> ColumnUse:
    if column in mapping.columns:
        return ColumnUse(column, mapping.columns[column])
    if column in mapping.ignored:
        return ColumnUse(column, "", "left out by the mapping")
    if not column:
        return ColumnUse("", "", "no heading; its cells have to be empty")
    if is_field(column):
        return ColumnUse(column, column)
    if column in SET_BY_SERVER:
        return ColumnUse(column, "", "set by the server")
    if "*" in mapping.ignored:
        return ColumnUse(column, "", "left out by the mapping")
    return ColumnUse(column, "", _STRANGE)


def _strange(where: str, columns: Sequence[str], *, alone: bool) -> BadInput:
    """`alone` says that no column of the heading is known."""
    first, *others = columns
    also = f" The others: {one_line(', '.join(others), 300)}." if others else ""
    nor = f", nor {'is 1' if len(others) == 1 else f'are {len(others)}'} more." if others else "."
    hint = _meant(first) or "A mapping file says what a column is for, or leaves it out."
    if alone:
        hint = "The heading names the columns, such as id, mediaType, asset.key; see README."
    return BadInput(
        f"{where}: “{one_line(first, 60)}” is no field of an item{nor}",
        detail=also.strip(),
        hint=hint,
    )


def _meant(column: str) -> str:
    folded = column.strip().lower().replace(" ", "").replace("_", "")
    close = {known.lower(): known for known in (*FIELDS, *_ASSET)}
    short = {known.removeprefix("asset.").lower(): known for known in _ASSET}
    guess = close.get(folded) or short.get(folded) or nearest(column, (*FIELDS, *_ASSET))
    if guess:
        return f"Did you mean “{guess}”? Names are written exactly so."
    if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_-]*", column):
        return f"Did you mean “metadata.{column}”? A mapping file can say so, or leave it out."
    return ""


def _refuse_twice(where: str, names: Sequence[str], what: str) -> None:
    for one, times in Counter(names).items():
        if times > 1 and one:
            raise BadInput(
                f"{where}: {times} columns for the {what} “{one_line(one, 60)}”.",
                hint="Take one of them out, or give it another name.",
            )


def _missing(name: str, column: str, header: Sequence[str]) -> BadInput:
    guess = nearest(column, header)
    return BadInput(
        f"{name} has no column “{one_line(column, 60)}”, which the mapping names.",
        hint=f"Did you mean “{one_line(guess, 60)}”?"
        if guess
        else one_line(f"Columns: {', '.join(header)}", 300),
    )


def _say(value: JsonValue) -> str:
    return f"“{one_line(value, 60)}”" if isinstance(value, str) else one_line(str(value), 60)


def read_mapping(path: Path) -> tuple[Mapping, bytes]:
    """What a mapping file says, and its bytes. Raises BadInput with file, line and key."""
    import tomllib

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        tables = tomllib.loads(text)
    except OSError as error:
        raise BadInput(f"The mapping {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"The mapping {path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        hint = "Names with anything but letters, digits, - and _ go in quotes."
        raise BadInput(f"{path} is not TOML: {error}.", hint=hint) from None
    return _Written(path, text).mapping(tables), data


class _Written:
    """A mapping file as written, to say where in it something is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def mapping(self, tables: Map[str, object]) -> Mapping:
        for key in tables:
            if key not in _TABLES:
                raise self._bad((key,), "is not a table of a mapping", _near(key, _TABLES))
        columns: dict[str, str] = {}
        for column, path in self._table(tables, "columns").items():
            if not isinstance(path, str):
                raise self._bad(("columns", column), "must be the name of a field in quotes")
            self._check(("columns", column), path)
            columns[column] = path
        fixed = dict(self._flat(self._table(tables, "fixed"), ()))
        ignore = self._table(tables, "ignore")
        ignored = ignore.get("columns", [])
        for key in ignore:
            if key != "columns":
                raise self._bad(("ignore", key), 'is not known: [ignore] has columns = ["…"]')
        if not isinstance(ignored, list) or not all(isinstance(one, str) for one in ignored):
            raise self._bad(("ignore", "columns"), "must be a list of names in quotes")
        if both := columns.keys() & ignored:
            raise self._bad(("columns", min(both)), "is left out by [ignore] too")
        return Mapping(columns, fixed, frozenset(ignored))

    def _table(self, tables: Map[str, object], name: str) -> dict[str, object]:
        table = tables.get(name, {})
        if not isinstance(table, dict):
            raise self._bad((name,), f"must be a table, written [{name}]")
        return table

    def _flat(
        self, table: Map[str, object], place: tuple[str, ...]
    ) -> Iterator[tuple[str, JsonValue]]:
        """Fixed values by dotted path, whether the dots were in quotes or not."""
        for key, value in table.items():
            path = ".".join((*place, key))
            if isinstance(value, dict) and not _LONG.fullmatch(path):
                yield from self._flat(value, (*place, key))
                continue
            self._check(("fixed", *place, key), path)
            if not isinstance(value, str | int | float | bool | list | dict):
                raise self._bad(("fixed", *place, key), "must be a text, a number or a list")
            if odd := next(oddities(value, {}), None):
                raise self._bad(("fixed", *place, key), odd.message.rstrip("."))
            yield path, value

    def _check(self, place: tuple[str, ...], path: str) -> None:
        if not is_field(path):
            hint = _meant(path) or "Fields: " + ", ".join((*FIELDS[:4], *_ASSET, "metadata.…"))
            said = f"“{one_line(path, 60)}” is no field of an item"
            raise self._bad(place, said, hint)

    def _bad(self, place: tuple[str, ...], said: str, hint: str = "") -> BadInput:
        line = find_line(self._text, place)
        where = f"{self._path}, line {line}" if line else str(self._path)
        return BadInput(one_line(f"{where}: {'.'.join(place)}: {said}.", 600), hint=hint)


def _near(key: str, known: Sequence[str]) -> str:
    guess = nearest(key, known)
    return f"Did you mean [{guess}]?" if guess else f"Known: [{'], ['.join(known)}]"
