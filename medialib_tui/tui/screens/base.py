"""What every screen has: the environment line above, the keys below, dimmed where unsupported."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.screen import Screen

from medialib_tui.model.capability import Support
from medialib_tui.tui.actions import find
from medialib_tui.tui.owner import library_of
from medialib_tui.tui.widgets.environment_bar import EnvironmentBar
from medialib_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.tui.app import MedialibApp

Result = TypeVar("Result")


class BaseScreen(Screen[Result]):
    """A full screen of the app; override `compose_body`."""

    def compose(self) -> ComposeResult:
        """The environment line, the body, the key line."""
        self._adapt()
        yield EnvironmentBar()
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What is between the two lines."""
        yield from ()

    def _adapt(self) -> None:
        """Be narrow or wide before the first layout: the framework says so only after it."""
        width = self.app.size.width
        fitting = [pair for pair in self.app.HORIZONTAL_BREAKPOINTS or () if pair[0] <= width]
        self.add_class(max(fitting)[1])

    def on_mount(self) -> None:
        """Hand the top line its facts; the app does when they change."""
        self.query_one(EnvironmentBar).place = self.library.place

    def on_unmount(self) -> None:
        """Let go of what was painted: a cache of the framework holds on to a thousand widgets."""
        StylesCache.get_inner_outer.cache_clear()

    @property
    def library(self) -> MedialibApp:
        """The app, by its own type."""
        return library_of(self)

    @property
    def session(self) -> Session:
        """The open session."""
        return self.library.session

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Dim what this server does not offer."""
        known = find(action, parameters)
        if known is not None and known.capability is not None:
            supported = self.library.supports(known.capability)
            return None if supported.support is Support.NO else True
        return True
