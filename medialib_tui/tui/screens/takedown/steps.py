"""The ground of a take-down: its panes, its steps, and what is said beside them."""

from __future__ import annotations

from time import monotonic

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from medialib_tui.core.takedown.notes import tidy
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.model.capability import Capability
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.screens.takedown.words import INPUT, NAMES, steps_of
from medialib_tui.tui.widgets.asset_pane import AssetPane
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import FactPane, ResultTable
from medialib_tui.tui.widgets.locale_pane import LocalePane
from medialib_tui.tui.widgets.note_pane import NotePane
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.step_header import StepHeader

CHECK, PROOF = "check", "proof"
_PANES = {
    TakeDown.REVOKE: "note",
    TakeDown.REPLACE_ASSET: "asset",
    TakeDown.REMOVE_ASSET: "locale",
}
ONLY_ON = {
    "takedown_load_all": {CHECK},
    "takedown_upwards": {CHECK},
    "takedown_beside": {CHECK},
    "takedown_acts": {CHECK, PROOF},
    "takedown_details": {CHECK, PROOF},
    "takedown_refresh": {CHECK, PROOF},
    "takedown_report": {CHECK, PROOF},
    "takedown_copy": {CHECK, PROOF},
    "takedown_prove": {CHECK, PROOF},
    "takedown_tick": {PROOF},
    "takedown_proceed": {CHECK, "note", "asset", "locale"},
}
"""The steps in which an action has a use."""

_SECOND = 1.0
"""Waiting text changes no more often than this, in seconds."""


class StepScreen(BaseScreen[None]):
    """Check, the act's own step, confirm, proof; subclasses fill them."""

    CSS_PATH = "../../styles/takedown.tcss"
    AUTO_FOCUS = ""

    def __init__(self, operation: TakeDown) -> None:
        super().__init__()
        self.operation = operation
        self.ticked: set[str] = set()
        self._said_at = 0.0

    def compose_body(self) -> ComposeResult:
        """The steps, a note where there is nothing to show, the panes."""
        yield StepHeader()
        yield StateNote(id="takedown-note")
        with ContentSwitcher(initial=CHECK, id="takedown-body"):
            yield FactPane(id=CHECK)
            yield NotePane(id="note")
            yield AssetPane(id="asset")
            yield LocalePane(id="locale")
            yield FactPane(id=PROOF, table=ResultTable)

    # Parts

    @property
    def header(self) -> StepHeader:
        """The lines above."""
        return self.query_one(StepHeader)

    @property
    def waiting(self) -> StateNote:
        """What stands there while there is nothing to show."""
        return self.query_one("#takedown-note", StateNote)

    @property
    def found(self) -> FactPane:
        """The first step."""
        return self.query_one(f"#{CHECK}", FactPane)

    @property
    def proven(self) -> FactPane:
        """The last step."""
        return self.query_one(f"#{PROOF}", FactPane)

    @property
    def note(self) -> NotePane:
        """The note's step."""
        return self.query_one(NotePane)

    @property
    def step(self) -> str:
        """The pane in view."""
        return self.query_one(ContentSwitcher).current or CHECK

    @property
    def input_step(self) -> str:
        """The act's own pane; empty where it has none, or takes no note here."""
        if self.operation is TakeDown.REVOKE and not self.takes_note:
            return ""
        return _PANES.get(self.operation, "")

    @property
    def takes_note(self) -> bool:
        """Whether a revoke may carry a note here."""
        return self.library.supports(Capability.REVOKE_NOTE).possible

    @property
    def note_text(self) -> str:
        """The note that would be sent."""
        return tidy(self.note.text) if self.input_step == "note" else ""

    # Going about

    def name_steps(self) -> None:
        """The steps of the act, as the server takes it."""
        steps = steps_of(self.operation)
        own = INPUT.get(self.operation)
        self.header.act = NAMES[self.operation]
        self.header.steps = tuple(s for s in steps if s != own or self.input_step)
        self.header.step = self._place()

    def go(self, step: str) -> None:
        """Show a step and put the focus where one goes on."""
        self.query_one(ContentSwitcher).current = step
        self.header.step = self._place()
        self.refresh_bindings()
        pane: Widget = self.query_one(f"#{step}")
        if isinstance(pane, FactPane):
            pane.focus_rows()
        elif isinstance(pane, NotePane):
            pane.field.focus()
        elif isinstance(pane, AssetPane):
            pane.focus_first()
        else:
            self.query_one("#locale OptionList").focus()

    def _place(self) -> int:
        last = len(self.header.steps) - 1
        return {CHECK: 0, PROOF: last}.get(self.step, 1)

    def say(self, text: str, tone: Tone = "muted") -> None:
        """What is going on, beside the steps."""
        self._said_at = monotonic()
        self.header.status = (text, tone)

    def tell(self, text: str) -> bool:
        """Progress; left out (False) where it comes too fast to be read."""
        due = self.is_mounted and self.due()
        if due:
            self.say(text)
        return due

    def due(self) -> bool:
        """Whether the last words have stood long enough to be read; if so others may follow."""
        now = monotonic()
        due = now - self._said_at >= _SECOND
        if due:
            self._said_at = now
        return due

    def progress(self, text: str) -> None:
        """The same for use cases."""
        self.tell(text)

    def show_only_note(self, *, alone: bool) -> None:
        """Whether the note stands in place of the panes."""
        self.query_one(ContentSwitcher).display = not alone
        if not alone:
            self.waiting.clear()

    # What both do

    def proceed(self) -> None:
        """To the next step."""
        raise NotImplementedError

    def on_note_pane_done(self) -> None:
        """`enter` behind the note."""
        self.proceed()

    def on_locale_pane_done(self) -> None:
        """`enter` on a language."""
        self.proceed()

    def on_asset_pane_done(self) -> None:
        """`enter` in the last field."""
        self.proceed()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click shows the details."""
        self.action_takedown_details()

    def action_takedown_proceed(self) -> None:
        """To the next step; nothing is sent before it is confirmed."""
        self.proceed()

    def action_takedown_details(self) -> None:
        """The details alone, or below the rows."""
        if self.step in (CHECK, PROOF):
            self.query_one(f"#{self.step}", FactPane).toggle_detail()

    def step_back(self) -> bool:
        """Close the details in view."""
        if self.step not in (CHECK, PROOF):
            return False
        return self.query_one(f"#{self.step}", FactPane).step_back()

    def tick(self, key: str) -> None:
        """Tick a place, or clear it."""
        self.ticked ^= {key}

    def writing(self) -> bool:
        """Whether a write is on its way; if so that is said."""
        busy = bool(jobs.running_writes(self.library))
        if busy:
            notices.say(self, "A write is on its way; wait for its outcome.")
        return busy
