"""The fields of a form, from the media type's schema and from what the entry holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from medialib_tui.core.form.control import (
    Control,
    Group,
    control_of,
    group_of,
    is_plugin,
    plain_control,
    why_shown,
)
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.labels import start_case
from medialib_tui.model.property import Property
from medialib_tui.model.schema import Project
from medialib_tui.model.trace import sent_metadata

_NO_UI = {"lastProofreadRevision"}
"""Properties the editor has no field for (API reference 7)."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One property in the form; `locked` says why it is not edited until it is unlocked."""

    handle: str
    label: str
    prop: Property | None
    control: Control
    group: Group
    base: JsonValue = None
    locked: str = ""
    note: str = ""

    @property
    def kind(self) -> str:
        """The plugin's name; empty without schema."""
        return self.prop.type if self.prop else ""


def form_fields(
    entry: Entry, project: Project, language: str, changes: Mapping[str, JsonValue]
) -> Iterator[FormField]:
    """Fields by group, in the schema's order; drafted properties that are gone have one too."""
    schema, metadata = project.media_type(entry.media_type), sent_metadata(entry)
    found = [_known(prop, metadata, language) for prop in schema.metadata] if schema else []
    known = {field.handle for field in found}
    found += [
        _unknown(handle, value, schema is not None)
        for handle, value in metadata.items()
        if handle not in known
    ]
    gone = [handle for handle in changes if handle not in known and handle not in metadata]
    if schema is None:
        found += [replace(_unknown(handle, changes[handle], False), base=None) for handle in gone]
    order = list(Group)
    yield from sorted(found, key=lambda field: order.index(field.group))
    yield from _translations(entry, project, language)


def _known(prop: Property, metadata: JsonObject, language: str) -> FormField:
    base, control = metadata.get(prop.handle), control_of(prop)
    locked = why_shown(prop.type)
    if not is_plugin(prop.type):
        control = plain_control(base) if isinstance(base, str) else Control.JSON
        locked = f"the plugin {prop.type or '(none)'} is not known here"
    elif prop.handle in _NO_UI:
        control, locked = Control.SHOWN, "the editor has no field for it"
    elif not locked and prop.ui.config.read_only:
        locked = "read-only in the editor"
    hidden = prop.config.hide_from_form
    group = group_of(control, prop.type, hidden=hidden or not is_plugin(prop.type))
    note = "not in the editor's form" if hidden else ""
    return FormField(prop.handle, prop.label(language), prop, control, group, base, locked, note)


def _unknown(handle: str, value: JsonValue, schema_known: bool) -> FormField:
    control = plain_control(value)
    locked = "not in the media type's schema" if schema_known else ""
    if control is Control.JSON and not locked:
        locked = "its type is not known without the project's configuration"
    group = Group.OTHER if schema_known or control is Control.JSON else Group.MAIN
    return FormField(handle, start_case(handle), None, control, group, value, locked)


def _translations(entry: Entry, project: Project, language: str) -> Iterator[FormField]:
    why = "translations cannot be changed through the API"
    schema = project.media_type(entry.media_type)
    for place, translation in enumerate(entry.translations):
        for handle, value in translation.metadata.items():
            prop = schema.property(handle) if schema else None
            label = prop.label(language) if prop else start_case(handle)
            yield FormField(
                f"{place}:{translation.locale}:{handle}",
                f"{label} ({translation.locale})",
                prop,
                Control.SHOWN,
                Group.TRANSLATIONS,
                value,
                why,
            )
