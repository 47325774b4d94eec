"""A short menu: one key or `enter` chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.present import shown


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu; `key` is a single character or empty.

    An `absent` one is dimmed and cannot be chosen; `detail` says why.
    """

    value: str
    label: str
    key: str = ""
    detail: str = ""
    absent: bool = False


class ChoiceDialog(Dialog[str]):
    """Ends with the value chosen."""

    DEFAULT_CSS = """
    ChoiceDialog OptionList { height: auto; max-height: 70vh; background: $panel; }
    """

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__(title)
        self._choices = tuple(choices)

    def compose_body(self) -> ComposeResult:
        """The menu."""
        width = max((len(choice.label) for choice in self._choices), default=0)
        lines = (Option(_line(one, width), disabled=one.absent) for one in self._choices)
        yield OptionList(*lines, markup=False)

    def buttons(self) -> list[tuple[str, str]]:
        """Only a way out."""
        return [("cancel", "Cancel")]

    def on_mount(self) -> None:
        """The first line that can be chosen is under the cursor."""
        menu = self.query_one(OptionList)
        usable = [place for place, one in enumerate(self._choices) if not one.absent]
        menu.highlighted = usable[0] if usable else None
        menu.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen with `enter` or a click."""
        self.dismiss(self._choices[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """Chosen with its own key."""
        for choice in self._choices:
            if choice.key and event.character == choice.key and not choice.absent:
                event.stop()
                self.dismiss(choice.value)
                return


def _line(choice: Choice, width: int) -> Content:
    key = Content.styled(choice.key.ljust(2), "bold") if choice.key else Content("  ")
    label = shown(choice.label)
    gap = " " * (width - label.cell_length + 2)
    detail = Content.styled(shown(choice.detail).plain, "$muted") if choice.detail else Content("")
    return Content.assemble(key, label, gap, detail)
