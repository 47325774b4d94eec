"""Taking an entry down: check every use, say why, confirm, prove it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from medialib_tui.api.errors import ApiError
from medialib_tui.core.intent import Conflict, Unknown
from medialib_tui.core.references import ReferrerInfo, describe
from medialib_tui.core.takedown.assets import asset_errors, asset_fields, asset_kind, removable
from medialib_tui.core.takedown.evidence import (
    Evidence,
    all_pages,
    follow_upwards,
    gather,
    list_beside,
)
from medialib_tui.core.takedown.local_file import from_file
from medialib_tui.core.takedown.notes import fills
from medialib_tui.core.takedown.plan import Plan, TakeDown, plan
from medialib_tui.model.entry import Entry
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.present import shown
from medialib_tui.tui.screens import takedown_asking, takedown_report
from medialib_tui.tui.screens.takedown_acting import Acting
from medialib_tui.tui.screens.takedown_proof import PLACE, outcome_row, proof_rows
from medialib_tui.tui.screens.takedown_rows import MOST, check_head, check_rows, plan_row
from medialib_tui.tui.screens.takedown_steps import CHECK, PROOF, StepScreen
from medialib_tui.tui.screens.takedown_words import NAMES, clock_of, ending
from medialib_tui.tui.widgets.asset_pane import AssetPane
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.fact_pane import STYLES
from medialib_tui.tui.widgets.locale_pane import LocalePane


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
        self.evidence: Evidence | None = None
        self.infos: dict[str, ReferrerInfo] = {}

    def on_mount(self) -> None:
        """Check at once."""
        self.acting = Acting(self)
        self.header.title = self._handed_in.title if self._handed_in else self.entry_id
        self.header.entry_id = self.entry_id
        self.name_steps()
        self._check()

    # Check

    def _check(self) -> None:
        self.acting.forget()
        self.say("asking every source…")
        if self.evidence is None:
            self.waiting.waiting("Asking documents, media, usage log, keys and serve state…")
            self.show_only_note(alone=True)
        jobs.start_read(self, self._gather, group="check", on_error=self._failed)

    async def _gather(self) -> None:
        evidence = await gather(self.session, self.entry_id, progress=self.progress)
        self.evidence = evidence
        self.show_only_note(alone=False)
        self.say("")
        entry, url = evidence.entry, self.session.server.url
        self.session.recents.note(url, entry.id, entry.title, entry.media_type or "")
        self.note.put_templates(fills(self.library.settings.notes, entry))
        await self._fit_forms(evidence)
        self.show_evidence()
        if self.step == CHECK:
            self.go(CHECK)
        jobs.start_read(self, self._load_titles, group="titles", on_error=self._no_titles)

    async def _fit_forms(self, evidence: Evidence) -> None:
        kind = asset_kind(evidence.entry, evidence.project)
        await self.query_one(AssetPane).put(asset_fields(kind))
        self.query_one(LocalePane).put(removable(evidence.entry, evidence.project))

    def _failed(self, error: ApiError) -> None:
        self.say("")
        if self.evidence is not None:
            notices.say_error(self, error)
            return
        self.waiting.failed(error)
        self.show_only_note(alone=True)

    async def _load_titles(self) -> None:
        if self.evidence is not None:
            found = self.evidence.check
            for kind, rows in (
                (ReferenceKind.DOCUMENTS, found.documents.rows),
                (ReferenceKind.MEDIA, found.media.rows),
            ):
                self.infos |= await describe(self.session, kind, rows[:MOST])
            self.found.show_detail()

    def _no_titles(self, error: ApiError) -> None:
        self.say(f"titles are not known: {error.title}", "warn")

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
        rows = check_rows(evidence, self.infos, self.session.language)
        self.found.show(check_head(evidence, made), [plan_row(made), *rows])
        self.refresh_bindings()

    # Towards the write

    def proceed(self) -> None:
        """The next step; the last one before anything is sent is a question."""
        made = self.plan
        if made is None or self.step == PROOF or self.writing():
            return
        if not made.possible.possible:
            title = f"{NAMES[self.operation]} is not offered here"
            notices.say(self, made.possible.reason, title=title, severity="warning")
        elif self.step == CHECK and self.input_step:
            self.note.put_hint(made.note.reason)
            self.go(self.input_step)
        elif self._input_is_sound():
            jobs.start_flow(self.library, "consent", self._consent)

    def _input_is_sound(self) -> bool:
        evidence = self.evidence
        if evidence is None:
            return False
        match self.input_step:
            case "note":
                return not self.note.problem
            case "asset":
                pane = self.query_one(AssetPane)
                errors = asset_errors(pane.asset, evidence.entry, evidence.project)
                pane.refuse(errors)
                return not errors
            case "locale":
                return self.query_one(LocalePane).chosen is not None
            case _:
                return True

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
        acting = self.acting
        rows = []
        head = Content.styled("Every key as it is served now; nothing was written.", "$muted")
        if acting.result is not None:
            ended = ending(self.operation, acting.result)
            rows.append(outcome_row(ended, acting.proof))
            head = shown(ended.said).stylize(STYLES[ended.tone])
            if (proof := acting.proof) is not None:
                tones: dict[bool | None, Tone] = {True: "good", False: "bad", None: "warn"}
                line = shown(proof.sentence()).stylize(STYLES[tones[proof.holds]])
                head = head + "\n" + line
            if acting.proof is None or not acting.applied:
                head = head + "\n" + shown(ended.next).stylize("$muted")
        if acting.proof is not None:
            rows += proof_rows(acting.proof, self.ticked)
        self.proven.show(head, rows)

    async def _prove(self) -> None:
        if self.evidence is not None:
            await self.acting.prove(self.evidence, self.operation)
            self.say("")
            self._show_proof()

    async def _look_again(self, unknown: Unknown) -> None:
        await self.acting.look_again(unknown)
        self.ended()

    # Events

    def on_asset_pane_file_named(self, event: AssetPane.FileNamed) -> None:
        """Read the facts of a local copy."""
        pane = self.query_one(AssetPane)
        pane.say("Reading the file…", "$muted")
        work = partial(self._read_file, event)
        jobs.start_read(self, work, group="file", on_error=self._no_file)

    async def _read_file(self, event: AssetPane.FileNamed) -> None:
        facts = await from_file(event.path)
        said = "; ".join(facts.notes) or "Filled from the file; what you typed was kept."
        self.query_one(AssetPane).fill(facts.values, said)

    def _no_file(self, error: ApiError) -> None:
        self.query_one(AssetPane).say(f"{error.title} {error.detail}", "bold $bad")

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the step in view has a use for."""
        if not self.is_mounted:
            return super().check_action(action, parameters)
        steps = _ONLY_ON.get(action)
        if steps is not None and self.step not in steps:
            return False
        found = self.evidence.check if self.evidence else None
        if action == "takedown_upwards" and not (found and found.media.rows):
            return False
        if action == "takedown_beside" and not (found and found.documents.rows):
            return False
        return super().check_action(action, parameters)

    def action_takedown_load_all(self) -> None:
        """Read every page of both lists, or stop that."""
        self._more("pages", partial(self._pages), "reading every page…")

    async def _pages(self) -> None:
        if self.evidence is not None:
            found = await all_pages(self.session, self.evidence, progress=self.progress)
            self._learn(replace(self.evidence, check=found.check))

    def action_takedown_upwards(self) -> None:
        """Follow the media that hold it."""
        self._more("upwards", self._upwards, "following media upwards…")

    async def _upwards(self) -> None:
        if self.evidence is not None:
            found = await follow_upwards(self.session, self.evidence, progress=self.progress)
            self._learn(replace(self.evidence, upwards=found.upwards))
            self.found.table.go_to("upwards")

    def action_takedown_beside(self) -> None:
        """List what stands beside it."""
        self._more("beside", self._beside, "reading the publications…")

    async def _beside(self) -> None:
        if self.evidence is not None:
            found = await list_beside(self.session, self.evidence, progress=self.progress)
            self._learn(replace(self.evidence, beside=found.beside))
            self.found.table.go_to("beside")

    def _more(self, group: str, work: jobs.Work, said: str) -> None:
        running = [w for w in self.workers if w.group == group and not w.is_finished]
        if running:
            self.workers.cancel_group(self, group)
            self.say("stopped; what was read before stays", "warn")
        elif self.evidence is not None:
            self.say(said)
            jobs.start_read(self, work, group=group, on_error=self._failed)

    def _learn(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.say("")
        self.show_evidence()
        jobs.start_read(self, self._load_titles, group="titles", on_error=self._no_titles)

    def action_takedown_prove(self) -> None:
        """Ask for every key now."""
        if self.evidence is None or self.acting.running:
            return
        if self.step != PROOF:
            self.acting.proof = None
            self._show_proof()
            self.go(PROOF)
        self.say("asking for every key…")
        jobs.start_read(self, self._prove, group="prove", on_error=self._failed)

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
        if chosen is None:
            return
        stale, self.operation = self.acting.result is not None, chosen
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
        if isinstance(result, Unknown):
            self.say("looking again…")
            work = partial(self._look_again, result)
            jobs.start_read(self, work, group="check", on_error=self._failed)
        elif self.step == PROOF and (self.acting.applied or result is None):
            self.action_takedown_prove()
        else:
            kept = isinstance(result, Conflict) and (self.note_text or self.input_step)
            self.go(CHECK)
            self._check()
            if kept:
                self.say("asking every source; what you typed is kept…")

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


_ONLY_ON = {
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
