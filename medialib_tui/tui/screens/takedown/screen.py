"""Taking an entry down: check every use, say why, confirm, prove it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from medialib_tui.api.errors import ApiError
from medialib_tui.core.takedown.evidence import (
    Evidence,
)
from medialib_tui.core.takedown.plan import Plan, TakeDown, plan
from medialib_tui.core.writing.intent import Conflict, Unknown
from medialib_tui.model.entry import Entry
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.takedown import asking as takedown_asking
from medialib_tui.tui.screens.takedown import input as takedown_input
from medialib_tui.tui.screens.takedown import report as takedown_report
from medialib_tui.tui.screens.takedown.acting import Acting
from medialib_tui.tui.screens.takedown.draft import Typed
from medialib_tui.tui.screens.takedown.proof import PLACE, proof_view
from medialib_tui.tui.screens.takedown.reading import Reading
from medialib_tui.tui.screens.takedown.rows import check_head, check_rows, plan_row
from medialib_tui.tui.screens.takedown.steps import CHECK, ONLY_ON, PROOF, StepScreen
from medialib_tui.tui.screens.takedown.words import NAMES, clock_of, ending
from medialib_tui.tui.widgets.asset_pane import AssetPane


class TakeDownScreen(StepScreen):
    """One entry, one act; it asks every source anew."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("takedown")

    def __init__(
        self,
        entry_id: str,
        entry: Entry | None = None,
        operation: TakeDown = TakeDown.REVOKE,
    ) -> None:
        super().__init__(operation)
        self.entry_id = entry_id
        self._handed_in = entry

    def on_mount(self) -> None:
        """Check at once."""
        self.acting, self.reading, self.typed = Acting(self), Reading(self), Typed(self)
        self.header.title = self._handed_in.title if self._handed_in else self.entry_id
        self.header.entry_id = self.entry_id
        self.name_steps()
        self._check()

    # Check

    @property
    def evidence(self) -> Evidence | None:
        """What was found; None before the first answer."""
        return self.reading.evidence

    def _check(self) -> None:
        self.acting.forget()
        if self.evidence is None:
            self.waiting.waiting("Asking documents, media, usage log, keys and serve state…")
            self.show_only_note(alone=True)
        self.reading.check()

    async def gathered(self, evidence: Evidence) -> None:
        """Every source has answered or failed."""
        self.show_only_note(alone=False)
        self.say("")
        entry, url = evidence.entry, self.session.server.url
        self.session.recents.note(url, entry.id, entry.title, entry.media_type or "")
        await takedown_input.fit(self, evidence)
        self.typed.bring_back()
        self.show_evidence()
        if self.step == CHECK:
            self.go(CHECK)

    def failed(self, error: ApiError) -> None:
        """Say what failed; what is known stays."""
        self.say("")
        if self.evidence is not None:
            notices.say_error(self, error)
            return
        self.waiting.failed(error)
        self.show_only_note(alone=True)

    @property
    def plan(self) -> Plan | None:
        """What the act will do, as far as the evidence tells."""
        if self.evidence is None:
            return None
        return plan(self.session, self.evidence, self.operation)

    def show_evidence(self) -> None:
        """Everything found, and what the act would mean."""
        evidence, made = self.evidence, self.plan
        if evidence is None or made is None:
            return
        entry = evidence.entry
        self.name_steps()
        self.header.title = entry.title
        version = "" if entry.version is None else f"v{entry.version} "
        self.header.aside = f"{version}as of {clock_of(evidence.check.checked_at)}"
        rows = check_rows(evidence, self.reading.infos, self.session.language)
        self.found.show(check_head(evidence, made), [plan_row(made), *rows])
        self.refresh_bindings()

    # Towards the write

    def proceed(self) -> None:
        """The next step; the last one before anything is sent is a question."""
        made, evidence = self.plan, self.evidence
        if made is None or evidence is None or self.step == PROOF or self.writing():
            return
        if isinstance(result := self.acting.result, Unknown | Conflict):
            notices.say(self, ending(self.operation, result).next, severity="warning")
        elif not made.possible.possible:
            title = f"{NAMES[self.operation]} is not offered here"
            notices.say(self, made.possible.reason, title=title, severity="warning")
        elif self.step == CHECK and self.input_step:
            self.note.put_hint(made.note.reason)
            self.go(self.input_step)
        elif takedown_input.sound(self, evidence):
            jobs.start_flow(self.library, "consent", self._consent)

    async def _consent(self) -> None:
        await takedown_asking.ask(self)

    def ended(self) -> None:
        """The write has ended: say how, and prove it."""
        result = self.acting.result
        if result is None:
            return
        self.say("")
        self._show_proof()
        self.go(PROOF)
        self.proven.table.action_first()
        if self.acting.provable:
            self.action_takedown_prove()

    def _show_proof(self) -> None:
        self.proven.show(*proof_view(self.acting, self.operation, self.ticked))

    async def _prove(self) -> None:
        if self.evidence is not None:
            await self.acting.prove(self.evidence, self.operation)
            self.say("")
            self._show_proof()

    async def _look_again(self, unknown: Unknown) -> None:
        await self.acting.look_again(unknown)
        self.ended()

    # What was typed and not sent

    @property
    def unsaved(self) -> str:
        """What it is, in words."""
        what = f"what you typed to {NAMES[self.operation].lower()} {self.entry_id}"
        return what if self.typed.values else ""

    def keep_draft(self) -> None:
        """Put it on the disk now."""
        self.typed.now()

    def discard_draft(self) -> None:
        """Drop it."""
        self.typed.drop()

    def on_unmount(self) -> None:
        """However it is closed, what was typed is kept."""
        self.typed.now()

    # Events

    def on_note_pane_typed(self) -> None:
        """Keep it."""
        self.typed.soon()

    def on_asset_pane_typed(self) -> None:
        """Keep it."""
        self.typed.soon()

    def on_asset_pane_file_named(self, event: AssetPane.FileNamed) -> None:
        """Read the facts of a local copy."""
        takedown_input.read_file(self, event.path)

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the step in view has a use for."""
        if not self.is_mounted:
            return super().check_action(action, parameters)
        steps = ONLY_ON.get(action)
        if steps is not None and self.step not in steps:
            return False
        found = self.evidence.check if self.evidence else None
        wanted = {
            "takedown_load_all": found and (found.documents.truncated or found.media.truncated),
            "takedown_upwards": found and found.media.rows,
            "takedown_beside": found and found.documents.rows,
        }
        if not wanted.get(action, True):
            return False
        return super().check_action(action, parameters)

    def action_takedown_load_all(self) -> None:
        """Read every page of both lists, or stop that."""
        self.reading.pages()

    def action_takedown_upwards(self) -> None:
        """Follow the media that hold it, or stop that."""
        self.reading.upwards()

    def action_takedown_beside(self) -> None:
        """List what stands beside it, or stop that."""
        self.reading.beside()

    def action_takedown_prove(self) -> None:
        """Ask for every key now."""
        if self.evidence is None or self.acting.running:
            return
        if self.step != PROOF:
            self.acting.proof = None
            self._show_proof()
            self.go(PROOF)
        self.say("asking for every key…")
        jobs.start_read(self, self._prove, group="prove", on_error=self.failed)

    def action_takedown_tick(self) -> None:
        """Tick the place under the cursor."""
        key = self.proven.table.current_key
        if key and key.startswith(PLACE):
            self.tick(key)
            self._show_proof()

    def action_takedown_report(self) -> None:
        """Write the report."""
        if self.evidence is not None and not self.acting.running:
            work = partial(takedown_report.save_one, self)
            jobs.start_flow(self.library, "report", work)

    def action_takedown_copy(self) -> None:
        """Ask what to copy."""
        if self.evidence is not None:
            takedown_report.copy_one(self)

    def action_takedown_acts(self) -> None:
        """Another act on the same entry."""
        if not self.writing():
            jobs.start_flow(self.library, "act", self._choose_act)

    async def _choose_act(self) -> None:
        chosen = await takedown_asking.choose_act(self.library, self.operation)
        if chosen is not None:
            self._use(chosen)

    def _use(self, operation: TakeDown) -> None:
        stale, self.operation = self.acting.result is not None, operation
        self.acting.forget()
        self.name_steps()
        self.show_evidence()
        self.go(CHECK)
        if stale:
            self._check()

    def action_takedown_refresh(self) -> None:
        """Ask again: the outcome, the keys, or every source."""
        result = self.acting.result
        if self.writing():
            return
        if isinstance(result, Unknown) and not self.acting.looked:
            self.say("looking again…")
            work = partial(self._look_again, result)
            jobs.start_read(self, work, group="check", on_error=self.failed)
        elif self.step == PROOF and (self.acting.applied or result is None):
            self.action_takedown_prove()
        else:
            self.go(CHECK)
            self._check()

    def action_takedown_back(self) -> None:
        """One step back; from the first, or behind the outcome, out of here."""
        if self.step_back():
            return
        if self.step == CHECK or self.acting.applied or self.acting.running:
            self.app.pop_screen()
        elif self.step == PROOF and self.acting.result is not None and self.input_step:
            self.go(self.input_step)
        else:
            self.go(CHECK)
