"""Settings: servers, looks, and where each value comes from. Kept through the store."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from medialib_tui.store import editing
from medialib_tui.store.settings import ServerSettings
from medialib_tui.tui import clipboard, jobs, notices, servers
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.screens.settings.rows import Row, Setting, line_of, rows_of, settings_of

_AT_START = {"mouse", "language"}
_ON_SERVERS = {
    "settings_log_in",
    "settings_test",
    "settings_default",
    "settings_remove",
}


class SettingsList(OptionList):
    """The list, with its `enter` in the key line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        replace(binding, action=f"screen.{binding.action}")
        for binding in bindings("settings")
        if isinstance(binding, Binding) and binding.id == "settings.use"
    ]


class SettingsScreen(BaseScreen[None]):
    """One list: servers, settings, this session, files; `enter` switches or changes."""

    DEFAULT_CSS = """
    SettingsScreen OptionList { height: 1fr; padding: 1 1 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield SettingsList(markup=False)

    def on_mount(self) -> None:
        """Fill it."""
        self.show_rows()
        self.query_one(OptionList).focus()

    def show_rows(self) -> None:
        """Fill the list again; the cursor stays on its row."""
        menu = self.query_one(OptionList)
        chosen = self.current
        self._rows = rows_of(self.library)
        with menu.prevent(OptionList.OptionHighlighted):
            menu.clear_options()
            menu.add_options(
                Option(line_of(row), id=row.id, disabled=not row.selectable) for row in self._rows
            )
        ids = [row.id for row in self._rows]
        first = next((index for index, row in enumerate(self._rows) if row.selectable), None)
        menu.highlighted = ids.index(chosen.id) if chosen and chosen.id in ids else first
        self.refresh_bindings()

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        index = self.query_one(OptionList).highlighted
        return self._rows[index] if index is not None and index < len(self._rows) else None

    @property
    def server(self) -> ServerSettings | None:
        """The server under the cursor."""
        row = self.current
        return row.server if row else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Server keys work on servers only."""
        if action in _ON_SERVERS:
            return self.server is not None
        return super().check_action(action, parameters)

    def on_option_list_option_highlighted(self) -> None:
        """Other row, other keys."""
        self.refresh_bindings()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen in the list."""
        event.stop()
        self.action_settings_use()

    def action_settings_use(self) -> None:
        """Work on the server under the cursor, change the value, or copy it."""
        row = self.current
        if row is None:
            return
        if row.server is not None:
            self.library.connect(row.server.name)
        elif row.setting is not None:
            self._start("change", partial(self._change, row.setting))
        elif row.id == "add":
            self.action_settings_add()
        else:
            clipboard.copy(self, row.label, row.value)

    def action_settings_add(self) -> None:
        """Add a server."""
        self._start("add server", partial(servers.add_server_flow, self.library))

    def action_settings_log_in(self) -> None:
        """Store a token for the server under the cursor."""
        if (server := self.server) is not None:
            self._start("log in", partial(servers.log_in_flow, self.library, server))

    def action_settings_test(self) -> None:
        """Test the server under the cursor."""
        if (server := self.server) is not None:
            self._start("test", partial(servers.test_flow, self.library, server))

    def action_settings_default(self) -> None:
        """Make the server under the cursor the default."""
        if (server := self.server) is not None:
            self._start("default", partial(servers.make_default, self.library, server.name))

    def action_settings_remove(self) -> None:
        """Remove the server under the cursor."""
        if (server := self.server) is not None:
            self._start("remove", partial(servers.remove_server_flow, self.library, server))

    def _start(self, name: str, work: jobs.Work) -> None:
        async def run() -> None:
            try:
                await work()
            finally:
                if self.is_attached:
                    self.show_rows()

        jobs.start_flow(self.library, name, run)

    async def _change(self, setting: Setting) -> None:
        options = settings_of(self.library)[setting.key]
        choices = [Choice(value, label) for value, label in options]
        chosen = await self.library.push_screen_wait(ChoiceDialog(setting.label, choices))
        if chosen is None:
            return
        value: editing.Value = chosen == "on" if setting.switch else chosen
        path = self.library.settings.path
        await servers.keep(self.library, lambda: editing.set_ui(path, setting.key, value))
        self.library.apply_ui(self.library.settings.ui)
        if setting.key in _AT_START:
            notices.say(self, "Used from the next start on.", title=setting.label)
