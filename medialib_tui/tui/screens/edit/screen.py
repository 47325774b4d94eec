"""Editing an entry's metadata: the form, its draft, and the way to the review."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import BindingType

from medialib_tui.api.errors import ApiError
from medialib_tui.core.form.control import Control
from medialib_tui.core.form.form import Form
from medialib_tui.core.form.text import TYPED, document_ids
from medialib_tui.model.entry import Entry
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.leaving import ask_of
from medialib_tui.tui.screens.edit.draft import DraftKeeper
from medialib_tui.tui.screens.edit.external import EditorFailed, edit_outside
from medialib_tui.tui.screens.edit.form import FormScreen
from medialib_tui.tui.screens.edit.save import Saving
from medialib_tui.tui.widgets.controls.form_view import FormView
from medialib_tui.tui.widgets.state_note import StateNote

_NO_TITLE = "not found among the published documents"


class EditScreen(FormScreen):
    """The form of one entry; it reads the entry anew before anything is edited."""

    CSS_PATH = "../../styles/edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("edit")
    AUTO_FOCUS = "FormList"

    def __init__(self, entry_id: str) -> None:
        super().__init__()
        self.entry_id = entry_id

    @property
    def draft_key(self) -> str:
        """What the draft is kept under."""
        return self.entry_id

    # Life

    def on_mount(self) -> None:
        """Read the entry as it is now, and the draft there may be."""
        self.make_helpers()
        self.header.title = self.entry_id
        self._ask()

    def make_helpers(self) -> None:
        """What keeps the draft, and what saves."""
        self.drafts = DraftKeeper(self)
        self.saving = Saving(self)

    def _ask(self) -> None:
        self.query_one("#edit-note", StateNote).waiting("Reading the entry…")
        jobs.start_read(self, self._load, group="form", on_error=self._failed)

    async def _load(self) -> None:
        entry, project = await asyncio.gather(
            self.session.client.entry(self.entry_id), self.session.project()
        )
        self.query_one("#edit-note", StateNote).clear()
        self.put(Form(entry, project, self.session.language))
        if not project.known:
            self.notes = (("without the project's configuration", "warn"),)
            self.count()
        if (draft := self.drafts.find()) is not None:
            from medialib_tui.tui.screens.edit.offer import offer

            jobs.start_flow(self.library, "draft", partial(offer, self, draft))

    def _failed(self, error: ApiError) -> None:
        self.query_one("#edit-note", StateNote).failed(error)

    def on_unmount(self) -> None:
        """However it is closed, what was typed is kept."""
        if self.unsaved and not self.saving.running:
            self.drafts.now()

    # Showing

    def put(self, form: Form) -> None:
        """Show another form: the first one, a draft, the changes over a newer entry."""
        self.view.stop()
        self.form = form
        self.head(form)
        self.show_again()
        self.drafts.kept = not form.changed
        if form.changed:
            self.drafts.soon()
        self._ask_titles()

    def head(self, form: Form) -> None:
        """Say whose the form is."""
        self.header.title = f"{form.entry.title}  {form.entry.id}"
        self.header.version = f"v{form.entry.version}" if form.entry.version is not None else ""

    def saved(self, entry: Entry) -> None:
        """The server holds everything: the form is done."""
        if self.form is not None:
            self.form = Form(entry, self.form.project, self.form.language)
        if self.app.screen is self:
            self.app.pop_screen()
        elif self.form is not None:
            self.put(self.form)

    def refused(self) -> None:
        """The server refused values: show where."""
        self.show_again()
        self.action_edit_next_invalid()

    # What is unsaved

    @property
    def unsaved(self) -> str:
        """What is changed and not on the server."""
        form = self.form
        if form is None or not form.changed:
            return ""
        return f"{len(form.changed)} changed in “{form.entry.title}”"

    def keep_draft(self) -> None:
        """Put the draft on the disk now."""
        self.drafts.now()

    def discard_draft(self) -> None:
        """Drop the draft, and what was typed."""
        if self.form is not None:
            self.form.reset_all()
        self.drafts.drop()

    # Events

    def on_form_view_changed(self, event: FormView.Changed) -> None:
        """A value changed: count, and keep the draft."""
        self.count()
        self._changed()

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        """Other keys work while a field is edited; after it, new ids get their titles."""
        self.refresh_bindings()
        if not self.view.editing:
            self._ask_titles()

    def _changed(self) -> None:
        """Keep the draft; what was said of an earlier attempt is history."""
        self.drafts.soon()
        if not self.saving.running and self.saving.pending is None:
            self.say("")

    def _ask_titles(self) -> None:
        if self.form is not None and self._wanted(self.form):
            jobs.start_read(self, self._load_titles, group="titles")

    def _wanted(self, form: Form) -> list[str]:
        """Ids of documents whose titles are not known."""
        ids = [i for field in form.fields for i in document_ids(form.value(field.handle))]
        return [i for i in dict.fromkeys(ids) if i not in self.titles]

    async def _load_titles(self) -> None:
        if self.form is not None:
            infos = await self.session.documents.info(self._wanted(self.form))
            said = {key: info.title if info.known else _NO_TITLE for key, info in infos.items()}
            self.titles |= said
            self.view.update()

    @property
    def ready(self) -> Form | None:
        """The form, where nothing of it is on its way."""
        if self.form is not None and self.saving.running:
            notices.say(self, "The changes are on their way; wait for the outcome.")
            return None
        return self.form

    def touched(self) -> None:
        """A value changed: show it, and keep the draft."""
        self.show_again()
        self._changed()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a field is edited, only what works there."""
        if self.is_mounted and self.view.editing and action.startswith("edit_"):
            return action in ("edit_review", "edit_outside")
        return super().check_action(action, parameters)

    def action_edit_refresh(self) -> None:
        """Read the entry again; with changes, saving brings both sides together."""
        if self.unsaved or self.saving.running:
            notices.say(self, "The form has changes: saving brings both sides together.")
        else:
            self._ask()

    def action_edit_reset_all(self) -> None:
        """Every field back to what the server holds, after a question."""
        form = self.ready
        if form is not None and form.changed:
            jobs.start_flow(self.library, "reset", self._reset_all)

    async def _reset_all(self) -> None:
        from medialib_tui.tui.dialogs.confirm import ConfirmDialog

        asked = ConfirmDialog(
            "Reset all fields?", "Every change goes back to the server's value.", agree="Reset all"
        )
        if await self.app.push_screen_wait(asked) and self.form is not None:
            self.form.reset_all()
            self.touched()

    def action_edit_outside(self) -> None:
        """Edit the text in the person's own editor."""
        form, handle = self.ready, self.view.current
        if form is None or not handle:
            return
        if (why := form.locked(handle)) or form.control(handle) not in TYPED:
            self.view.post_message(FormView.Refused(handle, why or "it is chosen from a list"))
            return
        if jobs.running_writes(self.library):
            notices.say(self, "A write is running; wait for its outcome.")
            return
        control, text = form.control(handle), form.text(handle)
        self.view.stop()
        self.drafts.now()
        suffix = ".json" if control is Control.JSON else ".txt"
        try:
            with self.app.suspend():
                edited = edit_outside(text, self.library.environ, suffix=suffix)
        except SuspendNotSupported:
            notices.say(self, "This terminal cannot be handed to an editor.", severity="warning")
        except EditorFailed as error:
            notices.say(self, str(error), severity="warning")
        else:
            if edited != text:
                form.type(handle, edited, control)
                self.touched()

    def action_edit_review(self) -> None:
        """Look at the changes, then save."""
        form = self.ready
        if form is None:
            return
        self.view.stop()
        if not form.changed:
            notices.say(self, "Nothing is changed.")
        elif form.invalid:
            self.action_edit_next_invalid()
            count = len(form.invalid)
            said = "One field has" if count == 1 else f"{count} fields have"
            notices.say(self, f"{said} to be corrected first.", severity="warning")
        else:
            self.saving.review()

    def action_edit_leave(self) -> None:
        """Back; changes are asked about."""
        if self.only_changed:
            self.action_edit_only_changed()
        else:
            ask_of(self.library, [self], self._back, writes=int(self.saving.running))

    def _back(self) -> None:
        self.app.pop_screen()
