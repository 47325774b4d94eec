"""Where a picture may still be after it was taken down: a checklist for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.model.base import JsonObject

if TYPE_CHECKING:
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.keys import AssetKey


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to do or to look at; `name` is stable."""

    name: str
    text: str

    def to_json(self) -> JsonObject:
        """The place in the report."""
        return {"place": self.name, "text": self.text}


def open_places(
    evidence: Evidence | None,
    keys: Sequence[AssetKey],
    operation: TakeDown = TakeDown.REVOKE,
) -> tuple[Place, ...]:
    """What no endpoint can settle, with numbers where the evidence has some.

    An archive changes no file; after an unrevoke, caches may still hold the refusal.
    """
    return () if operation is TakeDown.ARCHIVE else tuple(_places(evidence, keys, operation))


def _places(
    evidence: Evidence | None, keys: Sequence[AssetKey], operation: TakeDown
) -> Iterator[Place]:
    count = f"{len(keys):,} keys" if len(keys) != 1 else "1 key"
    yield Place("caches", f"Purge {count} from CDN and image services; see the purge list.")
    if operation is not TakeDown.REVOKE:
        return
    if evidence is not None:
        yield from _uses(evidence)
    yield Place("drafts", "Look for it in documents that are not published; no endpoint lists it.")
    yield Place("documentLists", "Look through document lists and teasers; they are not indexed.")
    yield Place("printAndSocial", "Ask print, agencies and social media desks for their copies.")
    yield Place("indexDelay", "Check again in some minutes: the reference index can lag behind.")


def _uses(evidence: Evidence) -> Iterator[Place]:
    found = evidence.check
    if found.documents.rows:
        count = found.documents.count()
        yield Place("documents", f"Edit the documents that hold it: {count}. They are not edited.")
    elif found.documents.error is not None:
        yield Place("documents", "Find the documents that hold it: their list could not be read.")
    if found.media.rows:
        yield Place("media", f"Edit the media entries that hold it: {found.media.count()}.")
    if found.usage is not None and found.usage.entries:
        logged = f"{found.usage.confirmed:,} confirmed, {found.usage.pending:,} pending"
        yield Place("usageLog", f"Tell those who logged a use: {logged}.")
    elif found.usage is None:
        yield Place("usageLog", "Ask who may have used it: no usage log could be read.")
    if evidence.beside is not None and evidence.beside.media:
        count = f"{len(evidence.beside.media):,}"
        yield Place("beside", f"Check the other media of these publications: {count}.")
