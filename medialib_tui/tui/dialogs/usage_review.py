"""What is about to be written to a usage log, in words and as the exact request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Button, Static

from medialib_tui.core.usage.plan import Options
from medialib_tui.core.writing.intent import Intent
from medialib_tui.model.capability import Capability
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.dialogs.base import Dialog
from medialib_tui.tui.dialogs.fitted import FittedSheet
from medialib_tui.tui.present import shown
from medialib_tui.tui.widgets.sheet import Block, Heading, Said
from medialib_tui.tui.widgets.tick import Tick

Plan = Callable[[Options], Intent]


class UsageReviewDialog(Dialog[Options]):
    """Ends with the options to write with, None to go back.

    `plan` makes the request of the options; a `grave` one has Cancel under the focus. Of several
    `entries` it is that of the first.
    """

    DEFAULT_CSS = """
    UsageReviewDialog > .dialog { width: 100; max-width: 100%; }
    UsageReviewDialog Tick { padding: 0; }
    UsageReviewDialog .said { color: $muted; height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("use-review")

    def __init__(
        self,
        title: str,
        blocks: Sequence[Block],
        plan: Plan,
        *,
        agree: str = "Save",
        grave: bool = False,
        updates: bool = False,
        entries: int = 1,
    ) -> None:
        super().__init__(title)
        self._blocks = tuple(blocks)
        self._plan = plan
        self._agree = agree
        self._grave = grave
        self._updates = updates
        self._entries = entries
        self._as_request = False

    def compose_body(self) -> ComposeResult:
        """The words, then what goes with them."""
        yield FittedSheet(self._blocks, beside=12 + self._updates)
        yield Static(shown(self._standing()), classes="said")
        if self.library.supports(Capability.PRESERVE_UPDATED_AT).possible:
            yield Tick("keep “updated at” as it is (k)", id="preserve")
        if self._updates:
            yield Tick("send the former use for the server to compare (o)", id="old")

    def _standing(self) -> str:
        if self._entries > 1:
            return "Each on the version that was read. v: request of the first"
        return f"On version {self._plan(Options()).entry.version}. v: request"

    @property
    def options(self) -> Options:
        """What is ticked."""
        ticked = {tick.id for tick in self.query(Tick) if tick.value}
        return Options(preserve_updated_at="preserve" in ticked, old_value="old" in ticked)

    def _request(self) -> Iterator[Block]:
        intent = self._plan(self.options)
        yield Heading(f"PATCH …/mediaLibrary/{intent.entry.id}")
        yield Said(json.dumps(intent.body(), ensure_ascii=False, indent=2))

    def buttons(self) -> list[tuple[str, str]]:
        """Back, the other view, go."""
        refuse = "Cancel" if self._grave else "Back"
        return [("cancel", refuse), ("request", "View request"), ("save", self._agree)]

    def on_mount(self) -> None:
        """What can be undone has `enter` go on; else Cancel has the focus."""
        self.query_one("#cancel" if self._grave else "#save", Button).focus()
        for tick in self.query(Tick):
            self.watch(tick, "value", self._ticked, init=False)

    def _ticked(self) -> None:
        if self._as_request:
            self.query_one(FittedSheet).put(list(self._request()))

    def action_use_review_request(self) -> None:
        """The exact request, or the words again."""
        self._as_request = not self._as_request
        blocks = list(self._request()) if self._as_request else self._blocks
        self.query_one(FittedSheet).put(blocks)
        said = "View words" if self._as_request else "View request"
        self.query_one("#request", Button).label = said

    def action_use_review_preserve(self) -> None:
        """Keep the date of the last change, or not; where the path has it."""
        self._turn("preserve")

    def action_use_review_old(self) -> None:
        """Send the former use along, or not."""
        self._turn("old")

    def _turn(self, name: str) -> None:
        for tick in self.query(f"#{name}").results(Tick):
            tick.action_tick()

    def pressed(self, button: str) -> None:
        """Go, or turn the page."""
        if button == "request":
            self.action_use_review_request()
        else:
            self.dismiss(self.options)
