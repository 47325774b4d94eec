"""One format for what became of writes: of the command line and of every export of the app.

A result is an object `id, operation, outcome, versionBefore, versionAfter, entry, journal`, with
`error` where it did not end as wanted, and `conflict` where somebody else was faster.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, assert_never

from pydantic import JsonValue

from medialib_tui.api.errors import ApiError, FieldError, VersionConflict
from medialib_tui.core.spreadsheet import csv_line, harmless
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.told import say_value
from medialib_tui.model.base import JsonObject
from medialib_tui.model.trace import sent_metadata, touched
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.batch.planning import G, Item
    from medialib_tui.core.batch.writing import Done
    from medialib_tui.model.entry import Entry

FIELDS = (
    "id",
    "operation",
    "outcome",
    "versionBefore",
    "versionAfter",
    "journal",
    "error",
    "note",
)
"""The columns of results as CSV; `error` is its title, `note` says why nothing was sent."""

_OVERWRITE = "Look at what changed; the same command again writes over the present version."
_ANOTHER_VERSION = "Look at what changed; --version with the present version writes over it."


def outcome_of(result: Result) -> Outcome:
    """Applied, not applied or unknown."""
    match result:
        case Saved():
            return Outcome.APPLIED
        case Conflict() | Invalid() | NotApplied():
            return Outcome.NOT_APPLIED
        case Unknown():
            return Outcome.UNKNOWN
        case _:
            assert_never(result)


def well(result: Result, *, good: bool) -> bool | None:
    """Whether a write ended as it was wanted; None where what became of it is not known."""
    return None if isinstance(result, Unknown) else good


def error_of(result: Result) -> ApiError | None:
    """What went wrong; None for a write that is applied and verified."""
    match result:
        case Saved():
            return None
        case Conflict():
            return conflict_error(result)
        case Invalid(error=error) | NotApplied(error=error) | Unknown(error=error):
            return error
        case _:
            assert_never(result)


def error_json(error: ApiError, fields: Iterable[FieldError] | None = None) -> JsonObject:
    """The error object of the JSON contract, without its envelope."""
    return {
        "code": error.code,
        "title": error.title,
        "detail": error.detail,
        "hint": error.hint,
        "status": error.status,
        "fields": [item.to_json() for item in (error.fields if fields is None else fields)],
    }


def result_json(intent: Intent, result: Result, error: JsonObject | None = None) -> JsonObject:
    """The object of a write; `error` in other words than those of `error_of`."""
    entry = _entry_of(result)
    data: JsonObject = {
        "id": intent.entry.id,
        "operation": intent.name,
        "outcome": outcome_of(result).value,
        "versionBefore": intent.entry.version,
        "versionAfter": entry.version if entry is not None else None,
        "entry": entry.sent if entry is not None else None,
        "journal": result.journal,
    }
    if isinstance(result, Saved) and result.added:
        data["added"] = list(result.added)
    if isinstance(result, Conflict):
        data["conflict"] = [*_sides(result)]
    found = error_of(result)
    if error is not None:
        data["error"] = error
    elif found is not None:
        fields = result.fields if isinstance(result, Invalid) else None
        data["error"] = error_json(found, fields)
    return data


def done_json(done: Done[G]) -> JsonObject:
    """The object of one result of a batch."""
    if done.held and isinstance(done.result, Conflict):
        theirs, base = done.result.theirs, done.result.base
        data = held_json(theirs.id, done.intent.name, base.version)
        return data | {"versionAfter": theirs.version, "entry": theirs.sent}
    return result_json(done.intent, done.result)


def held_json(entry_id: str, operation: str, version: int | None) -> JsonObject:
    """The object of an entry that holds what was to be written, so that nothing was sent."""
    data = nothing_json(entry_id, operation, version, version)
    return data | {"outcome": Outcome.APPLIED.value, "nothing": True}


def nothing_json(
    entry_id: str, operation: str | None, before: int | None, after: int | None
) -> JsonObject:
    """The object of an id that was not written."""
    return {
        "id": entry_id,
        "operation": operation,
        "outcome": Outcome.NOT_APPLIED.value,
        "versionBefore": before,
        "versionAfter": after,
        "entry": None,
        "journal": None,
    }


def item_json(item: Item[G], operation: str, *, holds: bool = False) -> JsonObject:
    """The object of an entry of a batch that needs, or gets, no write.

    `holds` where having nothing to do means that the entry is as it was wanted.
    """
    version = item.ground.entry.version if item.ground is not None else None
    data = nothing_json(item.id, operation, version, version)
    if item.error is not None:
        data["error"] = error_json(item.error)
        data["journal"] = item.done.number if item.done else None
    elif item.done is not None:
        data |= {"outcome": Outcome.APPLIED.value, "journal": item.done.number, "already": True}
    elif item.intent is None:
        return held_json(item.id, operation, version) if holds else data | {"nothing": True}
    else:
        data["error"] = error_json(not_sent())
    return data


def not_sent() -> ApiError:
    """Why the rest of a batch was not sent."""
    return ApiError("Not sent: an earlier one failed in a way all others would.")


def csv_row(result: JsonValue) -> list[str]:
    """One result as CSV cells, by FIELDS."""
    data = result if isinstance(result, dict) else {}
    error = data.get("error")
    told = error.get("title") if isinstance(error, dict) else ""
    cells = {**data, "error": told, "note": _note(data)}
    return ["" if cells.get(name) is None else str(cells.get(name)) for name in FIELDS]


def _note(data: JsonObject) -> str:
    if data.get("already"):
        return "done already"
    if not data.get("nothing"):
        return ""
    holds = data.get("outcome") == Outcome.APPLIED.value
    return "as it was wanted already" if holds else "nothing to write"


def as_csv(results: Iterable[JsonObject]) -> Iterator[str]:
    """Results as the lines of a CSV file, its heading first, safe for spreadsheets."""
    for row in (list(FIELDS), *map(csv_row, results)):
        yield csv_line([harmless(cell) for cell in row])


def as_json_lines(results: Iterable[JsonObject]) -> Iterator[str]:
    """Results as JSON lines, which a command takes as ids again."""
    for result in results:
        yield json.dumps(result, ensure_ascii=True, separators=(",", ":")) + "\n"


def _entry_of(result: Result) -> Entry | None:
    match result:
        case Saved(entry=entry) | Unknown(entry=entry):
            return entry
        case Conflict(theirs=theirs):
            return theirs
        case _:
            return None


def conflict_error(result: Conflict) -> VersionConflict:
    """That somebody else changed the entry, and what each side has."""
    now, base = result.theirs.version, result.base.version
    fields = _fields(result)
    if result.usage is not None and (fields or now == base):
        return VersionConflict(
            "The usage log changed since it was read; nothing was applied.",
            hint=f"Look at it, then run the command again: medialib usage list {result.base.id}",
            status=409 if result.journal is not None else None,
            fields=fields,
        )
    return VersionConflict(
        f"Somebody changed the entry in the meantime: it has version {now}, not {base}; "
        "nothing was applied.",
        hint=_OVERWRITE if result.journal is not None else _ANOTHER_VERSION,
        status=409 if result.journal is not None else None,
        fields=fields,
    )


def _fields(result: Conflict) -> tuple[FieldError, ...]:
    if result.usage is not None:
        from medialib_tui.core.usage.stale import stale_uses

        return tuple(FieldError(*said) for use in stale_uses(result) for said in use.said())
    return tuple(
        FieldError(
            str(side["property"]),
            f"yours {say_value(side['mine'])}, on the server {say_value(side['theirs'])}",
        )
        for side in _sides(result)
    )


def _sides(result: Conflict) -> list[JsonObject]:
    if result.usage is not None:
        from medialib_tui.core.usage.stale import stale_uses

        return [use.to_json() for use in stale_uses(result)]
    base, theirs = sent_metadata(result.base), sent_metadata(result.theirs)
    return [
        {
            "property": name,
            "base": base.get(name),
            "mine": step.value,
            "theirs": theirs.get(name),
        }
        for name, step in touched(result.intent.operations).items()
    ]
