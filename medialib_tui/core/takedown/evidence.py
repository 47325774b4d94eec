"""All that is known before a take-down: the check, each source with its age, and what follows it.

Nothing here says that an entry is not used; it says what was read, when, and what was not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.check import Check, Listed, NotChecked, check
from medialib_tui.core.license import invalid_because
from medialib_tui.core.references import ReferenceList
from medialib_tui.core.takedown.beside import Beside, look_beside
from medialib_tui.core.takedown.keys import AssetKey, asset_keys
from medialib_tui.core.takedown.known import Known, known_here
from medialib_tui.core.takedown.sources import Source, sources
from medialib_tui.core.takedown.upwards import Upwards, look_upwards
from medialib_tui.model.dates import now_iso
from medialib_tui.model.entry import Entry
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.model.schema import Project

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

Progress = Callable[[str], None]
"""Called now and then with what is going on, in a few words."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person decides on. `upwards` and `beside` are None until they were asked for."""

    check: Check
    project: Project
    keys: tuple[AssetKey, ...]
    invalid: str | None
    known: Known
    server_name: str
    server_url: str
    api_version: str
    upwards: Upwards | None = None
    beside: Beside | None = None

    @property
    def entry(self) -> Entry:
        """The entry as it was read: a take-down is made for this version."""
        return self.check.entry

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source in reading order."""
        return sources(self)

    @property
    def never(self) -> tuple[NotChecked, ...]:
        """What no endpoint tells, in this or any other version."""
        return tuple(item for item in self.check.not_checked if item.source not in self.named)

    @property
    def named(self) -> frozenset[str]:
        """The names of the sources that can be asked."""
        return frozenset(source.name for source in self.sources)


async def gather(
    session: Session,
    entry_id: str,
    *,
    pages: int | None = 1,
    upwards: bool = False,
    beside: bool = False,
    progress: Progress | None = None,
) -> Evidence:
    """Ask every source; raises ApiError only where the entry itself cannot be read.

    `pages` None reads every page of the references; `upwards` follows media that hold the entry,
    `beside` lists the other media of the publications that use it.
    """
    found = await check(session, entry_id)
    project = await session.project()
    known = await asyncio.to_thread(known_here, session, entry_id)
    evidence = Evidence(
        check=found,
        project=project,
        keys=asset_keys(found.entry, found.keys),
        invalid=invalid_because(found.entry, project),
        known=known,
        server_name=session.server.name,
        server_url=session.server.url,
        api_version=session.server.api_version,
    )
    if pages != 1:
        evidence = await all_pages(session, evidence, pages=pages, progress=progress)
    if upwards:
        evidence = await follow_upwards(session, evidence, progress=progress)
    if beside:
        evidence = await list_beside(session, evidence, progress=progress)
    return evidence


async def all_pages(
    session: Session,
    evidence: Evidence,
    *,
    pages: int | None = None,
    progress: Progress | None = None,
) -> Evidence:
    """The same evidence with the reference lists read page by page, anew and to their end."""
    found = evidence.check
    documents, media = await asyncio.gather(
        _every(session, ReferenceKind.DOCUMENTS, found.documents, found.entry.id, pages, progress),
        _every(session, ReferenceKind.MEDIA, found.media, found.entry.id, pages, progress),
    )
    now = now_iso()
    kept = [item for item in found.not_checked if item.source not in ("documents", "media")]
    lists = (("documents", documents), ("media", media))
    missed = [
        NotChecked(name, item.error.title, failed=_failed(item.error))
        for name, item in lists
        if item.error is not None
    ]
    renewed = replace(
        found,
        documents=documents,
        media=media,
        not_checked=(*missed, *kept),
        read_at={**found.read_at, "documents": now, "media": now},
    )
    return replace(evidence, check=renewed)


async def follow_upwards(
    session: Session, evidence: Evidence, *, progress: Progress | None = None
) -> Evidence:
    """The same evidence with the media that hold the entry followed to where they are used."""
    rows = [row.key for row in evidence.check.media.rows]
    found = await look_upwards(session, evidence.entry.id, rows, progress)
    beyond = evidence.check.media.truncated or evidence.check.media.error is not None
    return replace(evidence, upwards=replace(found, beyond=beyond))


async def list_beside(
    session: Session, evidence: Evidence, *, progress: Progress | None = None
) -> Evidence:
    """The same evidence with the other media of the publications that use the entry."""
    rows = [row.key for row in evidence.check.documents.rows]
    found = await look_beside(session, evidence.entry.id, rows, progress)
    return replace(evidence, beside=found)


async def _every(
    session: Session,
    kind: ReferenceKind,
    first: Listed,
    entry_id: str,
    pages: int | None,
    progress: Progress | None,
) -> Listed:
    if first.error is not None or not first.truncated:
        return first
    source, left = ReferenceList(session, kind, entry_id), pages
    error: ApiError | None = None
    while left is None or left > 0:
        left = None if left is None else left - 1
        try:
            if not await source.more():
                break
        except ApiError as failed:
            error = failed
            break
        if progress is not None:
            progress(f"{kind.value}: {source.honest_total()}")
    return Listed(tuple(source.rows), _total(source, first.total), error)


def _total(source: ReferenceList, said: int | None) -> int | None:
    """The server's own count stays where it is higher than what came."""
    counted = [number for number in (source.total, said) if number is not None]
    if source.complete:
        return max([len(source.rows), *counted])
    return max(counted) if counted else None


def _failed(error: ApiError) -> bool:
    from medialib_tui.api.errors import NotOffered

    return not isinstance(error, NotOffered)
