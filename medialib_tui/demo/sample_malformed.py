"""Answers that break the documented shapes: nulls, wrong types, missing and unknown fields."""

from __future__ import annotations

from collections.abc import Iterator

from medialib_tui.demo.documents import Document
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library
from medialib_tui.demo.sample_news import image_asset

_FIELDS = ("version", "mediaType", "asset", "metadata", "translations", "createdAt", "updatedAt")
_WRONG: dict[str, object] = {
    "id": 4711,
    "version": "seven",
    "mediaType": ["image"],
    "systemName": 1,
    "externalId": {"a": 1},
    "asset": "an asset",
    "metadata": ["title"],
    "translations": {"fr": {"title": "Titre"}},
    "createdAt": 1_767_225_600,
    "updatedAt": True,
}


def malformed_entries() -> Iterator[Entry]:
    """All of them; the ids begin with `malformed-`."""
    yield _entry("nulls", dict.fromkeys(_FIELDS))
    yield _entry("types", _WRONG)
    yield _entry("asset-fields", {"asset": _wrong_asset()})
    yield _entry("numbers", {"version": 10**40, "asset": {"size": -1, "width": 1e308, "height": 0}})
    yield _entry("dates", {"createdAt": "yesterday", "updatedAt": "2026-02-31T25:61:00:000Z"})
    yield _entry("unknown-fields", {"state": "revoked", "collections": [{"id": 1}], "x": None})
    yield _entry("deep", {"metadata": {"title": "Deep", "deep": _deep(200)}})
    yield _entry(
        "translations", {"translations": [None, 5, {"locale": None}, {"metadata": []}, {}]}
    )
    yield Entry(
        id="malformed-metadata", asset=image_asset("malformed-metadata"), metadata=_values()
    )
    for name in ("usage", "references", "titles"):
        yield Entry(
            id=f"malformed-{name}",
            asset=image_asset(f"malformed-{name}"),
            metadata={"title": f"Malformed {name}", "credit": "Sample"},
        )


def _entry(name: str, overrides: Json) -> Entry:
    media_id = f"malformed-{name}"
    asset = image_asset(media_id)
    metadata: Json = {"title": f"Malformed: {name}", "credit": "Sample"}
    return Entry(id=media_id, asset=asset, metadata=metadata, overrides=overrides)


def _wrong_asset() -> Json:
    wrong: Json = {"key": None, "url": 5, "mimeType": [], "width": "wide", "height": None}
    return {**wrong, "size": "large", "filename": {}, "duration": "long", "storage": None}


def _deep(levels: int) -> object:
    value: object = "bottom"
    for _ in range(levels):
        value = [value]
    return value


def _values() -> Json:
    """Image metadata in which no value fits its plugin."""
    return {
        "title": 12,
        "caption": None,
        "credit": ["a", "b"],
        "altText": {"en": "x"},
        "desk": 3,
        "regions": "north",
        "keywords": [1, None],
        "rating": "five",
        "faces": ["one"],
        "takenOn": 20260101,
        "embargo": "soon",
        "mainColor": "greenish",
        "sensitive": "no",
        "license": "own",
        "validity": "always",
        "invalid": "maybe",
        "crops": [],
        "story": {"$ref": "document"},
        "stories": [{"id": 1}],
        "language": "de",
    }


def add_malformed_state(library: Library) -> None:
    """Usage rows and references that are not what they should be."""
    rows: list[object] = [None, "row", 7, [], {}, {"id": None, "state": 1, "params": [], "url": {}}]
    rows.append(
        {"id": "ok-after-all", "state": "confirmed", "purpose": "print", "params": {"page": 3}}
    )
    rows.append({"id": "ok-after-all", "state": "unheard-of", "purpose": None, "params": None})
    library.entries["malformed-usage"].usage_log = rows
    items: list[object] = [None, "2", 3, [], {}, {"id": None, "references": None}]
    items.append({"id": "not-a-number", "references": ["x", None, {"id": None, "type": 1}]})
    items.append({"id": 100, "references": [{"location": "metadata"}]})
    library.document_references["malformed-references"] = items
    library.media_references["malformed-references"] = items
    titles: tuple[object, ...] = (None, 7, ["a"], {"de": "Titel"}, "", "word " * 500)
    for number, title in enumerate(titles):
        extra: Json = {"title": title, "routing": title, "slug": title}
        library.documents.add(
            Document(id=5900 + number, title="", teaser="malformed-titles", extra=extra)
        )
