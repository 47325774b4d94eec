"""What is wrong with the translations of an item (API reference 2.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medialib_tui.core.importing.item import Complaint
from medialib_tui.core.importing.rules.asset import asset_complaints, softened
from medialib_tui.core.importing.rules.metadata import metadata_complaints
from medialib_tui.model.text import one_line

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.importing.known import Known
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.schema import MediaType

_LOCALE = re.compile(r"[a-z][a-zA-Z0-9\-]+")
_FIELDS = ("locale", "metadata", "asset")


def translation_complaints(
    translations: JsonValue, kind: str | None, schema: MediaType | None, known: Known
) -> Iterator[Complaint]:
    """What is wrong with translations: a list of objects, each with locale and metadata."""
    if not isinstance(translations, list):
        yield Complaint("translations", _no_list(translations))
        return
    seen: dict[str, int] = {}
    for place, one in enumerate(translations):
        at = f"translations.{place}"
        if not isinstance(one, dict):
            yield Complaint(at, "must be an object with locale and metadata.")
            continue
        yield from _locale(one.get("locale"), known, f"{at}.locale")
        locale = one.get("locale")
        if isinstance(locale, str) and seen.setdefault(locale, place) != place:
            said = f"is the locale of translation {seen[locale]} too."
            yield Complaint(f"{at}.locale", said, "warning")
        for name in one:
            if name not in _FIELDS:
                path = f"{at}.{one_line(name, 60)}"
                yield Complaint(path, "is no field of a translation.", "warning")
        yield from _content(one, kind, schema, known, at)


def _content(
    one: JsonObject, kind: str | None, schema: MediaType | None, known: Known, at: str
) -> Iterator[Complaint]:
    metadata = one.get("metadata")
    if not isinstance(metadata, dict):
        missing = "is required." if "metadata" not in one else "must be an object."
        yield Complaint(f"{at}.metadata", missing)
    else:
        found = metadata_complaints(metadata, schema, known, at=f"{at}.metadata", whole=False)
        yield from softened(found)
    if "asset" in one:
        yield from softened(asset_complaints(one["asset"], kind, known, at=f"{at}.asset"))


def _no_list(value: JsonValue) -> str:
    said = 'must be a list: [{"locale": "…", "metadata": {…}}]'
    if isinstance(value, dict):
        return f"{said}; this is an object by locale, which the API does not take."
    return f"{said}."


def _locale(locale: JsonValue, known: Known, path: str) -> Iterator[Complaint]:
    if locale is None:
        yield Complaint(path, "is required.")
    elif not isinstance(locale, str):
        yield Complaint(path, "must be text, such as fr or de-CH.")
    elif not _LOCALE.fullmatch(locale):
        yield Complaint(path, f"“{one_line(locale, 40)}” is no locale, such as fr or de-CH.")
    elif known.project is not None and known.project.known:
        languages = known.project.settings.languages
        listed = [language.locale for language in languages.available]
        if locale == languages.default_language.locale:
            said = f"“{locale}” is the project's main language: it belongs in metadata itself."
            yield Complaint(path, said, "warning")
        elif listed and locale not in listed:
            said = f"“{locale}” is no language of the project: {', '.join(listed)}."
            yield Complaint(path, one_line(said, 300), "warning")
