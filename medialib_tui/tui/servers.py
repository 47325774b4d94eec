"""Flows around configured servers: adding, token, removing, testing. Kept through the store."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from medialib_tui.store import editing
from medialib_tui.store.errors import StoreError
from medialib_tui.store.forgetting import forget_server
from medialib_tui.store.paths import paths
from medialib_tui.store.resolve import Flags
from medialib_tui.store.secrets import store_token
from medialib_tui.store.settings import ServerSettings, Settings
from medialib_tui.tui import notices
from medialib_tui.tui.dialogs.confirm import ConfirmDialog
from medialib_tui.tui.dialogs.server_form import ServerForm
from medialib_tui.tui.dialogs.text import TextDialog
from medialib_tui.tui.dialogs.token_form import TokenForm
from medialib_tui.tui.probe import describe, probe

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp


async def keep(app: MedialibApp, edit: Callable[[], Settings]) -> None:
    """Change the settings file off the loop's thread, and use the new settings."""
    app.settings = await asyncio.to_thread(edit)


async def add_server_flow(app: MedialibApp) -> None:
    """Ask for a server, keep it with its token, and go there."""
    new = await app.push_screen_wait(ServerForm())
    if new is None:
        return
    path = app.settings.path
    await keep(app, lambda: editing.add_server(path, new.name, new.given()))
    if not new.token:
        notices.say(app, "Log in to it in the settings (S).", title=f"Added: {new.name}")
        return
    place = await asyncio.to_thread(store_token, app.settings.tokens, new.name, new.url, new.token)
    notices.say(app, f"The token is in {place}.", title=f"Added: {new.name}")
    app.connect(new.name)


async def log_in_flow(app: MedialibApp, server: ServerSettings) -> None:
    """Ask for a token and keep it."""
    if server.has_token_source:
        notices.say(
            app,
            "The settings file says where its token comes from; change it there.",
            title=server.name,
            severity="warning",
        )
        return
    token = await app.push_screen_wait(TokenForm(server.name))
    if token is None:
        return
    place = await asyncio.to_thread(
        store_token, app.settings.tokens, server.name, server.url, token
    )
    notices.say(app, f"Kept in {place}.", title=f"Token for {server.name}")
    if app.connected and app.session.server.name == server.name:
        app.connect(server.name)


async def remove_server_flow(app: MedialibApp, server: ServerSettings) -> None:
    """Ask, then forget a server and its token."""
    agreed = await app.push_screen_wait(
        ConfirmDialog(
            f"Remove {server.name}?",
            f"{server.url}\nIts settings, token, recents and pins go; nothing on it changes.",
            agree="Remove",
        )
    )
    if not agreed:
        return
    where = app.paths or paths(os.environ)
    try:
        await keep(app, lambda: forget_server(where, server.name))
    except StoreError as error:
        notices.say_error(app, error)


async def make_default(app: MedialibApp, name: str) -> None:
    """Start with this server from now on."""
    path = app.settings.path
    await keep(app, lambda: editing.use_server(path, name))
    notices.say(app, f"medialib starts with {name} from now on.", title="Default server")


async def test_flow(app: MedialibApp, server: ServerSettings) -> None:
    """Ask a server who it is and what its token may do, and show the answer."""
    notices.say(app, server.url, title=f"Asking {server.name}")
    flags = Flags(server=server.name, read_only=True)
    findings = await probe(app, flags)
    await app.push_screen_wait(TextDialog(f"Test of {server.name}", describe(findings)))
