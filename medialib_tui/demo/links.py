"""References from the metadata of entries to other entries, API reference 5.3 and 7."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from medialib_tui.demo.errors import Json
from medialib_tui.demo.library import Library


def incoming_media(library: Library, media_id: str) -> Sequence[object]:
    """The items of `incomingMediaReferences`; a list given by the library goes before."""
    given = library.media_references.get(media_id)
    if given is not None:
        return given
    found: list[Json] = []
    for entry in library.entries.values():
        references: list[Json] = []
        for handle, value in entry.metadata.items():
            for kind, target in _targets(value):
                if target == media_id:
                    where: Json = {"location": "metadata", "propertyName": handle}
                    references.append({"id": target, "type": kind, **where})
        if references:
            found.append({"id": entry.id, "references": references})
    return found


def _targets(value: object) -> Iterator[tuple[str, object]]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("mediaId"), str):
        yield "image", value["mediaId"]
    reference = value.get("reference")
    if value.get("$ref") == "video" and isinstance(reference, dict):
        yield "video", reference.get("id")
        if isinstance(reference.get("posterImageId"), str):
            yield "image", reference["posterImageId"]
