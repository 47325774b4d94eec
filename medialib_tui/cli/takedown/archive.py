"""`unrevoke` and `archive`: the other take-downs of ids, with the same care."""

from __future__ import annotations

from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit
from medialib_tui.cli.takedown.many import add_takedown_options, take_down


def run_unrevoke(call: Call) -> Exit:
    """Serve revoked assets again."""
    return take_down(call, "unrevoke")


def run_archive(call: Call) -> Exit:
    """Take entries out of the search index, for good."""
    return take_down(call, "archive")


HANDLERS = {
    "unrevoke": Handler(run_unrevoke, add_takedown_options),
    "archive": Handler(run_archive, add_takedown_options),
}
