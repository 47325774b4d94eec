"""The top line: which server this is, and what may be done on it."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from medialib_tui.tui.present import shown


@dataclass(frozen=True, slots=True)
class Place:
    """What the top line says of a session."""

    name: str
    version: str
    access: str
    production: bool = False
    demo: bool = False
    insecure: bool = False
    note: str = ""

    @property
    def environment(self) -> str:
        """`PRODUCTION`, `demo`, or nothing."""
        return "PRODUCTION" if self.production else "demo" if self.demo else ""


class EnvironmentBar(Widget):
    """Server, environment, API version and access, on one line."""

    DEFAULT_CSS = """
    EnvironmentBar { dock: top; height: 1; padding: 0 1; background: $bar; color: $foreground; }
    EnvironmentBar.-production { background: $production; color: $production-text; }
    """

    place: reactive[Place | None] = reactive(None)

    def watch_place(self, place: Place | None) -> None:
        """Production colours the whole line."""
        self.set_class(place is not None and place.production, "-production")

    def render(self) -> Content:
        """One line; the access is right-aligned."""
        place = self.place
        if place is None:
            return Content("medialib")
        parts = [shown(place.name)]
        if place.environment:
            parts.append(Content.styled(place.environment, "bold"))
        parts += [Content(f"API {place.version}"), Content(place.access)]
        if place.insecure:
            parts.append(Content.styled("not encrypted", "bold"))
        return Content("  ").join(parts)
