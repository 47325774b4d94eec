"""Endpoints that read entries, their references, usage log, keys and pictures.

Source: API reference 2.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from medialib_tui.demo.axes import behavior_2025
from medialib_tui.demo.call import Answer, Call, answer
from medialib_tui.demo.config import media_type, project_config, properties
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import ApiError, Json, invalid
from medialib_tui.demo.library import Library
from medialib_tui.demo.links import incoming_media
from medialib_tui.demo.paging import page, window
from medialib_tui.demo.pictures import picture


def get_entry(call: Call) -> Answer:
    """One entry."""
    return answer(call.library.entry(call.params["id"]).answer())


def list_entries(call: Call) -> Answer:
    """Entries by ids, or by external id and system name, in the order they are stored."""
    found = [entry.answer() for entry in _wanted(call)]
    return answer({"results" if call.axes.results_envelope else "mediaLibraryEntries": found})


def _wanted(call: Call) -> list[Entry]:
    entries = call.library.entries
    ids = call.query.get("ids")
    if ids is not None:
        asked = {part for part in ids.split(",") if part}
        if call.library.single_ids_only and len(asked) > 1:
            raise invalid({"query.ids": "must match format media-id"})
        return [entry for media_id, entry in entries.items() if media_id in asked]
    parameter = call.library.external_id_parameter
    external, system = call.query.get(parameter), call.query.get("systemName")
    if external is None:
        raise invalid({f"query.{parameter}": "ids or an external id is required"})
    if system is None:
        raise invalid({"query.systemName": "Missing required property: systemName"})
    found = call.library.by_external(system, external)
    return [] if found is None else [found]


def document_references(call: Call) -> Answer:
    """Published documents that use the entry."""
    entry = call.library.entry(call.params["id"])
    return _page(call, call.library.document_references.get(entry.id, ()))


def media_references(call: Call) -> Answer:
    """Entries whose metadata refer to the entry."""
    entry = call.library.entry(call.params["id"])
    return _page(call, incoming_media(call.library, entry.id))


def _page(call: Call, items: Sequence[object]) -> Answer:
    axes = call.axes
    asked = window(call.query, cursors=axes.cursors)
    return answer(page(items, asked, envelope=axes.results_envelope, mode=call.library.paging))


def usage_log(call: Call) -> Answer:
    """The usage log of the entry, all rows."""
    return answer({"results": list(call.library.entry(call.params["id"]).usage_log)})


def keys(call: Call) -> Answer:
    """Every asset key of the entry."""
    return answer({"results": call.library.entry(call.params["id"]).asset_keys()})


def serve_image(call: Call) -> Answer:
    """The picture stored under a key, unless its entry is revoked or invalid."""
    library, key = call.library, call.params["key"]
    owner = next((e for e in library.entries.values() if key in e.asset_keys()), None)
    if owner is None or not _is_image(library, owner) or owner.files_deleted:
        raise ApiError(404, {"message": "No image found."})
    if owner.revoked or (behavior_2025(library) and is_invalid(library, owner)):
        raise ApiError(403, {"message": "The requested image is revoked or marked as invalid"})
    mime_type, content = picture(library, owner, key)
    return Answer(200, content, mime_type)


def _is_image(library: Library, entry: Entry) -> bool:
    configured = media_type(library, entry.media_type)
    return entry.media_type == "image" or (configured or {}).get("type") == "mediaImage"


def is_invalid(library: Library, entry: Entry) -> bool:
    """Whether `li-invalid` is set, or now is outside the entry's validity."""
    plugins = {p.get("handle"): p.get("type") for p in properties(library, entry.media_type)}
    flagged = [str(h) for h, plugin in plugins.items() if plugin == "li-invalid"]
    if any(entry.metadata.get(handle) is True for handle in flagged):
        return True
    ranges = [str(h) for h, plugin in plugins.items() if plugin == "li-datetime-validity"]
    now = library.clock()
    return any(not _within(entry.metadata.get(handle), now) for handle in ranges)


def _within(value: object, now: datetime) -> bool:
    if not isinstance(value, dict):
        return True
    start, end = _moment(value.get("from")), _moment(value.get("to"))
    return (start is None or start <= now) and (end is None or now <= end)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def get_config(call: Call) -> Answer:
    """The project configuration in the layout of the server's release."""
    return answer(project_config(call.library))


def health(call: Call) -> Answer:
    """That the server answers."""
    body: Json = {"status": "ok"}
    return answer(body)
