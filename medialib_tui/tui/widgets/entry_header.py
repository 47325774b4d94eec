"""The two lines above an entry's tabs: its title, and what matters about it as badges."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from medialib_tui.core.facts import Badge
from medialib_tui.tui.present import shown

STYLES = {
    "plain": "$foreground",
    "good": "$good",
    "warn": "$warn",
    "bad": "bold $bad",
    "muted": "$muted",
}


def badge_line(badges: Sequence[Badge]) -> Content:
    """Badges behind one another, each in its tone."""
    pieces = [shown(badge.text).stylize(STYLES[badge.tone]) for badge in badges]
    return Content.styled(" · ", "$muted").join(pieces)


class EntryHeader(Widget):
    """Title and id on the first line, badges on the second."""

    DEFAULT_CSS = """
    EntryHeader { height: 2; padding: 0 1; }
    """

    title: reactive[str] = reactive("")
    entry_id: reactive[str] = reactive("")
    age: reactive[str] = reactive("")
    badges: reactive[tuple[Badge, ...]] = reactive(())

    def render(self) -> Content:
        """The two lines; the age stands at the right of the first."""
        width = max(20, self.size.width)
        age = shown(self.age).stylize("$muted")
        name = shown(self.title or self.entry_id).stylize("bold")
        if self.title and self.title != self.entry_id:
            room = max(8, min(24, width // 4))
            tail = Content("  ") + shown(self.entry_id).truncate(room, ellipsis=True)
        else:
            tail = Content("")
        left = width - age.cell_length - 2 - tail.cell_length
        name = name.truncate(max(1, left), ellipsis=True)
        first = (name + tail.stylize("$muted")).truncate(width - age.cell_length, pad=True) + age
        return first + Content("\n") + badge_line(self.badges).truncate(width, ellipsis=True)
