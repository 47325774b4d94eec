"""Starts the app: the session opens while the framework is still being imported."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from medialib_tui import skeleton
from medialib_tui.bootstrap import open_session
from medialib_tui.core.ahead import ask_ahead
from medialib_tui.store.dropped import note_dropped
from medialib_tui.store.errors import NoServer
from medialib_tui.store.paths import paths
from medialib_tui.store.resolve import Flags, effective
from medialib_tui.store.settings import Settings, Ui, load_settings
from medialib_tui.tui import line

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.tui.app import MedialibApp

_NEEDED = ("medialib_tui.tui.app", "medialib_tui.tui.driver")
_LOOK_UP = "medialib_tui.tui.screens.lookup.screen"
_ANSWER = ("medialib_tui.model.entry",)
"""What reads the answer to a query; the first that is imported while that is on its way."""
_ENTRY = ("medialib_tui.model.schema", "medialib_tui.tui.screens.entry.screen")
"""What shows it."""

_PATIENCE = 0.25
"""Seconds the first frame waits for the session once everything is imported."""


_HEAD_START = 0.05
"""Seconds the session may take before the imports begin beside it."""
_STEPS = 20
"""Turns of the event loop in which a request leaves, where nothing holds it up."""
_STARTED = 1.0
"""Seconds after which a start is over."""
_COLLECTED = (5_000, 10, 10)
"""Thresholds of `gc`: screens make many objects and few rings, and a full pass delays a key."""


def run(flags: Flags, query: str, environ: Mapping[str, str] = os.environ) -> int:
    """Run the app until it is left; its exit code. Raises SettingsError before any screen."""
    _draw_on_a_terminal()
    return asyncio.run(_run(flags, query, environ))


async def _run(flags: Flags, query: str, environ: Mapping[str, str]) -> int:
    settings = load_settings(paths(environ).settings)
    opening = None
    known = names_server(flags, environ, settings)
    if known:
        opening = asyncio.create_task(_open(flags, query, environ, settings))
        await _until_it_waits(opening)
    wanted = (*_ANSWER, *_NEEDED, *_ENTRY) if query else (*_NEEDED, _LOOK_UP)
    with line.colours(settings.ui, environ):
        await asyncio.to_thread(_import, *wanted)
    if opening is not None:
        await asyncio.wait([opening], timeout=_PATIENCE)
    app = build(flags, query, environ, settings, opening, known=known)
    _give_driver(app, settings.ui, environ)
    asyncio.get_running_loop().call_later(_STARTED, _collect_garbage_again)
    try:
        await app.run_async(mouse=settings.ui.mouse)
    finally:
        if opening is not None:
            opening.cancel()
        note_dropped(paths(environ).state, line.dropped(app))
    return app.return_code or 0


async def _open(
    flags: Flags, query: str, environ: Mapping[str, str], settings: Settings
) -> Session:
    session = await open_session(flags, environ, settings)
    ask_ahead(session, query)
    return session


async def _until_it_waits(opening: asyncio.Task[Session]) -> None:
    """Let the session, and a look-up behind it, come to where only the network can help."""
    await asyncio.wait([opening], timeout=_HEAD_START)
    for _ in range(_STEPS):
        await asyncio.sleep(0)


def _collect_garbage_again() -> None:
    """What a start makes stays; looking through it while it is made only takes time."""
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
    gc.enable()


def _import(*names: str) -> None:
    for name in names:
        import_module(name)


def build(
    flags: Flags,
    query: str,
    environ: Mapping[str, str],
    settings: Settings | None = None,
    opening: asyncio.Task[Session] | None = None,
    *,
    known: bool | None = None,
) -> MedialibApp:
    """The app, ready to run; `opening` is its session on the way, `known` that there is one."""
    from medialib_tui.tui.app import MedialibApp

    where = paths(environ)
    settings = settings or load_settings(where.settings)
    environ = dict(environ)

    async def connect(other: Flags) -> Session:
        return await open_session(other, environ)

    async def source() -> Session:
        return await opening if opening is not None else await connect(flags)

    known = names_server(flags, environ, settings) if known is None else known
    return MedialibApp(
        source if known else None,
        settings,
        query,
        connect=connect,
        paths=where,
        environ=environ,
        flags=flags,
    )


def names_server(flags: Flags, environ: Mapping[str, str], settings: Settings) -> bool:
    """Whether there is a server to open; raises SettingsError for one that cannot be."""
    try:
        effective(flags, environ, settings)
    except NoServer:
        return False
    return True


def _give_driver(app: MedialibApp, ui: Ui, environ: Mapping[str, str]) -> None:
    driver = line.driver_for(ui, environ)
    driver.take_over = staticmethod(skeleton.hand_over)
    app.driver_class = driver


def _draw_on_a_terminal() -> None:
    """The framework draws on standard error; where that goes elsewhere, on standard output."""
    stderr, stdout = sys.__stderr__, sys.__stdout__
    if stdout is not None and stdout.isatty() and (stderr is None or not stderr.isatty()):
        sys.__stderr__ = stdout  # type: ignore[misc]  # read when the driver is built
