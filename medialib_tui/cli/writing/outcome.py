"""How a write ended: as data, in words, as an exit code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from medialib_tui.cli.exits import Exit, Problem, problem
from medialib_tui.cli.output import Form
from medialib_tui.core.batch.results import FIELDS, conflict_error, csv_row, result_json
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    Result,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.told import Step, told_intent
from medialib_tui.model.base import JsonObject
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call


def show_result(call: Call, intent: Intent, result: Result) -> Exit:
    """Print what became of a write, and the exit code that says so."""
    found = problem_of(result)
    data = to_json(intent, result, found)
    if found is not None:
        call.narrator.failed(found)
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(data)
    elif call.out.form is Form.CSV:
        call.out.csv([FIELDS, csv_row(data)])
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
    return result_json(intent, result, found.to_json() if found is not None else None)


def problem_of(result: Result) -> Problem | None:
    """What went wrong, with its exit code; None for a write that is applied and verified."""
    match result:
        case Saved():
            return None
        case Conflict():
            return problem(conflict_error(result))
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
