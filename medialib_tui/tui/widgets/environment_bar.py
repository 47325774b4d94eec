"""The top line: which server this is, and what may be done on it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from medialib_tui.model.text import clean


@dataclass(frozen=True, slots=True)
class Place:
    """What the top line says of a server."""

    name: str
    version: str
    access: str
    production: bool = False
    demo: bool = False
    insecure: bool = False

    @property
    def environment(self) -> str:
        """`PRODUCTION`, `embedded library`, or nothing."""
        return "PRODUCTION" if self.production else "embedded library" if self.demo else ""


class EnvironmentBar(Widget):
    """Server and environment on the left, API version and access on the right, always whole."""

    DEFAULT_CSS = """
    EnvironmentBar { dock: top; height: 1; padding: 0 1; background: $bar; color: $foreground; }
    EnvironmentBar:ansi { background: ansi_default; text-style: underline; }
    EnvironmentBar.-production, EnvironmentBar.-production:ansi {
        background: $production; color: $production-text; text-style: bold;
    }
    """

    place: reactive[Place | None] = reactive(None)

    def watch_place(self, place: Place | None) -> None:
        """Production colours the whole line."""
        self.set_class(place is not None and place.production, "-production")

    def render(self) -> Content:
        """One line; only the server's name gives way where there is little room."""
        place = self.place
        if place is None:
            return Content("medialib")
        right = f"API {place.version}  {place.access}"
        if place.insecure:
            right = f"! not encrypted  {right}"
        environment = f"  {place.environment}" if place.environment else ""
        name = clean(place.name)
        room = max(8, self.size.width - len(right) - len(environment) - 2)
        if Content(name).cell_length > room:
            name = Content(name).truncate(room, ellipsis=True).plain
        left = Content.assemble((name, "bold"), environment)
        gap = max(1, self.size.width - left.cell_length - len(right))
        line = Content.assemble(left, " " * gap, right)
        return line.stylize("reverse") if place.production and self.app.no_color else line
