"""A form on a screen: showing it, going about in it, changing single fields."""

from __future__ import annotations

from pydantic import JsonValue
from textual.app import ComposeResult

from medialib_tui.core.form.form import Form
from medialib_tui.tui import notices
from medialib_tui.tui.screens.base import BaseScreen
from medialib_tui.tui.widgets.controls.form_header import FormHeader
from medialib_tui.tui.widgets.controls.form_view import FormView
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.state_note import StateNote


class FormScreen(BaseScreen[None]):
    """Shows a form once there is one; subclasses read, keep and save it."""

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.titles: dict[str, str] = {}
        self.only_changed = False
        self.notes: tuple[tuple[str, str], ...] = ()
        self._aside: dict[str, JsonValue] = {}

    def compose_body(self) -> ComposeResult:
        """Header, what went wrong, the jump line, the form."""
        yield FormHeader()
        yield StateNote(id="edit-note")
        yield FilterField("Go to a field: type its name", id="edit-jump")
        yield FormView()

    def touched(self) -> None:
        """A value changed."""
        raise NotImplementedError

    @property
    def view(self) -> FormView:
        """The form on the screen."""
        return self.query_one(FormView)

    @property
    def header(self) -> FormHeader:
        """The lines above it."""
        return self.query_one(FormHeader)

    @property
    def ready(self) -> Form | None:
        """The form, where it can be changed now."""
        return self.form

    def show_again(self) -> None:
        """Fields and counts as the form has them now."""
        form = self.form
        if form is None:
            return
        everything = tuple(field.handle for field in form.fields)
        wanted = {*form.changed, *form.invalid} if self.only_changed else set(everything)
        self.view.show(form, tuple(h for h in everything if h in wanted), self.titles)
        self.count()

    def count(self) -> None:
        """Say how much is changed, and how much is wrong."""
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
        if self.only_changed:
            said.append(("only changed fields, c shows all", "muted"))
        self.header.counts = (*said, *self.notes)

    def say(self, text: str, tone: str = "muted") -> None:
        """The state of saving, beside the counts."""
        self.header.status = (text, tone)

    def on_form_view_refused(self, event: FormView.Refused) -> None:
        """A field that is not edited says why."""
        unlock = self.form is not None and self.form.can_unlock(event.handle)
        hint = "\nPress u to unlock it." if unlock else ""
        notices.say(self, f"This field is not edited: {event.reason}.{hint}")

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
        """Remove the value under the cursor; again, to have it back."""
        form, handle = self.ready, self.view.current
        if form is None or not handle:
            return
        if why := form.locked(handle):
            self.view.post_message(FormView.Refused(handle, why))
            return
        if handle not in form.changes or form.value(handle) is not None:
            self._lay_aside(form, handle)
            form.set(handle, None)
        else:
            self._put_back(form, handle)
        self.touched()

    def action_edit_reset(self) -> None:
        """The field under the cursor back to what the server holds; again, to what was typed."""
        form, handle = self.ready, self.view.current
        if form is None or not handle:
            return
        if handle in form.changed:
            self._lay_aside(form, handle)
            form.reset(handle)
        else:
            self._put_back(form, handle)
        self.touched()

    def _lay_aside(self, form: Form, handle: str) -> None:
        """Remember what was typed, so that one key more brings it back."""
        self._aside[handle] = form.draft().get(handle, form.value(handle))

    def _put_back(self, form: Form, handle: str) -> None:
        if handle in self._aside:
            form.take({handle: self._aside.pop(handle)})

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
        if not self.only_changed and not self.form.changed:
            notices.say(self, "Nothing is changed.")
            return
        self.only_changed = not self.only_changed
        self.show_again()
