"""What is wrong with patch operations before they are sent (API reference 4.2, 5.2, 7).

A field of the request is named by its path, `patches.N.…`, as servers name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from medialib_tui.api.errors import FieldError
from medialib_tui.core.form.validation import validate
from medialib_tui.core.usage.rules import usage_errors
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.nearest import meant
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    RemoveAsset,
    ReplaceAsset,
    SetMetadataProperty,
    UpdateUsageLogEntry,
)
from medialib_tui.model.schema import Project

DESTRUCTIVE = frozenset(
    {"revokeAsset", "archive", "removeAsset", "replaceAsset", "removeUsageLogEntry"}
)
"""Operations that are confirmed before they are sent."""

_ASSET = {"key": str, "url": str, "size": int, "filename": str, "mimeType": str}
_NUMBERS = ("size", "width", "height", "duration")
_Found = Iterator[tuple[str, str]]


def destructive(operations: Sequence[AnyOperation]) -> bool:
    """Whether sending these needs a person's consent."""
    return any(step.operation in DESTRUCTIVE for step in operations)


def problems(
    operations: Sequence[AnyOperation], entry: Entry, project: Project, language: str
) -> tuple[FieldError, ...]:
    """Everything known to be wrong; values only as far as the configuration is readable."""
    return tuple(
        FieldError(f"patches.{place}.{path}", said)
        for place, step in enumerate(operations)
        for path, said in _step(step, entry, project, language)
    )


def _step(step: AnyOperation, entry: Entry, project: Project, language: str) -> _Found:
    match step:
        case SetMetadataProperty(property_name=name, value=value):
            for said in value_errors(name, value, entry, project, language):
                yield "value", said
        case ReplaceAsset(value=value):
            yield from _asset(value)
        case RemoveAsset(locale=locale):
            yield from _locale(locale, entry, project)
        case AddUsageLogEntry(value=value) | UpdateUsageLogEntry(value=value):
            update = isinstance(step, UpdateUsageLogEntry)
            for path, said in usage_errors(value, project, language, update=update):
                yield f"value.{path}", said


def value_errors(
    name: str, value: JsonValue, entry: Entry, project: Project, language: str
) -> Iterator[str]:
    """What is wrong with a metadata value; nothing where the media type is not known."""
    schema = project.media_type(entry.media_type)
    if schema is None:
        return
    prop = schema.property(name)
    if prop is None:
        if name not in entry.metadata:
            handles = [each.handle for each in schema.metadata]
            yield f"there is no such property{meant(name, handles)}"
        return
    base = entry.metadata.get(name)
    for found in validate(prop, value, language, base=base, project=project):
        if found.severity == "error":
            yield found.message


def _asset(value: JsonObject) -> _Found:
    for name, kind in _ASSET.items():
        if value.get(name) is None:
            yield f"value.{name}", "is required"
        elif kind is str and not isinstance(value[name], str):
            yield f"value.{name}", "must be text"
    for name in _NUMBERS:
        number = value.get(name)
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int | float):
            yield f"value.{name}", "must be a number"
        elif number < 0:
            yield f"value.{name}", "must not be negative"


def _locale(locale: str, entry: Entry, project: Project) -> _Found:
    if locale == project.settings.languages.default_language.locale:
        yield "locale", "the asset of the main language cannot be removed"
    elif not any(item.locale == locale and item.asset for item in entry.translations):
        yield "locale", f"the entry has no asset of its own for {locale}"
