"""Somebody else saved the entry meanwhile: both sides by property, and what to keep of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from medialib_tui.core.form.form import Form
from medialib_tui.core.form.words import REMOVED, UNSET, in_words
from medialib_tui.core.writing.merge import Clash, Rebase, changes
from medialib_tui.model.entry import Entry
from medialib_tui.model.trace import sent_metadata
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.columns import cut
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

_SIDES = ("mine", "theirs", "edit")


class ConflictDialog(Dialog[dict[str, str]]):
    """Ends with a side for every clash, `mine`, `theirs` or `edit`; None goes back undecided."""

    DEFAULT_CSS = """
    ConflictDialog > .dialog { width: 100; max-width: 100%; }
    ConflictDialog OptionList { height: auto; max-height: 10; background: $panel; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("conflict")

    def __init__(self, form: Form, theirs: Entry, found: Rebase) -> None:
        super().__init__(f"Somebody else saved version {theirs.version} meanwhile")
        self._form = form
        self._theirs = theirs
        self._clashes = found.clashes
        self._taken: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """What they changed, what of yours goes on top, and what has to be chosen."""
        beside = 9 + min(10, len(self._clashes) * 4) + (1 if self._clashes else 0)
        yield FittedSheet(list(self._blocks()), beside=beside)
        if self._clashes:
            yield OptionList(*self._options(), markup=False)

    def _blocks(self) -> Iterator[Block]:
        form, clashing = self._form, {clash.handle for clash in self._clashes}
        base, now = sent_metadata(form.entry), sent_metadata(self._theirs)
        theirs = {h: v for h, v in changes(base, now).items() if h not in clashing}
        mine = {h: v for h, v in form.changes.items() if h not in clashing}
        if clashing:
            yield Said("Both changed the following: choose below.", "warn")
            yield from self._overlaps()
        else:
            yield Said("Nothing overlaps: both can stand.")
        if theirs:
            yield Gap()
            yield Heading("They changed")
            for handle, value in theirs.items():
                yield Fact(self._label(handle), in_words(form, handle, value, unset=REMOVED))
        if mine:
            yield Gap()
            yield Heading("Yours goes on top")
            for handle, value in mine.items():
                yield Fact(self._label(handle), in_words(form, handle, value, unset=REMOVED))

    def _overlaps(self) -> Iterator[Block]:
        for clash in self._clashes:
            yield Heading(self._label(clash.handle))
            values = (("was", clash.base), ("mine", clash.mine), ("theirs", clash.theirs))
            for name, value in values:
                unset = UNSET if name == "was" else REMOVED
                yield Fact(name, in_words(self._form, clash.handle, value, unset=unset))

    def _label(self, handle: str) -> str:
        found = [field.label for field in self._form.fields if field.handle == handle]
        return found[0] if found else handle

    def _options(self) -> Iterator[Option]:
        for clash in self._clashes:
            yield Option(shown(self._label(clash.handle)).stylize("bold"), disabled=True)
            for side in _SIDES:
                yield Option(self._line(clash, side), id=f"{side}:{clash.handle}")

    def _line(self, clash: Clash, side: str) -> Content:
        mark = "•" if self._taken.get(clash.handle) == side else " "
        text = {
            "mine": in_words(self._form, clash.handle, clash.mine, unset=REMOVED),
            "theirs": in_words(self._form, clash.handle, clash.theirs, unset=REMOVED),
            "edit": "bring both together in the form",
        }[side]
        return Content(f" {mark} {side:<7} ") + Content(cut(text, 70).rstrip())

    def buttons(self) -> list[tuple[str, str]]:
        """Back, or save with what was chosen."""
        return [("cancel", "Back"), ("save", "Save")]

    def on_mount(self) -> None:
        """The first choice, or saving, has the focus."""
        if self._clashes:
            menu = self.query_one(OptionList)
            menu.highlighted = 1
            menu.focus()
            self._update()
        else:
            self.query_one("#save", Button).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chosen with `enter` or a click."""
        event.stop()
        side, _, handle = (event.option.id or "").partition(":")
        self._take(handle, side)

    def action_conflict_take(self, side: str) -> None:
        """Choose a side for the property under the cursor."""
        if not self._clashes:
            return
        menu = self.query_one(OptionList)
        place = (menu.highlighted or 0) // (len(_SIDES) + 1)
        self._take(self._clashes[place].handle, side)

    def _take(self, handle: str, side: str) -> None:
        self._taken[handle] = side
        menu = self.query_one(OptionList)
        for clash in self._clashes:
            if clash.handle == handle:
                for one in _SIDES:
                    menu.replace_option_prompt(f"{one}:{handle}", self._line(clash, one))
        open_ones = [i for i, clash in enumerate(self._clashes) if clash.handle not in self._taken]
        if open_ones:
            menu.highlighted = open_ones[0] * (len(_SIDES) + 1) + 1
        self._update()
        if not open_ones:
            self.query_one("#save", Button).focus()

    def _update(self) -> None:
        save = self.query_one("#save", Button)
        save.disabled = any(clash.handle not in self._taken for clash in self._clashes)
        save.label = "Edit" if "edit" in self._taken.values() else "Save"

    def pressed(self, button: str) -> None:
        """Everything is chosen."""
        self.dismiss(dict(self._taken))
