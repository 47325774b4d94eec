"""The report of a take-down: what was seen, when, by whom, and hashes to verify it by later."""

from __future__ import annotations

import asyncio
import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.core.writing.intent import Conflict, Result, Saved, Unknown
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import now_iso
from medialib_tui.store import chain
from medialib_tui.store.errors import StoreError
from medialib_tui.store.person import this_person
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.core.takedown.plan import Plan
    from medialib_tui.core.takedown.proof import Proof
    from medialib_tui.store.records import Record

FORMAT = 1
"""The version of the JSON form."""


@dataclass(frozen=True, slots=True)
class Report:
    """One entry's report; `data` is its JSON form, hashes included."""

    evidence: Evidence
    plan: Plan | None
    result: Result | None
    proof: Proof | None
    record: Record | None
    who: str
    when: str
    data: JsonObject


def report(
    evidence: Evidence,
    result: Result | None,
    proof: Proof | None,
    *,
    who: str,
    when: str,
    plan: Plan | None = None,
    record: Record | None = None,
) -> Report:
    """Put the report together; without a result it is the report of a check."""
    seen = evidence_json(evidence)
    data: JsonObject = {
        "report": "medialib take-down",
        "format": FORMAT,
        "id": evidence.entry.id,
        "title": evidence.entry.title,
        "server": {
            "name": evidence.server_name,
            "url": evidence.server_url,
            "apiVersion": evidence.api_version,
        },
        "who": who,
        "when": when,
        "plan": None if plan is None else _plan_json(plan),
        "write": None if result is None else _write_json(result, record),
        "evidence": seen,
        "proof": None if proof is None else proof.to_json(),
        "journal": None if record is None else {"number": record.number, "hash": record.hash},
    }
    data["hashes"] = {
        "algorithm": "SHA-256 over canonical JSON (sorted keys, no white space, ASCII)",
        "evidence": digest(seen),
        "report": digest(data),
    }
    return Report(evidence, plan, result, proof, record, who, when, data)


async def report_of(
    session: Session,
    evidence: Evidence,
    result: Result | None,
    proof: Proof | None,
    *,
    plan: Plan | None = None,
) -> Report:
    """The report of what was just done, by this person, with its journal record."""
    number = result.journal if result is not None else None
    record = await asyncio.to_thread(_record, session, number)
    who, when = this_person().who, now_iso()
    return report(evidence, result, proof, who=who, when=when, plan=plan, record=record)


def to_json(made: Report) -> JsonObject:
    """The JSON form."""
    return made.data


def to_markdown(made: Report) -> str:
    """The Markdown form; nothing of the data can act in it."""
    from medialib_tui.core.takedown.markdown import markdown

    return markdown(made)


def evidence_json(evidence: Evidence) -> JsonObject:
    """What was seen, all of it, as the hash covers it."""
    return {
        "entry": evidence.entry.sent,
        "check": evidence.check.to_json(),
        "usageLog": (
            None
            if evidence.check.usage is None
            else [row.sent for row in evidence.check.usage.entries]
        ),
        "sources": [source.to_json() for source in evidence.sources],
        "keys": [key.to_json() for key in evidence.keys],
        "invalid": evidence.invalid,
        "upwards": evidence.upwards.to_json() if evidence.upwards else None,
        "beside": evidence.beside.to_json() if evidence.beside else None,
        "knownHere": [act.to_json() for act in evidence.known.acts],
        "server": {"url": evidence.server_url, "apiVersion": evidence.api_version},
    }


def digest(data: JsonObject) -> str:
    """SHA-256 over the canonical JSON, in hexadecimal; what JSON cannot hold counts as text."""
    try:
        text = chain.canonical(data)
    except ValueError:
        text = chain.canonical({"data": _finite(data)})
    return hashlib.sha256(text.encode()).hexdigest()


def _finite(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _finite(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def outcome_of(result: Result) -> Outcome:
    """Applied, not applied or unknown."""
    if isinstance(result, Saved):
        return Outcome.APPLIED
    return Outcome.UNKNOWN if isinstance(result, Unknown) else Outcome.NOT_APPLIED


def _plan_json(plan: Plan) -> JsonObject:
    return {
        "operation": plan.operation.value,
        "reversible": plan.way.reversible.value,
        "wayBack": plan.way.sentence,
        "files": plan.way.files,
        "because": list(plan.way.because),
        "warnings": list(plan.warnings),
        "effects": list(plan.effects),
    }


def _write_json(result: Result, record: Record | None) -> JsonObject:
    error: JsonValue = None
    match result:
        case Conflict(theirs=theirs):
            error = f"the entry was changed in the meantime (version {theirs.version})"
        case Saved():
            pass
        case _:
            error = " ".join(filter(None, (result.error.title, result.error.detail)))
    return {
        **sent_json(record),
        "outcome": outcome_of(result).value,
        "versionAfter": record.version_after if record else None,
        "settledAt": record.settled_at if record else None,
        "detail": record.detail if record else "",
        "error": error,
    }


def sent_json(record: Record | None) -> JsonObject:
    """What was sent, when and by whom: what no later record of the journal changes."""
    return {
        "operation": record.operation if record else None,
        "versionBefore": record.version_before if record else None,
        "sentAt": record.at if record else None,
        "by": record.who if record else None,
        "request": record.body if record else None,
        "note": _note(record) if record else "",
    }


def _note(record: Record) -> str:
    """The note as it was sent: kept here, because no endpoint gives it back."""
    from medialib_tui.core.takedown.known import acts

    return next((act.note for act in acts([record]) if act.note), "")


def _record(session: Session, number: int | None) -> Record | None:
    if number is None:
        return None
    try:
        return session.journal.get(number)
    except StoreError:
        return None
