"""Lists of entries, by their ids or by the id of another system (API reference 2.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from medialib_tui.api import calls, codec
from medialib_tui.api.errors import NotFound, Refused
from medialib_tui.api.link import Link

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry

One = Callable[[str], Awaitable["Entry"]]


async def by_ids(link: Link, ids: Sequence[str], one: One) -> list[Entry]:
    """Entries in the order asked for; missing ones are left out.

    An id with a comma cannot be listed, and some builds refuse lists: those are asked `one` by one.
    """
    wanted = list(dict.fromkeys(filter(None, ids)))
    together = [i for i in wanted if "," not in i] if link.takes_lists else []
    found = await _listed(link, together) if len(together) > 1 else {}
    singly = wanted if found is None or len(together) < 2 else sorted({*wanted} - {*together})
    found = (found or {}) | {entry.id: entry for entry in await _singly(singly, one)}
    return [found[i] for i in wanted if i in found]


async def by_external_id(link: Link, external_id: str, system_name: str) -> list[Entry]:
    """Entries of that external id and no other; `externalIds` where a server asks for that."""
    answer = None
    for name in ("externalId", "externalIds"):
        call = calls.by_external_id(link.dialect, external_id, system_name, name)
        try:
            answer = await link.ask(call)
            break
        except NotFound:
            return []
        except Refused as error:
            if name == "externalIds" or not _asks_for(error, "externalIds"):
                raise
    from medialib_tui.model.entry import Entry

    return [
        entry
        for entry in map(Entry.read, codec.objects(codec.listed(answer, link.dialect.list_key)))
        if entry.external_id in {None, external_id} and entry.system_name in {None, system_name}
    ]


def _asks_for(error: Refused, parameter: str) -> bool:
    named = [error.detail, *(f"{item.field} {item.message}" for item in error.fields)]
    return error.status == 400 and any(parameter in text for text in named)


async def _listed(link: Link, ids: Sequence[str]) -> dict[str, Entry] | None:
    """Entries by one request; None where the server takes only one id at a time."""
    try:
        answer = await link.ask(calls.entries(link.dialect, ids))
    except Refused as error:
        if error.status != 400:
            raise
        link.takes_lists = False
        return None
    from medialib_tui.model.entry import Entry

    entries = map(Entry.read, codec.objects(codec.listed(answer, link.dialect.list_key)))
    return {entry.id: entry for entry in entries}


async def _singly(ids: Iterable[str], one: One) -> list[Entry]:
    asked = [_or_none(one, entry_id) for entry_id in ids]
    found: list[Entry] = []
    for outcome in await asyncio.gather(*asked, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is not None:
            found.append(outcome)
    return found


async def _or_none(one: One, entry_id: str) -> Entry | None:
    try:
        return await one(entry_id)
    except NotFound:
        return None
