"""Whether metadata fits the project's schema (API reference 7), by the rules of editing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.form.control import why_shown
from medialib_tui.core.form.validation import validate
from medialib_tui.core.importing.item import Complaint, no_such
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.importing.known import Known
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.property import Property
    from medialib_tui.model.schema import MediaType

_WITH_LOCALE = frozenset({"li-metadata-translations", "li-media-language"})
_KINDS = {
    "li-document-reference": "document",
    "li-reference": "document",
    "li-document-references": "documents",
    "li-reference-list": "documents",
    "li-video-reference": "video",
}


def metadata_complaints(
    metadata: JsonObject,
    schema: MediaType | None,
    known: Known,
    *,
    at: str = "metadata",
    whole: bool = True,
) -> Iterator[Complaint]:
    """What is wrong with metadata; nothing without a schema.

    `at` is where it stands in the item; `whole` False does not ask for required properties.
    """
    if schema is None or not schema.metadata:
        return
    props = {prop.handle: prop for prop in schema.metadata}
    for name, value in metadata.items():
        prop = props.get(name)
        if prop is not None:
            yield from value_complaints(prop, value, f"{at}.{name}", known, whole=whole)
        elif value is not None:
            yield Complaint(
                f"{at}.{one_line(name, 60)}", no_such("There is no such property", name, props)
            )
    if whole:
        for name, prop in props.items():
            if prop.config.required and name not in metadata:
                yield from value_complaints(prop, None, f"{at}.{name}", known, whole=whole)


def value_complaints(
    prop: Property, value: JsonValue, path: str, known: Known, *, whole: bool
) -> Iterator[Complaint]:
    """What is wrong with the value of one property."""
    if not whole and value is None:
        return
    for found in validate(prop, value, known.language, project=known.project):
        if found.severity == "error" or prop.type == "li-license-profile":
            yield Complaint(path, one_line(found.message, 300))
        elif prop.type != "li-datetime-validity":
            yield Complaint(path, one_line(found.message, 300), "warning")
    if value is not None:
        yield from _form(prop, value, path)


def _form(prop: Property, value: JsonValue, path: str) -> Iterator[Complaint]:
    """What a form never gets wrong: the kind of a reference, and values it only shows."""
    kind = _KINDS.get(prop.type)
    if kind is not None:
        if isinstance(value, dict) and value.get("$ref") != kind:
            yield Complaint(path, f'needs "$ref": "{kind}".')
        return
    if not why_shown(prop.type):
        return
    if prop.type == "li-media-handle":
        if not isinstance(value, str):
            yield Complaint(path, "A text is needed here.")
    elif not isinstance(value, dict):
        yield Complaint(path, "An object is needed here.")
    elif prop.type in _WITH_LOCALE and not isinstance(value.get("locale"), str):
        yield Complaint(path, "An object with a locale is needed here.")
