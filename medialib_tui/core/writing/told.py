"""What a patch does, in words: of a request, and of a journalled write.

Nothing here is safe to show: front ends pass every text through `clean()`, `shown()` or `cell()`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.model.trace import sent_metadata
from medialib_tui.store.records import IMPORT

if TYPE_CHECKING:
    from medialib_tui.core.writing.intent import Intent
    from medialib_tui.store.records import Record

UNSET = "not set"
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: what it concerns, and what it did; `old` and `new` where values changed."""

    what: str
    said: str
    old: str | None = None
    new: str | None = None

    @property
    def line(self) -> str:
        """The step in one line."""
        return f"{self.what}: {self.said}" if self.said else self.what


def told(record: Record, limit: int = _SHORT) -> tuple[Step, ...]:
    """What a journalled write did, operation by operation; values of at most `limit` characters."""
    if record.operation == IMPORT:
        return (_import(record.body, record.after),)
    steps = record.body.get("patches")
    metadata = record.before.get("metadata")
    before = metadata if isinstance(metadata, dict) else {}
    listed = steps if isinstance(steps, list) else []
    return tuple(told_step(step, before, limit) for step in listed if isinstance(step, dict))


def told_intent(intent: Intent) -> tuple[Step, ...]:
    """What an intent does to its entry."""
    before = sent_metadata(intent.entry)
    listed = intent.body()["patches"]
    steps = listed if isinstance(listed, list) else []
    return tuple(told_step(step, before) for step in steps if isinstance(step, dict))


def in_one_line(record: Record, limit: int = _SHORT) -> str:
    """The whole write in one line."""
    steps = told(record, limit)
    return "; ".join(step.line for step in steps) if steps else record.operation


def told_step(
    step: Mapping[str, JsonValue], before: Mapping[str, JsonValue], limit: int = _SHORT
) -> Step:
    """One operation of a request; `before` is the metadata that the entry held."""
    name = _text(step.get("operation"))
    value = step.get("value")
    detail = value if isinstance(value, dict) else {}
    match name:
        case "setMetadataProperty":
            handle = _text(step.get("propertyName"))
            old, new = say_value(before.get(handle), limit), say_value(value, limit)
            return Step(handle, f"{old} → {new}", old, new)
        case "replaceAsset":
            return Step("asset", f"replaced by {_text(detail.get('filename')) or 'another file'}")
        case "removeAsset":
            return Step("asset", f"removed for {_text(step.get('locale'))}")
        case "revokeAsset":
            note = _text(step.get("note"))
            return Step("revoked", f"note {say_value(note)}" if note else "")
        case "unrevokeAsset":
            return Step("unrevoked", "")
        case "archive":
            return Step("archived", "")
        case "addUsageLogEntry":
            return Step("use added", _use(detail))
        case "updateUsageLogEntry":
            return Step(f"use {_text(step.get('usageLogEntryId'))}", _use(detail))
        case "removeUsageLogEntry":
            return Step(f"use {_text(step.get('usageLogEntryId'))}", "removed")
        case _:
            return Step(name or "unknown operation", "")


def say_value(value: JsonValue, limit: int = _SHORT) -> str:
    """A JSON value in a few words: text in quotes, anything else as JSON, None as unset."""
    if value is None:
        return UNSET
    if isinstance(value, str):
        return f"“{_cut(value, limit)}”"
    return _cut(json.dumps(value, ensure_ascii=False), limit)


def _import(body: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> Step:
    """An import, with how its items ended where not all of them were created."""
    items, counts = body.get("items"), after.get("counts")
    told = [_text(body.get("file"))]
    if isinstance(items, int):
        told.append(f"{items:,} items")
    if body.get("resumed") is True:
        told.append("resumed")
    ended = ""
    if isinstance(counts, dict) and counts.get("created") != counts.get("total"):
        from medialib_tui.core.importing.outcomes import Counts

        ended = f": {Counts.of(counts).text()}"
    return Step("import", ", ".join(told) + ended)


def _use(value: Mapping[str, JsonValue]) -> str:
    return ", ".join(_use_parts(value))


def _use_parts(value: Mapping[str, JsonValue]) -> Iterator[str]:
    for name in ("purpose", "state", "publicationDate", "url"):
        if found := _text(value.get(name)):
            yield found
    params = value.get("params")
    for name, param in params.items() if isinstance(params, dict) else ():
        yield f"{name} {say_value(param)}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
