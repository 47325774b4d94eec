"""`revoke`: check, confirm, revoke with a note, prove."""

from __future__ import annotations

import argparse

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.takedown.many import add_takedown_options, take_down


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `revoke` alone."""
    notes = parser.add_mutually_exclusive_group()
    notes.add_argument("--note", metavar="TEXT", default="", help="why, at most 200 characters")
    notes.add_argument(
        "--template", metavar="N", type=int, help="note number N of [takedown] in the settings"
    )
    add_takedown_options(parser)


def run(call: Call) -> Exit:
    """Take assets down."""
    from medialib_tui.core.takedown.notes import tidy

    note = call.options.note
    if call.options.template is not None:
        note = _template(call, call.options.template)
    return take_down(call, "revoke", tidy(note))


def _template(call: Call, number: int) -> str:
    from medialib_tui.store.paths import paths
    from medialib_tui.store.settings import load_settings

    notes = load_settings(paths(call.environ).settings).notes
    if not 1 <= number <= len(notes):
        there = "; ".join(f"{place} {note}" for place, note in enumerate(notes, 1))
        raise CliError(
            f"There is no note {number} in the settings.",
            hint=there or '[takedown] notes = ["Case #"]',
        )
    return notes[number - 1]


HANDLERS = {"revoke": Handler(run, add_options)}
