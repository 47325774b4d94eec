"""Items made ready to be sent, read from their file in groups that fit one request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from medialib_tui.api import codec
from medialib_tui.api.errors import FieldError, Refused
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult

if TYPE_CHECKING:
    from medialib_tui.core.importing.item import Item

INVALID = "invalid"
_REFUSED = 500
"""Items of one load that are not worth sending, at most."""

ENVELOPE = len(b'{"mediaLibraryEntries":[]}')
"""Bytes of a request without its items."""


@dataclass(slots=True)
class Parcel:
    """An item on its way: `body` is what is sent of it, the rest proves what became of it.

    `since` is when it was first sent, in seconds; `doubt` that an earlier sending may have been
    carried out, `silent` that the server, of which nothing was heard, may still be at work on it,
    `known` that it was on the server before. `tries` counts sendings that came to nothing in a row.
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
    silent: bool = False
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
    """Items to be sent, a load at a time; only the load at hand is in memory.

    `made` are the items as `prepared` has them, and `skip` says which places are through already.
    `seen` counts the items read, `at_end` whether that is all of them. `limits` may be replaced.
    """

    def __init__(
        self,
        made: Iterable[Parcel | ItemResult],
        limits: Limits,
        *,
        skip: Callable[[int], bool] = lambda _: False,
    ) -> None:
        self.limits = limits
        self.seen = 0
        self.at_end = False
        self._made = iter(made)
        self._skip = skip
        self._left: Parcel | ItemResult | None = None
        self._turn = asyncio.Lock()

    async def take(self) -> Load | None:
        """The next load; None at the end. Raises BadInput where the file cannot be read on."""
        async with self._turn:
            return await asyncio.to_thread(self._next)

    def loads(self) -> Iterator[Load]:
        """Every load, for whoever sends none of them. Raises BadInput."""
        while (load := self._next()) is not None:
            yield load

    def _next(self) -> Load | None:
        limits, load, size = self.limits, Load(), ENVELOPE
        while len(load.parcels) < limits.items and len(load.refused) < _REFUSED:
            made = self._left or next(self._made, None)
            self._left = None
            if made is None:
                self.at_end = True
                break
            self.seen = made.place
            if self._skip(made.place):
                continue
            if isinstance(made, ItemResult):
                load.refused.append(made)
            elif load.parcels and size + made.size > limits.bytes:
                self._left = made
                break
            else:
                load.parcels.append(made)
                size += made.size
        return load if load.parcels or load.refused else None


def prepared(item: Item, scrub: Callable[[str], str]) -> Parcel | ItemResult:
    """An item as it is sent, or why it is not; `scrub` takes the access token out of a text."""
    if not item.good:
        return _invalid(item)
    try:
        body = codec.encode(item.data)
    except Refused as error:
        said = (FieldError("", error.detail),) if error.detail else ()
        return refused(*_names(item), error.title, said)
    text = body.decode("utf-8", "replace")
    if scrub(text) != text:
        return refused(*_names(item), "The access token is among the values; it is not sent.")
    asset = item.data.get("asset")
    key = asset.get("key") if isinstance(asset, dict) else None
    return Parcel(
        *_names(item),
        media_type=str(item.data.get("mediaType")),
        asset_key=key if isinstance(key, str) else "",
        body=body,
    )


def refused(
    place: int,
    line: int,
    label: str,
    entry_id: str | None,
    external_id: str | None,
    system_name: str | None,
    title: str,
    fields: tuple[FieldError, ...] = (),
) -> ItemResult:
    """The result of an item that is not sent."""
    names = (place, line, label, ImportOutcome.REFUSED, entry_id, external_id, system_name)
    return ItemResult(*names, title, fields, INVALID)


def _invalid(item: Item) -> ItemResult:
    found = tuple(
        FieldError(one.field, one.message) for one in item.problems if one.severity == "error"
    )
    first = f"{found[0].field}: {found[0].message}".removeprefix(": ")
    return refused(*_names(item), first, found)


def _names(item: Item) -> tuple[int, int, str, str | None, str | None, str | None]:
    return item.place, item.line, item.label, item.id, item.external_id, item.system_name
