"""The bottom line: as many keys as fit; it repaints only when they change."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget


class KeyBar(Widget):
    """Keys of the current screen and focus, from the catalog's bindings."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; }
    """

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        """Key and label, separated by space."""
        seen: list[Content] = []
        for active in self.screen.active_bindings.values():
            if active.binding.show:
                key = self.app.get_key_display(active.binding)
                seen.append(Content.assemble((key, "bold"), " ", active.binding.description))
        return Content("  ").join(seen)
