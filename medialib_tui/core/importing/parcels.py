"""Items made ready to be sent, read from their file in groups that fit one request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.api import codec
from medialib_tui.api.errors import FieldError, Refused
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult

if TYPE_CHECKING:
    from medialib_tui.core.importing.item import Item
    from medialib_tui.core.importing.known import Known
    from medialib_tui.core.importing.source import Source

INVALID = "invalid"
_ENVELOPE = len(b'{"mediaLibraryEntries":[]}')


@dataclass(slots=True)
class Parcel:
    """An item on its way: `body` is what is sent of it, the rest proves what became of it.

    `since` is when it was first sent, in seconds; `doubt` that an earlier sending may have been
    carried out, `known` that it was on the server before. `tries` counts sendings that came to
    nothing in a row.
    """

    place: int
    line: int
    label: str
    id: str | None
    external_id: str | None
    system_name: str | None
    media_type: str
    asset_key: str
    body: bytes
    known: bool = False
    doubt: bool = False
    since: float | None = None
    attempts: int = 0
    tries: int = 0

    @property
    def size(self) -> int:
        """Bytes it takes in a request."""
        return len(self.body) + 1

    def result(
        self,
        outcome: ImportOutcome,
        *,
        entry_id: str | None = None,
        title: str = "",
        code: str = "",
        status: int | None = None,
        fields: tuple[FieldError, ...] = (),
    ) -> ItemResult:
        """How it ended."""
        return ItemResult(
            place=self.place,
            line=self.line,
            label=self.label,
            outcome=outcome,
            id=entry_id or self.id,
            external_id=self.external_id,
            system_name=self.system_name,
            title=title,
            fields=fields,
            code=code,
            status=status,
            attempts=self.attempts,
        )


@dataclass(slots=True)
class Load:
    """What one reading of the file gave: items to be sent, and those not worth sending."""

    parcels: list[Parcel] = field(default_factory=list)
    refused: list[ItemResult] = field(default_factory=list)


class Feed:
    """The items of a file, a load at a time; only the load at hand is in memory.

    `skip` says which places are through already; `scrub` takes the token out of a text. `seen`
    counts the items read, `at_end` whether that is all of them. `limits` may be replaced.
    """

    def __init__(
        self,
        source: Source,
        known: Known,
        limits: Limits,
        *,
        skip: Callable[[int], bool],
        scrub: Callable[[str], str],
    ) -> None:
        self.limits = limits
        self.seen = 0
        self.at_end = False
        self._source = source
        self._known = known
        self._skip = skip
        self._scrub = scrub
        self._items: Iterator[Item] | None = None
        self._left: Parcel | None = None
        self._turn = asyncio.Lock()

    async def take(self) -> Load | None:
        """The next load; None at the end. Raises BadInput where the file cannot be read on."""
        async with self._turn:
            return await asyncio.to_thread(self._next)

    def _next(self) -> Load | None:
        limits, load, size = self.limits, Load(), _ENVELOPE
        if self._items is None:
            self._items = self._source.items(self._known)
        while not self.at_end and len(load.parcels) + len(load.refused) < limits.items:
            made = self._left or self._made()
            self._left = None
            if isinstance(made, ItemResult):
                load.refused.append(made)
            elif made is not None:
                if load.parcels and size + made.size > limits.bytes:
                    self._left = made
                    break
                load.parcels.append(made)
                size += made.size
        return load if load.parcels or load.refused else None

    def _made(self) -> Parcel | ItemResult | None:
        """The next item as it will be sent, or why it will not; None at the end, or to skip it."""
        item = next(self._items, None) if self._items is not None else None
        if item is None:
            self.at_end = True
            return None
        self.seen = item.place
        if self._skip(item.place):
            return None
        if not item.good:
            return _invalid(item)
        try:
            body = codec.encode(item.data)
        except Refused as error:
            return _refused(item, error.title, detail=error.detail)
        if self._scrub(text := body.decode("utf-8", "replace")) != text:
            return _refused(item, "The access token is among the values; it is not sent.")
        asset = item.data.get("asset")
        key = asset.get("key") if isinstance(asset, dict) else None
        return Parcel(
            item.place,
            item.line,
            item.label,
            item.id,
            item.external_id,
            item.system_name,
            media_type=str(item.data.get("mediaType")),
            asset_key=key if isinstance(key, str) else "",
            body=body,
        )


def _invalid(item: Item) -> ItemResult:
    found = tuple(
        FieldError(one.field, one.message) for one in item.problems if one.severity == "error"
    )
    first = f"{found[0].field}: {found[0].message}".removeprefix(": ")
    return _unsent(item, first, found)


def _refused(item: Item, title: str, *, detail: str = "") -> ItemResult:
    return _unsent(item, title, (FieldError("", detail),) if detail else ())


def _unsent(item: Item, title: str, fields: tuple[FieldError, ...]) -> ItemResult:
    return ItemResult(
        item.place,
        item.line,
        item.label,
        ImportOutcome.REFUSED,
        item.id,
        item.external_id,
        item.system_name,
        title,
        fields,
        INVALID,
    )
