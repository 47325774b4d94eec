"""Which result belongs to which item: by id, by external id, by order only where that is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.core.importing.sending.parcels import Parcel

if TYPE_CHECKING:
    from medialib_tui.model.importing import ImportResult

_Pair = tuple[Parcel, "ImportResult"]


@dataclass(slots=True)
class Matched:
    """`sure` pairs; `guessed` ones, all created, of which only the entry's id is not certain.

    `loose` are items that no result speaks of.
    """

    sure: list[_Pair] = field(default_factory=list)
    guessed: list[_Pair] = field(default_factory=list)
    loose: list[Parcel] = field(default_factory=list)


def match(parcels: Sequence[Parcel], results: Sequence[ImportResult]) -> Matched:
    """Put results and items together; the order of results is not documented."""
    names = _Names(parcels)
    matched = Matched()
    rest: list[ImportResult] = []
    taken: set[int] = set()
    again = False
    for result in results:
        parcel = names.of(result)
        again = again or (parcel is not None and parcel.place in taken)
        if parcel is None or parcel.place in taken:
            rest.append(result)
            continue
        taken.add(parcel.place)
        matched.sure.append((parcel, result))
    left = [parcel for parcel in parcels if parcel.place not in taken]
    agreed = len(results) == len(parcels) and not again
    if agreed and len(left) == 1 and len(rest) == 1:
        matched.sure.append((left[0], rest[0]))
    elif agreed and all(result.created for result in rest):
        matched.guessed.extend(zip(left, rest, strict=True))
    else:
        matched.loose.extend(left)
    return matched


class _Names:
    """Items by everything a result may call them."""

    def __init__(self, parcels: Sequence[Parcel]) -> None:
        self._ids = {parcel.id: parcel for parcel in parcels if parcel.id}
        self._pairs: dict[tuple[str | None, str | None], Parcel] = {}
        self._externals: dict[str, Parcel | None] = {}
        for parcel in parcels:
            if parcel.external_id:
                self._pairs[parcel.system_name, parcel.external_id] = parcel
                shared = parcel.external_id in self._externals
                self._externals[parcel.external_id] = None if shared else parcel

    def of(self, result: ImportResult) -> Parcel | None:
        if result.id and (parcel := self._ids.get(result.id)):
            return parcel
        system, external = result.names
        if external:
            return self._pairs.get((system, external)) or self._externals.get(external)
        kind, sign, name = (result.correlation or "").partition(": ")
        if not sign:
            return None
        return self._ids.get(name) if kind == "id" else self._externals.get(name)
