"""How many items of an import ended how: a byte for each, and the counts of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from medialib_tui.core.importing.outcomes import Counts, ImportOutcome
from medialib_tui.store.import_rows import SENT, WAITING

if TYPE_CHECKING:
    from medialib_tui.store.import_rows import RunRow


class Marks:
    """The state of every place, in a byte each."""

    _STATES = ("", WAITING, SENT, *ImportOutcome)
    _PLACES = MappingProxyType({state: place for place, state in reversed([*enumerate(_STATES)])})

    def __init__(self) -> None:
        self._bytes = bytearray()

    def __getitem__(self, place: int) -> str:
        return self._STATES[self._bytes[place]] if place < len(self._bytes) else ""

    def __setitem__(self, place: int, state: str) -> None:
        if place >= len(self._bytes):
            self._bytes.extend(bytes(place + 1 - len(self._bytes)))
        self._bytes[place] = self._PLACES[state]

    @property
    def known(self) -> int:
        """How many places have a state."""
        return len(self._bytes) - self._bytes.count(0)

    def counts(self) -> dict[str, int]:
        """How many places are in which state."""
        found = ((state, self._bytes.count(n)) for n, state in enumerate(self._STATES) if state)
        return {state: count for state, count in found if count}


def counts_of(run: RunRow) -> Counts:
    """How a run went that is kept; what was sent and not answered is not known."""
    return counted(run.states, run.total)


def counted(states: Mapping[str, int], total: int | None, *, sent: bool = False) -> Counts:
    """Counts of states; without a total what is known of is all there is.

    `sent` says that what was sent without an answer is on its way, and not unknown.
    """
    unknown = states.get(ImportOutcome.UNKNOWN, 0) + (0 if sent else states.get(SENT, 0))
    return Counts(
        total=sum(states.values()) if total is None else total,
        created=states.get(ImportOutcome.CREATED, 0),
        exists=states.get(ImportOutcome.EXISTS, 0),
        refused=states.get(ImportOutcome.REFUSED, 0),
        unknown=unknown,
    )
