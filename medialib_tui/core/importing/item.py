"""One item of an import file, its fields, and what is wrong with it (API reference 2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from medialib_tui.model.base import JsonObject
from medialib_tui.model.nearest import meant

Severity = Literal["error", "warning"]
"""An error is known to be refused by the server; a warning is to be thought about."""


ASSET_TEXTS = ("key", "url", "filename", "mimeType")
ASSET_NUMBERS = ("size", "width", "height", "duration")
FIELDS = ("id", "systemName", "externalId", "mediaType", "asset", "metadata", "translations")
"""The fields of an item (API reference 2.3); the last three are cells of JSON in CSV."""

SET_BY_SERVER = ("version", "createdAt", "updatedAt")
"""Columns of exported entries that an import leaves out."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with a field (a dotted path, empty for the whole)."""

    field: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with an item; texts of the file are made safe to show.

    `place` counts items and `line` lines of the file, both from 1. `field` is a dotted path of
    the item (`asset.url`, `translations.0.locale`), empty for the item as a whole.
    """

    place: int
    line: int
    label: str
    field: str
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it would be sent.

    `line` is where it begins. `assigned` says that its id was made by this client. `raw` is its
    text as it stands in the file where that cannot be told from `data`: broken JSON lines,
    duplicate keys, values that are no objects.
    """

    place: int
    line: int
    data: JsonObject
    assigned: bool = False
    problems: tuple[Problem, ...] = ()
    raw: str = ""

    @property
    def id(self) -> str | None:
        """The id it asks for; None where it goes by its external id alone."""
        return _text(self.data.get("id"))

    @property
    def external_id(self) -> str | None:
        """Its id in the system it comes from."""
        return _text(self.data.get("externalId"))

    @property
    def system_name(self) -> str | None:
        """The system it comes from."""
        return _text(self.data.get("systemName"))

    @property
    def label(self) -> str:
        """What to call it: its id, `system:external-id`, or its place in the file."""
        return label_of(self.place, self.data)

    @property
    def good(self) -> bool:
        """Whether nothing is known that the server would refuse."""
        return all(problem.severity != "error" for problem in self.problems)


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """That a name is none of those known, and which of them may be meant."""
    return what + (meant(name, known) or ".")


def label_of(place: int, data: JsonObject) -> str:
    """The name of an item: its id, `system:external-id`, or its place; safe to show."""
    from medialib_tui.model.text import one_line

    system, external = _text(data.get("systemName")), _text(data.get("externalId"))
    name = _text(data.get("id")) or (f"{system}:{external}" if system and external else "")
    return one_line(name, 80) if name else f"item {place}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
