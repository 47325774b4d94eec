"""The patch operations one by one, each on a working copy of the entry.

Source: API reference 4.2 and 4.3.
"""

from __future__ import annotations

from collections.abc import Callable

from medialib_tui.demo import usage
from medialib_tui.demo.assets import asset_problems
from medialib_tui.demo.axes import behavior_2025
from medialib_tui.demo.call import Call
from medialib_tui.demo.config import media_type
from medialib_tui.demo.entries import Entry
from medialib_tui.demo.errors import Json, conflict, failed, invalid, metadata_invalid
from medialib_tui.demo.library import Library
from medialib_tui.demo.validation import property_errors

EVENTS = {"archive": "archive", "revokeAsset": "revoke", "unrevokeAsset": "active"}
_KINDS = {"image": "mediaImage", "video": "mediaVideo", "file": "mediaFile"}


def apply(call: Call, entry: Entry, patch: Json, index: int) -> None:
    """Apply one patch to the working copy."""
    _OPERATIONS[str(patch["operation"])](call, entry, patch, index)


def kind_of(library: Library, handle: str) -> str:
    """`mediaImage`, `mediaVideo` or `mediaFile` for the handle of a media type."""
    configured = media_type(library, handle)
    kind = configured.get("type") if configured else _KINDS.get(handle)
    return str(kind or "mediaFile")


def _set_metadata(call: Call, entry: Entry, patch: Json, index: int) -> None:
    name, value = str(patch["propertyName"]), patch.get("value")
    errors = property_errors(call.library, entry.media_type, name, value)
    if errors and call.library.patch_errors == "paths":
        raise invalid({f"patches.{index}.value": str(errors[0]["message"])})
    if errors:
        raise metadata_invalid(errors)
    if value is None:
        entry.metadata.pop(name, None)
    else:
        entry.metadata[name] = value


def _replace_asset(call: Call, entry: Entry, patch: Json, index: int) -> None:
    value = patch["value"]
    problems = asset_problems(kind_of(call.library, entry.media_type), value)
    if isinstance(value, dict) and str(value.get("key")).startswith("v/"):
        problems[".key"] = "keys starting with v/ are reserved"
    if problems or not isinstance(value, dict):
        raise invalid({f"patches.{index}.value{path}": text for path, text in problems.items()})
    former = (entry.asset or {}).get("key")
    if isinstance(former, str) and former != value["key"]:
        entry.former_keys.append(former)
    entry.asset = dict(value)


def _remove_asset(call: Call, entry: Entry, patch: Json, index: int) -> None:
    locale = patch["locale"]
    for position, translation in enumerate(entry.translations):
        if translation.get("locale") == locale and "asset" in translation:
            asset = translation["asset"]
            if isinstance(asset, dict) and isinstance(asset.get("key"), str):
                entry.former_keys.append(asset["key"])
            kept = {k: v for k, v in translation.items() if k != "asset"}
            entry.translations[position] = kept
            return
    message = f"Patch at index {index} failed: no translated asset to remove for '{locale}'"
    raise failed(message, index)


def _revoke(call: Call, entry: Entry, patch: Json, index: int) -> None:
    kept = behavior_2025(call.library)
    note = patch.get("note")
    if note is not None and not kept:
        raise invalid({f"patches.{index}.note": "note is only supported with 2025 Behavior"})
    if entry.revoked:
        if call.axes.double_revoke_conflict:
            raise conflict("Media library entry is already revoked")
        return
    entry.revoked = True
    entry.revoke_note = str(note) if note else None
    entry.files_deleted = entry.files_deleted or not kept


def _unrevoke(call: Call, entry: Entry, _patch: Json, index: int) -> None:
    if not behavior_2025(call.library):
        raise failed(f"Patch at index {index} failed: unrevoke requires 2025 Behavior", index)
    if not entry.revoked:
        raise conflict("Media library entry is not revoked")
    if entry.files_deleted:
        message = f"Patch at index {index} failed: the asset of '{entry.id}' has been deleted"
        raise failed(message, index)
    entry.revoked, entry.revoke_note = False, None


def _archive(_call: Call, entry: Entry, _patch: Json, _index: int) -> None:
    entry.archived = True


def _usage(operation: Callable[[Library, Entry, Json, int], None]) -> Operation:
    def run(call: Call, entry: Entry, patch: Json, index: int) -> None:
        operation(call.library, entry, patch, index)

    return run


Operation = Callable[[Call, Entry, Json, int], None]
_OPERATIONS: dict[str, Operation] = {
    "setMetadataProperty": _set_metadata,
    "replaceAsset": _replace_asset,
    "removeAsset": _remove_asset,
    "revokeAsset": _revoke,
    "unrevokeAsset": _unrevoke,
    "archive": _archive,
    "addUsageLogEntry": _usage(usage.add),
    "updateUsageLogEntry": _usage(usage.update),
    "removeUsageLogEntry": _usage(usage.remove),
}
