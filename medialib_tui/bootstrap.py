"""The composition root: settings and server become a transport, a client, a session."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from medialib_tui.api.client import Client, embedded
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.errors import TokenRefused
from medialib_tui.api.token import Token
from medialib_tui.core.session import Session
from medialib_tui.model.server import AUTO, VERSIONS, Server
from medialib_tui.store.cache import Cache
from medialib_tui.store.database import Database
from medialib_tui.store.errors import NoToken
from medialib_tui.store.evidence import Evidence
from medialib_tui.store.paths import paths
from medialib_tui.store.recents import Recents
from medialib_tui.store.resolve import Effective, Flags, effective
from medialib_tui.store.secrets import read_token
from medialib_tui.store.settings import Settings, load_settings, spoken_language
from medialib_tui.store.unfinished import left_open

if TYPE_CHECKING:
    from medialib_tui.api.link import Embedded, Mounted
    from medialib_tui.store.drafts import Drafts
    from medialib_tui.store.imports import Imports
    from medialib_tui.store.journal import Journal


async def open_session(
    flags: Flags, environ: Mapping[str, str], settings: Settings | None = None
) -> Session:
    """Open a session on the server that flags, environment and settings name.

    Sends a request only to find the API version of a server met for the first time. Raises
    SettingsError (NoServer, TokenError among them) and ApiError.
    """
    where = paths(environ)
    settings = settings or load_settings(where.settings)
    chosen = effective(flags, environ, settings)
    if flags.demo:
        token, mounted = _embedded_library()
    else:
        token, mounted = await _token(chosen, environ), None
    database = Database(where.database)
    evidence = Evidence(database, chosen.server.url)
    version = await _version(chosen.server, evidence, token, mounted)
    server = replace(chosen.server, api_version=version)
    warnings = list(chosen.warnings)
    client = Client(
        server,
        token=token,
        dialect=Dialect(version, evidence),
        transport=mounted,
        on_warning=warnings.append,
        on_unserved=evidence.forget,
    )

    client.language = spoken_language(settings.ui, environ)

    async def close() -> None:
        database.close()

    return Session(
        client,
        recents=Recents(database),
        cache=Cache(where.cache),
        journal=partial(_journal, database, token),
        drafts=partial(_drafts, database, token),
        imports=partial(_imports, database, token),
        left_open=partial(left_open, database, chosen.server.url),
        language=client.language,
        warnings=warnings,
        on_close=close,
    )


def _journal(database: Database, token: Token) -> Journal:
    from medialib_tui.store.journal import Journal

    return Journal(database, token.scrub)


def _drafts(database: Database, token: Token) -> Drafts:
    from medialib_tui.store.drafts import Drafts

    return Drafts(database, token.scrub)


def _imports(database: Database, token: Token) -> Imports:
    from medialib_tui.store.imports import Imports

    return Imports(database, token.scrub)


def _embedded_library() -> tuple[Token, Mounted]:
    from medialib_tui.demo.tokens import READ_WRITE

    return Token.parse(READ_WRITE), _mount


def _mount() -> Embedded:
    from medialib_tui.demo.app import create_app
    from medialib_tui.demo.sample import sample_library

    library = sample_library()
    library.recording = False
    return embedded(create_app(library))


async def _token(chosen: Effective, environ: Mapping[str, str]) -> Token:
    """Read the token off the loop's thread: a command or a keyring may take its time."""
    given_up = Event()
    try:
        text = await asyncio.to_thread(read_token, chosen.token_source, environ, given_up)
    except asyncio.CancelledError:
        given_up.set()
        raise
    except NoToken as error:
        raise TokenRefused(error.title, detail=error.detail, hint=error.hint) from None
    return Token.parse(text)


async def _version(
    server: Server,
    evidence: Evidence,
    token: Token,
    mounted: Mounted | None,
) -> str:
    """The API version to speak: the configured one, else the newest the server answers."""
    if server.api_version != AUTO:
        return server.api_version
    if mounted is not None:
        return VERSIONS[0]
    if known := evidence.resolved_version():
        return known
    from medialib_tui.api.negotiate import newest_version

    version = await newest_version(server)
    evidence.remember_version(version)
    return version
