"""How a write ended: as data, in words, as an exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from pydantic import JsonValue

from medialib_tui.api.errors import FieldError, VersionConflict
from medialib_tui.cli.exits import Exit, Problem, problem
from medialib_tui.cli.output import Form
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.told import Step, say_value, told_intent
from medialib_tui.model.base import JsonObject
from medialib_tui.model.trace import sent_metadata, touched
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.model.entry import Entry

CSV_FIELDS = ("id", "operation", "outcome", "versionBefore", "versionAfter", "journal", "error")

_OVERWRITE = "Look at what changed; the same command again writes over the present version."
_ANOTHER_VERSION = "Look at what changed; --version with the present version writes over it."


def show_result(call: Call, intent: Intent, result: Result) -> Exit:
    """Print what became of a write, and the exit code that says so."""
    found = problem_of(result)
    data = to_json(intent, result, found)
    if found is not None:
        call.narrator.failed(found)
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(data)
    elif call.out.form is Form.CSV:
        cells: dict[str, JsonValue] = {**data, "error": found.title if found else ""}
        row = ["" if cells.get(name) is None else str(cells.get(name)) for name in CSV_FIELDS]
        call.out.csv([CSV_FIELDS, row])
    elif isinstance(result, Saved):
        _say_saved(call, intent, result)
    return Exit.DONE if found is None else found.leave


def show_held(call: Call, intent: Intent) -> Exit:
    """Say that the entry holds what was asked for already, so that nothing was sent."""
    version = intent.entry.version
    call.narrator.say("The entry holds this already; nothing was sent.")
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(
            {
                "id": intent.entry.id,
                "operation": intent.name,
                "outcome": Outcome.APPLIED.value,
                "versionBefore": version,
                "versionAfter": version,
                "entry": intent.entry.sent,
                "journal": None,
            }
        )
    return Exit.DONE


def to_json(intent: Intent, result: Result, found: Problem | None) -> JsonObject:
    """The object of a write; `error` is there where it did not end as wanted."""
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
    if found is not None:
        data["error"] = found.to_json()
    return data


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


def problem_of(result: Result) -> Problem | None:
    """What went wrong, with its exit code; None for a write that is applied and verified."""
    match result:
        case Saved():
            return None
        case Conflict():
            return problem(_conflict(result))
        case Invalid(error=error, fields=fields):
            return replace(problem(error), leave=Exit.FAILED, fields=fields)
        case NotApplied(error=error):
            return problem(error)
        case Unknown(error=error):
            return replace(problem(error), leave=Exit.UNKNOWN)
        case _:
            assert_never(result)


def say_versions(before: int | None, after: int | None) -> str:
    """From which version to which."""
    return f"version {'?' if before is None else before} → {'?' if after is None else after}"


def _say_saved(call: Call, intent: Intent, result: Saved) -> None:
    versions = say_versions(result.version_before, result.version_after)
    call.out.line(
        ("Applied and verified", "good"),
        f": {intent.entry.id}, {versions}, journal {result.journal}",
    )
    say_steps(call, told_intent(intent))
    for row in result.added:
        call.out.line("  usage-log entry ", (row, "bold"))


def say_steps(call: Call, steps: Sequence[Step]) -> None:
    """One line an operation."""
    for step in steps:
        call.out.line(f"  {step.line}")


def _entry_of(result: Result) -> Entry | None:
    match result:
        case Saved(entry=entry) | Unknown(entry=entry):
            return entry
        case Conflict(theirs=theirs):
            return theirs
        case _:
            return None


def _conflict(result: Conflict) -> VersionConflict:
    now, base = result.theirs.version, result.base.version
    if result.usage is not None and now == base:
        return VersionConflict(
            "The usage log changed since it was read; nothing was applied.",
            hint="Look at it, and run the command again: medialib usage list",
            fields=_fields(result),
        )
    return VersionConflict(
        f"Somebody changed the entry in the meantime: it has version {now}, not {base}; "
        "nothing was applied.",
        hint=_OVERWRITE if result.journal is not None else _ANOTHER_VERSION,
        status=409 if result.journal is not None else None,
        fields=_fields(result),
    )


def _fields(result: Conflict) -> tuple[FieldError, ...]:
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
