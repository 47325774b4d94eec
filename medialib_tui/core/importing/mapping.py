"""Which column of a CSV file is which field of an item: by its name, or by a mapping file."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says.

    `columns` are fields by column, `fixed` values by field that every item gets, `ignored` the
    columns left out; `*` among them is every column not named.
    """

    columns: Map[str, str] = field(default_factory=dict)
    fixed: Map[str, JsonValue] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
