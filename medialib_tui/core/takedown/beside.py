"""The other media of the publications that use an entry: often of the same source or shoot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.batch.order import AHEAD, in_order
from medialib_tui.core.lookup import media_in
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import now_iso

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

MOST = 50
"""How many publications are read at most."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The media of one publication without the asked entry; `error` where it was not readable."""

    document: str
    media: tuple[str, ...] = ()
    error: ApiError | None = None

    def to_json(self) -> JsonObject:
        """The publication in the report."""
        failed = self.error.title if self.error else None
        return {"document": self.document, "media": list(self.media), "error": failed}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the entry; `left` publications were not read."""

    publications: tuple[Neighbours, ...]
    left: int
    read_at: str

    @property
    def media(self) -> tuple[str, ...]:
        """Every other entry once, in the order found."""
        return tuple(dict.fromkeys(one for item in self.publications for one in item.media))

    @property
    def failed(self) -> int:
        """How many publications could not be read."""
        return sum(item.error is not None for item in self.publications)

    def sentence(self) -> str:
        """What was found, in words."""
        read = len(self.publications) - self.failed
        found = f"{len(self.media):,} other media in {read:,} publications"
        if self.left:
            found += f"; {self.left:,} publications were not read"
        if self.failed:
            found += f"; {self.failed:,} could not be read"
        return found

    def to_json(self) -> JsonObject:
        """The neighbours in the report."""
        return {
            "publications": [item.to_json() for item in self.publications],
            "notRead": self.left,
            "readAt": self.read_at,
        }


async def look_beside(
    session: Session,
    entry_id: str,
    documents: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> Beside:
    """Read the publications of `documents`, a few at a time, at most `MOST`."""
    done = 0

    async def ask(document: str) -> Neighbours:
        nonlocal done
        try:
            publication = await session.client.publication(document)
        except ApiError as error:
            return Neighbours(document, error=error)
        finally:
            done += 1
            if progress is not None:
                progress(f"publications: {done:,} read")
        others = (one for one in media_in(publication) if one != entry_id)
        return Neighbours(document, tuple(dict.fromkeys(others)))

    wanted = list(dict.fromkeys(documents))
    found = [one async for one in in_order(wanted[:MOST], ask, ahead=AHEAD)]
    return Beside(tuple(found), max(0, len(wanted) - MOST), now_iso())
