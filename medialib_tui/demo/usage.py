"""Usage-log operations on one entry, API reference 4.2 and 5.2."""

from __future__ import annotations

from medialib_tui.demo.config import purposes
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import ApiError, Json, conflict, failed, invalid
from medialib_tui.demo.library import Library
from medialib_tui.demo.validation import is_required, iso_date, problem

_SETTABLE = ("state", "purpose", "publicationDate", "url", "params")
_STATES = ("pending", "confirmed")


def add(library: Library, entry: Entry, patch: Json, index: int) -> None:
    """`addUsageLogEntry`: a new row; id and reporting date are the server's."""
    value = _value(library, patch, index, update=False)
    row: Json = {"id": library.new_id("usage"), "state": "pending", **value}
    row["reportingDate"] = library.now()
    entry.usage_log = [*entry.usage_log, row]


def update(library: Library, entry: Entry, patch: Json, index: int) -> None:
    """`updateUsageLogEntry`: the settable fields of a row are replaced as a whole."""
    rows = list(entry.usage_log)
    position, row = _find(entry, patch)
    value = _value(library, patch, index, update=True)
    old = patch.get("oldValue")
    if old is not None and not _holds(row, old):
        raise conflict("Cannot update outdated value")
    kept = {k: v for k, v in row.items() if k not in _SETTABLE}
    rows[position] = {**kept, **value}
    entry.usage_log = rows


def remove(library: Library, entry: Entry, patch: Json, index: int) -> None:
    """`removeUsageLogEntry`: the row is gone."""
    _enabled(library, index)
    position, _row = _find(entry, patch)
    entry.usage_log = [row for at, row in enumerate(entry.usage_log) if at != position]


def _holds(row: Json, old: object) -> bool:
    if not isinstance(old, dict):
        return False
    stored = {k: v for k, v in row.items() if k in _SETTABLE or k in old}
    return stored == old


def _find(entry: Entry, patch: Json) -> tuple[int, Json]:
    wanted = patch["usageLogEntryId"]
    for position, row in enumerate(entry.usage_log):
        if isinstance(row, dict) and row.get("id") == wanted:
            return position, row
    message = f"Usage log entry does not exist (id: '{wanted}')"
    raise ApiError(404, {"name": "NotFound", "message": message})


def _enabled(library: Library, index: int) -> None:
    if not purposes(library):
        raise failed(f"Patch at index {index} failed: the usage log is not enabled", index)


def _value(library: Library, patch: Json, index: int, *, update: bool) -> Json:
    _enabled(library, index)
    value = patch["value"]
    at = f"patches.{index}.value"
    if not isinstance(value, dict):
        raise invalid({at: "must be object"})
    found = _problems(library, value, update=update)
    if found:
        raise invalid({f"{at}{path}": text for path, text in found.items()})
    return {k: v for k, v in value.items() if v is not None}


def _problems(library: Library, value: Json, *, update: bool) -> dict[str, str]:
    found = {f".{name}": "Unknown property" for name in value if name not in _SETTABLE}
    state = value.get("state")
    if state is None and update:
        found[".state"] = "Missing required property: state"
    elif state is not None and state not in _STATES:
        found[".state"] = f'No enum match for: "{state}"'
    confirmed = state == "confirmed"
    date = value.get("publicationDate")
    if date is None and confirmed:
        found[".publicationDate"] = "Missing required property: publicationDate"
    elif date is not None and not iso_date(date):
        found[".publicationDate"] = 'must match format "date-time"'
    url = value.get("url")
    if url is not None and not (isinstance(url, str) and "://" in url):
        found[".url"] = 'must match format "uri"'
    return {**found, **_purpose_problems(library, value, confirmed)}


def _purpose_problems(library: Library, value: Json, confirmed: bool) -> dict[str, str]:
    handle = value.get("purpose")
    if handle is None:
        return {".purpose": "Missing required property: purpose"}
    purpose = next((p for p in purposes(library) if p.get("handle") == handle), None)
    if purpose is None:
        return {".purpose": f'No enum match for: "{handle}"'}
    params = value.get("params")
    if params is None:
        params = {}
    if not isinstance(params, dict):
        return {".params": "must be object"}
    schema = purpose.get("paramsSchema")
    defined = (
        [item for item in schema if isinstance(item, dict)] if isinstance(schema, list) else []
    )
    known = {str(item.get("handle")): item for item in defined}
    found = {f".params.{name}": "Unknown property" for name in params if name not in known}
    for name, definition in known.items():
        given = params.get(name)
        if given is None:
            if confirmed and is_required(definition):
                found[f".params.{name}"] = f"Missing required property: {name}"
            continue
        text = problem(library, definition, given)
        if text:
            found[f".params.{name}"] = text
    return found
