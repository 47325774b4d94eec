"""Entries and their values in words, in the person's language.

Nothing here is safe to show: front ends pass every text through `clean()`, `shown()` or `cell()`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.core.form.control import is_plugin
from medialib_tui.model.dates import say_date
from medialib_tui.model.labels import say_label, start_case

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.entry import Entry
    from medialib_tui.model.property import Property
    from medialib_tui.model.schema import Project

UNKNOWN_KIND = "unknown"


@dataclass(frozen=True, slots=True)
class Field:
    """One metadata property in words; `kind` is its plugin, `warning` what is odd about it."""

    handle: str
    label: str
    value: JsonValue
    text: str
    kind: str
    warning: str = ""


def fields(entry: Entry, project: Project, language: str) -> list[Field]:
    """The set properties in the schema's order, then those the schema does not know."""
    return metadata_fields(entry.metadata, entry.media_type, project, language)


def metadata_fields(
    metadata: Mapping[str, JsonValue], media_type: str | None, project: Project, language: str
) -> list[Field]:
    """The same for any metadata object of a media type, a translation's for example."""
    schema = project.media_type(media_type)
    known = schema.metadata if schema else ()
    found = []
    for prop in known:
        if prop.handle in metadata:
            value = metadata[prop.handle]
            text = field_value(prop, value, project, language)
            warning = _warning(prop, value, project)
            found.append(Field(prop.handle, prop.label(language), value, text, prop.type, warning))
    handles = {prop.handle for prop in known}
    note = "not in the media type's schema" if schema else ""
    for handle, value in metadata.items():
        if handle not in handles:
            text = field_value(None, value, project, language)
            found.append(Field(handle, start_case(handle), value, text, UNKNOWN_KIND, note))
    return found


def _warning(prop: Property, value: JsonValue, project: Project) -> str:
    if prop.type == "li-license-profile" and project.license_profile(handle_of(value)) is None:
        return "this license profile is not configured"
    choices = [choice.value for choice in prop.choices]
    if prop.type == "li-enum" and choices and value not in choices:
        return "not among the configured values"
    return ""


def field_value(prop: Property | None, value: JsonValue, project: Project, language: str) -> str:
    """A stored value in words, by its plugin (API reference 7); a wrong type as JSON.

    Of a plugin that is not known, flat objects are said name by name, deeper ones as JSON.
    """
    match prop.type if prop else UNKNOWN_KIND, value:
        case _, None:
            return "-"
        case _, bool():
            return "yes" if value else "no"
        case "li-date" | "li-datetime" | "li-system-datetime", str():
            return say_date(value)
        case "li-datetime-validity", dict():
            start, end = text_of(value.get("from")), text_of(value.get("to"))
            return f"{say_date(start, missing='…')} to {say_date(end, missing='…')}"
        case "li-license-profile", dict():
            return _license_label(handle_of(value), project, language) or _json(value)
        case "li-document-reference" | "li-reference" | "li-video-reference", dict():
            return _target(value.get("reference")) or _json(value)
        case "li-document-references" | "li-reference-list", dict():
            return _targets(value.get("references")) or _json(value)
        case "li-image" | "li-poster-image", dict():
            return _image(value)
        case "li-named-crops", dict():
            return _crops(value)
        case "li-transcoding-state", dict():
            return _transcoding(value)
        case "li-metadata-translations" | "li-media-language", dict():
            return text_of(value.get("label")) or text_of(value.get("locale")) or _json(value)
        case "li-google-vision", dict():
            labels = value.get("labels")
            return _listed(labels, prop, language) if isinstance(labels, list) else _json(value)
        case kind, dict() | list() if not is_plugin(kind) and (said := _flat(value)):
            return said
        case _, list():
            return _listed(value, prop, language)
        case _, str() | int() | float():
            return _choice_label(prop, value, language)
        case _:
            return _json(value)


def _choice_label(prop: Property | None, value: JsonValue, language: str) -> str:
    for choice in prop.choices if prop else ():
        if choice.value == value:
            return say_label(choice.label, str(value), language) if choice.label else str(value)
    return str(value)


def _listed(values: list[JsonValue], prop: Property | None, language: str) -> str:
    if any(isinstance(item, dict | list) for item in values):
        return _json(values)
    said = ("-" if item is None else _choice_label(prop, item, language) for item in values)
    return ", ".join(said) or "(empty list)"


def _flat(value: JsonValue) -> str:
    """An object of plain values, or a list of such, name by name; empty for anything else."""
    if isinstance(value, list):
        items = [_flat(item) if isinstance(item, dict) else "" for item in value]
        return "; ".join(items) if all(items) else ""
    if not isinstance(value, dict) or any(isinstance(item, dict | list) for item in value.values()):
        return ""
    said = {True: "yes", False: "no", None: "-"}
    return ", ".join(
        f"{name} {said[item] if item is None or isinstance(item, bool) else item}"
        for name, item in value.items()
    )


def text_of(value: JsonValue) -> str | None:
    """The value where it is text."""
    return value if isinstance(value, str) else None


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)


def handle_of(value: JsonValue) -> str | None:
    """The handle inside a `{\"handle\": …}` value."""
    return text_of(value.get("handle")) if isinstance(value, dict) else None


def _license_label(handle: str | None, project: Project, language: str) -> str:
    profile = project.license_profile(handle)
    return say_label(profile.label, profile.handle, language) if profile else handle or ""


def _target(reference: JsonValue) -> str:
    if not isinstance(reference, dict) or not isinstance(reference.get("id"), str | int):
        return ""
    elsewhere = text_of(reference.get("externalSystem"))
    return f"{reference['id']}" + (f" (in {elsewhere})" if elsewhere else "")


def _targets(references: JsonValue) -> str:
    if not isinstance(references, list):
        return ""
    return ", ".join(filter(None, map(_target, references)))


def _image(value: Mapping[str, JsonValue]) -> str:
    size = f"{value.get('width', '?')} × {value.get('height', '?')}"
    parts = [text_of(value.get("mediaId")) or text_of(value.get("originalUrl")) or "image", size]
    crops = value.get("crops")
    if isinstance(crops, list) and crops:
        parts.append(_crop_names(crops))
    return ", ".join(parts)


def _crops(value: Mapping[str, JsonValue]) -> str:
    crops = value.get("crops")
    return _crop_names(crops) if isinstance(crops, list) and crops else "no crops"


def _crop_names(crops: list[JsonValue]) -> str:
    names = [text_of(crop.get("name")) or "?" for crop in crops if isinstance(crop, dict)]
    return f"crops: {', '.join(names)}"


def _transcoding(value: Mapping[str, JsonValue]) -> str:
    commands = value.get("commands")
    states = []
    for command in commands if isinstance(commands, list) else ():
        if isinstance(command, dict):
            progress = command.get("progress")
            state = text_of(command.get("state")) or "?"
            states.append(f"{state} {progress} %" if isinstance(progress, int) else state)
    return ", ".join(states) or "no transcoding"
