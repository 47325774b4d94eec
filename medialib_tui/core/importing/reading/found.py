"""What a reader finds in a file: one value, where it stands, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Severity

if TYPE_CHECKING:
    from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with a field (a dotted path, empty for the whole)."""

    field: str
    message: str
    severity: Severity = "error"


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """That a name is none of those known, and which of them may be meant."""
    from medialib_tui.store.toml import nearest

    guess = nearest(name[:60], known)
    return f"{what}; is “{guess}” meant?" if guess else f"{what}."


@dataclass(frozen=True, slots=True)
class Found:
    """A value as read.

    `text` is how it is written (JSON); `twice` and `odd` are what its Decoder remembers. `basis`
    is what a made id is made from where that is not the value, and
    `columns` the column each field came from (CSV).
    """

    line: int
    value: JsonValue
    text: str = ""
    twice: Mapping[int, str] = field(default_factory=dict)
    odd: bool = False
    complaints: tuple[Complaint, ...] = ()
    basis: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
