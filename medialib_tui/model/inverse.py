"""The operation that takes another one back, where there is one (API reference 4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.trace import Trace

SETTABLE_USAGE = ("state", "purpose", "publicationDate", "url", "params")
"""The fields of a usage-log entry that a client may send."""

_ASSET_FIELDS = ("key", "url", "size", "width", "height", "duration", "filename", "mimeType")
_ASSET_REQUIRED = ("key", "url", "size", "filename", "mimeType")


@dataclass(frozen=True, slots=True)
class Irreversible:
    """There is no way back, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """The operation that takes one back; `note` says what will not be as it was."""

    operation: AnyOperation
    note: str = ""


def inverse(
    operation: AnyOperation, before: Trace, added: str | None = None
) -> Inverse | Irreversible:
    """What undoes `operation`, given what it touched before.

    `added` is the id that the server gave to the usage-log entry of an add.
    """
    match operation:
        case SetMetadataProperty(property_name=name):
            return Inverse(SetMetadataProperty(property_name=name, value=before.metadata.get(name)))
        case ReplaceAsset():
            return _former_asset(before.asset)
        case RemoveAsset():
            return Irreversible(
                "removeAsset has no way back: the API cannot give a translation its asset again"
            )
        case RevokeAsset():
            note = "the revoke note is dropped" if operation.note else ""
            return Inverse(UnrevokeAsset(), note)
        case UnrevokeAsset():
            return Inverse(RevokeAsset(), "revoked again without the former note")
        case Archive():
            return Irreversible("archive has no way back: the API has no operation for it")
        case _:
            return _usage_inverse(operation, before, added)


def settable(row: JsonObject) -> JsonObject:
    """The part of a usage-log row that a client may send."""
    return {name: row[name] for name in SETTABLE_USAGE if row.get(name) is not None}


def _usage_inverse(
    operation: AddUsageLogEntry | UpdateUsageLogEntry | RemoveUsageLogEntry,
    before: Trace,
    added: str | None,
) -> Inverse | Irreversible:
    if isinstance(operation, AddUsageLogEntry):
        if added is None:
            return Irreversible("the id of the added usage-log entry is not known")
        return Inverse(RemoveUsageLogEntry(usage_log_entry_id=added))
    row = before.usage_row(operation.usage_log_entry_id)
    if row is None:
        return Irreversible("what the usage-log entry held before is not known")
    if isinstance(operation, UpdateUsageLogEntry):
        step = UpdateUsageLogEntry(
            usage_log_entry_id=operation.usage_log_entry_id, value=settable(row)
        )
        return Inverse(step)
    return Inverse(
        AddUsageLogEntry(value=settable(row)),
        "added again as a new usage-log entry: with a new id and reporting date",
    )


def _former_asset(asset: JsonObject | None) -> Inverse | Irreversible:
    if asset is None:
        return Irreversible("the former asset is not known")
    value = {name: asset[name] for name in _ASSET_FIELDS if asset.get(name) is not None}
    missing = [name for name in _ASSET_REQUIRED if name not in value]
    if missing:
        return Irreversible(f"the server did not tell the former asset's {', '.join(missing)}")
    return Inverse(ReplaceAsset(value=value))
