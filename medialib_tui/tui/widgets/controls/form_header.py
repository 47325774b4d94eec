"""The line above a form: whose it is, how much is changed, and how saving went."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from medialib_tui.tui.present import shown

STYLES = {
    "plain": "$foreground",
    "accent": "bold $primary",
    "good": "$good",
    "warn": "$warn",
    "bad": "bold $bad",
    "muted": "$muted",
}


class FormHeader(Widget):
    """What is done, title and id on the first line, what became of the form on the second."""

    DEFAULT_CSS = """
    FormHeader { height: 2; padding: 0 1; }
    """

    what: reactive[str] = reactive("Edit")
    title: reactive[str] = reactive("")
    version: reactive[str] = reactive("")
    counts: reactive[tuple[tuple[str, str], ...]] = reactive(())
    status: reactive[tuple[str, str]] = reactive(("", "muted"))

    def render(self) -> Content:
        """The two lines."""
        width = max(20, self.size.width)
        right = shown(self.version).stylize("$muted").truncate(width // 2, ellipsis=True)
        name = Content.styled(f"{self.what}  ", "$muted") + shown(self.title).stylize("bold")
        room = width - right.cell_length - 2
        first = name.truncate(room, ellipsis=True).truncate(room, pad=True) + "  " + right
        pieces = [shown(text).stylize(STYLES[tone]) for text, tone in (*self.counts, self.status)]
        second = Content.styled(" · ", "$muted").join(piece for piece in pieces if piece.plain)
        return first + Content("\n") + second.truncate(width, ellipsis=True)
