"""Three versions of an entry brought together, property by property."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from medialib_tui.core.writing.intent import Intent
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import (
    AnyOperation,
    RemoveAsset,
    ReplaceAsset,
    SetMetadataProperty,
)
from medialib_tui.model.trace import asset_json, sent_metadata, touched, translated_asset

ASSET = "asset"
"""The handle of a clash about the asset itself; a translation's is `asset:LOCALE`."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A property that both sides changed, to different values; None is an unset one."""

    handle: str
    base: JsonValue
    mine: JsonValue
    theirs: JsonValue


@dataclass(frozen=True, slots=True)
class Merge:
    """What both sides make together; where they clash, `merged` holds theirs."""

    merged: JsonObject
    clashes: tuple[Clash, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing has to be decided."""
        return not self.clashes


@dataclass(frozen=True, slots=True)
class Rebase:
    """An intent put on top of what others made of the entry.

    `intent` holds what is still to be sent without deciding anything, or None where that is
    nothing; `clashes` are to be decided first.
    """

    theirs: Entry
    intent: Intent | None
    clashes: tuple[Clash, ...] = ()


def merge(base: JsonObject, mine: JsonObject, theirs: JsonObject) -> Merge:
    """Merge metadata; a property that is null or absent is unset."""
    merged: JsonObject = {}
    clashes: list[Clash] = []
    for handle in dict.fromkeys([*theirs, *mine, *base]):
        was, own, other = base.get(handle), mine.get(handle), theirs.get(handle)
        if same(own, was) or same(own, other):
            value = other
        elif same(other, was):
            value = own
        else:
            value = other
            clashes.append(Clash(handle, was, own, other))
        if value is not None:
            merged[handle] = value
    return Merge(merged, tuple(clashes))


def changes(base: JsonObject, mine: JsonObject) -> JsonObject:
    """What has to be set to get from one metadata to the other: handle -> value, None removes."""
    handles = dict.fromkeys([*mine, *base])
    return {
        handle: mine.get(handle)
        for handle in handles
        if not same(base.get(handle), mine.get(handle))
    }


def with_changes(base: JsonObject, changed: Mapping[str, JsonValue]) -> JsonObject:
    """Metadata with changes (handle -> value, None removes) made to it."""
    made = {**base, **changed}
    return {handle: value for handle, value in made.items() if value is not None}


def set_operations(changed: Mapping[str, JsonValue]) -> tuple[AnyOperation, ...]:
    """The operations that make these changes."""
    return tuple(
        SetMetadataProperty(property_name=handle, value=value) for handle, value in changed.items()
    )


def rebase(intent: Intent, theirs: Entry) -> Rebase:
    """Put an intent on the entry as others left it; what they made alike is not sent again."""
    base, now = sent_metadata(intent.entry), sent_metadata(theirs)
    wanted = {name: step.value for name, step in touched(intent.operations).items()}
    found = merge(base, with_changes(base, wanted), now)
    clashing = {clash.handle for clash in found.clashes}
    done = {name for name, value in wanted.items() if same(value, now.get(name))}
    clashes = list(found.clashes)
    kept: list[AnyOperation] = []
    for step in _last_of_each(intent.operations):
        if isinstance(step, SetMetadataProperty):
            if step.property_name not in clashing | done:
                kept.append(step)
        elif (clash := _asset_clash(step, intent.entry, theirs)) is not None:
            clashes.append(clash)
        elif not _is_done(step, theirs):
            kept.append(step)
    return Rebase(theirs, _on(intent, theirs, kept), tuple(clashes))


def _on(intent: Intent, theirs: Entry, operations: list[AnyOperation]) -> Intent | None:
    if not operations:
        return None
    return replace(intent.again(), entry=theirs, operations=tuple(operations), usage=None)


def _last_of_each(operations: tuple[AnyOperation, ...]) -> list[AnyOperation]:
    last = touched(operations)
    return [
        step
        for step in operations
        if not isinstance(step, SetMetadataProperty) or last[step.property_name] is step
    ]


def _asset_clash(step: AnyOperation, base: Entry, theirs: Entry) -> Clash | None:
    mine: JsonValue
    match step:
        case ReplaceAsset(value=value):
            was, now = asset_json(base.asset), asset_json(theirs.asset)
            handle, mine = ASSET, value
        case RemoveAsset(locale=locale):
            was, now = translated_asset(base, locale), translated_asset(theirs, locale)
            handle, mine = f"{ASSET}:{locale}", None
        case _:
            return None
    if same(was, now) or same(mine, now):
        return None
    return Clash(handle, was, mine, now)


def _is_done(step: AnyOperation, theirs: Entry) -> bool:
    return isinstance(step, RemoveAsset) and translated_asset(theirs, step.locale) is None
