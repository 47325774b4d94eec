"""Writes that an earlier run left unfinished: settled behind the first screen, and said."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.tui import notices

if TYPE_CHECKING:
    from textual.app import App

    from medialib_tui.core.session import Session
    from medialib_tui.core.writing.settle import Settled


_FEW = 2
"""Writes that are told one by one; more notices would lie over what one is about to do."""


async def settle_earlier(app: App[None], session: Session) -> None:
    """Read again what such writes concern; nothing is imported or asked where there are none."""
    if not await asyncio.to_thread(session.left_open):
        return
    from medialib_tui.core.writing.settle import reconcile

    say_outcomes(app, await reconcile(session))


def say_outcomes(app: App[None], settled: Sequence[Settled]) -> None:
    """A notice each; one for all where they are those of a batch that was cut off."""
    from medialib_tui.store.records import IMPORT, Outcome

    imports = [one for one in settled if one.record.operation == IMPORT]
    writes = [one for one in settled if one.record.operation != IMPORT]
    few = len(writes) <= _FEW
    for one in (*imports, *(writes if few else ())):
        say_outcome(app, one)
    if few:
        return
    counts = Counter(one.outcome for one in writes)
    said = (
        (counts[Outcome.APPLIED], "applied"),
        (counts[Outcome.NOT_APPLIED], "not applied"),
        (len(writes) - counts[Outcome.APPLIED] - counts[Outcome.NOT_APPLIED], "not known"),
    )
    told = ", ".join(f"{count:,} {name}" for count, name in said if count)
    sure = len(writes) == counts[Outcome.APPLIED]
    notices.say(
        app,
        f"{told}. The journal names them.",
        title=f"{len(writes):,} writes were left unfinished",
        severity="information" if sure else "warning",
    )


def _how_on(app: App[None], one: Settled) -> str:
    """How an import that was cut off goes on; here where it was of a file."""
    from medialib_tui.core.importing.settling import STANDARD_INPUT
    from medialib_tui.tui.actions import BY_ID, say_keys
    from medialib_tui.tui.keymap import keys_of
    from medialib_tui.tui.owner import library_of

    if one.record.title == STANDARD_INPUT:
        return f"{one.command} goes on."
    keys = say_keys(keys_of(BY_ID["app.import"], library_of(app).keys))
    return f"Press {keys} and choose the file again to go on."


def say_outcome(app: App[None], one: Settled) -> None:
    """One notice: which write, and what became of it."""
    from medialib_tui.core.writing.told import in_one_line
    from medialib_tui.store.records import IMPORT, Outcome

    record = one.record
    if record.operation == IMPORT:
        what = f"The import of {record.title} was {one.sentence} (journal {record.number})."
        if one.command:
            what += f" {_how_on(app, one)}"
        notices.say(app, what, title="An import was not brought to its end", severity="warning")
        return
    what = f"{record.entry_id}: {in_one_line(record)}\n{one.sentence} (journal {record.number})"
    match one.outcome:
        case Outcome.APPLIED:
            notices.say(app, what, title="An unfinished write was applied")
        case Outcome.NOT_APPLIED:
            title = "An unfinished write was not applied"
            notices.say(app, what, title=title, severity="warning")
        case _:
            title = "What became of a write is not known"
            notices.say(app, what, title=title, severity="warning")
