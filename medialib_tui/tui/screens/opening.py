"""What is shown while a session takes its time to open."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.base import BaseScreen


class OpeningScreen(BaseScreen[None]):
    """One sentence; leaving and the settings work meanwhile."""

    DEFAULT_CSS = """
    OpeningScreen .opening { margin: 2 4; color: $muted; }
    """

    def __init__(self, server: str) -> None:
        super().__init__()
        self._server = server

    def compose_body(self) -> ComposeResult:
        """Which server is being asked."""
        yield Static(shown(f"Opening {self._server or 'the server'}…"), classes="opening")
