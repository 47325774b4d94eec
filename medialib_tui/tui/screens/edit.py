"""Editing an entry's metadata: the form, its draft, and the way to the review."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import BindingType

from medialib_tui.api.errors import ApiError
from medialib_tui.core.form import Form
from medialib_tui.core.form_control import Control
from medialib_tui.core.form_text import TYPED, document_ids
from medialib_tui.model.entry import Entry
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.leaving import DISCARD, LeaveDialog
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.screens.edit_draft import DraftKeeper
from medialib_tui.tui.screens.edit_external import EditorFailed, edit_outside
from medialib_tui.tui.screens.edit_save import Saving
from medialib_tui.tui.widgets.controls.form_header import FormHeader
from medialib_tui.tui.widgets.controls.form_view import FormView
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.state_note import StateNote


class EditScreen(BaseScreen[None]):
    """The form of one entry; it reads the entry anew before anything is edited."""

    CSS_PATH = "../styles/edit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("edit")
    AUTO_FOCUS = "FormList"

    def __init__(self, entry_id: str) -> None:
        super().__init__()
        self.entry_id = entry_id
        self.form: Form | None = None
        self._only_changed = False
        self._titles: dict[str, str] = {}

    def compose_body(self) -> ComposeResult:
        """Header, what went wrong, the jump line, the form."""
        yield FormHeader()
        yield StateNote(id="edit-note")
        yield FilterField("Go to a field: type its name", id="edit-jump")
        yield FormView()

    @property
    def view(self) -> FormView:
        """The form on the screen."""
        return self.query_one(FormView)

    @property
    def header(self) -> FormHeader:
        """The lines above it."""
        return self.query_one(FormHeader)

    # Life

    def on_mount(self) -> None:
        """Read the entry as it is now, and the draft there may be."""
        self.drafts = DraftKeeper(self)
        self.saving = Saving(self)
        self.header.title = self.entry_id
        self._ask()

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
            self.say(f"without the project's configuration: {project.unknown_because}", "warn")
        if (draft := self.drafts.find()) is not None:
            from medialib_tui.tui.screens.edit_offer import offer

            jobs.start_flow(self.library, "draft", partial(offer, self, draft))

    def _failed(self, error: ApiError) -> None:
        self.query_one("#edit-note", StateNote).failed(error, retry=False)

    def on_unmount(self) -> None:
        """However it is closed, what was typed is kept."""
        if self.unsaved and not self.saving.running:
            self.drafts.now()

    # Showing

    def put(self, form: Form) -> None:
        """Show another form: the first one, a draft, the changes over a newer entry."""
        self.view.stop()
        self.form = form
        self.header.title = f"{form.entry.title}  {form.entry.id}"
        self.header.version = f"v{form.entry.version}" if form.entry.version is not None else ""
        self.show_again()
        self.drafts.kept = not form.changed
        if form.changed:
            self.drafts.soon()
        self._ask_titles()

    def show_again(self) -> None:
        """Fields and counts as the form has them now."""
        form = self.form
        if form is None:
            return
        everything = tuple(field.handle for field in form.fields)
        wanted = {*form.changed, *form.invalid} if self._only_changed else set(everything)
        self.view.show(form, tuple(h for h in everything if h in wanted), self._titles)
        self._count()

    def _count(self) -> None:
        form = self.form
        if form is None:
            return
        changed, invalid = len(form.changed), len(form.invalid)
        said = [
            (
                f"{changed} changed" if changed else "nothing changed",
                "accent" if changed else "muted",
            )
        ]
        if invalid:
            said.append((f"{invalid} to correct", "bad"))
        if self._only_changed:
            said.append(("only changed fields, c shows all", "muted"))
        self.header.counts = tuple(said)

    def say(self, text: str, tone: str = "muted") -> None:
        """The state of saving, beside the counts."""
        self.header.status = (text, tone)

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
        self._count()
        self.drafts.soon()
        if self.form and self.form.field(event.handle).control in (
            Control.DOCUMENT,
            Control.DOCUMENTS,
        ):
            self._ask_titles()

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        """A field that is not edited says why."""
        unlock = self.form is not None and self.form.can_unlock(event.handle)
        hint = "\nPress u to unlock it." if unlock else ""
        notices.say(self, f"This field is not edited: {event.reason}.{hint}")

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        """Other keys work while a field is edited."""
        self.refresh_bindings()

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Go to the first field whose name has these letters."""
        if self.form is None or not event.text.strip():
            return
        wanted = event.text.casefold().strip()
        for matches in (str.startswith, str.__contains__):
            for handle in self.view.fields.handles:
                names = (self.form.field(handle).label.casefold(), handle.casefold())
                if any(matches(name, wanted) for name in names):
                    self.view.fields.go_to(handle)
                    return

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the fields."""
        jump = self.query_one("#edit-jump", FilterField)
        with jump.prevent(FilterField.Changed):
            jump.value = ""
        jump.remove_class("-open")
        self.view.fields.focus()

    def _ask_titles(self) -> None:
        if self.form is not None:
            jobs.start_read(self, self._load_titles, group="titles")

    async def _load_titles(self) -> None:
        form = self.form
        if form is None:
            return
        wanted = [i for field in form.fields for i in document_ids(form.value(field.handle))]
        wanted = [i for i in dict.fromkeys(wanted) if i not in self._titles]
        if wanted:
            infos = await self.session.documents.info(wanted)
            self._titles |= {key: info.title for key, info in infos.items() if info.known}
            self.view.update()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a field is edited, only what works there."""
        if self.is_mounted and self.view.editing and action.startswith("edit_"):
            return action in ("edit_review", "edit_outside")
        return super().check_action(action, parameters)

    @property
    def ready(self) -> Form | None:
        """The form, where it can be changed now."""
        if self.form is not None and self.saving.running:
            notices.say(self, "The changes are on their way; wait for the outcome.")
            return None
        return self.form

    def action_edit_field(self) -> None:
        """Edit the field under the cursor."""
        if self.ready:
            self.view.edit()

    def action_edit_jump(self) -> None:
        """Type the name of a field."""
        self.query_one("#edit-jump", FilterField).open()

    def action_edit_group(self, step: int) -> None:
        """To the next group of fields, or the one before."""
        self.view.fields.go_group(step)

    def action_edit_remove(self) -> None:
        """Remove the value under the cursor."""
        form, handle = self.ready, self.view.current
        if form is None or not handle:
            return
        if why := form.locked(handle):
            self.view.post_message(FormView.Refused(handle, why))
            return
        form.set(handle, None)
        self._touched()

    def action_edit_reset(self) -> None:
        """The field under the cursor back to what the server holds."""
        form = self.ready
        if form is not None and self.view.current:
            form.reset(self.view.current)
            self._touched()

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
            self._touched()

    def _touched(self) -> None:
        self.show_again()
        self.drafts.soon()

    def action_edit_unlock(self) -> None:
        """Edit a read-only field all the same."""
        form, handle = self.ready, self.view.current
        if form is None or not handle or not form.locked(handle):
            return
        if not form.can_unlock(handle):
            self.view.post_message(FormView.Refused(handle, form.locked(handle)))
            return
        form.unlock(handle)
        self.view.update()

    def action_edit_next_invalid(self) -> None:
        """To the next field with an error."""
        form = self.form
        if form is None:
            return
        handles, here = self.view.fields.handles, self.view.fields.cursor
        for handle in (*handles[here + 1 :], *handles[: here + 1]):
            if form.has_error(handle):
                self.view.fields.go_to(handle)
                return
        notices.say(self, "No field has an error.")

    def action_edit_only_changed(self) -> None:
        """Show the changed fields only, or all again."""
        if self.form is None:
            return
        if not self._only_changed and not self.form.changed:
            notices.say(self, "Nothing is changed.")
            return
        self._only_changed = not self._only_changed
        self.show_again()

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
                self._touched()

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
            notices.say(
                self,
                f"{said} to be corrected first.".replace("has to", "has to"),
                severity="warning",
            )
        else:
            self.saving.review()

    def action_edit_leave(self) -> None:
        """Back; changes are asked about."""
        if self._only_changed:
            self.action_edit_only_changed()
        elif self.unsaved or self.saving.running:
            writes = 1 if self.saving.running else 0
            self.app.push_screen(LeaveDialog([self], writes=writes), self._leave)
        else:
            self.app.pop_screen()

    def _leave(self, choice: str | None) -> None:
        if not choice:
            return
        if choice == DISCARD:
            self.discard_draft()
        else:
            self.keep_draft()
        self.app.pop_screen()
