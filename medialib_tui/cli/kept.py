"""What is kept on this machine, opened without a server: journal and drafts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.cli.narrate import Narrator
    from medialib_tui.store.database import Database


@contextmanager
def database(call: Call) -> Iterator[Database]:
    """The database of this machine; trouble with it is said at the end."""
    from medialib_tui.store.database import Database
    from medialib_tui.store.paths import paths

    opened = Database(paths(call.environ).database)
    try:
        yield opened
    finally:
        _say(call.narrator, opened.warning)
        opened.close()


def server_root(call: Call) -> str | None:
    """The root of the server that was typed; None for every server."""
    if call.flags.server is None and not call.flags.demo:
        return None
    from medialib_tui.store.paths import paths
    from medialib_tui.store.resolve import effective
    from medialib_tui.store.settings import load_settings

    settings = load_settings(paths(call.environ).settings)
    return effective(call.flags, call.environ, settings).server.url


def _say(narrator: Narrator, warning: str) -> None:
    if warning:
        narrator.warn(warning)
