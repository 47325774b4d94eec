"""What the answer to a request, good or bad, says of each item (API reference 1.3, 2.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, FieldError
from medialib_tui.api.importing import is_conflict, is_refused, of_external_id
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.sending.matching import match
from medialib_tui.core.importing.sending.parcels import Parcel
from medialib_tui.core.importing.sending.proof import CANNOT_LOOK, entries, judged, look_up, there

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.importing import ImportResult

_PLACE = re.compile(r"mediaLibraryEntries[.\[](\d+)\]?(?:\.(.*))?")
_QUOTED = re.compile(r"['\"]([^'\"\s]{1,64})['\"]")


@dataclass(slots=True)
class Read:
    """Items with a proven end, and items that are to be looked up and perhaps sent again."""

    results: list[ItemResult] = field(default_factory=list)
    again: list[Parcel] = field(default_factory=list)


_Pair = tuple[Parcel, "ImportResult"]


class Answers:
    """Reads answers of one server."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def read(self, group: Sequence[Parcel], results: Sequence[ImportResult]) -> Read:
        """What a good answer says; where an end is told, it is told for certain."""
        matched = match(group, results)
        read, conflicts = Read(again=list(matched.loose)), list[_Pair]()
        for parcel, result in matched.sure:
            if result.created:
                read.results.append(_created(parcel, result.id))
            elif is_conflict(result):
                conflicts.append((parcel, result))
            elif is_refused(result):
                read.results.append(self._refused(parcel, result))
            else:
                read.again.append(parcel)
        await self._name(matched.guessed, read)
        await self._settle_conflicts(conflicts, read)
        read.results.sort(key=lambda one: one.place)
        return read

    def _refused(self, parcel: Parcel, result: ImportResult) -> ItemResult:
        error = self._session.client.refusal(result)
        return parcel.result(
            ImportOutcome.REFUSED,
            title=error.title,
            code="refused",
            status=result.status,
            fields=error.fields,
        )

    async def _name(self, pairs: Sequence[_Pair], read: Read) -> None:
        """All of these are created; which entry is whose is looked up, as order proves nothing."""
        if not pairs:
            return
        ids: dict[tuple[str | None, str | None], str] = {}
        try:
            made = await entries(self._session, [result.id for _, result in pairs if result.id])
            ids = {(one.system_name, one.external_id): one.id for one in made if one.external_id}
            rest = [one for one, _ in pairs if one.external_id and _names(one) not in ids]
            found = await look_up(self._session, rest)
            ids |= {_names(one): found[one.place].id for one in rest if one.place in found}
        except CANNOT_LOOK:
            pass
        except ApiError:
            read.again += [parcel for parcel, _ in pairs]
            return
        read.results += [_created(parcel, ids.get(_names(parcel))) for parcel, _ in pairs]

    async def _settle_conflicts(self, conflicts: Sequence[_Pair], read: Read) -> None:
        """409: there before, unless an earlier sending of this import made it."""
        unclear = []
        for parcel, result in conflicts:
            if parcel.attempts == 1 and parcel.id and not of_external_id(result):
                read.results.append(there(parcel, parcel.id, status=result.status))
            else:
                unclear.append((parcel, result))
        if not unclear:
            return
        hinted = await self._hinted(unclear)
        read.results += hinted
        done = {one.place for one in hinted}
        rest = [(parcel, result) for parcel, result in unclear if parcel.place not in done]
        try:
            found = await look_up(self._session, [parcel for parcel, _ in rest])
        except ApiError:
            read.again += [parcel for parcel, _ in rest if parcel.attempts > 1]
            first = [one for one in rest if one[0].attempts == 1]
            read.results += [there(parcel, None, status=one.status) for parcel, one in first]
            return
        for parcel, result in rest:
            entry = found.get(parcel.place)
            read.results.append(
                judged(parcel, entry, status=result.status, again=parcel.attempts > 1)
                if entry
                else there(parcel, None, status=result.status)
            )

    async def _hinted(self, pairs: Sequence[_Pair]) -> list[ItemResult]:
        """Newer servers name the entry that holds the external id: many are asked for at once."""
        hints: dict[str, _Pair] = {}
        for parcel, result in pairs:
            words = _QUOTED.findall(self._session.client.refusal(result).title)
            for word in words:
                if parcel.external_id and word not in (parcel.external_id, parcel.system_name):
                    hints[word] = (parcel, result)
        if len(hints) < 2:
            return []
        try:
            found = await entries(self._session, list(hints))
        except ApiError:
            return []
        sure = []
        for entry in found:
            parcel, result = hints[entry.id]
            if (entry.system_name, entry.external_id) == (parcel.system_name, parcel.external_id):
                again = parcel.attempts > 1
                sure.append(judged(parcel, entry, status=result.status, again=again))
        return sure


def named_items(group: Sequence[Parcel], error: ApiError) -> list[ItemResult]:
    """The items that a refusal of the whole request names by their place in it."""
    found: dict[int, list[FieldError]] = {}
    for one in error.fields:
        place = _PLACE.fullmatch(one.field)
        if place is not None and int(place[1]) < len(group):
            found.setdefault(int(place[1]), []).append(replace(one, field=place[2] or ""))
    return [
        group[index].result(
            ImportOutcome.REFUSED,
            title=f"{fields[0].field}: {fields[0].message}".removeprefix(": "),
            code="refused",
            status=error.status,
            fields=tuple(fields),
        )
        for index, fields in sorted(found.items())
    ]


def _names(parcel: Parcel) -> tuple[str | None, str | None]:
    return (parcel.system_name, parcel.external_id)


def _created(parcel: Parcel, entry_id: str | None) -> ItemResult:
    return parcel.result(ImportOutcome.CREATED, entry_id=entry_id)
