"""Lines of text to edit: a caption, tags, ids, JSON."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from medialib_tui.tui.widgets.controls.stand_ins import StandIns, unprinted

MOST = 1_000_000
"""Characters a paste may have."""


class LinesControl(TextArea):
    """A field of several lines; `enter` breaks the line, `escape` and `tab` leave the field."""

    @dataclass
    class Typed(Message):
        """The field holds other text."""

        text: str

    def __init__(self, text: str, *, id: str | None = None) -> None:
        self._stand_ins = StandIns(newlines=True)
        self._last = self._stand_ins.visible(text)
        super().__init__(
            self._last,
            id=id,
            compact=True,
            highlight_cursor_line=False,
            show_line_numbers=False,
        )
        self.cursor_blink = False

    @property
    def kept(self) -> str:
        """The text as it is kept."""
        return self._stand_ins.real(self.text)

    def put(self, text: str) -> None:
        """Replace the text."""
        self.load_text(self._stand_ins.visible(text))
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Pass what was typed on, and only that."""
        event.stop()
        if self.text != self._last:
            self._last = self.text
            self.post_message(self.Typed(self.kept))

    async def _on_key(self, event: events.Key) -> None:
        """Every character goes in, even one that prints nothing."""
        if typed := unprinted(event):
            event.stop()
            event.prevent_default()
            end = self.replace(self._stand_ins.visible(typed), *sorted(self.selection))
            self.move_cursor(end.end_location)

    async def _on_paste(self, event: events.Paste) -> None:
        """A paste goes in whole, its control characters as symbols."""
        event.stop()
        event.prevent_default()
        text = event.text[:MOST].replace("\r\n", "\n").replace("\r", "\n")
        end = self.replace(self._stand_ins.visible(text), *sorted(self.selection))
        self.move_cursor(end.end_location)
