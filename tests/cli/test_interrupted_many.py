"""What is said of a write that was on its way when many others were done already."""

from __future__ import annotations

import io
from argparse import Namespace
from pathlib import Path

from medialib_tui.cli.call import Call
from medialib_tui.cli.narrate import Narrator
from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.writing.interrupted import interrupted
from medialib_tui.core.writing.intent import Intent
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import Archive
from medialib_tui.store.database import Database
from medialib_tui.store.journal import Journal
from medialib_tui.store.paths import paths
from medialib_tui.store.resolve import Flags


def test_a_slow_write_that_many_others_overtook_is_not_said_to_be_unsent(home: Path) -> None:
    environ = {"MEDIALIB_HOME": str(home)}
    journal = Journal(Database(paths(environ).database))
    intents = [Intent(Entry(id=f"e{number}"), (Archive(),)) for number in range(40)]
    for one in intents:
        journal.intend(
            key=one.key,
            server="https://cms.example.com",
            server_name="live",
            entry_id=one.entry.id,
            operation="archive",
            body={},
            before={},
        )
    stream = io.StringIO()
    out = Output(Form.JSONL, stream, colour=False)
    call = Call((), Namespace(), Flags(), out, Narrator(stream), environ)
    data, problem = interrupted(call, intents[0])
    assert data["outcome"] == "unknown"
    assert data["journal"] == 1
    assert problem.leave == 9
    data, problem = interrupted(call, Intent(Entry(id="e0"), (Archive(),)))
    assert data["outcome"] == "not-applied"
    assert problem.leave == 130
