"""A box to tick: `[x] label`, legible without colour."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Tick(Widget, can_focus=True):
    """On or off, by `space`, `enter` or a click."""

    DEFAULT_CSS = """
    Tick { height: 1; width: auto; padding: 0 1; color: $foreground; pointer: pointer; }
    Tick:focus {
        background: $selected; color: $selected-text;
    }
    Tick:ansi:focus { text-style: bold underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "tick", "Tick", show=False, tooltip="Tick or clear", id="tick.tick")
    ]
    ALLOW_SELECT = False

    value: reactive[bool] = reactive(False)

    def __init__(self, label: str, *, value: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(Tick.value, value)
        self._label = label

    def render(self) -> Content:
        """The box and its label."""
        return Content(f"[{'x' if self.value else ' '}] {self._label}")

    def action_tick(self) -> None:
        """Turn it around."""
        self.value = not self.value

    def on_click(self) -> None:
        """Turn it around."""
        self.action_tick()
