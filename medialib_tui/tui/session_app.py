"""The session behind the screens: opening it, switching servers, what it offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import reactive

from medialib_tui.model.capability import Capability, Support, Supported
from medialib_tui.store.choice import is_loopback
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.resolve import DEMO, DEMO_URL, Flags
from medialib_tui.store.settings import Settings
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.widgets.environment_bar import EnvironmentBar, Place

if TYPE_CHECKING:
    from textual.screen import Screen

    from medialib_tui.core.session import Session
    from medialib_tui.store.paths import Paths
    from medialib_tui.tui.screens.importing.running import ImportRunning

OpenSession = Callable[[], Awaitable["Session"]]
Connect = Callable[[Flags], Awaitable["Session"]]

_SESSION = "session"
_WRITES = frozenset(
    {
        Capability.SET_METADATA,
        Capability.REPLACE_ASSET,
        Capability.REMOVE_ASSET,
        Capability.REVOKE,
        Capability.UNREVOKE,
        Capability.ARCHIVE,
        Capability.WRITE_USAGE_LOG,
        Capability.IMPORT,
    }
)
"""What a server that is set to read-only is never asked for."""

_SILENT = 0.05
"""Seconds a session may still take to open, once the app is there, before the screen says so."""


class SessionApp(App[None]):
    """An app that holds at most one session.

    `session` is an open one, or opens it; None shows the first-start screen. `connect` opens
    further ones, for `flags` with another server in them.
    """

    place: reactive[Place | None] = reactive(None)

    def __init__(
        self,
        session: Session | OpenSession | None,
        settings: Settings,
        query: str = "",
        *,
        connect: Connect | None = None,
        paths: Paths | None = None,
        flags: Flags | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.paths = paths
        self.flags = self.session_flags = flags or Flags()
        self.environ: Mapping[str, str] = environ or {}
        self._query = self._asked = query
        self._source = session
        self._connect = connect
        self._session: Session | None = None
        self.importing: ImportRunning | None = None

    @property
    def session(self) -> Session:
        """The open session; screens that need one are only shown while there is one."""
        if self._session is None:
            raise LookupError("no session is open")
        return self._session

    @property
    def connected(self) -> bool:
        """Whether a session is open."""
        return self._session is not None

    def watch_place(self, place: Place | None) -> None:
        """Tell the screens: one that watches the app itself is never let go."""
        for screen in self.screen_stack:
            for bar in screen.query(EnvironmentBar):
                bar.place = place

    def supports(self, capability: Capability) -> Supported:
        """Whether the current server offers something, with the reason where it does not."""
        if self._session is None:
            return Supported(Support.UNKNOWN)
        if capability in _WRITES and self._session.server.read_only:
            return Supported(Support.NO, f"{self._session.server.name} is set to read-only.")
        return self._session.supports(capability)

    async def open_with(self, flags: Flags) -> Session:
        """Open a session beside the current one; the caller closes it."""
        if self._connect is None:
            raise SettingsError("this app cannot open another server")
        return await self._connect(flags)

    def connect(self, name: str) -> None:
        """Leave the current server for another one, by name; `demo` is the embedded library."""
        demo = name == DEMO
        self._connect_with(replace(self.flags, demo=demo, server=None if demo else name))

    def connect_again(self) -> None:
        """Try once more what failed, or was asked for at the start."""
        self._connect_with(self._wanted)

    def _connect_with(self, flags: Flags) -> None:
        self._open(partial(self.open_with, flags), flags)

    def open_first(self) -> None:
        """Open what the app was started with."""
        if self._source is None:
            self._show_first_start(None)
        else:
            self._open(self._source, self.flags)

    def _open(self, source: Session | OpenSession, flags: Flags) -> None:
        self._wanted = flags
        if callable(source):
            self.set_timer(_SILENT, self._say_opening)
            jobs.start_read(self, partial(self._opened, source, flags), group=_SESSION)
        else:
            jobs.start_read(self, partial(self._use, source, flags), group=_SESSION)

    async def _opened(self, source: OpenSession, flags: Flags) -> None:
        await self._use(await source(), flags)

    async def _use(self, session: Session, flags: Flags) -> None:
        old, self._session = self._session, session
        self.session_flags = flags
        self._asked, self._query = self._query, ""
        self.place = _place_of(session)
        await self._show_alone(self._first_screen(session))
        for warning in session.warnings:
            notices.say(self, warning, severity="warning")
        if old is not None:
            if self.importing is not None:
                await self.importing.over()
            await old.aclose()
        from medialib_tui.tui.settling import settle_earlier

        jobs.start_read(self, partial(settle_earlier, self, session), group="settle")

    def _first_screen(self, session: Session) -> Screen[None]:
        """The look-up; or at once the entry that a look-up ahead of the app comes to."""
        ahead = session.ahead
        if ahead is not None and (entry_id := ahead.expects) is not None:
            from medialib_tui.tui.screens.entry.screen import EntryScreen

            return EntryScreen(entry_id, ahead.hit)
        from medialib_tui.tui.screens.lookup.screen import LookupScreen

        return LookupScreen(self._asked)

    async def show_look_up(self) -> None:
        """Put the look-up where the app started with an entry in its place."""
        from medialib_tui.tui.screens.entry.screen import EntryScreen

        first = self.screen
        if len(self.screen_stack) == 2 and isinstance(first, EntryScreen):
            from medialib_tui.tui.screens.lookup.screen import LookupScreen

            self.session.forget_ahead()
            await self.switch_screen(LookupScreen(self._asked, first.came_to))

    async def on_job_failed(self, event: jobs.JobFailed) -> None:
        """A failure nobody nearer handled becomes a notice, or the first-start screen."""
        if event.group == _SESSION and not self.connected:
            self._show_first_start(event.error)
        else:
            notices.say_error(self, event.error)

    async def _show_alone(self, screen: Screen[None]) -> None:
        """Show a screen with nothing to go back to."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if len(self.screen_stack) > 1:
            await self.switch_screen(screen)
        else:
            await self.push_screen(screen)

    def _show_first_start(self, problem: jobs.Failure | None) -> None:
        from medialib_tui.tui.screens.first_start import FirstStartScreen

        self.call_next(self._show_alone, FirstStartScreen(problem))

    def _say_opening(self) -> None:
        if not self.connected and len(self.screen_stack) < 2:
            from medialib_tui.tui.screens.opening import OpeningScreen

            self.push_screen(OpeningScreen(self._wanted.server or self.settings.current or ""))

    async def on_unmount(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.aclose()


def _place_of(session: Session) -> Place:
    """The facts of a session that the top line shows."""
    server = session.server
    demo = server.url == DEMO_URL
    plain = server.url.startswith("http:")
    return Place(
        name=server.name,
        version=server.api_version,
        access=server.access.value,
        production=server.production,
        demo=demo,
        insecure=plain and not demo and not is_loopback(server.url),
    )
