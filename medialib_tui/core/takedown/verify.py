"""A report read again: whether it is as it was written, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.errors import BadInput
from medialib_tui.core.takedown.report import FORMAT, digest, evidence_json, sent_json
from medialib_tui.model.base import JsonObject
from medialib_tui.store.errors import StoreError
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.takedown.evidence import Evidence
    from medialib_tui.store.journal import Journal
    from medialib_tui.store.records import Record

LARGEST = 200_000_000
"""Bytes of the largest report that is read."""

_HINT = "--report FILE.json writes one."


@dataclass(frozen=True, slots=True)
class Verified:
    """What a report is worth: `broken` says what does not hold, `unknown` what cannot be told.

    `changes` compare what was seen then with what is seen now.
    """

    id: str
    when: str
    broken: tuple[str, ...]
    unknown: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything that can be told holds."""
        return not self.broken

    def to_json(self) -> JsonObject:
        """The finding as `check --against` prints it."""
        return {
            "reportedAt": self.when,
            "sound": self.sound,
            "broken": list(self.broken),
            "notVerifiable": list(self.unknown),
            "changes": list(self.changes),
        }


def read_reports(data: bytes) -> tuple[JsonObject, ...]:
    """The reports of a JSON file. Raises BadInput."""
    if len(data) > LARGEST:
        raise BadInput("This report is too large to be read.")
    try:
        value: JsonValue = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(
            "This is not a report in JSON.", hint="--report FILE.json wrote it."
        ) from None
    found = value if isinstance(value, list) else [value]
    reports = tuple(item for item in found if isinstance(item, dict) and "evidence" in item)
    if not reports or len(reports) != len(found):
        raise BadInput("This JSON is no take-down report.", hint=_HINT)
    return reports


def verify(report: JsonObject, evidence: Evidence, journal: Journal | None) -> Verified:
    """Check the hashes and the journal record, and compare with what is seen now.

    Blocking, because it reads the journal.
    """
    broken = list(_broken_hashes(report))
    unknown: list[str] = []
    if report.get("format") != FORMAT:
        unknown.append("it was written by another version of this program")
    found = _journal(report, journal)
    if found is not None:
        (broken if found[0] else unknown).append(found[1])
    seen = report.get("evidence")
    before = seen if isinstance(seen, dict) else {}
    return Verified(
        id=str(report.get("id")),
        when=str(report.get("when")),
        broken=tuple(broken),
        unknown=tuple(unknown),
        changes=tuple(_changes(before, evidence_json(evidence))),
    )


def _broken_hashes(report: JsonObject) -> Iterator[str]:
    hashes = report.get("hashes")
    said = hashes if isinstance(hashes, dict) else {}
    evidence = report.get("evidence")
    if not isinstance(evidence, dict) or digest(evidence) != said.get("evidence"):
        yield "the evidence is not as it was written"
    rest = {name: value for name, value in report.items() if name != "hashes"}
    if digest(rest) != said.get("report"):
        yield "the report is not as it was written"


def _journal(report: JsonObject, journal: Journal | None) -> tuple[bool, str] | None:
    """A complaint about the journal record, and whether it speaks against the report."""
    said = report.get("journal")
    if not isinstance(said, dict):
        return None
    number, wanted = said.get("number"), said.get("hash")
    if journal is None:
        return False, "there is no journal here"
    try:
        chain = journal.verify()
        here = any(row["hash"] == wanted for row in journal.export())
        found = number if isinstance(number, int) and 0 < number <= chain.count else 0
        record = journal.get(found)
    except StoreError as error:
        return False, f"the journal cannot be read: {error.title}"
    if not here:
        return False, f"the record (journal {number}) is not in the journal of this machine"
    if not chain.sound:
        return True, f"the journal does not hold: {chain.why}"
    if record is None or not _tells_of(report, record):
        return True, f"the journal (record {number}) tells of another write than the report"
    return None


def _tells_of(report: JsonObject, record: Record) -> bool:
    """Whether what the report says was sent is what the record says, whatever came of it since."""
    told = _inner(report, "write")
    if record.outcome is not None and told.get("outcome") not in (record.outcome, Outcome.UNKNOWN):
        return False
    same = all(told.get(name) == value for name, value in sent_json(record).items())
    return same and report.get("id") == record.entry_id


def _changes(before: JsonObject, now: JsonObject) -> Iterator[str]:
    then, here = _inner(before, "check"), _inner(now, "check")
    for label, name in (
        ("version", "entryVersion"),
        ("serve state", "serveState"),
        ("verdict", "verdict"),
    ):
        if then.get(name) != here.get(name):
            yield f"{label}: {_say(then.get(name))} then, {_say(here.get(name))} now"
    for name in ("documents", "media"):
        yield from _listed(name, _inner(then, name), _inner(here, name))
    yield from _set("usage log", _ids(before.get("usageLog")), _ids(now.get("usageLog")))
    yield from _set("asset keys", _keys(then), _keys(here))
    if before.get("invalid") != now.get("invalid"):
        yield f"validity: {_say(before.get('invalid'))} then, {_say(now.get('invalid'))} now"


def _listed(name: str, then: JsonObject, now: JsonObject) -> Iterator[str]:
    if not then or not now:
        if then or now:
            yield f"{name}: readable only {'then' if then else 'now'}"
        return
    yield from _set(name, _ids(then.get("results")), _ids(now.get("results")))
    if then.get("total") != now.get("total"):
        yield f"{name}: {_say(then.get('total'))} in all then, {_say(now.get('total'))} now"


def _set(name: str, then: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    new = [one for one in now if one not in set(then)]
    gone = [one for one in then if one not in set(now)]
    for word, ids in (("new", new), ("no longer there", gone)):
        if ids:
            more = f" and {len(ids) - 10:,} more" if len(ids) > 10 else ""
            yield f"{name}: {word}: {', '.join(ids[:10])}{more}"


def _ids(value: JsonValue) -> list[str]:
    rows = value if isinstance(value, list) else []
    return [str(row.get("id")) for row in rows if isinstance(row, dict)]


def _keys(check: JsonObject) -> list[str]:
    keys = check.get("keys")
    return [str(key) for key in keys] if isinstance(keys, list) else []


def _inner(value: JsonObject, name: str) -> JsonObject:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _say(value: JsonValue) -> str:
    return "none" if value is None else str(value)
