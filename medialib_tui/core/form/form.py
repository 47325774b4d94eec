"""A form over an entry's metadata: what is there, what was changed, what is wrong with it.

Pure: no screen, no server. A value of None is an unset property, and as a change a removal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from medialib_tui.core.describe import field_value
from medialib_tui.core.form.control import Control, fits
from medialib_tui.core.form.fields import FormField, form_fields
from medialib_tui.core.form.text import Unreadable, from_text, to_text
from medialib_tui.core.form.validation import Problem, validate
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import SetMetadataProperty
from medialib_tui.model.schema import Project
from medialib_tui.model.trace import sent_metadata

UNFINISHED = "$unfinished"
"""Key of a drafted text that is no value yet, such as half a date."""

KEEP: JsonObject = {"$keep": True}
"""Stands for "whatever each holds" where a form is over several entries."""


class Form:
    """The metadata of one entry while a person edits it; `changes` as kept in a draft."""

    def __init__(
        self,
        entry: Entry,
        project: Project,
        language: str,
        changes: Mapping[str, JsonValue] | None = None,
    ) -> None:
        self.entry = entry
        self.project = project
        self.language = language
        self.fields = tuple(self._made(changes or {}))
        self._by_handle = {field.handle: field for field in self.fields}
        self._changes: dict[str, JsonValue] = {}
        self._unfinished: dict[str, Problem] = {}
        self._texts: dict[str, str] = {}
        self._unlocked: set[str] = set()
        self._refused: dict[str, tuple[Problem, ...]] = {}
        self.lost = self.take(changes or {})

    def _made(self, changes: Mapping[str, JsonValue]) -> Iterable[FormField]:
        return form_fields(self.entry, self.project, self.language, changes)

    def take(self, changes: Mapping[str, JsonValue]) -> tuple[str, ...]:
        """Put drafted changes in; the handles this form has no editable field for."""
        lost = []
        for handle, value in changes.items():
            field = self._by_handle.get(handle)
            if field is None or field.control is Control.SHOWN:
                lost.append(handle)
            elif isinstance(value, dict) and set(value) == {UNFINISHED}:
                self.type(handle, str(value[UNFINISHED]))
            else:
                self.set(handle, value)
            if field is not None and field.locked:
                self._unlocked.add(handle)
        return tuple(lost)

    # What is there

    def field(self, handle: str) -> FormField:
        """The field of a property."""
        return self._by_handle[handle]

    def value(self, handle: str) -> JsonValue:
        """The value as it would be sent; None is unset."""
        return self._changes.get(handle, self._by_handle[handle].base)

    def control(self, handle: str) -> Control:
        """The control of the value as it is now: JSON where its type is not the plugin's."""
        field = self._by_handle[handle]
        return field.control if fits(field.control, self.value(handle)) else Control.JSON

    def text(self, handle: str) -> str:
        """The value as text to edit, or the unfinished text itself."""
        if handle in self._texts:
            return self._texts[handle]
        return to_text(self.control(handle), self.value(handle))

    def words(self, handle: str) -> str:
        """The value in words; empty where it is unset."""
        if handle in self._texts:
            return self._texts[handle]
        return self.say(handle, self.value(handle))

    def say(self, handle: str, value: JsonValue) -> str:
        """Any value of a property in words; empty for an unset one."""
        if value is None:
            return ""
        found = self._by_handle.get(handle)
        return field_value(found.prop if found else None, value, self.project, self.language)

    def locked(self, handle: str) -> str:
        """Why the field cannot be edited now; empty where it can."""
        field = self._by_handle[handle]
        if field.control is Control.SHOWN:
            return field.locked
        if handle in self._unlocked:
            return ""
        if field.locked or self.control(handle) is field.control:
            return field.locked
        return "its value is not of the type its plugin stores"

    def mixed(self, handle: str) -> bool:
        """Whether several different values are held, so that none of them is shown as the one."""
        return False

    def chosen(self, handle: str) -> JsonValue:
        """The value that is the chosen one of a list."""
        return self.value(handle)

    def was(self, handle: str) -> str:
        """What the server holds, in words; empty where that is unset."""
        return self.say(handle, self._by_handle[handle].base)

    def closed(self, handle: str, value: JsonValue) -> str:
        """Why a configured value cannot be chosen; empty where it can."""
        return ""

    def suggested(self, handle: str) -> tuple[str, ...]:
        """Texts to offer while the field is typed into."""
        return ()

    def can_unlock(self, handle: str) -> bool:
        """Whether unlocking makes the field editable."""
        return bool(self.locked(handle)) and self._by_handle[handle].control is not Control.SHOWN

    # Editing

    def set(self, handle: str, value: JsonValue) -> None:
        """Give a property a value; None removes it."""
        self._forget(handle)
        if same(value, self._by_handle[handle].base):
            self._changes.pop(handle, None)
        else:
            self._changes[handle] = value

    def type(self, handle: str, text: str, control: Control | None = None) -> None:
        """Give a property the value of typed text; text that is no value yet is kept as it is."""
        control = control or self.control(handle)
        base = self._by_handle[handle].base
        base = base if control is Control.JSON or fits(control, base) else None
        try:
            value = from_text(control, text, base)
        except Unreadable as error:
            self._forget(handle)
            self._texts[handle] = text
            self._unfinished[handle] = Problem("error", str(error))
        else:
            self.set(handle, value)

    def reset(self, handle: str) -> None:
        """Back to what the server holds."""
        self._forget(handle)
        self._changes.pop(handle, None)

    def reset_all(self) -> None:
        """Every property back to what the server holds."""
        for handle in self.changed:
            self.reset(handle)

    def unlock(self, handle: str) -> None:
        """Allow editing a field that is read-only by default."""
        if self._by_handle[handle].control is not Control.SHOWN:
            self._unlocked.add(handle)

    def _forget(self, handle: str) -> None:
        for kept in (self._texts, self._unfinished, self._refused):
            kept.pop(handle, None)

    # What came of it

    @property
    def new(self) -> bool:
        """Whether the server holds nothing of it yet."""
        return False

    @property
    def stored(self) -> JsonObject:
        """What the server holds, as a draft is to remember it."""
        return sent_metadata(self.entry)

    @property
    def changed(self) -> tuple[str, ...]:
        """Handles of the changed properties, in the form's order."""
        touched = self._changes.keys() | self._texts.keys()
        return tuple(field.handle for field in self.fields if field.handle in touched)

    @property
    def changes(self) -> dict[str, JsonValue]:
        """The changed properties with their values; None removes."""
        return {handle: self._changes[handle] for handle in self.changed if handle in self._changes}

    def draft(self) -> JsonObject:
        """The changes as a draft keeps them, unfinished texts included."""
        unfinished: JsonObject = {
            handle: {UNFINISHED: text} for handle, text in self._texts.items()
        }
        return {**self.changes, **unfinished}

    def problems(self, handle: str) -> tuple[Problem, ...]:
        """What is wrong with a changed property; an untouched one has no problems of ours."""
        refused = self._refused.get(handle, ())
        if handle in self._unfinished:
            return (self._unfinished[handle], *refused)
        field = self._by_handle[handle]
        if handle not in self._changes or field.prop is None:
            return refused
        found = validate(
            field.prop,
            self._changes[handle],
            self.language,
            base=field.base,
            project=self.project,
        )
        return (*found, *refused)

    def has_error(self, handle: str) -> bool:
        """Whether the property cannot be sent as it is."""
        return any(problem.severity == "error" for problem in self.problems(handle))

    @property
    def invalid(self) -> tuple[str, ...]:
        """Handles of the properties with errors; refused ones may be untouched."""
        concerned = {*self.changed, *self._refused}
        return tuple(
            field.handle
            for field in self.fields
            if field.handle in concerned and self.has_error(field.handle)
        )

    def refuse(self, messages: Mapping[str, str]) -> tuple[str, ...]:
        """Note what the server said of properties; the handles that are not in the form."""
        self._refused.clear()
        for handle, message in messages.items():
            if handle in self._by_handle:
                said = Problem("error", f"The server: {message}")
                self._refused[handle] = (*self._refused.get(handle, ()), said)
        return tuple(handle for handle in messages if handle not in self._by_handle)

    def to_operations(self) -> tuple[SetMetadataProperty, ...]:
        """One operation a changed property, in the form's order."""
        return tuple(
            SetMetadataProperty(property_name=handle, value=value)
            for handle, value in self.changes.items()
        )

    def on(self, entry: Entry, project: Project | None = None) -> Form:
        """The same changes over another state of the entry."""
        form = Form(entry, project or self.project, self.language, self.draft())
        form._unlocked |= self._unlocked & form._by_handle.keys()
        return form
