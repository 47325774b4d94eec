"""The first screen where no server is chosen: what one can do from here."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from medialib_tui.store.resolve import DEMO
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.servers import add_server_flow

_WELCOME = "Look an entry up, see everywhere it is known to be used. No server is chosen yet."
_AGAIN = "~"
_ADD = "+"
_QUIT = "-"


class FirstStartScreen(BaseScreen[None]):
    """A menu: the embedded library, the configured servers, a new one, or leaving."""

    DEFAULT_CSS = """
    FirstStartScreen .welcome { width: 100%; max-width: 76; height: auto; margin: 2 4; }
    FirstStartScreen .title { text-style: bold; color: $primary; }
    FirstStartScreen .text { margin: 1 0; }
    FirstStartScreen OptionList { height: auto; max-height: 12; }
    FirstStartScreen .problem { color: $bad; text-style: bold; margin-bottom: 0; }
    FirstStartScreen .hint { margin-top: 1; color: $muted; }
    """

    def __init__(self, problem: jobs.Failure | None = None) -> None:
        super().__init__()
        self._problem = problem

    def compose_body(self) -> ComposeResult:
        """A few sentences, or what went wrong, and the menu."""
        with Vertical(classes="welcome"):
            yield Static(Content("Livingdocs Media Library"), classes="title")
            yield from self._said()
            yield OptionList(*self._options(), markup=False)
            yield Static(
                Content(
                    "Also without this screen: medialib --demo, or "
                    "MEDIALIB_URL=… MEDIALIB_TOKEN=… medialib ID"
                ),
                classes="hint",
            )

    def _said(self) -> ComposeResult:
        if self._problem is None:
            yield Static(Content(_WELCOME), classes="text")
        else:
            yield Static(shown(self._problem.title), classes="text problem")
            yield Static(shown(notices.explain(self._problem), newlines=True), classes="text")

    def on_mount(self) -> None:
        """The cursor is on the first line."""
        self._focus_menu()

    def on_screen_resume(self) -> None:
        """Servers may have been added in the settings."""
        menu = self.query_one(OptionList)
        menu.clear_options()
        menu.add_options(self._options())
        self._focus_menu()

    def _focus_menu(self) -> None:
        menu = self.query_one(OptionList)
        menu.highlighted = 0
        menu.focus()

    def _options(self) -> list[Option]:
        servers = self.library.settings.servers.values()
        again = [Option(Content("Try again"), id=_AGAIN)] if self._problem else []
        return [
            *again,
            *(Option(shown(f"{server.name}  {server.url}"), id=server.name) for server in servers),
            Option(Content("Try the embedded library (sample data, nothing leaves here)"), id=DEMO),
            Option(Content("Add a server"), id=_ADD),
            Option(Content("Quit"), id=_QUIT),
        ]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Do what was chosen."""
        event.stop()
        match event.option_id:
            case None:
                return
            case "+":
                jobs.start_flow(self.app, "add server", partial(add_server_flow, self.library))
            case "~":
                self.library.connect_again()
            case "-":
                self.library.action_app_quit()
            case name:
                self.library.connect(name)
