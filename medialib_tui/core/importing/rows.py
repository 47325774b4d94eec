"""An item of an import as it is kept in the store, and as the result it is told as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.api.errors import FieldError
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.store.import_rows import SENT, WAITING, ItemRow

if TYPE_CHECKING:
    from medialib_tui.core.importing.item import Item
    from medialib_tui.core.importing.sending.parcels import Parcel

_UNSENT = "Not sent yet."
UNSEEN = "Sent, and no answer was seen; it was not looked up yet."
"""What is said of an item whose batch left; so it stands until its end is written."""

_UNKNOWN = "outcome-unknown"
_NOT_SENT = "not-sent"


def row_of_parcel(parcel: Parcel, state: str) -> ItemRow:
    """An item on its way, as it is kept."""
    return ItemRow(
        place=parcel.place,
        line=parcel.line,
        label=parcel.label,
        entry_id=parcel.id,
        external_id=parcel.external_id,
        system_name=parcel.system_name,
        state=state,
        since=parcel.since,
        known=parcel.known,
        attempts=parcel.attempts,
    )


def row_of(result: ItemResult, parcel: Parcel | None) -> ItemRow:
    """An item that ended, as it is kept."""
    return ItemRow(
        place=result.place,
        line=result.line,
        label=result.label,
        entry_id=result.id,
        external_id=result.external_id,
        system_name=result.system_name,
        state=result.outcome.value,
        since=parcel.since if parcel else None,
        known=parcel.known if parcel else False,
        attempts=result.attempts,
        title=result.title,
        code=result.code,
        status=result.status,
        fields=tuple((one.field, one.message, one.locale) for one in result.fields),
    )


def waiting(item: Item) -> ItemResult:
    """The result of an item that was not looked at."""
    return ItemResult(
        place=item.place,
        line=item.line,
        label=item.label,
        outcome=ImportOutcome.WAITING,
        id=item.id,
        external_id=item.external_id,
        system_name=item.system_name,
        title=_UNSENT,
        code=_NOT_SENT,
    )


def waiting_unread(place: int, why: str) -> ItemResult:
    """The result of an item that was not looked at, and of which nothing can be read any more."""
    return ItemResult(
        place=place,
        line=0,
        label=f"item {place}",
        outcome=ImportOutcome.WAITING,
        title=f"{_UNSENT} {why}".rstrip(),
        code=_NOT_SENT,
    )


_TOLD = {SENT: (UNSEEN, _UNKNOWN), WAITING: (_UNSENT, _NOT_SENT)}


def result_of(row: ItemRow) -> ItemResult:
    """What is kept of an item, as a result."""
    title, code = _TOLD.get(row.state, (row.title, row.code))
    return ItemResult(
        place=row.place,
        line=row.line,
        label=row.label,
        outcome=ImportOutcome.UNKNOWN if row.state == SENT else ImportOutcome(row.state),
        id=row.entry_id,
        external_id=row.external_id,
        system_name=row.system_name,
        title=title,
        fields=tuple(FieldError(*one) for one in row.fields),
        code=code,
        status=row.status,
        attempts=row.attempts,
    )
