"""One line to narrow a list down; hidden until it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from medialib_tui.tui.actions import bindings

MOST = 200
"""Characters a filter takes."""


class FilterField(Input):
    """Says what to filter by while it is typed; `esc` empties and hides it."""

    DEFAULT_CSS = """
    FilterField { display: none; }
    FilterField.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("filter")

    @dataclass
    class Wanted(Message):
        """Other words to filter by."""

        field: FilterField
        text: str

        @property
        def control(self) -> FilterField:
            """The field, for handlers of one field only."""
            return self.field

        def can_replace(self, message: Message) -> bool:
            """Only the newest words matter."""
            return isinstance(message, type(self)) and message.field is self.field

    @dataclass
    class Left(Message):
        """The person wants to go to the rows."""

        field: FilterField

    def __init__(self, hint: str, *, id: str | None = None) -> None:
        super().__init__(placeholder=hint, id=id, max_length=MOST, compact=True)
        self.cursor_blink = False

    def open(self) -> None:
        """Show the field and type into it."""
        self.add_class("-open")
        self.focus()

    def step_back(self) -> bool:
        """Close the field; False where it is closed."""
        if not self.has_class("-open"):
            return False
        self.action_filter_close()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the words on."""
        event.stop()
        self.post_message(self.Wanted(self, self.value))

    def action_filter_close(self) -> None:
        """Filter by nothing, and hide."""
        self.value = ""
        self.remove_class("-open")
        self.post_message(self.Left(self))

    def action_filter_done(self) -> None:
        """Keep the filter and go to the rows."""
        if not self.value:
            self.remove_class("-open")
        self.post_message(self.Left(self))
