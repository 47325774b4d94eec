"""Request bodies of patch operations (API reference 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import JsonValue, ValidationError

from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import (
    NOTE_LIMIT,
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    Patch,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from tests.model.odd_json import ANY_JSON

VALUE: JsonObject = {"state": "pending", "purpose": "print", "url": None, "params": {"page": None}}


@pytest.mark.parametrize(
    ("step", "body"),
    [
        (
            SetMetadataProperty(property_name="title", value=None),
            {"operation": "setMetadataProperty", "propertyName": "title", "value": None},
        ),
        (
            SetMetadataProperty(property_name="flag", value=False),
            {"operation": "setMetadataProperty", "propertyName": "flag", "value": False},
        ),
        (ReplaceAsset(value={"key": "k"}), {"operation": "replaceAsset", "value": {"key": "k"}}),
        (RemoveAsset(locale="en"), {"operation": "removeAsset", "locale": "en"}),
        (RevokeAsset(), {"operation": "revokeAsset"}),
        (RevokeAsset(note="Case #1"), {"operation": "revokeAsset", "note": "Case #1"}),
        (UnrevokeAsset(), {"operation": "unrevokeAsset"}),
        (Archive(), {"operation": "archive"}),
        (AddUsageLogEntry(value=VALUE), {"operation": "addUsageLogEntry", "value": VALUE}),
        (
            UpdateUsageLogEntry(usage_log_entry_id="u", value=VALUE),
            {"operation": "updateUsageLogEntry", "usageLogEntryId": "u", "value": VALUE},
        ),
        (
            UpdateUsageLogEntry(usage_log_entry_id="u", value=VALUE, old_value=VALUE),
            {
                "operation": "updateUsageLogEntry",
                "usageLogEntryId": "u",
                "value": VALUE,
                "oldValue": VALUE,
            },
        ),
        (
            RemoveUsageLogEntry(usage_log_entry_id="u"),
            {"operation": "removeUsageLogEntry", "usageLogEntryId": "u"},
        ),
    ],
)
def test_bodies(step: AnyOperation, body: JsonObject) -> None:
    assert Patch(patches=(step,)).body() == {"patches": [body]}
    read_back = Patch.model_validate({"version": 3, "patches": [body]})
    assert read_back == Patch(version=3, patches=(step,))


def test_what_goes_around_the_operations() -> None:
    patch = Patch(version=0, preserve_updated_at=True, patches=(Archive(),))
    assert patch.body() == {
        "version": 0,
        "preserveUpdatedAt": True,
        "patches": [{"operation": "archive"}],
    }


@given(ANY_JSON)
def test_any_value_goes_out_as_it_is(value: JsonValue) -> None:
    step = SetMetadataProperty(property_name="x", value=value)
    body: object = Patch(patches=(step,)).body()["patches"]
    assert body == [{"operation": "setMetadataProperty", "propertyName": "x", "value": value}]


@pytest.mark.parametrize(
    "body",
    [
        {"patches": []},
        {"patches": [{"operation": "archiveAsset"}]},
        {"patches": [{"operation": "archive", "note": "x"}]},
        {"patches": [{"operation": "setMetadataProperty"}]},
        {"patches": [{"operation": "removeAsset", "locale": ""}]},
        {"patches": [{"operation": "revokeAsset", "note": "x" * (NOTE_LIMIT + 1)}]},
        {"patches": [{"operation": "archive"}], "versions": 1},
    ],
)
def test_what_is_no_patch(body: JsonObject) -> None:
    with pytest.raises(ValidationError):
        Patch.model_validate(body)


def test_a_note_is_counted_in_code_points() -> None:
    note = "😀" * NOTE_LIMIT
    assert RevokeAsset(note=note).note == note
