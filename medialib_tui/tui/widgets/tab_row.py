"""Tabs on one line, each with its key and, where it is known, its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

_GAP = 2


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab; `short` is its label where there is little room."""

    id: str
    label: str
    short: str


class TabRow(Widget):
    """One line of tabs; the keys belong to the screen."""

    DEFAULT_CSS = """
    TabRow { height: 1; padding: 0 1; color: $muted; pointer: pointer; }
    """

    active: reactive[str] = reactive("")
    counts: reactive[dict[str, str]] = reactive(dict)

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        tab: str

    def __init__(self, tabs: Sequence[Tab], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tabs = tuple(tabs)

    def labels(self) -> list[str]:
        """Key, label and count of every tab, short where the line would not hold them."""
        long = [self._label(index, tab.label) for index, tab in enumerate(self.tabs, 1)]
        if sum(map(len, long)) + _GAP * (len(long) - 1) <= self.size.width:
            return long
        return [self._label(index, tab.short) for index, tab in enumerate(self.tabs, 1)]

    def _label(self, index: int, label: str) -> str:
        count = self.counts.get(self.tabs[index - 1].id, "")
        return f"{index} {label} {count}".rstrip()

    def render(self) -> Content:
        """The line; the active tab stands out."""
        pieces = []
        for tab, label in zip(self.tabs, self.labels(), strict=True):
            active = tab.id == self.active
            pieces.append(Content.styled(label, "bold underline $foreground" if active else ""))
        return Content(" " * _GAP).join(pieces)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab below the pointer."""
        place = event.get_content_offset(self)
        start = 0
        for tab, label in zip(self.tabs, self.labels(), strict=True):
            if place is not None and start <= place.x < start + len(label) + _GAP:
                self.post_message(self.Chosen(tab.id))
                return
            start += len(label) + _GAP
