"""Asset forms: the fields each media type needs, and facts taken from a file (reference 2.3)."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import JsonValue

from medialib_tui.api.errors import FieldError
from medialib_tui.core.takedown.keys import VARIANT
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Asset, Entry
from medialib_tui.model.labels import say_label
from medialib_tui.model.schema import Project

Kind = Literal["image", "video", "file"]
IMAGE_SUFFIXES = ("png", "jpg", "jpeg", "gif", "svg", "webp", "mp4", "mov")
"""What the address of an image has to hold somewhere, behind a dot."""


@dataclass(frozen=True, slots=True)
class AssetField:
    """One field of the form: its name in the request, its label, and what it takes."""

    name: str
    label: str
    number: bool
    required: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Removable:
    """A translation with an asset of its own that may be removed."""

    locale: str
    label: str
    filename: str
    key: str


_TEXT = (
    ("key", "Key", "where storage holds the file already; not beginning with v/"),
    ("url", "URL", "the file's address"),
    ("filename", "File name", ""),
    ("mimeType", "MIME type", "such as image/jpeg"),
)
_NUMBERS = (
    ("size", "Size in bytes", ""),
    ("width", "Width in pixels", ""),
    ("height", "Height in pixels", ""),
    ("duration", "Duration in seconds", "fractions allowed"),
)
_NEEDED: dict[Kind, frozenset[str]] = {
    "image": frozenset({"size", "width", "height"}),
    "video": frozenset({"size", "width", "height", "duration"}),
    "file": frozenset({"size"}),
}


def asset_kind(entry: Entry, project: Project) -> Kind:
    """What the entry holds: by its media type, else by its MIME type or handle."""
    media_type = project.media_type(entry.media_type)
    name = media_type.type if media_type else ""
    mime = entry.asset.mime_type if entry.asset else None
    said = name.removeprefix("media").lower() or (mime or "").partition("/")[0] or entry.media_type
    if said == "image":
        return "image"
    return "video" if said == "video" else "file"


def asset_fields(kind: Kind) -> tuple[AssetField, ...]:
    """The fields a media type takes, in form order; all of them are required."""
    texts = [AssetField(name, label, False, True, hint) for name, label, hint in _TEXT]
    numbers = [
        AssetField(name, label, True, True, hint)
        for name, label, hint in _NUMBERS
        if name in _NEEDED[kind]
    ]
    return (*texts[:2], *numbers, *texts[2:])


def asset_errors(asset: JsonObject, entry: Entry, project: Project) -> tuple[FieldError, ...]:
    """What is wrong with an asset, by field."""
    return tuple(FieldError(name, said) for name, said in _errors(asset, entry, project))


def _errors(asset: JsonObject, entry: Entry, project: Project) -> Iterator[tuple[str, str]]:
    kind = asset_kind(entry, project)
    fields = {field.name: field for field in asset_fields(kind)}
    for name, field in fields.items():
        if (said := _problem(field, asset.get(name))) is not None:
            yield name, said
    known = {name for name, _, _ in (*_TEXT, *_NUMBERS)}
    for name in asset:
        if name not in known:
            yield name, "is not a field of an asset"
        elif name not in fields and asset[name] is not None:
            yield name, f"{'an' if kind == 'image' else 'a'} {kind} has none"
    key, url = asset.get("key"), asset.get("url")
    if isinstance(key, str) and key.startswith(VARIANT):
        yield "key", "keys beginning with v/ are reserved for edits of single documents"
    elif isinstance(key, str) and (key != key.strip() or key.startswith("/")):
        yield "key", "must not begin with a slash or hold white space around it"
    if isinstance(url, str) and url:
        if not _is_address(url):
            yield "url", "must be an address beginning with http:// or https://"
        elif kind == "image" and not any(f".{item}" in url for item in IMAGE_SUFFIXES):
            yield "url", f"of an image must hold one of .{', .'.join(IMAGE_SUFFIXES)}"


def _problem(field: AssetField, value: JsonValue) -> str | None:
    if value is None or value == "":
        return "is required"
    if not field.number:
        return None if isinstance(value, str) else "must be text"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number"
    if field.name != "duration" and value != int(value):
        return "must be a whole number"
    return "must be more than 0" if value <= 0 else None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def removable(entry: Entry, project: Project) -> tuple[Removable, ...]:
    """The translations whose own asset may be removed; never the main language's."""
    languages = project.settings.languages
    main = languages.default_language.locale
    labels = {item.locale: item.label for item in languages.available}
    return tuple(
        Removable(
            item.locale,
            say_label(labels.get(item.locale), item.locale, "en"),
            item.asset.filename or "",
            item.asset.key or "",
        )
        for item in entry.translations
        if item.locale and item.locale != main and item.asset and _holds(item.asset)
    )


def _holds(asset: Asset) -> bool:
    return bool(asset.key or asset.url or asset.filename)


def from_address(url: str) -> JsonObject:
    """File name and MIME type as an address tells them; the address is not opened."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return {}
    name = path.rpartition("/")[2]
    found: JsonObject = {"filename": name} if name else {}
    kind, _ = mimetypes.guess_type(name)
    return found | ({"mimeType": kind} if kind else {})
