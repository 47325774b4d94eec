"""What is about to be sent, in words and as the exact request; saved only from here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Button, Static

from medialib_tui.core.form.form import Form
from medialib_tui.core.form.words import changes_in_words
from medialib_tui.core.writing.intent import Intent
from medialib_tui.model.capability import Capability
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said
from medialib_tui.tui.widgets.tick import Tick


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The person wants it saved; `preserve` is None where the path has no such thing."""

    preserve: bool | None


class ReviewDialog(Dialog[Reviewed]):
    """Ends with Reviewed to save, None to go back."""

    DEFAULT_CSS = """
    ReviewDialog > .dialog { width: 100; max-width: 100%; }
    ReviewDialog Tick { margin-top: 1; padding: 0; }
    ReviewDialog .said { color: $muted; height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("review")

    def __init__(self, form: Form) -> None:
        count = len(form.changed)
        what = "1 change" if count == 1 else f"{count} changes"
        super().__init__(f"Save {what} to {form.entry.id}?")
        self._form = form
        self._as_request = False

    def compose_body(self) -> ComposeResult:
        """The changes, then what goes with them."""
        yield FittedSheet(list(self._words()), beside=11)
        if self._can_preserve:
            yield Tick("keep “updated at” as it is (k)")
        else:
            yield Static(
                shown(f"On version {self._form.entry.version}. v: request"), classes="said"
            )

    @property
    def _can_preserve(self) -> bool:
        return self.library.supports(Capability.PRESERVE_UPDATED_AT).possible

    @property
    def _preserve(self) -> bool | None:
        ticks = self.query(Tick)
        return True if ticks and ticks.first().value else None

    def _words(self) -> Iterator[Block]:
        for place, change in enumerate(changes_in_words(self._form)):
            if place:
                yield Gap()
            yield Heading(change.label, _handle(change.label, change.handle))
            yield Fact("was", change.old, "muted")
            yield Fact("now", change.new, "warn" if change.removed else "plain")
            for text in change.warnings:
                yield Said(f"! {text}", "warn")

    def _request(self) -> Iterator[Block]:
        intent = Intent(self._form.entry, self._form.to_operations(), self._preserve)
        path = f"PATCH …/mediaLibrary/{self._form.entry.id}"
        yield Heading(path)
        yield Said(json.dumps(intent.body(), ensure_ascii=False, indent=2))

    def buttons(self) -> list[tuple[str, str]]:
        """Back, the other view, save."""
        return [("cancel", "Back"), ("request", "View request"), ("save", "Save")]

    def on_mount(self) -> None:
        """An edit can be undone, so `enter` saves."""
        self.query_one("#save", Button).focus()
        for tick in self.query(Tick):
            self.watch(tick, "value", self._ticked, init=False)

    def _ticked(self) -> None:
        if self._as_request:
            self.query_one(FittedSheet).put(list(self._request()))

    def action_review_request(self) -> None:
        """The exact request, or the words again."""
        self._as_request = not self._as_request
        blocks = self._request() if self._as_request else self._words()
        self.query_one(FittedSheet).put(list(blocks))
        self.query_one("#request", Button).label = (
            "View words" if self._as_request else "View request"
        )

    def action_review_preserve(self) -> None:
        """Keep the date of the last change, or not; where the path has it."""
        for tick in self.query(Tick):
            tick.action_tick()

    def pressed(self, button: str) -> None:
        """Save, or turn the page."""
        if button == "request":
            self.action_review_request()
        else:
            self.dismiss(Reviewed(self._preserve))


def _handle(label: str, handle: str) -> str:
    """The property's handle, where its label does not say it anyway."""
    return "" if label.replace(" ", "").casefold() == handle.casefold() else handle
