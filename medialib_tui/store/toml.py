"""One TOML file, read with errors that name the file, the line and the key."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from medialib_tui.model.nearest import nearest
from medialib_tui.model.text import one_line
from medialib_tui.store.errors import SettingsError

LARGEST_FILE = 1_000_000
_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*([^=#\[\]]+?)\s*=")
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^.\s"\']+)')


def read_toml(path: Path) -> str | None:
    """The text of a file, None where there is none; refused where others can change it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            facts = os.fstat(file.fileno())
            data = file.read(LARGEST_FILE + 1) if stat.S_ISREG(facts.st_mode) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}",
            hint=f"chmod 600 {path}" if isinstance(error, PermissionError) else "",
            file=path,
        ) from None
    if data is None:
        raise SettingsError(f"{path} is not a file", file=path)
    if facts.st_mode & stat.S_IWOTH:
        raise SettingsError(
            f"{path} can be changed by anybody on this machine",
            detail="It decides which commands are run and where tokens go.",
            hint=f"chmod 600 {path}",
            file=path,
        )
    if len(data) > LARGEST_FILE:
        raise SettingsError(f"{path} is larger than {LARGEST_FILE:,} bytes", file=path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}: not UTF-8 text", file=path) from None


class Table(NamedTuple):
    """A table of the file; every getter gives None for a missing key and raises SettingsError."""

    file: Path
    source: str
    place: tuple[str, ...]
    data: Mapping[str, object]

    @property
    def name(self) -> str:
        """The last part of the table's own name."""
        return self.place[-1] if self.place else ""

    def error(
        self,
        key: str | None,
        problem: str,
        *,
        hint: str = "",
        near: tuple[str, Iterable[str]] | None = None,
    ) -> SettingsError:
        """A complaint about a key of this table, or about the table itself."""
        place = self.place if key is None else (*self.place, key)
        line = find_line(self.source, place)
        where = f"{self.file}, line {line}" if line else str(self.file)
        dotted = one_line(".".join(place), 200)
        if near and (guess := nearest(*near)):
            hint = f"did you mean “{guess}”?"
        return SettingsError(
            one_line(f"{where}: {dotted}: {problem}", 600), hint=hint, file=self.file, key=dotted
        )

    def text(self, key: str) -> str | None:
        """A text that is not empty."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.error(key, f"must be a text in quotes, not {_kind(value)}")
        if not value.strip() or any(ord(char) < 32 for char in value):
            raise self.error(key, "must not be empty and must be on one line")
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """One of the given texts."""
        value = self.text(key)
        if value is not None and value not in choices:
            known = ", ".join(f"“{item}”" for item in choices)
            raise self.error(key, f"must be one of {known}", near=(value, choices))
        return value

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self.error(key, f"must be true or false, not {_kind(value)}")

    def number(self, key: str) -> float | None:
        """A whole or broken number."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"must be a number, not {_kind(value)}")
        try:
            return float(value)
        except OverflowError:
            raise self.error(key, "is too large") from None

    def table(self, key: str) -> Table | None:
        """A table inside this one."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, written [{key}], not {_kind(value)}")
        return Table(self.file, self.source, (*self.place, key), value)

    def tables(self, key: str) -> list[Table]:
        """The tables inside a table of this one, in the order of the file."""
        outer = self.table(key)
        if outer is None:
            return []
        found = []
        for name in outer.data:
            inner = outer.data[name]
            if not isinstance(inner, dict):
                raise outer.error(name, f"must be a table, written [{key}.NAME]")
            found.append(Table(self.file, self.source, (*outer.place, name), inner))
        return found


def refuse_unknown(
    table: Table, known: Sequence[str], everywhere: Mapping[str, Sequence[str]]
) -> None:
    """Raise SettingsError for the first key that is not known, naming the nearest that is."""
    for key in table.data:
        if key in known:
            continue
        if guess := nearest(key, known):
            hint = f"did you mean “{guess}”?"
        elif homes := [name for name, keys in everywhere.items() if key in keys]:
            place = f"in [{homes[0]}]" if homes[0] else "above all tables"
            hint = f"“{key}” belongs {place}"
        else:
            hint = f"known here: {', '.join(known)}"
        raise table.error(key, "is not a setting", hint=hint)


def find_line(source: str, place: tuple[str, ...]) -> int | None:
    """The line, from 1, where a key or table is written; None where it cannot be told cheaply."""
    section: tuple[str, ...] = ()
    for number, line in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(line):
            section = _parts(header[1])
            found = section
        elif key := _KEY.match(line):
            found = section + _parts(key[1])
        else:
            continue
        if found == place:
            return number
    return None


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(found[1] or found[2] or found[3] or "" for found in _PART.finditer(dotted))


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"
