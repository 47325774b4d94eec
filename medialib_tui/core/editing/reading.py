"""Entries read in lists, and what of each has to be kept while thousands are planned."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.client import CHUNK
from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.core.batch.order import hopeless, in_order
from medialib_tui.model.entry import Entry
from medialib_tui.model.trace import sent_metadata

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject


@dataclass(frozen=True, slots=True)
class Read:
    """One id as it was read: its entry, or why there is none."""

    id: str
    entry: Entry | None = None
    error: ApiError | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """An entry cut down to what a write of its metadata stands on."""

    entry: Entry


async def read_all(session: Session, ids: Sequence[str]) -> AsyncIterator[Read]:
    """Every entry in the order asked, each id once; a few list requests at a time.

    The rest is not asked for where no further answer can be expected.
    """
    unique = list(dict.fromkeys(ids))
    chunks = [unique[start : start + CHUNK] for start in range(0, len(unique), CHUNK)]
    stopped: list[ApiError] = []

    async def ask(chunk: list[str]) -> list[Read]:
        if stopped:
            return [Read(one, error=stopped[0]) for one in chunk]
        try:
            found = {entry.id: entry for entry in await session.client.entries(chunk)}
        except ApiError as error:
            if hopeless(error):
                stopped.append(error)
            return [Read(one, error=error) for one in chunk]
        return [_read(one, found.get(one)) for one in chunk]

    async for group in in_order(chunks, ask):
        for one in group:
            yield one


def _read(entry_id: str, entry: Entry | None) -> Read:
    if entry is not None:
        return Read(entry_id, entry)
    error = NotFound(f"There is no entry {entry_id}.", hint="Ids are case-sensitive.", status=404)
    return Read(entry_id, error=error)


def cut(entry: Entry, handles: Collection[str]) -> Cut:
    """The entry with its version, its name, and these metadata properties alone."""
    held = sent_metadata(entry)
    metadata: JsonObject = {name: held[name] for name in ("title", *handles) if name in held}
    sent: JsonObject = {"id": entry.id, "metadata": metadata}
    if entry.version is not None:
        sent["version"] = entry.version
    if entry.media_type is not None:
        sent["mediaType"] = entry.media_type
    if "title" not in metadata and entry.asset is not None and entry.asset.filename is not None:
        sent["asset"] = {"filename": entry.asset.filename}
    return Cut(Entry.read(sent))
