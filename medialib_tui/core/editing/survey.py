"""What many entries hold, property by property, without keeping the entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.editing.reading import read_all
from medialib_tui.model.compare import same
from medialib_tui.model.trace import sent_metadata

if TYPE_CHECKING:
    from medialib_tui.api.errors import ApiError
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry

SHOWN = 5
"""How many different values of a property are kept to be shown."""


class State(StrEnum):
    """How one property stands over many entries."""

    SAME = "same"
    DIFFERS = "differs"
    UNSET = "unset"


@dataclass(slots=True)
class Held:
    """The values of one property: the first few different ones, and how many entries have each.

    `more` where there are further values.
    """

    values: list[JsonValue] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    holders: int = 0
    more: bool = False

    def take(self, value: JsonValue) -> None:
        """One more entry holds this."""
        self.holders += 1
        for place, known in enumerate(self.values):
            if same(known, value):
                self.counts[place] += 1
                return
        if len(self.values) < SHOWN:
            self.values.append(value)
            self.counts.append(1)
        else:
            self.more = True


@dataclass
class Survey:
    """Many entries together: `titles` by id, `errors` of those that could not be read."""

    titles: dict[str, str] = field(default_factory=dict)
    errors: dict[str, ApiError] = field(default_factory=dict)
    media_types: Counter[str] = field(default_factory=Counter)
    held: dict[str, Held] = field(default_factory=dict)
    translated: int = 0

    @property
    def total(self) -> int:
        """How many entries were read."""
        return len(self.titles)

    def take(self, entry: Entry) -> None:
        """Add what one more entry holds."""
        self.titles[entry.id] = entry.title
        self.media_types[entry.media_type or ""] += 1
        self.translated += bool(entry.translations)
        for handle, value in sent_metadata(entry).items():
            if value is not None:
                self.held.setdefault(handle, Held()).take(value)

    def state(self, handle: str) -> State:
        """Whether all hold the same, different values (or some none), or none at all."""
        held = self.held.get(handle)
        if held is None:
            return State.UNSET
        alike = len(held.values) == 1 and held.holders == self.total
        return State.SAME if alike else State.DIFFERS

    def value(self, handle: str) -> JsonValue:
        """The value that all hold; None where they differ or hold none."""
        return self.held[handle].values[0] if self.state(handle) is State.SAME else None


async def survey(
    session: Session, ids: Sequence[str], *, progress: Callable[[Progress], None] | None = None
) -> Survey:
    """Read many entries, in lists, and put together what they hold."""
    found = Survey()
    told = Progress(len(dict.fromkeys(ids)))
    async for one in read_all(session, ids):
        if one.entry is not None:
            found.take(one.entry)
        elif one.error is not None:
            found.errors[one.id] = one.error
        told.ended(one.error is None)
        if progress is not None:
            progress(told)
    return found
