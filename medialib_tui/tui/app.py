"""The app: screens, theme, keys, the guard before leaving. It knows no endpoint."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.actions import ActionParseResult
from textual.app import App
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter, NoColor
from textual.reactive import reactive

from medialib_tui.model.capability import Capability, Support, Supported
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.resolve import DEMO, Flags
from medialib_tui.store.settings import Settings, Ui
from medialib_tui.tui import crash, jobs, notices
from medialib_tui.tui.actions import BY_CALL, bindings
from medialib_tui.tui.keymap import check_keymap
from medialib_tui.tui.safety import ControlFilter
from medialib_tui.tui.themes import DEFAULT, PLAIN, folders, load_themes
from medialib_tui.tui.widgets.environment_bar import Place, place_of

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.store.paths import Paths

OpenSession = Callable[[], Awaitable["Session"]]
Connect = Callable[[Flags], Awaitable["Session"]]

_SESSION = "session"
_LEAVE_ON = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class MedialibApp(App[None], inherit_bindings=False):
    """The terminal client.

    `session` is an open one, or opens it; None shows the first-start screen. `connect` opens
    further ones, for `flags` with another server in them.
    """

    TITLE = "medialib"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = Path(__file__).parent / "styles" / "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - declared so by App

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
        self.themes, self._theme_problems = load_themes(folders(paths.config if paths else None))
        super().__init__()
        self.settings = settings
        self.paths = paths
        self.flags = self.session_flags = flags or Flags()
        self.environ: Mapping[str, str] = environ or {}
        self.start_query = query
        self._source = session
        self._connect = connect
        self._session: Session | None = None
        self._net = ControlFilter()
        self._no_color = NoColor()
        for theme in self.themes.values():
            self.register_theme(theme)
        self.keys, self._key_problems = check_keymap(settings.keymap)
        self.set_keymap(self.keys)
        self.apply_ui(settings.ui)

    # Looks

    def apply_ui(self, ui: Ui) -> None:
        """Theme, density and animations as the settings say."""
        self.animation_level = "full" if ui.animations else "none"
        self.set_class(ui.density == "compact", "-compact")
        wanted = PLAIN if self.no_color else ui.theme
        if wanted not in self.themes:
            self._theme_problems.append(f"There is no theme “{wanted}”; {DEFAULT} is used.")
            wanted = DEFAULT
        self.theme = wanted

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for themes of the framework that do not know them."""
        return self.themes[DEFAULT].variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The last net first, because later filters lose the mark of control segments."""
        rest = super().get_line_filters()
        return [self._net, *([self._no_color] if self.no_color else rest)]

    # Session

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

    def supports(self, capability: Capability) -> Supported:
        """Whether the current server offers something, with the reason where it does not."""
        if self._session is None:
            return Supported(Support.UNKNOWN)
        return self._session.supports(capability)

    async def open_with(self, flags: Flags) -> Session:
        """Open a session beside the current one; the caller closes it."""
        if self._connect is None:
            raise SettingsError("this app cannot open another server")
        return await self._connect(flags)

    def connect(self, name: str) -> None:
        """Leave the current server for another one, by name; `demo` is the embedded library."""
        demo = name == DEMO
        flags = replace(self.flags, demo=demo, server=None if demo else name)
        self._open(partial(self.open_with, flags), flags)

    def _open(self, source: Session | OpenSession, flags: Flags) -> None:
        async def work() -> None:
            session = await source() if callable(source) else source
            old, self._session = self._session, session
            self.session_flags = flags
            self.start_query, query = "", self.start_query
            self.place = place_of(session)
            await self._show_home(query)
            for warning in session.warnings:
                notices.say(self, warning, severity="warning")
            if old is not None:
                await old.aclose()

        jobs.start_read(self, work, group=_SESSION)

    async def _show_home(self, query: str) -> None:
        from medialib_tui.tui.screens.lookup import LookupScreen

        while len(self.screen_stack) > 2:
            await self.pop_screen()
        home = LookupScreen(query)
        await (self.switch_screen(home) if len(self.screen_stack) > 1 else self.push_screen(home))

    def _show_first_start(self) -> None:
        from medialib_tui.tui.screens.first_start import FirstStartScreen

        self.push_screen(FirstStartScreen())

    def write_raw(self, sequence: str) -> None:
        """Send a sequence of our own past the screen, such as a wrapped clipboard."""
        if self._driver is not None:
            self._driver.write(sequence)

    # Start and end

    def on_mount(self) -> None:
        """Watch for the line going down, then open the session."""
        loop = asyncio.get_running_loop()
        for number in _LEAVE_ON:
            loop.add_signal_handler(number, self.leave, 128 + number)
        for title, problems in (("Themes", self._theme_problems), ("Keys", self._key_problems)):
            if problems:
                notices.say(self, "\n".join(problems), title=title, severity="warning")
        if self._source is None:
            self._show_first_start()
        else:
            self._open(self._source, self.flags)

    async def on_unmount(self) -> None:
        """Give the signals back and close the session."""
        loop = asyncio.get_running_loop()
        for number in _LEAVE_ON:
            loop.remove_signal_handler(number)
        if self._session is not None:
            await self._session.aclose()

    def leave(self, return_code: int = 0) -> None:
        """End at once: the terminal is gone, or the person has decided."""
        self.exit(return_code=return_code)

    def _fatal_error(self) -> None:
        """Replace the framework's traceback, which shows local variables."""
        error = self._exception or RuntimeError("unknown")
        log = crash.write_report(error, self.paths.state if self.paths else None)
        self.panic(crash.farewell(error, log))

    def on_job_failed(self, event: jobs.JobFailed) -> None:
        """A failure nobody nearer handled becomes a notice."""
        notices.say_error(self, event.error)
        if event.group == _SESSION and not self.connected and len(self.screen_stack) < 2:
            self._show_first_start()

    # Actions

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run it, or say why it is dimmed."""
        if await super().run_action(action, default_namespace, namespaces):
            return True
        name = action if isinstance(action, str) else action[1]
        known = BY_CALL.get(name)
        if known is None or known.capability is None or default_namespace is not self.screen:
            return False
        supported = self.supports(known.capability)
        if not supported.possible:
            notices.say(self, supported.reason, title=f"{known.label} is not offered here")
        return not supported.possible

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a session there is no look-up to go to."""
        return action != "app_look_up" or self.connected

    async def action_app_back(self) -> None:
        """Go one screen back; the last one stays."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()

    def action_app_quit(self) -> None:
        """Leave, unless a write is running."""
        if jobs.running_writes(self):
            from medialib_tui.tui.dialogs.confirm import confirm_leaving

            jobs.start_flow(self, "quit", partial(confirm_leaving, self))
        else:
            self.leave()

    def action_app_palette(self) -> None:
        """Open the palette."""
        from medialib_tui.tui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_app_help(self) -> None:
        """Show every key."""
        from medialib_tui.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def action_app_settings(self) -> None:
        """Show the settings."""
        from medialib_tui.tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    async def action_app_look_up(self) -> None:
        """Go back to the look-up, however many screens lie above it."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
