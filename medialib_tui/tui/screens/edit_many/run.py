"""From the form of many to the last result: every change is shown before any is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import ContentSwitcher

from medialib_tui.core.batch.planning import Item
from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.batch.writing import Batch, Done, write_all
from medialib_tui.core.editing.form import ManyForm
from medialib_tui.core.editing.many import OPERATION, Edit, edit_run, plan_edit, run_over
from medialib_tui.core.editing.reading import Cut
from medialib_tui.core.writing.intent import Conflict
from medialib_tui.model.compare import same
from medialib_tui.model.entry import Entry
from medialib_tui.model.trace import sent_metadata, touched
from medialib_tui.tui import notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.batch.run import RunScreen
from medialib_tui.tui.screens.batch.words import Words, count_of
from medialib_tui.tui.screens.edit_many.rows import ChangeTable, change_rows, consent_blocks
from medialib_tui.tui.widgets.batch import BatchPane
from medialib_tui.tui.widgets.controls.form_header import FormHeader
from medialib_tui.tui.widgets.fact_pane import FactRow
from medialib_tui.tui.widgets.sheet import Block, Gap, Heading, Said

CHANGES, RESULTS = "changes", "batch"


class EditRunScreen(RunScreen[Cut]):
    """Ends with whether every entry holds what was wanted."""

    CSS_PATH = "../../styles/batch.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("edit-many")
    AUTO_FOCUS = "ChangeTable"
    WORDS = Words("Edit many", "edit", "saved", "holds it already", "hold it already")
    OPERATION = OPERATION

    def __init__(self, ids: Sequence[str], form: ManyForm, edit: Edit) -> None:
        super().__init__(ids)
        self.form = form
        self.edit = edit
        self.by_hand: dict[str, int | None] = {}
        self._former = Run("")
        self._anew = False

    def compose_body(self) -> ComposeResult:
        """Every change; once it runs, every result."""
        yield FormHeader()
        with ContentSwitcher(initial=CHANGES, id="edit-many"):
            yield BatchPane(id=CHANGES, table=ChangeTable)
            yield BatchPane(id=RESULTS)

    @property
    def pane(self) -> BatchPane:
        """The rows in view."""
        return self.query_one(f"#{self.step}", BatchPane)

    @property
    def step(self) -> str:
        """Which rows are in view."""
        return self.query_one(ContentSwitcher).current or CHANGES

    def entry_of(self, key: str) -> str:
        """The entry of a change, or of a result."""
        return key.partition("\n")[0]

    def on_mount(self) -> None:
        """Plan, and hear of what is written by hand meanwhile."""
        self._deaf = self.session.listen(self._heard)

    def on_unmount(self) -> None:
        """Nobody to tell any more."""
        self._deaf()

    def turn(self, step: str) -> None:
        """Show the changes, or the results."""
        self.query_one(ContentSwitcher).current = step
        self.pane.focus_rows()
        self.refresh_bindings()

    @property
    def touched(self) -> bool:
        """Whether anything was written, taken back or decided by hand here."""
        return bool(self.ends or self.back.ends or self.by_hand)

    def begin(self, progress: Progress, doing: str) -> None:
        """Follow it; what becomes of writes is seen among the results."""
        if self.running and self.step == CHANGES:
            self.turn(RESULTS)
        super().begin(progress, doing)

    # Planning

    def plan(self, *, anew: bool) -> None:
        """Read and plan; `anew` also where somebody changed what an earlier run wrote."""
        self._anew = anew
        self.by_hand = {}
        if self.step == RESULTS:
            self.turn(CHANGES)
        self.query_one(f"#{CHANGES}", BatchPane).show(None, ())
        super().plan(anew=False)

    def find_run(self) -> Run:
        """One that was cut off goes on under its name; else a run of its own."""
        self._former = edit_run(self.session, self.edit)
        return run_over(self._former, self.ids)

    def plan_items(self, run: Run) -> AsyncIterator[Item[Cut]]:
        """Plan what changes for each entry."""
        former = {} if self._anew else self._former.done
        return plan_edit(self.session, self.ids, self.edit, run, former=former)

    def planned(self) -> None:
        """List every change, and every entry that cannot be written."""
        items = [self.items[one] for one in self.ids]
        rows = [row for item in items for row in change_rows(self.form, item)]
        pane = self.query_one(f"#{CHANGES}", BatchPane)
        pane.show(None, rows)
        entries, refused = len(self.ready), sum(item.error is not None for item in items)
        changes = len(rows) - refused
        said = f"{count_of(changes, 'change')} in {count_of(entries, 'entry', 'entries')}"
        if refused:
            said += f"; {refused:,} cannot be written, f shows them"
        if not rows:
            pane.note.empty("Nothing to do: every entry holds this already.", "esc: back")
        pane.progress.rest(f"{said}; f2 asks once more" if entries else said, "plain")

    def hint(self) -> str:
        """What to do next."""
        if self.step == CHANGES:
            return ""
        if self.ready:
            return "f2 goes on with the rest"
        if self.listed.failed:
            return "f failed only, e edit one, r plan the rest again, u take all back"
        return "done; u takes all back" if any(map(self._stands, self.ids)) else "done"

    def _stands(self, entry_id: str) -> bool:
        done = self.ends.get(entry_id)
        return done is not None and done.good and entry_id not in self.back.ends

    # Writing

    async def ask(self, ready: Sequence[Item[Cut]], run: Run) -> Sequence[Item[Cut]] | None:
        """The one question; in production the end of the last id is typed."""
        from medialib_tui.core.takedown.guards import typed_end
        from medialib_tui.tui.dialogs.consent import ConsentDialog

        last = ready[-1].id
        production = self.session.server.production
        dialog = ConsentDialog(
            f"Save {count_of(len(ready), 'entry', 'entries')}?",
            list(consent_blocks(self.form, self.edit, ready, len(self.ids))),
            agree="Save",
            whose=f"the last id, {last}",
            typed=typed_end([last]) if production else "",
        )
        if not await self.app.push_screen_wait(dialog):
            return None
        self.turn(RESULTS)
        preserve = True if self.edit.preserve_updated_at else None
        planned = [(one, one.intent) for one in ready]
        return [
            replace(one, intent=replace(intent, preserve_updated_at=preserve))
            for one, intent in planned
            if intent is not None
        ]

    def write_items(self, batch: Batch[Cut]) -> AsyncIterator[Done[Cut]]:
        """Write a few at a time."""
        return write_all(self.session, batch)

    # Showing

    def row(self, entry_id: str) -> FactRow:
        """The row of an entry; what was brought to an end by hand is good."""
        row = super().row(entry_id)
        if entry_id not in self.by_hand:
            return row
        version = self.by_hand[entry_id]
        said = "saved by hand" + ("" if version is None else f", version {version}")
        story = partial(self._by_hand, row, said)
        return replace(row, said=said, tone="good", failed=False, blocks=story)

    def _by_hand(self, row: FactRow, said: str) -> Iterator[Block]:
        yield Heading(row.name, row.label)
        yield Said(f"{said[:1].upper()}{said[1:]}, after this:", "good")
        yield Gap()
        yield from row.blocks() if row.blocks else ()

    def state(self, entry_id: str) -> str:
        """How an entry stands, in a word for counting."""
        return "saved" if entry_id in self.by_hand else super().state(entry_id)

    def _heard(self, entry: Entry) -> None:
        """Another screen wrote an entry of ours: it may hold now what was wanted."""
        done = self.ends.get(entry.id)
        if done is None or done.good or self.running:
            return
        held, wanted = (
            sent_metadata(entry),
            touched(done.item.intent.operations).items() if done.item.intent else (),
        )
        if all(same(held.get(name), step.value) for name, step in wanted):
            self.by_hand[entry.id] = entry.version
            self.put(entry.id)
            self.count()
            self.listed.progress.rest(self.hint())

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the rows in view have a use for."""
        if self.is_mounted and action == "edit_many_turn":
            return self.touched
        return super().check_action(action, parameters)

    def action_edit_many_proceed(self) -> None:
        """Ask once, then save."""
        self.proceed()

    def action_edit_many_stop(self) -> None:
        """Begin no further one."""
        self.stop_sending()

    def action_edit_many_again(self) -> None:
        """Read and plan again."""
        self.plan_again(anew=False)

    def action_edit_many_anew(self) -> None:
        """Plan again, also where somebody changed what an earlier run wrote."""
        self.plan_again(anew=True)

    def action_edit_many_preserve(self) -> None:
        """Keep the date of the last change of each entry, or not."""
        if not self.running:
            keeps = not self.edit.preserve_updated_at
            self.edit = replace(self.edit, preserve_updated_at=keeps)
            self.header.version = "keeps “updated at”" if keeps else ""

    def action_edit_many_turn(self) -> None:
        """The changes, or the results."""
        if self.touched:
            self.turn(RESULTS if self.step == CHANGES else CHANGES)

    def action_edit_many_edit(self) -> None:
        """Edit one entry by hand; a conflict is shown and decided there."""
        from medialib_tui.tui.screens.edit.screen import EditScreen
        from medialib_tui.tui.screens.edit_many.conflict import ConflictScreen

        key = self.pane.table.current_key
        if self.running or key is None:
            notices.say(self, "It is on its way; s stops it." if self.running else "No entry here.")
            return
        entry_id = self.entry_of(key)
        done = self.ends.get(entry_id)
        if done and isinstance(done.result, Conflict) and entry_id not in self.by_hand:
            self.app.push_screen(ConflictScreen(done.result))
        else:
            self.app.push_screen(EditScreen(entry_id))

    def action_edit_many_back(self) -> None:
        """Back; not while writes are on their way."""
        if self.step == RESULTS and not self.running and not self.touched:
            self.turn(CHANGES)
        else:
            self.leave()
