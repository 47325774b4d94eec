"""The palette: actions of this screen, servers, themes, recent entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.actions import parse
from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.style import Style
from textual.widgets import Input, LoadingIndicator

from medialib_tui.model.text import one_line
from medialib_tui.tui.actions import CATALOG, say_keys
from medialib_tui.tui.keymap import keys_of
from medialib_tui.tui.owner import library_of

if TYPE_CHECKING:
    from medialib_tui.tui.app import MedialibApp

_WIDTH = 70
_LABEL = 26


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
                yield DiscoveryHit(_line(command, Content(command.text)), command.run, command.text)

    async def search(self, query: str) -> Hits:
        """Fuzzy matches of every word, best first."""
        matchers = [self.matcher(word) for word in query.split()]
        for command in self._commands():
            found = [each.fuzzy_search.match(each.query, command.text) for each in matchers]
            if all(score > 0 for score, _ in found):
                offsets = [offset for _, places in found for offset in places]
                shown = _line(command, self._marked(command.text, offsets))
                yield Hit(min(score for score, _ in found), shown, command.run, command.text)

    def _marked(self, text: str, offsets: Sequence[int]) -> Content:
        """The text with its matching characters marked; the framework's own way parses markup."""
        content = Content(text)
        for offset in offsets:
            content = content.stylize(self.match_style or Style(bold=True), offset, offset + 1)
        return content

    def _commands(self) -> Iterator[_Command]:
        app = library_of(self.screen)
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
        """Actions of the screen and the app, also those whose key would be typed just now."""
        for node in (self.screen, app):
            bound = {binding.id for binding in node.BINDINGS if isinstance(binding, Binding)}
            for action in CATALOG:
                if not action.palette or action.id not in bound:
                    continue
                _, name, parameters = parse(action.action)
                if node.check_action(name, parameters):
                    text = f"{action.label} ({say_keys(keys_of(action, app.keys))})"
                    yield _Command(text, partial(_run, app, action.action, node), action.help)


def _line(command: _Command, text: Content) -> Content:
    """One line: what it does, and muted what that means."""
    if not command.help:
        return text
    gap = " " * max(2, _LABEL - text.cell_length)
    return Content.assemble(text, gap, Content.styled(command.help, "$muted"))


class Palette(CommandPalette, inherit_css=True):
    """The framework's palette with our commands, a steady cursor and no spinner."""

    def __init__(self) -> None:
        super().__init__(providers=[Commands], placeholder="Action, server, theme or entry")

    def on_mount(self) -> None:
        """A blinking cursor would send bytes for ever; the spinner, which is hidden, takes time."""
        self.query_one(Input).cursor_blink = False
        self.call_after_refresh(self._still)

    def _still(self) -> None:
        self.query_one(LoadingIndicator).auto_refresh = None


async def _run(app: MedialibApp, action: str, node: DOMNode) -> None:
    await app.run_action(action, node)


def _use(app: MedialibApp, theme: str) -> None:
    app.theme = theme


def _open(app: MedialibApp, entry_id: str) -> None:
    from medialib_tui.tui.screens.entry.screen import EntryScreen

    app.push_screen(EntryScreen(entry_id))
