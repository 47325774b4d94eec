"""The last question before something that other people notice: read, then agreed to by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from medialib_tui.core.takedown.guards import TAIL
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.sheet import Block

_SCROLLING = {
    "up": "scroll_up",
    "down": "scroll_down",
    "pageup": "scroll_page_up",
    "pagedown": "scroll_page_down",
}


class ConsentDialog(Dialog[bool]):
    """Ends with True where the person agreed; `typed` is what has to be typed, empty for nothing.

    Cancel has the focus, so that the key that opened this does nothing more.
    """

    DEFAULT_CSS = """
    ConsentDialog > .dialog { width: 100; max-width: 100%; }
    ConsentDialog .consent-ask { height: auto; margin-top: 1; }
    ConsentDialog Input { width: 20; }
    ConsentDialog .consent-said { height: auto; color: $bad; text-style: bold; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("consent")
    AUTO_FOCUS = "#cancel"

    def __init__(
        self, title: str, blocks: Sequence[Block], *, agree: str, whose: str, typed: str = ""
    ) -> None:
        super().__init__(title)
        self._blocks = tuple(blocks)
        self._agree = agree
        self._whose = whose
        self._typed = typed

    def compose_body(self) -> ComposeResult:
        """What is agreed to, and in production the field."""
        place = self.library.place
        band = 1 if place is not None and place.production else 0
        yield FittedSheet(self._blocks, beside=(12 if self._typed else 8) + band)
        if self._typed:
            count = min(TAIL, len(self._typed))
            ask = f"To agree, type the last {count} characters of {self._whose}, then enter:"
            yield Static(shown(ask), classes="consent-ask")
            line = Input(max_length=4 * TAIL, select_on_focus=False)
            line.cursor_blink = False
            yield line
            yield Static(classes="consent-said")

    def buttons(self) -> list[tuple[str, str]]:
        """Cancel first: it gets the focus."""
        return [
            ("cancel", "Cancel"),
            ("agree", self._agree if self._typed else f"{self._agree} (y)"),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where something is typed, no single key agrees."""
        return not (action == "consent_agree" and self._typed)

    def action_consent_agree(self) -> None:
        """Agreed by its own key."""
        self.dismiss(True)

    def on_key(self, event: events.Key) -> None:
        """Typing goes to the field, up and down to the text, wherever the focus is."""
        if event.key in _SCROLLING:
            event.stop()
            event.prevent_default()
            getattr(self.query_one(FittedSheet), _SCROLLING[event.key])(animate=False)
            return
        for field in self.query(Input):
            if not field.has_focus and event.is_printable and event.character:
                event.stop()
                field.focus()
                field.insert_text_at_cursor(event.character)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """`enter` behind the characters agrees."""
        event.stop()
        self.pressed("agree")

    def pressed(self, button: str) -> None:
        """Agreed, if what was typed is right."""
        field = self.query(Input)
        if self._typed and field.first().value.strip() != self._typed:
            said = self.query_one(".consent-said", Static)
            said.update(Content("These are not its last characters; nothing was sent."))
            field.first().focus()
            return
        self.dismiss(True)
