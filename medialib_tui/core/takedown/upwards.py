"""Media that hold an entry, followed to where they are used themselves; cycles end there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.core.batch.order import AHEAD, in_order
from medialib_tui.core.check import Listed, answer, listed
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import now_iso
from medialib_tui.model.reference import ReferenceKind

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

MOST = 200
"""How many media are followed at most."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One entry that holds the asked one, directly (`depth` 1) or through `via`."""

    id: str
    via: str
    depth: int
    documents: Listed
    media: Listed
    back_to: tuple[str, ...] = ()
    """Ids it leads back to: the references go round in a circle."""

    def to_json(self) -> JsonObject:
        """The holder in the report."""
        return {
            "id": self.id,
            "via": self.via,
            "depth": self.depth,
            "documents": self.documents.to_json(),
            "media": self.media.to_json(),
            "backTo": list(self.back_to),
        }


@dataclass(frozen=True, slots=True)
class Upwards:
    """Everything found on the way up; `left` ids were not followed.

    `beyond` tells that the first list of media was not read to its end.
    """

    holders: tuple[Holder, ...]
    left: tuple[str, ...]
    read_at: str
    beyond: bool = False

    @property
    def documents(self) -> int:
        """How many different documents were loaded that use a holder."""
        return len({row.key for holder in self.holders for row in holder.documents.rows})

    @property
    def failed(self) -> tuple[Holder, ...]:
        """The holders whose uses could not be read."""
        return tuple(one for one in self.holders if one.documents.error or one.media.error)

    @property
    def whole(self) -> bool:
        """Whether nothing was left out: no failure, no limit, no further page."""
        cut = any(one.documents.truncated or one.media.truncated for one in self.holders)
        return not (self.failed or self.left or self.beyond or cut)

    def sentence(self) -> str:
        """What was found, in words."""
        if not self.holders and not self.left:
            return "no media hold this entry"
        count = len(self.holders)
        media = "1 media entry" if count == 1 else f"{count:,} media entries"
        found = f"{media} followed, {self.documents:,} documents use them"
        if any(one.documents.truncated or one.media.truncated for one in self.holders):
            found = f"{media} followed, {self.documents:,} or more documents use them"
        if self.left:
            found += f"; {len(self.left):,} media were not followed"
        if self.beyond:
            found += "; further media were not loaded"
        if self.failed:
            found += f"; {len(self.failed):,} could not be read"
        return found

    def to_json(self) -> JsonObject:
        """The way up in the report."""
        return {
            "holders": [holder.to_json() for holder in self.holders],
            "notFollowed": list(self.left),
            "further": self.beyond,
            "readAt": self.read_at,
        }


async def look_upwards(
    session: Session,
    entry_id: str,
    holders: Sequence[str],
    progress: Callable[[str], None] | None = None,
) -> Upwards:
    """Follow `holders` and theirs, level by level; each entry once, a few requests at a time."""
    met = {entry_id, *holders}
    found: list[Holder] = []
    level = [(holder, entry_id) for holder in dict.fromkeys(holders) if holder != entry_id]
    left: list[str] = []
    depth = 1
    while level:
        here, over = level[: MOST - len(found)], level[MOST - len(found) :]
        left += [holder for holder, _ in over]
        level = []
        async for holder, ids in in_order(here, partial(_holder, session, depth), ahead=AHEAD):
            back = tuple(one for one in ids if one in met)
            found.append(_circled(holder, back))
            level += [(one, holder.id) for one in ids if one not in met]
            met.update(ids)
        depth += 1
        if progress is not None:
            progress(f"upwards: {len(found):,} media followed")
    return Upwards(tuple(found), tuple(left), now_iso())


async def _holder(session: Session, depth: int, held: tuple[str, str]) -> tuple[Holder, list[str]]:
    (entry_id, via), client = held, session.client
    documents, media = await asyncio.gather(
        answer(client.references(ReferenceKind.DOCUMENTS, entry_id)),
        answer(client.references(ReferenceKind.MEDIA, entry_id)),
    )
    above = listed(media)
    holder = Holder(entry_id, via, depth, listed(documents), above)
    return holder, [row.key for row in above.rows]


def _circled(holder: Holder, back: tuple[str, ...]) -> Holder:
    return Holder(holder.id, holder.via, holder.depth, holder.documents, holder.media, back_to=back)
