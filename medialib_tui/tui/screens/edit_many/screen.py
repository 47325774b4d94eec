"""Editing the metadata of many entries: one form for all, then a look at every change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.editing.form import ManyForm
from medialib_tui.core.editing.many import Edit
from medialib_tui.core.editing.survey import Survey, survey
from medialib_tui.core.form.form import Form
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.screens.edit.save import Saving
from medialib_tui.tui.screens.edit.screen import EditScreen
from medialib_tui.tui.screens.edit_many.draft import ManyDrafts, draft_key
from medialib_tui.tui.widgets.batch_progress import BatchProgress
from medialib_tui.tui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from medialib_tui.store.drafts import Draft

_NOTHING_ALIKE = "No property can be edited for all of them: their media types have none in common."


class EditManyScreen(EditScreen):
    """The form of many entries; untouched fields keep what each of them holds."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("edit")

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(dict.fromkeys(ids))
        super().__init__(_entries(len(self.ids)))

    @property
    def draft_key(self) -> str:
        """What the draft is kept under: the same entries, in any order."""
        return draft_key(self.ids)

    @property
    def unsaved(self) -> str:
        """What is changed and not on the server."""
        form = self.form
        return f"{len(form.changed)} changed in {self.entry_id}" if form and form.changed else ""

    def compose_body(self) -> ComposeResult:
        """The form, and below its header how far reading is."""
        header, *rest = super().compose_body()
        yield header
        yield BatchProgress()
        yield from rest

    @property
    def progress(self) -> BatchProgress:
        """How far reading is."""
        return self.query_one(BatchProgress)

    # Life

    def make_helpers(self) -> None:
        """What keeps the draft, and what leads to the writes."""
        self.drafts = ManyDrafts(self)
        self.saving = ManySaving(self)
        self.header.what = "Edit many"

    async def _load(self) -> None:
        progress = Progress(len(self.ids))
        self.progress.display = True
        self.progress.follow(progress, "reading")

        def told(now: Progress) -> None:
            progress.ended(True, now.done - progress.done)
            progress.errors = now.errors

        try:
            found = await survey(self.session, self.ids, progress=told)
            project = await self.session.project()
        finally:
            self.progress.rest()
            self.progress.display = False
        note = self.query_one("#edit-note", StateNote)
        if not found.total and found.errors:
            note.failed(next(iter(found.errors.values())))
            return
        note.clear()
        begun = self.form
        changes = begun.changes if begun is not None else None
        form = ManyForm(found, project, self.session.language, changes)
        self.notes = tuple(_notes(found, form))
        self.put(form)
        if not form.fields:
            note.empty(_NOTHING_ALIKE, "esc goes back: mark entries of one media type.")
        if begun is None and (draft := self.drafts.find()) is not None:
            jobs.start_flow(self.library, "draft", partial(self._offer, form, draft))

    async def _offer(self, form: ManyForm, draft: Draft) -> None:
        from medialib_tui.tui.dialogs.draft import DraftDialog

        drafted = ManyForm(form.survey, form.project, form.language, draft.changes)
        match await self.app.push_screen_wait(DraftDialog(drafted, draft)):
            case "resume":
                self.put(drafted)
            case "discard":
                self.drafts.drop()
            case None:
                self.app.pop_screen()

    # Showing

    def head(self, form: Form) -> None:
        """Say whose the form is."""
        self.header.title = self.entry_id
        if isinstance(form, ManyForm):
            kinds = form.survey.media_types
            names = [form.project.media_type(name) for name in kinds]
            labels = [n.label(form.language) if n else k for n, k in zip(names, kinds, strict=True)]
            pairs = zip(kinds.values(), labels, strict=True)
            self.header.version = ", ".join(f"{count:,} {label}" for count, label in pairs)

    def read_again(self) -> None:
        """Some of them hold other values now; what was typed stays."""
        jobs.start_read(self, self._load, group="form", on_error=self._failed)

    def done(self) -> None:
        """Every entry is as it was wanted: the form is done."""
        self.form = None
        if self.app.screen is self:
            self.app.pop_screen()


class ManySaving(Saving):
    """Leads from the form of many to the look at every change."""

    def __init__(self, screen: EditManyScreen) -> None:
        super().__init__(screen)
        self._many = screen

    def review(self) -> None:
        """Plan every write and show what changes."""
        from medialib_tui.tui.screens.edit_many.run import EditRunScreen

        form = self._many.form
        if not isinstance(form, ManyForm):
            return

        def ended(complete: bool | None) -> None:
            if complete:
                self._many.drafts.drop(form)
                self._many.done()
            elif run.touched:
                self._many.read_again()

        self._many.drafts.now()
        if not form.changes:
            notices.say(self._many, "Nothing is changed.")
            return
        run = EditRunScreen(self._many.ids, form, Edit(form.changes))
        self._app.push_screen(run, ended)


def _notes(found: Survey, form: ManyForm) -> list[tuple[str, str]]:
    said = []
    if found.errors:
        said.append((f"{len(found.errors):,} could not be read", "bad"))
    if form.apart:
        names = ", ".join(one.label for one in form.apart[:3])
        more = "…" if len(form.apart) > 3 else ""
        said.append((f"not for all of them: {names}{more}", "muted"))
    if not form.project.known:
        said.append(("without the project's configuration", "warn"))
    return said


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
