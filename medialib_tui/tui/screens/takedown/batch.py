"""Several entries through the same steps: one question that names all, one result each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher

from medialib_tui.api.errors import ApiError
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.takedown.batch import Item, check_all
from medialib_tui.core.takedown.notes import fills
from medialib_tui.core.takedown.plan import TakeDown, supported
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.batch.rows import RowsScreen
from medialib_tui.tui.screens.takedown import report as takedown_report
from medialib_tui.tui.screens.takedown.asking import choose_act
from medialib_tui.tui.screens.takedown.batch_acting import ActingMany
from medialib_tui.tui.screens.takedown.batch_rows import (
    CheckTable,
    check_head,
    chosen_of,
    done_result,
    item_row,
)
from medialib_tui.tui.screens.takedown.steps import CHECK, PROOF, StepScreen
from medialib_tui.tui.screens.takedown.words import NAMES
from medialib_tui.tui.widgets.batch import BatchPane
from medialib_tui.tui.widgets.note_pane import NotePane
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.step_header import StepHeader


class BatchScreen(RowsScreen[None], StepScreen):
    """Several entries, one act; nothing is written that was not shown."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("batch")

    def __init__(self, ids: Sequence[str], operation: TakeDown = TakeDown.REVOKE) -> None:
        super().__init__(operation)
        self.ids = tuple(dict.fromkeys(ids))
        self.items: list[Item] = []
        self.skipped: set[str] = set()
        self.acting = ActingMany(self)

    def compose_body(self) -> ComposeResult:
        """The same steps with a row an entry."""
        yield StepHeader()
        yield StateNote(id="takedown-note")
        with ContentSwitcher(initial=CHECK, id="takedown-body"):
            yield BatchPane(id=CHECK, table=CheckTable)
            yield NotePane(id="note")
            yield BatchPane(id=PROOF)

    @property
    def found(self) -> BatchPane:
        """The first step."""
        return self.query_one(f"#{CHECK}", BatchPane)

    @property
    def proven(self) -> BatchPane:
        """The last step."""
        return self.query_one(f"#{PROOF}", BatchPane)

    @property
    def pane(self) -> BatchPane:
        """The rows in view."""
        return self.proven if self.step == PROOF else self.found

    def on_mount(self) -> None:
        """Check all at once."""
        self.header.title = f"{len(self.ids):,} entries"
        self.name_steps()
        self._check()

    def on_unmount(self) -> None:
        """Nobody watches any more: nothing further is begun."""
        self.acting.stop()

    @property
    def running(self) -> bool:
        """Whether writes are on their way."""
        return self.acting.sending is not None

    # Check

    def _check(self) -> None:
        self.items = []
        self.acting.begin_anew()
        self._show_items()
        self.go(CHECK)
        jobs.start_read(self, self._check_all, group="check", on_error=self._failed)

    async def _check_all(self) -> None:
        progress = Progress(len(self.ids))
        self.found.progress.follow(progress, "asking every source")
        async for item in check_all(self.session, self.ids, self.operation):
            self.items.append(item)
            progress.ended(item.evidence is not None)
            self.found.put(item_row(item, chosen=item.ready))
            self._say_items()
        self.found.progress.rest()
        self._show_items()
        first = next((one.evidence.entry for one in self.items if one.evidence), None)
        if first is not None:
            several = [text for text in self.library.settings.notes if "{" not in text]
            self.note.put_templates(fills(several, first))

    def _failed(self, error: ApiError) -> None:
        self.say("")
        self.pane.progress.rest()
        notices.say_error(self, error)

    @property
    def checked(self) -> bool:
        """Whether every one was shown."""
        return len(self.items) == len(self.ids)

    @property
    def left(self) -> tuple[Item, ...]:
        """What is to be written, and was not begun."""
        begun = {one.evidence.entry.id for one in self.acting.done}
        return tuple(i for i in chosen_of(self.items, self.skipped) if i.id not in begun)

    def _show_items(self) -> None:
        chosen = {item.id for item in chosen_of(self.items, self.skipped)}
        rows = [item_row(item, chosen=item.id in chosen) for item in self.items]
        self.found.show(self._head_of_check(len(chosen)), rows)

    def _head_of_check(self, chosen: int) -> Content:
        return check_head(self.items, len(self.ids), chosen, self.operation)

    def _say_items(self) -> None:
        """Count those checked, no more often than it can be read."""
        if self.due():
            self.found.say(self._head_of_check(len(chosen_of(self.items, self.skipped))))

    # Towards the writes

    def proceed(self) -> None:
        """The next step, or the rest of those not sent."""
        possible = supported(self.session, self.operation)
        if self.writing():
            return
        if not self.checked:
            notices.say(self, "Not all of them are checked yet.")
        elif not possible.possible:
            title = f"{NAMES[self.operation]} is not offered here"
            notices.say(self, possible.reason, title=title, severity="warning")
        elif not self.left:
            notices.say(self, "There is nothing left to send.")
        elif self.step == CHECK and self.input_step == "note":
            self.go("note")
        elif not (self.input_step and self.note.problem):
            jobs.start_flow(self.library, "consent", self.acting.ask)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the step in view has a use for."""
        if self.is_mounted:
            steps = _ONLY_ON.get(action)
            if steps is not None and self.step not in steps:
                return False
            if action == "takedown_stop":
                return self.acting.stoppable
            if action == "takedown_proceed" and self.step == PROOF:
                return bool(self.left) and not self.running
        return super().check_action(action, parameters)

    def action_takedown_tick(self) -> None:
        """Leave the entry out, or take it in again."""
        key = self.found.table.current_key
        if key and not self.acting.done:
            self.skipped ^= {key}
            self._show_items()
            self.found.table.action_down()

    def action_takedown_stop(self) -> None:
        """Begin no further one."""
        if self.acting.stop():
            self.say("stopping behind those under way…", "warn")

    def action_takedown_report(self) -> None:
        """Write the reports."""
        if self.checked and not self.running:
            work = partial(takedown_report.save_several, self)
            jobs.start_flow(self.library, "report", work)

    def action_batch_results(self) -> None:
        """Write the results of those that were written to a file."""
        from medialib_tui.tui.screens.batch.export import export_results

        if not self.running:
            name = f"{self.operation.value} {len(self.ids)} entries"
            export_results(self.library, name, lambda: list(map(done_result, self.acting.done)))

    def action_takedown_copy(self) -> None:
        """Ask what to copy."""
        takedown_report.copy_several(self)

    def action_takedown_acts(self) -> None:
        """Another act on the same entries."""
        if not self.writing():
            jobs.start_flow(self.library, "act", self._choose_act)

    async def _choose_act(self) -> None:
        chosen = await choose_act(self.library, self.operation, several=True)
        if chosen is not None:
            self.operation = chosen
            self.name_steps()
            self._check()

    def action_takedown_refresh(self) -> None:
        """Check again; behind writes, look again at those whose outcome is not known."""
        if self.writing():
            return
        if self.acting.unsure:
            self.say("looking again…")
            work = self.acting.look_again
            jobs.start_read(self, work, group="check", on_error=self._failed)
        else:
            self._check()

    def action_takedown_back(self) -> None:
        """One step back, or out of here; not while writes are on their way."""
        if self.step_back():
            return
        if self.running:
            notices.say(self, "They are on their way: s stops behind those sent.")
        elif self.step == "note" or (self.step == PROOF and not self.acting.done):
            self.go(CHECK)
        else:
            self.app.pop_screen()


_ONLY_ON = {
    "takedown_acts": {CHECK},
    "takedown_tick": {CHECK},
    "takedown_stop": {PROOF},
    "takedown_details": {CHECK, PROOF},
    "takedown_refresh": {CHECK, PROOF},
    "takedown_report": {CHECK, PROOF},
    "takedown_copy": {CHECK, PROOF},
}
