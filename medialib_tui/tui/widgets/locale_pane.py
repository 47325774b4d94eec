"""Choosing the translation whose own asset is removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from medialib_tui.core.takedown.assets import Removable
from medialib_tui.tui.present import shown

_WORDS = "Only translations with an asset of their own; the main language's cannot be removed."
_NONE = "No translation of this entry has an asset of its own."


class LocalePane(Vertical):
    """The removable ones, one under the cursor."""

    DEFAULT_CSS = """
    LocalePane {
        padding: 0 1;
        .locale-words { height: auto; color: $muted; margin: 0 0 1 0; }
        OptionList { height: auto; max-height: 12; }
    }
    """

    @dataclass
    class Done(Message):
        """The person wants to go on with this one."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._offered: tuple[Removable, ...] = ()

    def compose(self) -> ComposeResult:
        """The sentence, the menu."""
        yield Static(classes="locale-words")
        yield OptionList(markup=False)

    @property
    def chosen(self) -> Removable | None:
        """The one under the cursor."""
        place = self.query_one(OptionList).highlighted
        return None if place is None else self._offered[place]

    def put(self, offered: Sequence[Removable]) -> None:
        """Offer these."""
        self._offered = tuple(offered)
        menu = self.query_one(OptionList)
        menu.clear_options()
        menu.add_options([Option(_line(item)) for item in offered])
        menu.display = bool(offered)
        menu.highlighted = 0 if offered else None
        words = Content(_WORDS) if offered else Content.styled(_NONE, "$warn")
        self.query_one(".locale-words", Static).update(words)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """`enter` goes on."""
        event.stop()
        self.post_message(self.Done())


def _line(item: Removable) -> Content:
    name = shown(f"{item.label} ({item.locale})" if item.label != item.locale else item.locale)
    what = shown(item.filename or item.key).stylize("$muted")
    return Content.assemble(name.truncate(24, pad=True, ellipsis=True), "  ", what)
