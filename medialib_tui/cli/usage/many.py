"""The same usage-log write for many ids; adding the same use twice is refused unless meant."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.writing.many import Many, run_many

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.usage.options import Typed
    from medialib_tui.cli.writing.sources import Ids
    from medialib_tui.core.batch.planning import Item, Say
    from medialib_tui.core.batch.runs import Run
    from medialib_tui.core.session import Session
    from medialib_tui.core.usage.batch import Make
    from medialib_tui.core.usage.plan import Ground


def log_many(
    call: Call,
    ids: Ids,
    operation: str,
    make: Callable[[str], Make],
    typed: Typed | None = None,
) -> Exit:
    """Write to every id; `make` is given the name of the run.

    `typed` is there where writing it twice would double it.
    """

    async def planned(
        session: Session, wanted: Sequence[str], progress: Say
    ) -> AsyncIterator[Item[Ground]]:
        from medialib_tui.core.usage.batch import plan_all

        run = await _run(call, session, typed, wanted) if typed is not None else None
        made = make(run.key if run is not None else uuid.uuid4().hex)
        async for item in plan_all(session, wanted, made, run, progress=progress):
            yield item

    go_on = "--resume goes on with them." if typed is not None else "Run it again for them."
    return run_many(call, ids, Many(operation, planned, "Nothing pending", go_on=go_on))


async def _run(call: Call, session: Session, typed: Typed, ids: Sequence[str]) -> Run:
    """Which run this is; what was written before is not written again unasked."""
    from medialib_tui.core.batch.runs import next_run
    from medialib_tui.core.usage.batch import run_of

    run = run_of(session, typed.new_value(await session.project()))
    done = [one for one in ids if one in run.done]
    if call.options.again:
        return next_run(run)
    if done and not call.options.resume:
        raise CliError(
            f"An earlier run wrote this use to {len(done):,} of these {len(ids):,} ids.",
            hint="--resume goes on with the rest; --again writes it to all once more.",
            code="done-before",
            leave=Exit.REFUSED,
        )
    return run
