"""What references an entry, page by page, with honest totals."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.client import CHUNK
from medialib_tui.api.errors import ApiError
from medialib_tui.model.entry import Entry
from medialib_tui.model.labels import start_case
from medialib_tui.model.reference import ReferenceKind, Referrer

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


class ReferenceList:
    """A list that grows by a page at a time; `total` is None where the version sends none."""

    def __init__(self, session: Session, kind: ReferenceKind, entry_id: str) -> None:
        self.kind = kind
        self.rows: list[Referrer] = []
        self.total: int | None = None
        self.complete = False
        self._pages = session.client.reference_pages(kind, entry_id)
        self._lock = asyncio.Lock()

    async def more(self) -> tuple[Referrer, ...]:
        """Load the next page; empty at the end. A failed page can be asked for again."""
        async with self._lock:
            if self.complete:
                return ()
            try:
                page = await anext(self._pages)
            except StopAsyncIteration:
                self.complete = True
                self.total = self._pages.total
                return ()
            self.rows.extend(page.items)
            self.total = page.total
            self.complete = self._pages.finished
            return page.items

    @property
    def cut_short(self) -> bool:
        """Whether the server ended the list before the total it told itself."""
        return self.complete and self.total is not None and self.total > len(self.rows)

    @property
    def shrunk(self) -> bool:
        """Whether the server counts fewer at the end than it listed."""
        return self.complete and self.total is not None and self.total < len(self.rows)

    @property
    def known_total(self) -> int | None:
        """How many there are: the server's word while it lists fewer, the rows at a true end."""
        return len(self.rows) if self.complete and not self.cut_short else self.total

    def honest_total(self) -> str:
        """How many there are, saying what is not known."""
        loaded = len(self.rows)
        if self.cut_short:
            return f"{loaded:,} of {self.total:,}; the server gives no more"
        if self.shrunk:
            return f"{loaded:,} loaded; the server counts {self.total:,} now"
        if self.complete:
            return f"{loaded:,} in all" if loaded else "none found"
        if self.total is not None:
            return f"{loaded:,} of {self.total:,} loaded"
        return f"{loaded:,} loaded, more to come"


@dataclass(frozen=True, slots=True)
class ReferrerInfo:
    """A referencing document or entry in a line."""

    title: str
    kind_label: str = ""
    published: str | None = None
    url: str | None = None
    known: bool = True


async def describe(
    session: Session, kind: ReferenceKind, rows: Sequence[Referrer]
) -> dict[str, ReferrerInfo]:
    """Titles and addresses by row key, in as few requests as possible."""
    keys = list(dict.fromkeys(row.key for row in rows))
    if kind is ReferenceKind.MEDIA:
        return await _describe_entries(session, keys)
    project = await session.project()
    infos = await session.documents.info(keys)
    described = {}
    for key, info in infos.items():
        content_type = project.content_type(info.content_type)
        label = start_case(content_type.handle) if content_type else start_case(info.content_type)
        described[key] = ReferrerInfo(info.title, label, info.published, info.url, info.known)
    return described


async def _describe_entries(session: Session, keys: list[str]) -> dict[str, ReferrerInfo]:
    project = await session.project()

    async def ask(chunk: list[str]) -> list[Entry]:
        try:
            return await session.client.entries(chunk)
        except ApiError:
            return []

    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    found = {entry.id: entry for part in await asyncio.gather(*map(ask, chunks)) for entry in part}
    described = {}
    for key in keys:
        entry = found.get(key)
        if entry is None:
            described[key] = ReferrerInfo(f"Entry {key}", known=False)
            continue
        media_type = project.media_type(entry.media_type)
        label = media_type.label(session.language) if media_type else entry.media_type or ""
        described[key] = ReferrerInfo(entry.title, label, entry.updated_at)
    return described
