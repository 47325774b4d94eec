"""What is wrong with an item, known before it is sent (API reference 2.3).

An error is what the server is documented to refuse; what is only odd is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import ASSET_NUMBERS, ASSET_TEXTS, FIELDS, Complaint, no_such
from medialib_tui.core.importing.rules.asset import asset_complaints
from medialib_tui.core.importing.rules.metadata import metadata_complaints
from medialib_tui.core.importing.rules.translations import translation_complaints
from medialib_tui.model.capability import Support
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from medialib_tui.core.importing.known import Known
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.schema import MediaType

ID = re.compile(r"[a-zA-Z0-9\-]{1,32}")
"""Ids that an import may ask for; existing ids may look otherwise."""

MEDIA_TYPES = {"image": "mediaImage", "video": "mediaVideo", "file": "mediaFile"}
"""The media types an import takes by their handles, and their kinds."""


def complaints(item: JsonObject, known: Known) -> Iterator[Complaint]:
    """Everything known to be wrong with an item, by field."""
    schema = schema_of(item, known)
    yield from _unknown(item, schema)
    yield from _identity(item)
    yield from _media_type(item, known, schema)
    kind = kind_of(item, schema)
    if "asset" not in item:
        yield Complaint("asset", "is required.")
    else:
        yield from asset_complaints(item["asset"], kind, known)
    metadata = item.get("metadata", {})
    if isinstance(metadata, dict):
        yield from metadata_complaints(metadata, schema, known)
    else:
        yield Complaint("metadata", "must be an object of values by property.")
    if "translations" in item:
        yield from translation_complaints(item["translations"], kind, schema, known)


def schema_of(item: JsonObject, known: Known) -> MediaType | None:
    """The configuration of an item's media type, where it is known."""
    handle = item.get("mediaType")
    if known.project is None or not known.project.known or not isinstance(handle, str):
        return None
    return known.project.media_type(handle)


def kind_of(item: JsonObject, schema: MediaType | None) -> str | None:
    """The kind of an item's media type: `mediaImage`, `mediaVideo` or `mediaFile`."""
    if schema is not None and schema.type in MEDIA_TYPES.values():
        return schema.type
    handle = item.get("mediaType")
    return MEDIA_TYPES.get(handle) if isinstance(handle, str) else None


def _unknown(item: JsonObject, schema: MediaType | None) -> Iterator[Complaint]:
    for name in item:
        if name not in FIELDS:
            yield Complaint(one_line(name, 60), _not_a_field(name, schema))


def _not_a_field(name: str, schema: MediaType | None) -> str:
    if name in ASSET_TEXTS or name in ASSET_NUMBERS:
        return "is no field of an item; it belongs in “asset”."
    if schema is not None and schema.property(name) is not None:
        return "is no field of an item; it belongs in “metadata”."
    return no_such("is no field of an item", name, FIELDS)


def _identity(item: JsonObject) -> Iterator[Complaint]:
    for name in ("id", "systemName", "externalId"):
        if name not in item:
            continue
        value = item[name]
        if not isinstance(value, str):
            yield Complaint(name, f"must be text, not {_type(value)}.")
        elif name == "id" and not ID.fullmatch(value):
            yield Complaint(name, _bad_id(value))
        elif not value.strip():
            yield Complaint(name, "is empty.", "warning")
        elif value != value.strip():
            yield Complaint(name, "has white space around it.", "warning")
    if "externalId" in item and "systemName" not in item:
        yield Complaint("systemName", "is required with an externalId.")


def _bad_id(value: str) -> str:
    if len(value) > 32:
        return f"has {len(value):,} characters; at most 32 are taken."
    if not value:
        return "is empty; leave it out to have one made."
    return f"“{one_line(value)}” is refused: an id is made of a-z, A-Z, 0-9 and -."


def _media_type(item: JsonObject, known: Known, schema: MediaType | None) -> Iterator[Complaint]:
    value = item.get("mediaType")
    if value is None:
        yield Complaint("mediaType", "is required: image, video or file.")
    elif not isinstance(value, str):
        yield Complaint("mediaType", f"must be text, not {_type(value)}.")
    elif value not in MEDIA_TYPES:
        if schema is not None:
            said = "is not documented for imports: image, video and file are."
            yield Complaint("mediaType", f"“{one_line(value, 40)}” {said}", "warning")
        else:
            yield Complaint("mediaType", _other_type(value))
    elif value != "image" and known.types.support is not Support.YES:
        if not known.types.possible:
            yield Complaint("mediaType", f"{known.types.reason}")
        elif known.types.reason:
            yield Complaint("mediaType", f"“{value}”: {known.types.reason}", "warning")
    project = known.project
    configured = project is not None and project.known and project.media_types
    named = isinstance(value, str) and value in MEDIA_TYPES
    if configured and schema is None and named:
        said = f"“{value}” is not configured in this project."
        yield Complaint("mediaType", said, "warning")


def _other_type(value: str) -> str:
    said = f"“{one_line(value, 40)}” is no media type of an import: image, video or file."
    folded = value.strip().lower()
    return said + (f" Write {folded}." if folded in MEDIA_TYPES else "")


def _type(value: object) -> str:
    match value:
        case None:
            return "null (leave it out)"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "text"
