"""Patch operations as the API takes them (API reference 4)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from medialib_tui.model.base import JsonObject, Model

NOTE_LIMIT = 200


class Operation(Model):
    """One step of a patch; unknown fields are refused, not dropped."""

    model_config = ConfigDict(extra="forbid")


class SetMetadataProperty(Operation):
    """Replace one property; None removes it."""

    operation: Literal["setMetadataProperty"] = "setMetadataProperty"
    property_name: str = Field(min_length=1)
    value: JsonValue = None


class ReplaceAsset(Operation):
    """Point the entry at another file that storage already holds."""

    operation: Literal["replaceAsset"] = "replaceAsset"
    value: JsonObject


class RemoveAsset(Operation):
    """Remove the asset of one translation."""

    operation: Literal["removeAsset"] = "removeAsset"
    locale: str = Field(min_length=1)


class RevokeAsset(Operation):
    """Take the asset down, with a note of at most 200 code points."""

    operation: Literal["revokeAsset"] = "revokeAsset"
    note: str | None = Field(default=None, max_length=NOTE_LIMIT)


class UnrevokeAsset(Operation):
    """Serve the asset again (2025 Behavior only)."""

    operation: Literal["unrevokeAsset"] = "unrevokeAsset"


class Archive(Operation):
    """Remove the entry from the search index; there is no way back."""

    operation: Literal["archive"] = "archive"


class AddUsageLogEntry(Operation):
    """Record a use; the server gives the id."""

    operation: Literal["addUsageLogEntry"] = "addUsageLogEntry"
    value: JsonObject


class UpdateUsageLogEntry(Operation):
    """Replace one usage-log entry whole."""

    operation: Literal["updateUsageLogEntry"] = "updateUsageLogEntry"
    usage_log_entry_id: str = Field(min_length=1)
    value: JsonObject
    old_value: JsonObject | None = None


class RemoveUsageLogEntry(Operation):
    """Delete one usage-log entry; there is no way back."""

    operation: Literal["removeUsageLogEntry"] = "removeUsageLogEntry"
    usage_log_entry_id: str = Field(min_length=1)


AnyOperation = Annotated[
    SetMetadataProperty
    | ReplaceAsset
    | RemoveAsset
    | RevokeAsset
    | UnrevokeAsset
    | Archive
    | AddUsageLogEntry
    | UpdateUsageLogEntry
    | RemoveUsageLogEntry,
    Field(discriminator="operation"),
]


class Patch(Model):
    """One PATCH request: operations in order, guarded by the version they were made for."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    preserve_updated_at: bool | None = None
    patches: tuple[AnyOperation, ...] = Field(min_length=1)

    def body(self) -> JsonObject:
        """The request body; a removal keeps its explicit null value."""
        sent = self.model_dump(by_alias=True, exclude_none=True, exclude={"patches"}, mode="json")
        sent["patches"] = [_operation_body(step) for step in self.patches]
        return sent


def _operation_body(step: Operation) -> JsonObject:
    body: JsonObject = step.model_dump(by_alias=True, exclude_none=True, mode="json")
    if isinstance(step, SetMetadataProperty):
        body["value"] = step.value
    elif isinstance(step, AddUsageLogEntry | UpdateUsageLogEntry | ReplaceAsset):
        body["value"] = step.value  # nulls inside a value are the person's own
    return body
