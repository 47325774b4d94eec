"""The palette: actions of this screen, servers, themes, recent entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.style import Style
from textual.widgets import Input

from medialib_tui.model.text import one_line
from medialib_tui.tui.actions import BY_ID, say_key

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp

_WIDTH = 70


@dataclass(frozen=True, slots=True)
class _Command:
    text: str
    run: Callable[[], object]
    help: str = ""
    at_once: bool = True


class Commands(Provider):
    """Everything the palette can find; foreign text is literal, help is our own."""

    async def discover(self) -> Hits:
        """What is listed before anything is typed."""
        for command in self._commands():
            if command.at_once:
                yield DiscoveryHit(
                    Content(command.text), command.run, command.text, command.help or None
                )

    async def search(self, query: str) -> Hits:
        """Fuzzy matches, best first."""
        matcher = self.matcher(query)
        for command in self._commands():
            score = matcher.match(command.text)
            if score > 0:
                offsets = matcher.fuzzy_search.match(query, command.text)[1]
                yield Hit(
                    score,
                    self._marked(command.text, offsets),
                    command.run,
                    command.text,
                    command.help or None,
                )

    def _marked(self, text: str, offsets: Sequence[int]) -> Content:
        """The text with its matching characters marked; the framework's own way parses markup."""
        content = Content(text)
        for offset in offsets:
            content = content.stylize(self.match_style or Style(bold=True), offset, offset + 1)
        return content

    def _commands(self) -> Iterator[_Command]:
        app = cast("MedialibApp", self.app)
        yield from self._actions(app)
        for name in app.settings.servers:
            yield _Command(f"Server: {name}", partial(app.connect, name), at_once=False)
        yield _Command("Server: embedded library", partial(app.connect, "demo"), at_once=False)
        for name in sorted(app.themes):
            yield _Command(
                f"Theme: {one_line(name, _WIDTH)}", partial(_use, app, name), at_once=False
            )
        if app.connected:
            session = app.session
            for recent in session.recents.list(session.server.url, 50):
                title = one_line(f"{recent.title}  {recent.entry_id}", _WIDTH)
                yield _Command(
                    f"Entry: {title}", partial(_open, app, recent.entry_id), at_once=False
                )

    def _actions(self, app: MedialibApp) -> Iterator[_Command]:
        seen: set[str] = set()
        for key, active in self.screen.active_bindings.items():
            action = BY_ID.get(active.binding.id or "")
            if action and action.palette and active.enabled and action.id not in seen:
                seen.add(action.id)
                run = partial(_run, app, active.binding.action, active.node)
                yield _Command(f"{action.label} ({say_key(key)})", run, action.help)


class Palette(CommandPalette, inherit_css=True):
    """The framework's palette with our commands, a steady cursor and no spinner."""

    def __init__(self) -> None:
        super().__init__(providers=[Commands], placeholder="Action, server, theme or entry")

    def on_mount(self) -> None:
        """A blinking cursor would send bytes for ever."""
        self.query_one(Input).cursor_blink = False


async def _run(app: MedialibApp, action: str, node: DOMNode) -> None:
    await app.run_action(action, node)


def _use(app: MedialibApp, theme: str) -> None:
    app.theme = theme


def _open(app: MedialibApp, entry_id: str) -> None:
    from medialib_tui.tui.screens.entry import EntryScreen

    app.push_screen(EntryScreen(entry_id))
