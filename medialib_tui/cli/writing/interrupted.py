"""A write that a person interrupted: what is certain about it, from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.cli.exits import Exit, Problem
from medialib_tui.cli.output import Form
from medialib_tui.model.base import JsonObject
from medialib_tui.store.database import Database
from medialib_tui.store.journal import Journal
from medialib_tui.store.paths import paths
from medialib_tui.store.records import Outcome, Record

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.writing.intent import Intent


def show_interrupted(call: Call, intent: Intent) -> Exit:
    """Say what became of the write as far as it is known: 9 where it is not, else 130."""
    data, found = interrupted(call, intent)
    call.narrator.failed(found)
    if call.out.form in (Form.JSON, Form.JSONL):
        call.out.data(data)
    return found.leave


def interrupted(call: Call, intent: Intent) -> tuple[JsonObject, Problem]:
    """What the journal knows of an interrupted write: as data and in words."""
    record = Journal(Database(paths(call.environ).database)).of_key(intent.key)
    found = _problem(record)
    return _to_json(intent, record, found), found


def _problem(record: Record | None) -> Problem:
    if record is None:
        return Problem(Exit.INTERRUPTED, "interrupted", "Interrupted; nothing was sent.")
    if record.outcome in (Outcome.APPLIED, Outcome.NOT_APPLIED):
        outcome = "applied" if record.outcome is Outcome.APPLIED else "not applied"
        said = f"Interrupted; the write was {outcome} (journal {record.number})."
        return Problem(Exit.INTERRUPTED, "interrupted", said)
    return Problem(
        Exit.UNKNOWN,
        "outcome-unknown",
        f"Interrupted; what became of the write is not known yet (journal {record.number}).",
        hint="The next medialib command reads the entry again and says so.",
    )


def _to_json(intent: Intent, record: Record | None, found: Problem) -> JsonObject:
    outcome = Outcome.NOT_APPLIED if record is None else record.outcome or Outcome.UNKNOWN
    return {
        "id": intent.entry.id,
        "operation": intent.name,
        "outcome": outcome.value,
        "versionBefore": intent.entry.version,
        "versionAfter": record.version_after if record else None,
        "entry": None,
        "journal": record.number if record else None,
        "error": found.to_json(),
    }
