"""References for people and for spreadsheets, titles and addresses resolved in batches."""

from __future__ import annotations

from collections.abc import Sequence

from medialib_tui.cli.output import Output
from medialib_tui.cli.tables import Column, table
from medialib_tui.core.references import ReferrerInfo, describe
from medialib_tui.core.session import Session
from medialib_tui.model.dates import say_date
from medialib_tui.model.reference import ReferenceKind, Referrer

Shown = tuple[ReferenceKind, Sequence[Referrer], str]
"""A kind of references, the rows to show, and how many there are in words."""

COLUMNS = (
    Column("ID"),
    Column("TITLE", cut=True),
    Column("KIND", cut=True),
    Column("DATE"),
    Column("PLACE", cut=True),
    Column("URL"),
)


async def referrer_table(out: Output, session: Session, shown: Sequence[Shown]) -> None:
    """A table of each kind under its total; the address stands below its row on a terminal."""
    for index, (kind, rows, said) in enumerate(shown):
        if index:
            out.line()
        out.line((kind.value.capitalize(), "bold"), (f"  {said}", "muted"))
        if not rows:
            continue
        infos = await describe(session, kind, rows)
        cells = [_cells(row, infos[row.key]) for row in rows]
        urls = [row[-1] for row in cells]
        if out.tty or not any(urls):
            table(out, COLUMNS[:-1], [row[:-1] for row in cells], below=urls)
        else:
            table(out, COLUMNS, cells)


def _cells(row: Referrer, info: ReferrerInfo) -> tuple[str, ...]:
    places = [place.place for place in row.references]
    more = f" (+{len(places) - 1})" if len(places) > 1 else ""
    return (
        row.key,
        info.title,
        info.kind_label,
        say_date(info.published, missing="-"),
        (places[0] if places else "-") + more,
        info.url or "",
    )
