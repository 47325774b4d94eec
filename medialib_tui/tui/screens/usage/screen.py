"""The form of one use: a new one, or one of the log; its draft, and the way to the review."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from pydantic import JsonValue
from textual.binding import BindingType

from medialib_tui.api.errors import ApiError
from medialib_tui.core.usage.form import UsageForm
from medialib_tui.core.usage.plan import Ground, ground
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.leaving import ask_of
from medialib_tui.tui.screens.edit.draft import DraftKeeper
from medialib_tui.tui.screens.edit.form import FormScreen
from medialib_tui.tui.screens.usage.save import UsageSaving
from medialib_tui.tui.widgets.controls.form_view import FormView
from medialib_tui.tui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from medialib_tui.store.drafts import Draft

_ASKED = ("purpose", "state")
"""The fields that decide which others there are."""


class UsageScreen(FormScreen):
    """Logs a use, or changes one; with several entries the same use is logged for each."""

    CSS_PATH = "../../styles/usage.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("use")
    AUTO_FOCUS = "FormList"

    def __init__(self, entry_id: str, usage_id: str = "", *, also: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.entry_id = entry_id
        self.usage_id = usage_id
        self.ids = (entry_id, *also)
        self.form: UsageForm | None = None
        self.ground: Ground | None = None
        self._made_for: tuple[JsonValue, ...] = ()
        self._left_out: dict[str, JsonValue] = {}

    @property
    def draft_key(self) -> str:
        """What the draft is kept under."""
        several = f"+{len(self.ids) - 1}" if len(self.ids) > 1 else ""
        return f"{self.entry_id}{several} use {self.usage_id or 'new'}"

    # Life

    def on_mount(self) -> None:
        """Read entry and usage log as they are now."""
        self.drafts = DraftKeeper(self)
        self.saving = UsageSaving(self)
        self.header.what = "Edit use" if self.usage_id else "Log use"
        self.header.title = self.entry_id
        self.query_one("#edit-note", StateNote).waiting("Reading the usage log…")
        jobs.start_read(self, self._load, group="form", on_error=self._failed)

    async def _load(self) -> None:
        found = await ground(self.session, self.entry_id)
        use = found.row(self.usage_id) if self.usage_id else None
        self.query_one("#edit-note", StateNote).clear()
        self.ground = found
        seen = found.log.entries
        form = UsageForm(found.entry, found.project, self.session.language, use=use, seen=seen)
        self.put(form)
        if not found.project.purposes:
            self.notes = (("purposes are not readable here: type them", "warn"),)
            self.count()
        if not form.locked("purpose") and (draft := self.drafts.find()) is not None:
            jobs.start_flow(self.library, "draft", partial(self._offer, form, draft))

    async def _offer(self, form: UsageForm, draft: Draft) -> None:
        from medialib_tui.tui.dialogs.draft import DraftDialog

        drafted = UsageForm(
            form.entry, form.project, form.language, use=form.use, seen=form.seen,
            changes=draft.changes,
        )  # fmt: skip
        match await self.app.push_screen_wait(DraftDialog(drafted, draft)):
            case "resume":
                self.put(drafted)
            case "discard":
                self.drafts.drop()
            case None:
                self.app.pop_screen()

    def _failed(self, error: ApiError) -> None:
        self.query_one("#edit-note", StateNote).failed(error)

    def on_unmount(self) -> None:
        """However it is closed, what was typed is kept."""
        if self.unsaved and not self.saving.running:
            self.drafts.now()

    # Showing

    def put(self, form: UsageForm) -> None:
        """Show another form; the cursor stays on its field."""
        self.view.stop()
        self.form, self._made_for = form, _decided(form)
        several = f" and {len(self.ids) - 1:,} more" if len(self.ids) > 1 else ""
        self.header.title = f"{form.entry.title}  {form.entry.id}{several}"
        self.header.version = f"v{form.entry.version}" if form.entry.version is not None else ""
        self.show_again()
        self.drafts.kept = not form.changed
        if form.changed:
            self.drafts.soon()

    def saved(self) -> None:
        """The server holds it: the form is done."""
        self.form = None
        if self.app.screen is self:
            self.app.pop_screen()

    def refused(self) -> None:
        """The server refused values: show where."""
        self.show_again()
        self.action_edit_next_invalid()

    def _renew(self) -> None:
        """Another purpose or state, other fields; what they have no place for is kept aside."""
        form = self.form
        if form is None or _decided(form) == self._made_for:
            return
        fresh = form.renewed()
        draft = form.draft()
        self._left_out |= {handle: draft[handle] for handle in fresh.lost if handle in draft}
        back = [field.handle for field in fresh.fields if field.handle in self._left_out]
        fresh.take({handle: self._left_out.pop(handle) for handle in back})
        self.put(fresh)

    # What is unsaved

    @property
    def unsaved(self) -> str:
        """What is typed and not on the server."""
        form = self.form
        if form is None or not form.changed:
            return ""
        return f"{'a use' if self.usage_id else 'a new use'} of “{form.entry.title}”"

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
        self.drafts.soon()

    def on_form_view_edited(self, event: FormView.Edited) -> None:
        """Other keys work while a field is edited; after it, other fields may be asked for."""
        self.refresh_bindings()
        if not self.view.editing:
            self._renew()

    @property
    def ready(self) -> UsageForm | None:
        """The form, where nothing of it is on its way."""
        if self.form is not None and self.saving.running:
            notices.say(self, "The use is on its way; wait for the outcome.")
            return None
        return self.form

    def touched(self) -> None:
        """A value changed: show it, and keep the draft."""
        self._renew()
        self.show_again()
        self.drafts.soon()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a field is edited, only what works there."""
        if self.is_mounted and self.view.editing and action.startswith("edit_"):
            return action == "edit_review"
        return super().check_action(action, parameters)

    def action_edit_review(self) -> None:
        """Look at the use, then save it."""
        self.view.stop()
        self._renew()
        form = self.ready
        if form is None:
            return
        if why := form.locked("purpose"):
            notices.say(self, f"This use is not edited: {why}.")
        elif form.invalid:
            self.show_again()
            self.action_edit_next_invalid()
            count = len(form.invalid)
            said = "One field has" if count == 1 else f"{count} fields have"
            notices.say(self, f"{said} to be corrected first.", severity="warning")
        elif not form.changed:
            notices.say(self, "Nothing is changed.")
        else:
            self.saving.review()

    def action_edit_leave(self) -> None:
        """Back; what was typed is asked about."""
        ask_of(self.library, [self], self._back, writes=int(self.saving.running))

    def _back(self) -> None:
        self.app.pop_screen()


def _decided(form: UsageForm) -> tuple[JsonValue, ...]:
    return tuple(form.value(handle) for handle in _ASKED)
