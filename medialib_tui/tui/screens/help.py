"""Help: every key by where it works, what to paste into the look-up, what the demo holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from medialib_tui.model.capability import Support
from medialib_tui.tui.actions import CATALOG, PLACES, bindings, say_keys
from medialib_tui.tui.catalog.action import Action
from medialib_tui.tui.keymap import keys_of
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said, Sheet

PASTE: tuple[tuple[str, str], ...] = (
    ("one id", "the entry"),
    ("many ids", "a table; separated by spaces, commas or lines; missing ones are listed"),
    ("system:externalId", "the entry another system knows by that id"),
    ("doc:123", "the media used in the publication of document 123"),
    ("an article's address", "the media used in that article"),
    ("an editor address", "the entry or document it names"),
)
"""What the look-up field takes, and what comes of it."""


class HelpScreen(BaseScreen[None]):
    """Generated from the action catalog and the keymap in use."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")

    def compose_body(self) -> ComposeResult:
        """A filter, and the text."""
        yield FilterField("Filter: a key or a word")
        yield Sheet()

    def on_mount(self) -> None:
        """Show everything."""
        self._show("")
        self.query_one(Sheet).focus()

    def action_help_filter(self) -> None:
        """Type into the filter."""
        self.query_one(FilterField).open()

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Other words, other lines."""
        self._show(event.text)

    def on_filter_field_left(self) -> None:
        """Back to the text."""
        self.query_one(Sheet).focus()

    def _show(self, words: str) -> None:
        sheet = self.query_one(Sheet)
        found = [block for group in self._groups() for block in _matching(group, words)]
        sheet.show(found or [Said("Nothing here matches.", "muted")])
        sheet.scroll_home(animate=False)

    def _groups(self) -> Iterator[tuple[Heading, list[Fact]]]:
        for place, name in PLACES.items():
            facts = [self._fact(action) for action in CATALOG if place == _home(action)]
            if facts:
                yield Heading(name), facts
        yield (
            Heading("What to paste into the look-up"),
            [Fact(what, gives) for what, gives in PASTE],
        )
        here = self.library.place
        if here is not None and here.demo:
            from medialib_tui.demo.sample import HIGHLIGHTS

            yield (
                Heading("Worth a look in the embedded library"),
                [Fact(entry_id, why) for entry_id, why in HIGHLIGHTS],
            )

    def _fact(self, action: Action) -> Fact:
        keys = say_keys(keys_of(action, self.library.keys))
        text = f"{action.label}: {action.help}"
        if action.capability is not None:
            supported = self.library.supports(action.capability)
            if supported.support is Support.NO:
                return Fact(keys, f"{text}. Not offered here: {supported.reason}", "muted")
        return Fact(keys, text)


def _home(action: Action) -> str:
    """The group an action is listed in."""
    return action.where[0] if len(action.where) == 1 else action.id.partition(".")[0]


def _matching(group: tuple[Heading, list[Fact]], words: str) -> list[Block]:
    heading, facts = group
    wanted = words.casefold().split()
    found = [
        fact
        for fact in facts
        if all(word in f"{heading.text} {fact.label} {fact.value}".casefold() for word in wanted)
    ]
    return [heading, *found, Gap()] if found else []
