"""What hangs on a use, said before it is removed (API reference 4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medialib_tui.core.license import license_info
from medialib_tui.core.usage.log import UsageRow, usage_rows
from medialib_tui.core.usage.plan import Ground
from medialib_tui.model.dates import say_date

AGAIN = "the server has no way back; undo adds it again, with a new id and reporting date"


def removal(ground: Ground, usage_ids: Sequence[str], language: str) -> tuple[str, ...]:
    """Each use in a line, what its removal means below it, and what undo can do."""
    wanted = set(usage_ids)
    rows = [row for row in usage_rows(ground.log, ground.project, language)]
    lines = []
    for row in rows:
        if row.entry.id in wanted:
            lines.append(f"{row.entry.id}: {in_a_line(row)}")
            lines += [f"  {said}" for said in hanging(ground, row, language)]
    return (*lines, AGAIN)


def in_a_line(row: UsageRow) -> str:
    """A use in a line."""
    document = f"document {row.document}" if row.document else ""
    parts = (row.purpose_label, row.state, say_date(row.published, missing=""), document)
    return ", ".join(part for part in (*parts, row.params, row.url) if part)


def hanging(ground: Ground, row: UsageRow, language: str) -> Iterator[str]:
    """What depends on one use."""
    entry, project = row.entry, ground.project
    license_of = license_info(ground.entry, project, language)
    if entry.confirmed and row.document:
        profile = project.license_profile(license_of.handle) if license_of else None
        needed = "; this license needs one" if profile and profile.approval_required else ""
        yield f"it counts as license approval for document {row.document}{needed}"
    if entry.billing is True:
        yield "billing is required for it; added again, its billing is open"
    elif entry.billing is False:
        yield "it is settled that it is not billed; added again, that is open"
    if row.document:
        yield "its link to the document cannot be set again"
    if row.internal:
        yield "publishing wrote it, and may write it anew"
