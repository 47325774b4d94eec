"""The form on the screen: the list of fields, and the one editor over the field being edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message

from medialib_tui.core.form.form import Form
from medialib_tui.core.form.text import TYPED
from medialib_tui.tui.widgets.controls.field_editor import FieldEditor
from medialib_tui.tui.widgets.controls.form_list import FormList
from medialib_tui.tui.widgets.controls.line import MOST


class FormView(Container):
    """Fields to look at and, one at a time, to edit; changes go straight into the form."""

    DEFAULT_CSS = """
    FormView { layers: base editor; height: 1fr; }
    FormView FormList { layer: base; }
    """

    @dataclass
    class Changed(Message):
        """A value is another one now."""

        handle: str

    @dataclass
    class Refused(Message):
        """The field cannot be edited here, and why."""

        handle: str
        reason: str

    @dataclass
    class Edited(Message):
        """Editing of a field began or ended."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.form: Form | None = None
        self._editor: FieldEditor | None = None

    def compose(self) -> ComposeResult:
        """The list; the editor comes and goes."""
        yield FormList()

    @property
    def fields(self) -> FormList:
        """The list of fields."""
        return self.query_one(FormList)

    @property
    def current(self) -> str:
        """The handle of the field under the cursor."""
        return self.fields.current

    @property
    def editing(self) -> bool:
        """Whether a field is being edited."""
        return self._editor is not None

    def show(self, form: Form, handles: tuple[str, ...], titles: Mapping[str, str]) -> None:
        """Show these fields."""
        self.form = form
        self.fields.show(form, handles, titles)

    def update(self) -> None:
        """Say again what the form says."""
        self.fields.lay_out(fresh=True)

    def edit(self) -> None:
        """Edit the field under the cursor in place."""
        form, handle = self.form, self.current
        if form is None or not handle or self._editor is not None:
            return
        if why := form.locked(handle):
            self.post_message(self.Refused(handle, why))
            return
        if form.control(handle) in TYPED and len(form.text(handle)) > MOST:
            self.post_message(self.Refused(handle, "too long to edit here: f4 opens your editor"))
            return
        self._editor = FieldEditor(
            form, handle, max(1, self.size.height - 3), self.fields.editor_place().width
        )
        self.fields.make_room(self._editor.rows)
        self._place()
        self.mount(self._editor)
        self.post_message(self.Edited())

    def stop(self) -> None:
        """Close the editor; what was typed is in the form already."""
        if self._editor is None:
            return
        editor, self._editor = self._editor, None
        self.fields.make_room(0)
        self.fields.focus()
        editor.remove()
        self.post_message(self.Edited())

    def _place(self) -> None:
        if self._editor is None:
            return
        where = self.fields.editor_place()
        self._editor.styles.position = "absolute"
        self._editor.styles.offset = (where.x, where.y)
        self._editor.styles.width = where.width
        self._editor.styles.height = where.height

    # From the parts

    def on_form_list_moved(self, event: FormList.Moved) -> None:
        """The editor follows its lines."""
        event.stop()
        self._place()

    def on_form_list_highlighted(self, event: FormList.Highlighted) -> None:
        """Another field under the cursor ends editing."""
        if self._editor is not None and self._editor.handle != event.handle:
            self.stop()

    def on_form_list_chosen(self, event: FormList.Chosen) -> None:
        """A double click edits."""
        event.stop()
        self.edit()

    def on_field_editor_typed(self, event: FieldEditor.Typed) -> None:
        """Into the form with it."""
        event.stop()
        if self.form is not None:
            self.form.type(event.handle, event.text, event.kind)
            self._changed(event.handle)

    def on_field_editor_chose(self, event: FieldEditor.Chose) -> None:
        """Into the form with it."""
        event.stop()
        if self.form is not None:
            self.form.set(event.handle, event.value)
            self._changed(event.handle)

    def on_field_editor_left(self, event: FieldEditor.Left) -> None:
        """Back to the list, or on to another field."""
        event.stop()
        self.stop()
        if event.step:
            self.fields.cursor += event.step
            if event.edit and self.form is not None and not self.form.locked(self.current):
                self.edit()

    def _changed(self, handle: str) -> None:
        self.fields.lay_out()
        self.post_message(self.Changed(handle))
