"""References as rows for spreadsheets, titles and addresses resolved in batches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.core.references import describe
from medialib_tui.model.reference import ReferenceKind, Referrer

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

HEADING = ("kind", "id", "title", "type", "date", "url", "places")


async def reference_cells(
    session: Session, kind: ReferenceKind, referrers: Sequence[Referrer]
) -> list[list[str]]:
    """A row a referrer, all its places in one cell; a page of 100 costs one request."""
    infos = await describe(session, kind, referrers)
    rows = []
    for row in referrers:
        info = infos[row.key]
        told = (info.title, info.kind_label, info.published or "", info.url or "")
        rows.append(
            [kind.value, row.key, *told, "; ".join(place.place for place in row.references)]
        )
    return rows
