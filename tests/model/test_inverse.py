"""What a write touches, and the operation that takes it back."""

from __future__ import annotations

import pytest

from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.inverse import Inverse, Irreversible, inverse, settable
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
from medialib_tui.model.trace import Trace, needs_serve_state, needs_usage_log, touched, trace
from medialib_tui.model.usage import UsageLogEntry

ASSET: JsonObject = {
    "key": "a.png",
    "url": "https://example.com/a.png",
    "size": 1,
    "filename": "a.png",
    "mimeType": "image/png",
    "somethingNew": True,
}
ROW: JsonObject = {
    "id": "u1",
    "state": "pending",
    "purpose": "print",
    "reportingDate": "2026-05-01T10:00:00.000Z",
    "billing": None,
}
ENTRY = Entry.read(
    {
        "id": "e1",
        "version": 3,
        "asset": ASSET,
        "metadata": {"title": "old", "caption": None, "other": "not touched"},
        "translations": [{"locale": "fr", "metadata": {}, "asset": {"key": "f.png"}}],
    }
)


def taken_back(step: AnyOperation, before: Trace, added: str | None = None) -> AnyOperation:
    """The inverse, which there has to be."""
    found = inverse(step, before, added)
    assert isinstance(found, Inverse)
    return found.operation


def test_only_what_is_touched_is_kept() -> None:
    steps = (
        SetMetadataProperty(property_name="title", value="a"),
        SetMetadataProperty(property_name="title", value="b"),
        SetMetadataProperty(property_name="missing", value="c"),
    )
    kept = trace(ENTRY, steps)
    assert kept.to_json() == {"version": 3, "metadata": {"title": "old"}}
    assert Trace.read(kept.to_json()) == kept
    assert [step.value for step in touched(steps).values()] == ["b", "c"]


def test_assets_and_uses_are_kept_where_they_are_touched() -> None:
    rows = (UsageLogEntry.read(ROW), UsageLogEntry.read({**ROW, "id": "u2"}))
    steps: tuple[AnyOperation, ...] = (
        ReplaceAsset(value={"key": "b.png"}),
        RemoveAsset(locale="fr"),
        RemoveAsset(locale="it"),
        RemoveUsageLogEntry(usage_log_entry_id="u1"),
    )
    kept = trace(ENTRY, steps, usage=rows, served="served")
    assert kept.asset == ASSET
    assert kept.translated == {"fr": {"key": "f.png"}}
    assert kept.usage_ids == ("u1", "u2")
    assert kept.usage == (ROW,)
    assert Trace.read(kept.to_json()) == kept
    assert needs_usage_log(steps)
    assert not needs_serve_state(steps)


def test_metadata_gets_its_former_value_or_is_removed() -> None:
    before = Trace(metadata={"title": "old"})
    title = taken_back(SetMetadataProperty(property_name="title", value="new"), before)
    assert title == SetMetadataProperty(property_name="title", value="old")
    caption = taken_back(SetMetadataProperty(property_name="caption", value="new"), before)
    assert caption == SetMetadataProperty(property_name="caption", value=None)


def test_the_former_asset_is_sent_with_documented_fields_only() -> None:
    step = taken_back(ReplaceAsset(value={"key": "b.png"}), Trace(asset=ASSET))
    assert step == ReplaceAsset(value={k: v for k, v in ASSET.items() if k != "somethingNew"})


def test_states() -> None:
    assert taken_back(RevokeAsset(note="n"), Trace()) == UnrevokeAsset()
    assert taken_back(UnrevokeAsset(), Trace()) == RevokeAsset()


def test_uses() -> None:
    before = Trace(usage_ids=("u1",), usage=(ROW,))
    value: JsonObject = {"state": "pending", "purpose": "print"}
    assert settable(ROW) == value
    assert taken_back(AddUsageLogEntry(value=value), before, "u9") == RemoveUsageLogEntry(
        usage_log_entry_id="u9"
    )
    changed = UpdateUsageLogEntry(usage_log_entry_id="u1", value={**value, "state": "confirmed"})
    assert taken_back(changed, before) == UpdateUsageLogEntry(usage_log_entry_id="u1", value=value)
    removed = RemoveUsageLogEntry(usage_log_entry_id="u1")
    assert taken_back(removed, before) == AddUsageLogEntry(value=value)


@pytest.mark.parametrize(
    "step",
    [
        Archive(),
        RemoveAsset(locale="fr"),
        ReplaceAsset(value={"key": "b.png"}),
        AddUsageLogEntry(value={"purpose": "print"}),
        RemoveUsageLogEntry(usage_log_entry_id="u1"),
        UpdateUsageLogEntry(usage_log_entry_id="u1", value={"state": "pending"}),
    ],
    ids=lambda step: str(step.operation),
)
def test_without_a_way_back_the_reason_is_told(step: AnyOperation) -> None:
    found = inverse(step, Trace())
    assert isinstance(found, Irreversible)
    assert found.reason
