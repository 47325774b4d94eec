"""The same metadata change for many ids."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.writing.assignments import changes
from medialib_tui.cli.writing.many import Many, run_many
from medialib_tui.cli.writing.write import require_preserving

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.writing.sources import Ids
    from medialib_tui.core.batch.planning import Item, Say
    from medialib_tui.core.editing.reading import Cut
    from medialib_tui.core.session import Session


def set_many(call: Call, ids: Ids, words: Sequence[str]) -> Exit:
    """Change the properties named in every entry, each with its own version."""
    if ids.from_stdin and any(word.endswith(f"=@{STDIN}") for word in words):
        raise CliError("Standard input cannot hold both ids and a value.")
    from medialib_tui.core.editing.many import OPERATION, Edit

    edit = Edit(changes(words, call.options.unset), call.options.preserve_updated_at)

    async def planned(
        session: Session, wanted: Sequence[str], progress: Say
    ) -> AsyncIterator[Item[Cut]]:
        from medialib_tui.core.batch.runs import next_run
        from medialib_tui.core.editing.many import edit_run, plan_edit, run_over

        require_preserving(call, session)
        project = await session.project()
        if not project.known:
            call.narrator.aside(f"Values are not checked here: {project.unknown_because}")
        earlier = edit_run(session, edit)
        run = earlier if call.options.resume else run_over(earlier, wanted)
        if call.options.again and earlier.done:
            run = next_run(earlier)
        call.narrator.aside(f"Batch {run.key}")
        former = {} if call.options.again else earlier.done
        async for item in plan_edit(session, wanted, edit, run, former=former, progress=progress):
            yield item

    many = Many(
        OPERATION,
        planned,
        "Nothing to change",
        holds=True,
        go_on="--resume goes on with them.",
    )
    return run_many(call, ids, many)
