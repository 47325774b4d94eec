"""The app: screens, theme, keys, the guard before leaving. It knows no endpoint."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.filter import LineFilter, NoColor

from medialib_tui.store.resolve import Flags
from medialib_tui.store.settings import Settings, Ui
from medialib_tui.tui import clipboard, crash, leaving, line, notices
from medialib_tui.tui.actions import BY_CALL, bindings
from medialib_tui.tui.keymap import check_keymap
from medialib_tui.tui.safety import ControlFilter
from medialib_tui.tui.session_app import Connect, OpenSession, SessionApp
from medialib_tui.tui.themes import DEFAULT, PLAIN, folders, load_themes

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.store.paths import Paths


_STYLES = Path(__file__).parent / "styles"
"""Those of the screens that every session meets are the app's: a screen that brings its own
makes the framework parse all of them anew when it is first shown."""
_LEAVE_ON = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)


class MedialibApp(SessionApp, inherit_bindings=False):
    """The terminal client."""

    TITLE = "medialib"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [_STYLES / f"{name}.tcss" for name in ("app", "lookup", "entry")]  # noqa: RUF012 - declared so by App
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - declared so by App

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
        super().__init__(
            session, settings, query, connect=connect, paths=paths, flags=flags, environ=environ
        )
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

    def copy_to_clipboard(self, text: str) -> None:
        """Copy without control characters, through tmux as well."""
        text = clipboard.prepare(text).text
        if not text:
            return
        super().copy_to_clipboard(text)
        if self._driver is not None and self.environ.get("TMUX"):
            self._driver.write(clipboard.passthrough(text))

    # Start and end

    def on_load(self) -> None:
        """Watch for the line going down from before the terminal is taken."""
        loop = asyncio.get_running_loop()
        for number in _LEAVE_ON:
            loop.add_signal_handler(number, self.leave, 128 + number)

    def on_mount(self) -> None:
        """Say what is wrong with the settings, then open the session."""
        for title, problems in (("Themes", self._theme_problems), ("Keys", self._key_problems)):
            if problems:
                notices.say(self, "\n".join(problems), title=title, severity="warning")
        self.open_first()

    async def on_unmount(self) -> None:
        """Give the signals back."""
        loop = asyncio.get_running_loop()
        for number in _LEAVE_ON:
            loop.remove_signal_handler(number)

    def leave(self, return_code: int = 0) -> None:
        """End at once: the terminal is gone, or the person has decided; drafts are kept."""
        try:
            leaving.keep_all(self)
            leaving.free_pictures(self)
        finally:
            self.exit(return_code=return_code)

    def _handle_exception(self, error: Exception) -> None:
        """A screen that the end finds half made misses its widgets; that is no bug."""
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Replace the framework's traceback, which shows local variables."""
        leaving.keep_all(self)
        error = self._exception or RuntimeError("unknown")
        log = crash.write_report(error, self.paths.state if self.paths else None)
        self.panic(crash.farewell(error, log))

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
        """Without a session there is no look-up, no journal and no import to go to."""
        return action not in {"app_look_up", "app_journal", "app_import"} or self.connected

    async def action_app_back(self) -> None:
        """Go one screen back; the last one stays."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()
        else:
            await self.show_look_up()

    def action_app_quit(self) -> None:
        """Leave; asks first while something is unsaved or in flight."""
        leaving.ask_before(self, self.leave)

    def connect(self, name: str) -> None:
        """Leave the current server for another one; asks first as for leaving the app."""
        leaving.ask_before(self, partial(super().connect, name))

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
        from medialib_tui.tui.screens.settings.screen import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_app_journal(self) -> None:
        """Show every write of this machine."""
        from medialib_tui.tui.screens.journal.screen import JournalScreen

        if not isinstance(self.screen, JournalScreen):
            self.push_screen(JournalScreen())

    def action_app_import(self) -> None:
        """Import a file, or come back to the import under way."""
        from medialib_tui.tui.screens.importing.screen import ImportScreen

        if not isinstance(self.screen, ImportScreen):
            running = self.importing
            under_way = running is not None and not running.ended
            self.push_screen(ImportScreen(running if under_way else None))

    def action_app_redraw(self) -> None:
        """Paint everything, whatever has come onto the terminal meanwhile."""
        line.paint_anew(self)

    def action_app_look_up(self) -> None:
        """Go back to the look-up, however many screens lie above it; asks first if it must."""
        leaving.ask_before(self, partial(self.call_next, self._to_look_up))

    async def _to_look_up(self) -> None:
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self.show_look_up()
