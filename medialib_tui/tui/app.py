"""The app: screens, theme, keys, the guard before leaving. It knows no endpoint."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.reactive import reactive

from medialib_tui.model.capability import Capability, Support, Supported
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.themes import VARIABLES
from medialib_tui.tui.widgets.environment_bar import Place

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.store.settings import Settings

OpenSession = Callable[[], Awaitable["Session"]]


class MedialibApp(App[None], inherit_bindings=False):
    """The terminal client."""

    TITLE = "medialib"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")

    place: reactive[Place | None] = reactive(None)

    def __init__(
        self,
        session: Session | OpenSession | None,
        settings: Settings,
        query: str = "",
    ) -> None:
        super().__init__()
        self._source = session
        self._session: Session | None = None
        self.settings = settings
        self.query_text = query
        self.animation_level = "none"

    @property
    def session(self) -> Session:
        """The open session; screens that need one are only shown while there is one."""
        if self._session is None:
            raise LookupError("no session is open")
        return self._session

    def supports(self, capability: Capability) -> Supported:
        """Whether the current server offers something, with the reason where it does not."""
        if self._session is None:
            return Supported(Support.UNKNOWN)
        return self._session.supports(capability)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our own that a theme may leave out."""
        return VARIABLES

    def on_mount(self) -> None:
        """Open the session, then the look-up."""
        jobs.start_flow(self, "open", self._open)

    async def _open(self) -> None:
        source = self._source
        if source is None:
            return
        self._session = await source() if callable(source) else source
        from medialib_tui.tui.screens.lookup import LookupScreen

        await self.push_screen(LookupScreen(self.query_text))

    def on_job_failed(self, event: jobs.JobFailed) -> None:
        """A failure nobody nearer handled becomes a notice."""
        notices.say_error(self, event.error)

    async def action_app_back(self) -> None:
        """Go one screen back; the last one stays."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()

    def action_app_quit(self) -> None:
        """Leave, unless a write is running."""
        self.exit()
