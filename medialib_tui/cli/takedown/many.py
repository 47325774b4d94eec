"""The way of every take-down of ids: check, show, confirm, write, prove, report."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.cli.call import Call
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.takedown.run import Run
from medialib_tui.cli.writing.many import run_all
from medialib_tui.cli.writing.sources import Ids, add_ids_option
from medialib_tui.cli.writing.write import add_write_options

if TYPE_CHECKING:
    from medialib_tui.cli.takedown.run import MakeLater


def add_takedown_options(parser: argparse.ArgumentParser) -> None:
    """Options of every take-down of ids."""
    add_ids_option(parser)
    parser.add_argument("--all", action="store_true", help="check every page of the references")
    parser.add_argument(
        "--fail-if-used", action="store_true", help="refuse with 7 where a use is known"
    )
    parser.add_argument(
        "--report", metavar="FILE", help="write what was seen and done: FILE.md or FILE.json"
    )
    add_write_options(parser)


def take_down(call: Call, operation: str, note: str = "") -> Exit:
    """Run a take-down of the ids in the words, on standard input, or in a file."""
    if STDIN in call.words and call.words != (STDIN,):
        raise BadInput("“-” reads ids from standard input and stands alone.")
    ids = Ids(call, call.words)
    return run_all(call, lambda session: Run(call, session, operation, note, ids))


def begin_single(call: Call, operation: str, entry_id: str, make: MakeLater) -> Exit:
    """Run a take-down of one entry whose write `make` makes of what was found out."""
    ids = Ids(call, [entry_id])
    return run_all(call, lambda session: Run(call, session, operation, "", ids, make))
