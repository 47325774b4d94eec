"""The look-up field: one line that takes anything, also a paste of ten thousand ids."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.widgets.input import Selection

from medialib_tui.tui.actions import bindings

MOST = 400_000
"""Characters one look-up takes."""

_HELD_FROM = 4_000
_BURST = 0.008
_QUIET = 0.03


class QueryField(Input):
    """Text to look up. A long paste is held beside the field, which only says how much it is.

    Keys that come faster than a person types are a paste without brackets: they are gathered and
    put in at once, line breaks as spaces.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("field")

    @dataclass
    class Asked(Message):
        """The person wants this looked up."""

        text: str

    @dataclass
    class Typed(Message):
        """The field holds other text."""

        field: QueryField
        text: str

        def can_replace(self, message: Message) -> bool:
            """Only the newest text matters."""
            return isinstance(message, type(self)) and message.field is self.field

    @dataclass
    class Left(Message):
        """The person wants to go to the rows below."""

    @dataclass
    class TooLong(Message):
        """More was pasted than one look-up takes; the field is as it was."""

        length: int

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            placeholder="Id, many ids, system:externalId, doc:123, article or editor URL", id=id
        )
        self.cursor_blink = False
        self._held = ""
        self._burst: list[str] = []
        self._last_key = 0.0
        self._flush: Timer | None = None
        if text:
            self.set_text(text)

    @property
    def text(self) -> str:
        """What would be looked up."""
        return self._held or self.value

    def set_text(self, text: str) -> None:
        """Replace what the field holds; line breaks become spaces."""
        text = re.sub(r"\s+", " ", text).strip()
        if len(text) > MOST:
            self.post_message(self.TooLong(len(text)))
            return
        if len(text) > _HELD_FROM:
            self._held = text
            words = len(re.split(r"[\s,;]+", text))
            self.value = f"{words:,} words pasted, {len(text):,} characters"
        else:
            self._held = ""
            self.value = text
        self.cursor_position = len(self.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Editing what stands for a long paste lets go of it."""
        event.stop()
        if self._held and not self.value.endswith(f"pasted, {len(self._held):,} characters"):
            self._held = ""
        self.post_message(self.Typed(self, self.text))
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._show_cursor()

    def _show_cursor(self) -> None:
        place = cell_len(self.value[: self.cursor_position])
        self.scroll_to_region(Region(place, 0, 1, 1), force=True, animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Ask for it."""
        event.stop()
        self.post_message(self.Asked(self.text))

    def on_paste(self, event: events.Paste) -> None:
        """A paste may have many lines."""
        event.stop()
        event.prevent_default()
        self._put_in(event.text)

    def _put_in(self, text: str) -> None:
        if self._held:
            self.set_text(f"{self._held} {text}")
            return
        start, end = sorted(self.selection)
        before, after = self.value[:start], self.value[end:]
        text = re.sub(r"[\r\n\t]+", " ", text)
        if len(before) + len(text) + len(after) > _HELD_FROM:
            self.set_text(before + text + after)
        else:
            self.replace(text, start, end)

    def on_key(self, event: events.Key) -> None:
        """Gather keys that come in a burst."""
        fast, self._last_key = event.time - self._last_key < _BURST, event.time
        if not fast and self._flush is None:
            return
        if event.is_printable and event.character:
            self._gather(event, event.character)
        elif event.key in {"enter", "ctrl+j"} and self._flush is not None:
            self._gather(event, "\n")
        else:
            self.put_in_now()

    def _gather(self, event: events.Key, text: str) -> None:
        event.stop()
        event.prevent_default()
        self._burst.append(text)
        if self._flush is None:
            self._flush = self.set_timer(_QUIET, self._when_quiet)
        else:
            self._flush.reset()

    def _when_quiet(self) -> None:
        text = self.put_in_now()
        if text.endswith("\n"):
            self.post_message(self.Asked(self.text))

    def put_in_now(self) -> str:
        """Put in what was gathered; returns it."""
        text, self._burst = "".join(self._burst), []
        if self._flush is not None:
            self._flush.stop()
            self._flush = None
        if text.strip():
            self._put_in(text.rstrip("\n"))
        return text

    def action_copy(self) -> None:
        """Copy what is selected and let go of it: pressed again, the key leaves the app."""
        super().action_copy()
        self.selection = Selection.cursor(self.cursor_position)

    async def action_field_submit(self) -> None:
        """Look up what is typed."""
        await self.action_submit()

    def action_field_clear(self) -> None:
        """Empty the field; from an empty one to the rows."""
        if self.value:
            self._held = ""
            self.value = ""
        else:
            self.post_message(self.Left())

    def action_field_leave(self) -> None:
        """To the rows."""
        self.post_message(self.Left())
