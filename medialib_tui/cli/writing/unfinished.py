"""Writes that an earlier run left unfinished: settled before a command does its own work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.writing.settle import Settled, reconcile
from medialib_tui.core.writing.told import in_one_line
from medialib_tui.store.errors import StoreError
from medialib_tui.store.records import IMPORT, Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.narrate import Narrator
    from medialib_tui.core.session import Session


async def settle_earlier(narrator: Narrator, session: Session) -> None:
    """Read again what those writes concern, and say on stderr what became of them.

    Trouble on the way is said too, and leaves them for the next start.
    """
    try:
        settled = await reconcile(session)
    except (ApiError, StoreError) as error:
        narrator.warn(f"A write of an earlier run could not be settled: {error.title}")
        return
    for one in settled:
        narrator.warn(line_of(one))


def line_of(one: Settled) -> str:
    """What is known now about one of those writes."""
    record = one.record
    if record.operation == IMPORT:
        said = f"{one.sentence}; {one.command} goes on" if one.command else one.sentence
        return f"An import of {record.title} was {said} (journal {record.number})."
    match one.outcome:
        case Outcome.APPLIED:
            found = "it was applied"
        case Outcome.NOT_APPLIED:
            found = "it was not applied"
        case _:
            found = "its outcome is still unknown"
    said = f"{found}: {one.sentence}" if one.sentence else found
    what = f"journal {record.number}, {record.entry_id}, {in_one_line(record)}"
    return f"An earlier run left a write unfinished; {said} ({what})."
