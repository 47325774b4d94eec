"""Looking up what became of items whose answer was lost, or that are said to be there already."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.api.client import CHUNK
from medialib_tui.api.errors import Forbidden, NotOffered, ScopeMissing, TokenRefused
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.sending.parcels import Parcel
from medialib_tui.model.dates import parse_date

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry

CANNOT_LOOK = (TokenRefused, ScopeMissing, Forbidden, NotOffered)
"""Failures after which a look-up is not worth another try."""

CLOCKS = 120.0
"""Seconds by which the clocks of this machine and the server may differ."""

_T = TypeVar("_T")


async def look_up(session: Session, parcels: Sequence[Parcel]) -> dict[int, Entry]:
    """The entries that are there, by place; what is not in it is not on the server.

    By id first, else by external id, which is asked for one by one. Raises ApiError.
    """
    ids = {parcel.id: parcel.place for parcel in parcels if parcel.id}
    found = {ids[entry.id]: entry for entry in await entries(session, list(ids)) if entry.id in ids}
    rest = [one for one in parcels if one.place not in found and one.external_id]
    asked = [_external(session, parcel) for parcel in rest]
    for parcel, entry in zip(rest, await _all(asked), strict=True):
        if entry is not None:
            found[parcel.place] = entry
    return found


async def entries(session: Session, ids: Sequence[str]) -> list[Entry]:
    """Any number of entries by id; missing ones are left out. Raises ApiError."""
    asked = [session.client.entries(some) for some in _chunks(ids, CHUNK)]
    return [entry for some in await _all(asked) for entry in some]


def judged(
    parcel: Parcel, entry: Entry, *, status: int | None = None, again: bool = True
) -> ItemResult:
    """What an entry that is there says of an item: made by this import, or there before.

    It can have been made by this import only where that sent the item `again`.
    """
    if not again or not _is_ours(parcel, entry):
        return there(parcel, entry.id, status=status)
    return parcel.result(ImportOutcome.CREATED, entry_id=entry.id)


def there(parcel: Parcel, entry_id: str | None, *, status: int | None = None) -> ItemResult:
    """The result of an item that was on the server before."""
    named = f"entry {entry_id}" if entry_id else "the server says so, and not which entry it is"
    return parcel.result(
        ImportOutcome.EXISTS,
        entry_id=entry_id,
        title=f"It is there already: {named}.",
        code="exists",
        status=status,
    )


def _is_ours(parcel: Parcel, entry: Entry) -> bool:
    """Whether the entry is what an earlier sending made: the same, and not older than that."""
    if parcel.known or parcel.since is None:
        return False
    made = parse_date(entry.created_at or "")
    key = entry.asset.key if entry.asset else None
    same = (parcel.asset_key, parcel.media_type) == (key, entry.media_type)
    same = (
        same and parcel.id in (None, entry.id) and parcel.external_id in (None, entry.external_id)
    )
    return same and made is not None and made.timestamp() >= parcel.since - CLOCKS


async def _external(session: Session, parcel: Parcel) -> Entry | None:
    found = await session.client.entries_by_external_id(
        parcel.external_id or "", parcel.system_name or ""
    )
    return found[0] if found else None


async def _all(asked: Sequence[Coroutine[object, object, _T]]) -> list[_T]:
    """The answers in order; where one fails the others are awaited before that is raised."""
    answers = await asyncio.gather(*asked, return_exceptions=True)
    good: list[_T] = []
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
        good.append(answer)
    return good


def _chunks(items: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
