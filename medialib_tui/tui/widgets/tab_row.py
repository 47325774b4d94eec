"""Tabs on one line, each with its key and, where it is known, its count."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
        """Key, label and count of every tab, as short as the line needs them."""
        counts = self.counts
        about = {tab: _about(count) for tab, count in counts.items()}
        fewest = {
            tab.id: tab.label if tab.id == self.active else tab.short[:3] for tab in self.tabs
        }
        for names, numbers in (
            ({tab.id: tab.label for tab in self.tabs}, counts),
            ({tab.id: tab.short for tab in self.tabs}, counts),
            ({tab.id: tab.short for tab in self.tabs}, about),
        ):
            found = self._said(names, numbers)
            if sum(map(len, found)) + _GAP * (len(found) - 1) <= self.size.width:
                return found
        return self._said(fewest, {})

    def _said(self, names: Mapping[str, str], counts: Mapping[str, str]) -> list[str]:
        return [
            f"{key} {names[tab.id]} {counts.get(tab.id, '')}".rstrip()
            for key, tab in enumerate(self.tabs, 1)
        ]

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


def _about(count: str) -> str:
    """`12,345+` -> `12k+`."""
    return re.sub(r",\d{3}(?=\+?$)", "k", count)
