"""Building the app as the command does, for tests in and out of process."""

from __future__ import annotations

from functools import partial

from medialib_tui.bootstrap import open_session
from medialib_tui.core.session import Session
from medialib_tui.store.paths import paths
from medialib_tui.store.resolve import Flags
from medialib_tui.store.settings import load_settings
from medialib_tui.tui.app import MedialibApp


def build(query: str, environ: dict[str, str], *, demo: bool) -> MedialibApp:
    """The app as the command builds it; without `demo` no server is chosen."""
    where = paths(environ)
    flags = Flags(demo=demo)

    async def connect(other: Flags) -> Session:
        return await open_session(other, environ)

    return MedialibApp(
        partial(connect, flags) if demo else None,
        load_settings(where.settings),
        query,
        connect=connect,
        paths=where,
        flags=flags,
        environ=environ,
    )
