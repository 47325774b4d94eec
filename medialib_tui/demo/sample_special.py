"""Entries with a story: each shows one thing a client must get right."""

from __future__ import annotations

from collections.abc import Iterator

from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library
from medialib_tui.demo.pictures import bomb, png, png_size
from medialib_tui.demo.sample_news import DESK, image_asset
from medialib_tui.demo.sample_uses import BUSY, POPULAR, usage_row

POSTER = "poster-popular"
POSTER_CLIPS = 250
_LONG = "This caption goes on and on, as captions from agencies sometimes do. " * 60


def entry(media_id: str, title: str, *, license_profile: str = "own", **metadata: object) -> Entry:
    """A picture with the usual metadata and a few properties more."""
    body: Json = {
        "title": title,
        "caption": f"{title}. Sample picture.",
        "credit": DESK,
        "license": {"handle": license_profile},
        "language": {"locale": "de", "label": "Deutsch"},
        **metadata,
    }
    return Entry(id=media_id, version=3, asset=image_asset(media_id), metadata=body)


def special_entries() -> Iterator[Entry]:
    """All of them."""
    yield entry(POPULAR, "The skyline everybody uses")
    yield entry(BUSY, "A picture with thousands of uses on record")
    yield entry(POSTER, "The standing picture of the clip series")
    yield from _states()
    yield from _incomplete()
    yield from _rich()
    yield from _cycle()
    yield from _clips()


def _states() -> Iterator[Entry]:
    revoked = entry("revoked-picture", "Revoked, the files are kept")
    revoked.revoked, revoked.revoke_note = True, "Sample case 1"
    yield revoked
    deleted = entry("revoked-deleted", "Revoked, the files were deleted")
    deleted.revoked = deleted.files_deleted = True
    yield deleted
    archived = entry("archived-picture", "Archived, still used in places")
    archived.archived = True
    yield archived
    yield entry("marked-invalid", "Marked as invalid", invalid=True)
    past: Json = {"from": "2024-01-01T00:00:00.000Z", "to": "2025-01-01T00:00:00.000Z"}
    yield entry("expired-rights", "The rights have expired", validity=past)
    future: Json = {"from": "2126-01-01T00:00:00.000Z", "to": None}
    yield entry("not-yet-valid", "Rights begin in a hundred years", validity=future)
    yield entry("unused-picture", "No use known anywhere")
    yield entry("license-restricted", "Print only, with approval", license_profile="restricted")
    yield entry("license-unknown", "A license profile no longer configured", license_profile="gone")


def _incomplete() -> Iterator[Entry]:
    yield Entry(id="no-asset", metadata={"title": "An entry without asset", "credit": DESK})
    for number in (1, 2):
        keyless = entry(f"no-asset-key-{number}", "The answer leaves asset.key out")
        keyless.keyless = True
        yield keyless
    yield Entry(id="empty-metadata", asset=image_asset("empty-metadata"))
    unknown = entry("unknown-media-type", "A media type the configuration does not have")
    unknown.media_type = "hologram"
    yield unknown
    yield entry(
        "unknown-properties",
        "Properties without schema",
        formerField={"a": [1, 2, {"b": None}]},
        oldTag="x",
    )


def _rich() -> Iterator[Entry]:
    yield _every_plugin()
    yield _translated()
    long = entry("long-texts", "A very long caption", caption=_LONG, altText="word" * 400)
    yield long
    yield entry("odd-references", "Referred to in every documented place")
    yield entry("internal-usage", "Uses written on publishing, and others")
    yield entry("pending-usage", "Several uses wait to be confirmed")
    for media_id, title in (
        ("bomb-picture", "A small file that unpacks to 400 megapixels"),
        ("broken-picture", "A picture file that breaks off"),
    ):
        yield entry(media_id, title)
    drawing = entry("drawing-svg", "A drawing as SVG")
    drawing.asset = {**image_asset("drawing-svg", 400, 400), "mimeType": "image/svg+xml"}
    drawing.asset.update(key="2026/03/14/drawing.svg", filename="drawing.svg", size=260)
    yield drawing
    big = entry("big-picture", "A large picture")
    big.asset = image_asset("big-picture", 3000, 2000)
    yield big


def _every_plugin() -> Entry:
    return entry(
        "every-plugin",
        "Every property of an image is set",
        source="Sample Agency",
        altText="Generated landscape",
        desk="culture",
        regions=["north", "hills"],
        keywords=["sample", "complete"],
        rating=5,
        faces=[1, 2, 3],
        takenOn="2026-02-03",
        embargo="2026-02-04T05:00:00.000Z",
        mainColor="#8CBA51",
        sensitive=False,
        validity={"from": "2025-01-01T00:00:00.000Z", "to": "2125-01-01T00:00:00.000Z"},
        invalid=False,
        mediaHandle="IMG-EVERY",
        externalRef="A-17",
        crops={
            "crops": [{"name": "teaser", "x": 0, "y": 0, "width": 960, "height": 540}],
            "focalPoint": {"x": 480, "y": 200},
        },
        story={"$ref": "document", "reference": {"id": "123"}},
        stories={
            "$ref": "documents",
            "references": [{"id": "100"}, {"id": "77", "externalSystem": "legacy-cms"}],
        },
        weatherGrid={"cells": [[1, 2], [3, 4]], "unit": "C"},
    )


def _translated() -> Entry:
    made = entry("translated-picture", "Der Hafen in drei Sprachen")
    made.variant_keys = ["v/2026/05/01/translated-picture-pixelated.webp"]
    made.former_keys = ["2025/11/02/translated-picture-before.png"]
    french = {**image_asset("translated-picture-fr"), "filename": "port.png"}
    made.translations = [
        {"locale": "fr", "metadata": {"title": "Le port en trois langues"}, "asset": french},
        {"locale": "en", "metadata": {"title": "The harbour in three languages"}},
    ]
    return made


def _cycle() -> Iterator[Entry]:
    for own, other in (("cycle-a", "cycle-b"), ("cycle-b", "cycle-a")):
        trailer: Json = {"$ref": "video", "reference": {"id": other}}
        yield _video(own, f"Its trailer is {other}", trailer=trailer)


def _clips() -> Iterator[Entry]:
    poster: Json = {"mediaId": POSTER, "width": 960, "height": 640}
    for number in range(1, POSTER_CLIPS + 1):
        yield _video(f"clip-{number:03d}", f"Clip {number} of the series", posterImage=poster)


def _video(media_id: str, title: str, **metadata: object) -> Entry:
    key = f"2026/06/01/{media_id}.mp4"
    asset: Json = {"key": key, "url": f"https://media.example.com/videos/{key}"}
    asset.update(mimeType="video/mp4", width=640, height=360, size=1_000_000, duration=12.5)
    asset["filename"] = f"{media_id}.mp4"
    return Entry(
        id=media_id, media_type="video", asset=asset, metadata={"title": title, **metadata}
    )


def add_special_state(library: Library) -> None:
    """Usage logs, references and pictures of the special entries."""
    entries, date = library.entries, "2026-05-12T06:00:00.000Z"
    entries["internal-usage"].usage_log = [
        usage_row("int000000001", "web", "confirmed", date, documentId=101, publicationId=1011),
        usage_row("int000000002", "newsletter", "pending", None, documentId=300),
        usage_row("int000000003", "print", "confirmed", date, params={"page": 1}, billing=False),
        usage_row("int000000004", "retiredPurpose", "confirmed", date, params={"oldParam": "x"}),
    ]
    entries["pending-usage"].usage_log = [
        usage_row(
            f"pen{n:09d}",
            "print",
            "pending",
            f"2026-05-{n + 1:02d}T22:00:00.000Z",
            params={"page": n + 1},
        )
        for n in range(12)
    ]
    library.document_references["odd-references"] = _odd_references()
    library.pictures[_key(entries["bomb-picture"])] = ("image/png", bomb)
    broken = entries["broken-picture"]
    half = png_size(960, 640) // 2
    library.pictures[_key(broken)] = ("image/png", lambda: png(960, 640, broken.id)[:half])


def _key(owner: Entry) -> str:
    return str((owner.asset or {}).get("key"))


def _odd_references() -> list[object]:
    target: Json = {"id": "odd-references", "type": "image"}
    component: Json = {"componentId": "doc-1", "componentName": "embed", "directiveName": "embed"}
    places: list[Json] = [
        {"location": "image-directive", **component},
        {"location": "video-directive", **component},
        {"location": "editable-directive", **component},
        {
            "location": "include-directive",
            **component,
            "serviceName": "gallery",
            "propertyName": "pictures",
        },
        {
            "location": "include-directive-override",
            **component,
            "serviceName": "gallery",
            "overrideId": "o1",
            "overrideDirectiveName": "image",
        },
        {"location": "metadata", "propertyName": "teaserImage"},
        {"location": "hologram-directive", "beam": 3},
    ]
    every: Json = {"id": 100, "references": [{**target, **place} for place in places]}
    old: Json = {"id": 101, "references": [{"ids": ["odd-references"], "type": "documents"}]}
    older: Json = {"id": 102, "references": [{"id": "odd-references", "mediaType": "image"}]}
    bare: Json = {"id": 103, "references": []}
    return [every, old, older, bare]
