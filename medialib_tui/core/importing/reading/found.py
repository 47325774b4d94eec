"""What a reader finds in a file: one value, where it stands, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Complaint

if TYPE_CHECKING:
    from pydantic import JsonValue


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
