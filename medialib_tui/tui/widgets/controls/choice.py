"""A value, or several, to choose from a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Line

from medialib_tui.core.form.words import Option
from medialib_tui.model.compare import same
from medialib_tui.tui.present import shown

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DOT = "●"
LOCK = "🔒"


class ChoiceControl(OptionList):
    """Options with the current one marked; with `many`, `space` ticks any number of them.

    A letter goes to the next option that begins with it.
    """

    DEFAULT_CSS = """
    ChoiceControl { height: auto; max-height: 100%; }
    """

    @dataclass
    class Chose(Message):
        """Another value; `done` where that ends the choosing."""

        value: JsonValue
        done: bool

    @dataclass
    class Lit(Message):
        """Another option is under the cursor."""

        option: Option

    def __init__(self, options: Sequence[Option], value: JsonValue, *, many: bool = False) -> None:
        self._choices = tuple(options)
        self._chosen = list(value) if many and isinstance(value, list) else [value]
        self._many = many
        lines = (
            Line(self._prompt(option), disabled=bool(option.locked)) for option in self._choices
        )
        super().__init__(*lines, markup=False)

    def on_mount(self) -> None:
        """The current value is under the cursor."""
        marked = [place for place, option in enumerate(self._choices) if self._is_on(option)]
        open_ones = [place for place, option in enumerate(self._choices) if not option.locked]
        self.highlighted = next(iter([*marked, *open_ones]), None)

    def _is_on(self, option: Option) -> bool:
        return any(same(option.value, value) for value in self._chosen)

    def _prompt(self, option: Option) -> Content:
        on = self._is_on(option)
        mark = ("[x] " if on else "[ ] ") if self._many else ("(•) " if on else "( ) ")
        parts: list[Content | str | tuple[str, str]] = [mark]
        if option.color and _COLOUR.fullmatch(option.color):
            parts.append((f"{_DOT} ", option.color))
        parts.append(shown(option.label))
        if option.locked:
            parts.append(shown(f"  {LOCK} {option.locked}"))
        return Content.assemble(*parts)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say which one it is, for what there is to know about it."""
        event.stop()
        self.post_message(self.Lit(self._choices[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose it; of many, `enter` ends the choosing."""
        event.stop()
        if self._many:
            self.post_message(self.Chose(self._value(), done=True))
        else:
            self.post_message(self.Chose(self._choices[event.option_index].value, done=True))

    def _value(self) -> JsonValue:
        known = [option.value for option in self._choices if self._is_on(option)]
        kept = [value for value in self._chosen if value is not None and value in known]
        return kept + [value for value in known if value not in kept]

    def _tick(self, place: int) -> None:
        option = self._choices[place]
        if self._is_on(option):
            self._chosen = [value for value in self._chosen if not same(value, option.value)]
        else:
            self._chosen.append(option.value)
        self.replace_option_prompt_at_index(place, self._prompt(option))
        self.post_message(self.Chose(self._value(), done=False))

    def on_key(self, event: events.Key) -> None:
        """`space` ticks or chooses; a letter searches."""
        if event.key == "space":
            event.stop()
            event.prevent_default()
            if self._many and self.highlighted is not None:
                self._tick(self.highlighted)
            else:
                self.action_select()
        elif event.is_printable and event.character:
            event.stop()
            self._search(event.character.casefold())

    def _search(self, start: str) -> None:
        here = self.highlighted or 0
        places = range(len(self._choices))
        for place in [*places[here + 1 :], *places[: here + 1]]:
            option = self._choices[place]
            if not option.locked and option.label.casefold().startswith(start):
                self.highlighted = place
                return
