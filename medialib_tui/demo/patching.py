"""`PATCH mediaLibrary/{id}`: the request is checked, then applied as a whole or not at all.

Source: API reference 4.
"""

from __future__ import annotations

from dataclasses import replace

from medialib_tui.demo import operations
from medialib_tui.demo.axes import Axes
from medialib_tui.demo.call import Answer, Call, answer
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json, conflict, invalid
from medialib_tui.demo.library import Library

_FIELDS = frozenset(
    {"operation", "propertyName", "value", "locale", "note", "usageLogEntryId", "oldValue"}
)
_REQUIRED = {
    "setMetadataProperty": ("propertyName",),
    "replaceAsset": ("value",),
    "removeAsset": ("locale",),
    "addUsageLogEntry": ("value",),
    "updateUsageLogEntry": ("usageLogEntryId", "value"),
    "removeUsageLogEntry": ("usageLogEntryId",),
}
_NOTE_LENGTH = 200


def patch_entry(call: Call) -> Answer:
    """Apply the patches in their order; the answer tells nothing but success."""
    body = call.json()
    problems = _problems(call.library, call.axes, body)
    if problems or not isinstance(body, dict):
        raise invalid(problems)
    entry = call.library.entry(call.params["id"])
    _check_version(entry, body.get("version"))
    work = replace(
        entry,
        metadata=dict(entry.metadata),
        translations=list(entry.translations),
        former_keys=list(entry.former_keys),
    )
    patches = body["patches"]
    for index, patch in enumerate(patches):
        operations.apply(call, work, patch, index)
    _finish(call, work, body, [str(patch["operation"]) for patch in patches])
    return answer({"status": 200})


def _check_version(entry: Entry, sent: object) -> None:
    if sent is not None and str(sent) != str(entry.version):
        raise conflict(f"Version: Expected {entry.version} to be equal to {sent}")


def _finish(call: Call, work: Entry, body: Json, names: list[str]) -> None:
    library = call.library
    only_usage = bool(names) and all("UsageLogEntry" in name for name in names)
    if library.usage_log_bumps_version or not only_usage:
        work.version += 1
        if body.get("preserveUpdatedAt") is not True:
            work.updated_at = library.now()
    library.entries[work.id] = work
    for event in dict.fromkeys(operations.EVENTS.get(name, "update") for name in names):
        library.record(f"mediaLibraryEntry.{event}", work, call.client)


def _problems(library: Library, axes: Axes, body: object) -> dict[str, str]:
    if not isinstance(body, dict):
        return {"": "must be object"}
    found: dict[str, str] = {}
    allowed = {"version", "patches"}
    if axes.preserve_updated_at:
        allowed.add("preserveUpdatedAt")
        if not isinstance(body.get("preserveUpdatedAt", False), bool):
            found["preserveUpdatedAt"] = "must be boolean"
    if library.reject_unknown:
        found.update({name: "Unknown property" for name in body if name not in allowed})
    found.update(_version_problem(library, body.get("version")))
    patches = body.get("patches")
    if not isinstance(patches, list):
        missing = "patches" not in body
        found["patches"] = "Missing required property: patches" if missing else "must be array"
        return found
    for index, patch in enumerate(patches):
        for path, text in _patch_problems(library, axes, patch).items():
            found[f"patches.{index}{path}"] = text
    return found


def _version_problem(library: Library, version: object) -> dict[str, str]:
    if version is None:
        return {}
    number = isinstance(version, int) and not isinstance(version, bool)
    text = isinstance(version, str) and version.isdecimal()
    accepted = {"any": number or text, "number": number, "string": text}[library.version_as]
    wanted = "number" if library.version_as == "number" else "string"
    return {} if accepted else {"version": f"must be {wanted}"}


def _patch_problems(library: Library, axes: Axes, patch: object) -> dict[str, str]:
    if not isinstance(patch, dict):
        return {"": "must be object"}
    if "operation" not in patch:
        return {".operation": "Missing required property: operation"}
    operation = patch["operation"]
    if not isinstance(operation, str) or operation not in axes.operations():
        return {".operation": f'No enum match for: "{operation}"'}
    allowed = _FIELDS if axes.revoke_note else _FIELDS - {"note"}
    found: dict[str, str] = {}
    if library.reject_unknown:
        found = {f".{name}": "Unknown property" for name in patch if name not in allowed}
    for name in _REQUIRED.get(operation, ()):
        if name not in patch:
            found[f".{name}"] = f"Missing required property: {name}"
    for name in ("propertyName", "locale", "note", "usageLogEntryId"):
        if name in patch and not isinstance(patch[name], str):
            found[f".{name}"] = "must be string"
    note = patch.get("note")
    if isinstance(note, str) and len(note) > _NOTE_LENGTH:
        found[".note"] = f"must NOT have more than {_NOTE_LENGTH} characters"
    return found
