"""Starting the app: what was typed becomes settings, a session to open, and an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from medialib_tui.bootstrap import open_session
from medialib_tui.core.session import Session
from medialib_tui.store.errors import NoServer
from medialib_tui.store.paths import paths
from medialib_tui.store.resolve import Flags, effective
from medialib_tui.store.settings import Settings, load_settings
from medialib_tui.tui.app import MedialibApp


def run(flags: Flags, query: str, environ: Mapping[str, str]) -> int:
    """Run the app until the person leaves; raises SettingsError where the settings are unusable."""
    app = build(flags, query, environ)
    app.run(mouse=app.settings.ui.mouse)
    return app.return_code or 0


def build(flags: Flags, query: str, environ: Mapping[str, str]) -> MedialibApp:
    """The app, ready to run."""
    where = paths(environ)
    settings = load_settings(where.settings)
    environ = dict(environ)

    async def connect(other: Flags) -> Session:
        return await open_session(other, environ)

    source = None
    if _names_server(flags, environ, settings):
        source = partial(open_session, flags, environ, settings)
    return MedialibApp(
        source, settings, query, connect=connect, paths=where, environ=environ, flags=flags
    )


def _names_server(flags: Flags, environ: Mapping[str, str], settings: Settings) -> bool:
    try:
        effective(flags, environ, settings)
    except NoServer:
        return False
    return True
