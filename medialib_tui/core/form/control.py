"""Which control a metadata property gets, and where in a form it stands (API reference 7)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import JsonValue

    from medialib_tui.model.property import Property


class Control(StrEnum):
    """How a value is edited; `SHOWN` is never edited, `JSON` takes whatever fits nothing else.

    `FREE` takes a plain text as well, for values whose type nobody knows.
    """

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    TAGS = "tags"
    INTEGER = "integer"
    INTEGERS = "integers"
    BOOLEAN = "boolean"
    INVALID = "invalid"
    DATE = "date"
    MOMENT = "moment"
    VALIDITY = "validity"
    COLOUR = "colour"
    LICENSE = "license"
    DOCUMENT = "document"
    DOCUMENTS = "documents"
    VIDEO = "video"
    JSON = "json"
    FREE = "free"
    SHOWN = "shown"


class Group(StrEnum):
    """The parts of a form, in their order."""

    USE = "Use"
    PARAMS = "Params"
    MAIN = "Main"
    RIGHTS = "Dates and rights"
    REFERENCES = "References"
    OTHER = "Other"
    TRANSLATIONS = "Translations"


_PLUGINS = {
    "li-boolean": Control.BOOLEAN,
    "li-system-integer": Control.INTEGER,
    "li-enum": Control.CHOICE,
    "li-numeric-list": Control.INTEGERS,
    "li-date": Control.DATE,
    "li-datetime": Control.MOMENT,
    "li-system-datetime": Control.MOMENT,
    "li-datetime-validity": Control.VALIDITY,
    "li-invalid": Control.INVALID,
    "li-color": Control.COLOUR,
    "li-external-id": Control.TEXT,
    "li-license-profile": Control.LICENSE,
    "li-document-reference": Control.DOCUMENT,
    "li-reference": Control.DOCUMENT,
    "li-document-references": Control.DOCUMENTS,
    "li-reference-list": Control.DOCUMENTS,
    "li-video-reference": Control.VIDEO,
}

_SHOWN = {
    "li-media-handle": "the editor never changes it",
    "li-image": "pictures are placed in the editor",
    "li-poster-image": "posters are placed in the editor",
    "li-named-crops": "crops are drawn in the editor",
    "li-transcoding-state": "written by the transcoder",
    "li-metadata-translations": "the main language is set in the editor",
    "li-media-language": "the language is set in the editor",
    "li-google-vision": "written by image recognition",
}
"""Plugins that are shown and not edited, with the reason."""

_RIGHTS = {Control.DATE, Control.MOMENT, Control.VALIDITY, Control.INVALID, Control.LICENSE}
_REFERENCES = {Control.DOCUMENT, Control.DOCUMENTS, Control.VIDEO}
_OTHER = {Control.JSON, Control.FREE, Control.SHOWN}


def control_of(prop: Property) -> Control:
    """The control of a property with a schema; an unknown plugin gets JSON."""
    if prop.type in _SHOWN:
        return Control.SHOWN
    if prop.type == "li-text":
        if prop.choices:
            return Control.CHOICE
        return Control.LINES if prop.config.allow_newlines else Control.TEXT
    if prop.type == "li-integer":
        return Control.CHOICE if prop.choices else Control.INTEGER
    if prop.type == "li-enum" and not prop.choices:
        return Control.TEXT
    if prop.type == "li-string-list":
        return Control.CHOICES if prop.choices else Control.TAGS
    return _PLUGINS.get(prop.type, Control.JSON)


def plain_control(value: JsonValue) -> Control:
    """The control of a value without schema: text as text, all else as JSON."""
    if isinstance(value, str):
        return Control.LINES if "\n" in value else Control.TEXT
    return Control.JSON


def seen_control(values: Iterable[JsonValue]) -> Control:
    """The control of a value without schema, by others like it; text where they differ."""
    kinds = {_kind(value) for value in values if value not in (None, [])}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {Control.INTEGER, Control.JSON}:
        return Control.JSON
    return Control.LINES if Control.LINES in kinds else Control.TEXT


def _kind(value: JsonValue) -> Control:
    match value:
        case bool():
            return Control.BOOLEAN
        case int():
            return Control.INTEGER
        case [_, *_] if all(isinstance(item, str) for item in value):
            return Control.TAGS
        case [_, *_] if all(type(item) is int for item in value):
            return Control.INTEGERS
        case _:
            return plain_control(value)


def is_plugin(name: str) -> bool:
    """Whether the API reference documents the plugin for media."""
    return name in _PLUGINS or name in _SHOWN or name in {"li-text", "li-integer", "li-string-list"}


def why_shown(plugin: str) -> str:
    """Why a plugin is shown and not edited; empty for the others."""
    return _SHOWN.get(plugin, "")


def group_of(control: Control, plugin: str, *, hidden: bool) -> Group:
    """Where in the form a property stands."""
    if hidden or control in _OTHER or plugin == "li-external-id":
        return Group.OTHER
    if control in _RIGHTS:
        return Group.RIGHTS
    return Group.REFERENCES if control in _REFERENCES else Group.MAIN


def fits(control: Control, value: JsonValue) -> bool:
    """Whether a stored value is of the type its control edits; anything fits where it is unset."""
    match control, value:
        case ((Control.JSON | Control.FREE | Control.SHOWN), _):
            return True
        case _, None:
            return True
        case Control.CHOICE, str() | int() | float():
            return not isinstance(value, bool)
        case Control.INTEGER, int():
            return not isinstance(value, bool)
        case ((Control.BOOLEAN | Control.INVALID), bool()):
            return True
        case ((Control.CHOICES | Control.TAGS), list()):
            return all(isinstance(item, str) for item in value)
        case Control.INTEGERS, list():
            return all(isinstance(item, int) and not isinstance(item, bool) for item in value)
        case Control.VALIDITY, dict():
            known = {"from", "to"}
            return set(value) <= known and all(_text_or_none(side) for side in value.values())
        case Control.LICENSE, dict():
            return set(value) == {"handle"} and isinstance(value["handle"], str)
        case ((Control.DOCUMENT | Control.VIDEO), dict()):
            return _is_reference(value.get("reference"))
        case Control.DOCUMENTS, dict():
            listed = value.get("references")
            return isinstance(listed, list) and all(map(_is_reference, listed))
        case (
            (Control.TEXT | Control.LINES | Control.DATE | Control.MOMENT | Control.COLOUR),
            str(),
        ):
            return True
        case _:
            return False


def _text_or_none(value: JsonValue) -> bool:
    return value is None or isinstance(value, str)


def _is_reference(value: JsonValue) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)
