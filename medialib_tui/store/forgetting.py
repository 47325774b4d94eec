"""Removing a server: what this machine keeps because of it goes with it."""

from __future__ import annotations

from medialib_tui.store.cache import Cache
from medialib_tui.store.database import Database
from medialib_tui.store.editing import remove_server
from medialib_tui.store.evidence import Evidence
from medialib_tui.store.paths import Paths
from medialib_tui.store.recents import Recents
from medialib_tui.store.secrets import forget_token
from medialib_tui.store.settings import Settings, load_settings


def forget_server(where: Paths, name: str) -> Settings:
    """Remove a server, its token, recents, pins, evidence and cache; journal and drafts stay.

    What another name for the same address needs is kept. Raises SettingsError, TokenError.
    """
    url = load_settings(where.settings).servers[name].url
    forget_token(where.tokens, name)
    left = remove_server(where.settings, name)
    if all(server.url != url for server in left.servers.values()):
        Cache(where.cache).forget(url)
        if where.database.exists():
            database = Database(where.database)
            Recents(database).forget(url)
            Evidence(database, url).forget()
            database.close()
    return left
