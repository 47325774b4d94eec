"""Every known use of an entry, and what could not be checked (design: honest evidence)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.api.errors import ApiError, NotOffered
from medialib_tui.core.license import LicenseInfo, license_info
from medialib_tui.core.serving import Serving, serving
from medialib_tui.model.dates import now_iso

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.log import UsageLog
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.page import Page
    from medialib_tui.model.reference import Referrer

    _Sources = tuple[
        Page[Referrer] | ApiError,
        Page[Referrer] | ApiError,
        UsageLog | ApiError,
        list[str] | ApiError,
    ]

T = TypeVar("T")
FULL_PAGE = 100


class Verdict(StrEnum):
    """What the check amounts to; it never says that an entry is unused."""

    IN_USE = "in-use"
    NONE_FOUND = "none-found"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A source that was not consulted; `failed` where it should have answered and did not."""

    source: str
    reason: str
    failed: bool = False


NEVER_CHECKED = (
    NotChecked("drafts", "no endpoint lists references from unpublished documents"),
    NotChecked("documentLists", "document lists are not part of the reference index"),
    NotChecked("printAndSocial", "uses outside this system count only if somebody logged them"),
    NotChecked("caches", "delivered copies and CDN caches are not visible to the API"),
    NotChecked("indexDelay", "the reference index can lag behind recent publications"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A reference list as far as it was read; `total` is None where it is not known.

    With an `error`, the rows are those that came before it.
    """

    rows: tuple[Referrer, ...] = ()
    total: int | None = None
    error: ApiError | None = None

    @property
    def loaded(self) -> int:
        """How many rows were loaded."""
        return len(self.rows)

    @property
    def known(self) -> bool:
        """Whether there is one at least, be it only by the server's own count."""
        return bool(self.rows or self.total)

    @property
    def truncated(self) -> bool:
        """Whether there are, or may be, more than were loaded."""
        return self.error is None and (self.total is None or self.total > self.loaded)

    def count(self) -> str:
        """`3`, `250 (100 loaded)`, `100 or more`, `not known`."""
        if self.error is not None:
            return f"{self.loaded:,} or more" if self.rows else "not known"
        if self.total is None:
            return f"{self.loaded:,} or more"
        if self.total > self.loaded:
            return f"{self.total:,} ({self.loaded:,} loaded)"
        return f"{self.loaded:,}"

    def to_json(self) -> JsonObject | None:
        """`{"total", "loaded", "results"}`, results as sent; None where nothing could be read."""
        if self.error is not None and not self.rows:
            return None
        return {
            "total": self.total,
            "loaded": self.loaded,
            "results": [row.sent for row in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """All that was found out about the uses of one entry at one moment."""

    entry: Entry
    documents: Listed
    media: Listed
    usage: UsageLog | None
    serving: Serving
    license: LicenseInfo | None
    keys: tuple[str, ...] | None
    not_checked: tuple[NotChecked, ...]
    checked_at: str = field(default_factory=now_iso)
    read_at: Mapping[str, str] = field(default_factory=dict)
    """When each source answered, by its name; the names are those of `not_checked`."""

    @property
    def verdict(self) -> Verdict:
        """A failed source makes it incomplete, whatever the others found."""
        if any(item.failed for item in self.not_checked):
            return Verdict.INCOMPLETE
        return Verdict.IN_USE if self.used else Verdict.NONE_FOUND

    @property
    def used(self) -> bool:
        """Whether any source knows a use."""
        logged = bool(self.usage and self.usage.entries)
        return self.documents.known or self.media.known or logged

    def sentence(self) -> str:
        """The verdict for people."""
        uses = [
            _count(self.documents, "document", "documents"),
            _count(self.media, "media entry", "media entries"),
        ]
        if self.usage:
            uses.append(_plural(self.usage.confirmed, "confirmed use", "confirmed uses"))
            uses.append(_plural(self.usage.pending, "pending use", "pending uses"))
        known = ", ".join(filter(None, uses))
        failed = ", ".join(item.source for item in self.not_checked if item.failed)
        match self.verdict:
            case Verdict.INCOMPLETE:
                found = f"; so far: {known}" if known else "; nothing found so far"
                return f"Incomplete: {failed} could not be read{found}."
            case Verdict.IN_USE:
                return f"In use: {known}."
            case Verdict.NONE_FOUND:
                return f"None found in {self._consulted()}."

    def _consulted(self) -> str:
        names = [
            *(["documents"] if self.documents.error is None else []),
            *(["media"] if self.media.error is None else []),
            *(["usage log"] if self.usage is not None else []),
        ]
        if len(names) < 2:
            return names[0] if names else "any source"
        return f"{', '.join(names[:-1])} and {names[-1]}"

    def to_json(self) -> JsonObject:
        """The object `medialib check --json` prints."""
        usage = self.usage
        counts: JsonValue = None
        if usage is not None:
            counts = {"confirmed": usage.confirmed, "pending": usage.pending}
        not_checked: list[JsonValue] = [
            {"source": item.source, "reason": item.reason, "failed": item.failed}
            for item in self.not_checked
        ]
        return {
            "id": self.entry.id,
            "entryVersion": self.entry.version,
            "verdict": self.verdict.value,
            "documents": self.documents.to_json(),
            "media": self.media.to_json(),
            "usageLog": counts,
            "serveState": self.serving.state,
            "license": self.license.to_json() if self.license else None,
            "keys": None if self.keys is None else list(self.keys),
            "notChecked": not_checked,
            "checkedAt": self.checked_at,
        }


def _plural(count: int, one: str, many: str) -> str:
    return "" if count == 0 else f"{count:,} {one if count == 1 else many}"


def _count(listed: Listed, one: str, many: str) -> str:
    if not listed.known:
        return ""
    if listed.total is None or listed.error:
        return f"{listed.loaded:,} or more {many}"
    return _plural(listed.total, one, many)


async def check(session: Session, entry_id: str) -> Check:
    """Ask every source side by side; raises only where the entry itself cannot be read.

    The first page and the total of each reference list, the whole usage log, all keys.
    """
    times: dict[str, str] = {}
    configured = asyncio.create_task(session.project())
    asked = asyncio.create_task(_sources(session, entry_id, times))
    try:
        entry = await session.client.entry(entry_id)
        times["entry"] = now_iso()
        project = await configured
        served = await serving(session, entry, project)
        times["serveState"] = now_iso()
        documents, media, usage, keys = await asked
    finally:
        configured.cancel()
        asked.cancel()
    missed = [
        *_missed("documents", documents),
        *_missed("media", media),
        *_missed("usageLog", usage),
        *_missed("keys", keys),
    ]
    if served.state == "unknown":
        missed.append(NotChecked("serveState", served.sentence, served.failed))
    if not project.known:
        missed.append(NotChecked("license", project.unknown_because))
    return Check(
        entry=entry,
        documents=listed(documents),
        media=listed(media),
        usage=None if isinstance(usage, ApiError) else usage,
        serving=served,
        license=license_info(entry, project, session.language),
        keys=None if isinstance(keys, ApiError) else tuple(keys),
        not_checked=(*missed, *NEVER_CHECKED),
        read_at=times,
    )


async def _sources(session: Session, entry_id: str, times: dict[str, str]) -> _Sources:
    from medialib_tui.core.usage.log import load_usage_log
    from medialib_tui.model.reference import ReferenceKind

    client = session.client

    async def timed(name: str, ask: Callable[[], Awaitable[T]]) -> T | ApiError:
        found = await answer(ask())
        times[name] = now_iso()
        return found

    return await asyncio.gather(
        timed("documents", lambda: client.references(ReferenceKind.DOCUMENTS, entry_id)),
        timed("media", lambda: client.references(ReferenceKind.MEDIA, entry_id)),
        timed("usageLog", lambda: load_usage_log(session, entry_id)),
        timed("keys", lambda: client.keys(entry_id)),
    )


async def answer(asking: Awaitable[T]) -> T | ApiError:
    """The source's answer or its error, as a value: one failure must not hide the others."""
    try:
        return await asking
    except ApiError as error:
        return error


def _missed(source: str, answer: object) -> list[NotChecked]:
    if not isinstance(answer, ApiError):
        return []
    return [NotChecked(source, answer.title, failed=not isinstance(answer, NotOffered))]


def listed(page: Page[Referrer] | ApiError) -> Listed:
    """A reference page as evidence; a short page is a whole list, also without a total."""
    if isinstance(page, ApiError):
        return Listed(error=page)
    total = page.total
    if total is None and page.cursor is None and len(page.items) < FULL_PAGE:
        total = len(page.items)
    return Listed(page.items, total)
