"""`keys`: the asset keys of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.named import one_id
from medialib_tui.cli.output import Form

if TYPE_CHECKING:
    from medialib_tui.core.session import Session


def run(call: Call) -> Exit:
    """Print every key: current, replaced, translated, variants."""
    entry_id = one_id(call)

    async def work(session: Session) -> Exit:
        keys = await session.client.keys(entry_id)
        if call.out.form in (Form.JSON, Form.JSONL):
            call.out.data(list(keys))
        elif call.out.form is Form.CSV:
            call.out.csv([["key"], *([key] for key in keys)])
        else:
            for key in keys:
                call.out.plain(key)
        return Exit.DONE

    return call.with_session(work)


HANDLERS = {"keys": Handler(run)}
