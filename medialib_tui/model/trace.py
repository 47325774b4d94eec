"""What a write touches, as it was before: the ground for judging it and for undoing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field

from medialib_tui.model.base import JsonObject, Model
from medialib_tui.model.patch import (
    AnyOperation,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    SetMetadataProperty,
    UpdateUsageLogEntry,
)

if TYPE_CHECKING:
    from medialib_tui.model.entry import Asset, Entry
    from medialib_tui.model.usage import UsageLogEntry

USAGE_OPERATIONS = frozenset({"addUsageLogEntry", "updateUsageLogEntry", "removeUsageLogEntry"})
SERVE_OPERATIONS = frozenset({"revokeAsset", "unrevokeAsset"})


class Trace(Model):
    """The touched parts of an entry at one moment; a property that is not in `metadata` is unset.

    `asset` and `translated` (by locale) are set where the write concerns assets. `usage_ids` is
    None where the usage log was not readable (in a trace of afterwards: the ids that the write
    added, None for none); `usage` holds the rows concerned, as sent by the
    server. `served` is what serve-image said of the asset key, empty where it was not asked.
    """

    model_config = ConfigDict(extra="ignore")

    version: int | None = None
    metadata: JsonObject = Field(default_factory=dict)
    asset: JsonObject | None = None
    translated: dict[str, JsonObject] = Field(default_factory=dict)
    usage_ids: tuple[str, ...] | None = None
    usage: tuple[JsonObject, ...] = ()
    served: str = ""

    def to_json(self) -> JsonObject:
        """The trace as JSON, without what is empty."""
        return self.model_dump(by_alias=True, exclude_defaults=True, mode="json")

    def usage_row(self, entry_id: str) -> JsonObject | None:
        """The kept usage-log row of that id."""
        return next((row for row in self.usage if row.get("id") == entry_id), None)


def trace(
    entry: Entry,
    operations: Sequence[AnyOperation],
    *,
    usage: Iterable[UsageLogEntry] | None = None,
    served: str = "",
    also: Iterable[str] = (),
) -> Trace:
    """What `operations` touch, as `entry` and its usage log hold it now.

    `also` names usage-log entries to be kept beside those that the operations name.
    """
    rows = None if usage is None else tuple(usage)
    wanted = {*_usage_ids(operations), *also}
    metadata = sent_metadata(entry)
    return Trace(
        version=entry.version,
        metadata={name: metadata[name] for name in touched(operations) if name in metadata},
        asset=asset_json(entry.asset) if _has(operations, ReplaceAsset) else None,
        translated={
            step.locale: found
            for step in operations
            if isinstance(step, RemoveAsset)
            and (found := translated_asset(entry, step.locale)) is not None
        },
        usage_ids=None if rows is None else tuple(row.id for row in rows),
        usage=tuple(row.sent for row in rows or () if row.id in wanted),
        served=served,
    )


def touched(operations: Iterable[AnyOperation]) -> dict[str, SetMetadataProperty]:
    """The last operation on each metadata property, in the order first named."""
    return {
        step.property_name: step for step in operations if isinstance(step, SetMetadataProperty)
    }


def sent_metadata(entry: Entry) -> JsonObject:
    """Metadata exactly as the server sent it."""
    sent = entry.sent.get("metadata")
    return sent if isinstance(sent, dict) else entry.metadata


def asset_json(asset: Asset | None) -> JsonObject | None:
    """An asset as the server sent it."""
    return None if asset is None else asset.model_dump(by_alias=True, exclude_unset=True)


def translated_asset(entry: Entry, locale: str) -> JsonObject | None:
    """The asset of one translation, or None where it has none of its own."""
    for translation in entry.translations:
        if translation.locale == locale and translation.asset is not None:
            return asset_json(translation.asset)
    return None


def needs_usage_log(operations: Iterable[AnyOperation]) -> bool:
    """Whether the usage log has to be read to tell what became of these operations."""
    return any(step.operation in USAGE_OPERATIONS for step in operations)


def needs_serve_state(operations: Iterable[AnyOperation]) -> bool:
    """Whether serve-image has to be asked to tell what became of these operations."""
    return any(step.operation in SERVE_OPERATIONS for step in operations)


def _usage_ids(operations: Iterable[AnyOperation]) -> set[str]:
    return {
        step.usage_log_entry_id
        for step in operations
        if isinstance(step, UpdateUsageLogEntry | RemoveUsageLogEntry)
    }


def _has(operations: Iterable[AnyOperation], kind: type[ReplaceAsset]) -> bool:
    return any(isinstance(step, kind) for step in operations)
