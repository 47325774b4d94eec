"""One line of text to edit: every character of the value is kept, and none drives the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input

from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.controls.stand_ins import StandIns, unprinted

MOST = 100_000
"""Characters one line takes; a longer value is edited outside."""


class LineControl(Input):
    """A field of one line; line breaks in its value are symbols, and come back as line breaks."""

    @dataclass
    class Typed(Message):
        """The field holds other text."""

        text: str

    @dataclass
    class Done(Message):
        """The person is done with this field."""

    def __init__(
        self,
        text: str,
        *,
        hint: str = "",
        suggested: Sequence[str] = (),
        id: str | None = None,
    ) -> None:
        self._stand_ins = StandIns(newlines=False)
        self._last = self._stand_ins.visible(text)
        super().__init__(
            self._last,
            placeholder=shown(hint).plain,
            suggester=_offered(suggested) if suggested else None,
            id=id,
            compact=True,
            select_on_focus=False,
        )
        self.cursor_blink = False

    @property
    def text(self) -> str:
        """The text as it is kept."""
        return self._stand_ins.real(self.value)

    def put(self, text: str) -> None:
        """Replace the text."""
        self.value = self._stand_ins.visible(text)
        self.cursor_position = len(self.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass what was typed on, and only that."""
        event.stop()
        if self.value != self._last:
            self._last = self.value
            self.post_message(self.Typed(self.text))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Done with `enter`."""
        event.stop()
        self.post_message(self.Done())

    async def _on_key(self, event: events.Key) -> None:
        """Every character goes in, even one that prints nothing."""
        if typed := unprinted(event):
            event.stop()
            event.prevent_default()
            self.replace(self._stand_ins.visible(typed), *sorted(self.selection))

    def _on_paste(self, event: events.Paste) -> None:
        """A paste goes in whole: its line breaks are spaces, its control characters symbols."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.rstrip("\r\n").splitlines())[:MOST]
        self.replace(self._stand_ins.visible(text), *sorted(self.selection))


def _offered(texts: Sequence[str]) -> SuggestFromList:
    return SuggestFromList([shown(text).plain for text in texts], case_sensitive=False)
