"""The sources of an evidence as rows: what each said, when, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from medialib_tui.core.check import Listed, NotChecked
from medialib_tui.core.takedown.keys import AssetKey
from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import parse_date

if TYPE_CHECKING:
    from medialib_tui.core.takedown.evidence import Evidence

State = Literal["read", "partial", "failed", "not-offered", "not-asked"]


@dataclass(frozen=True, slots=True)
class Source:
    """One source: what it said, when it was read (ISO 8601), and how that went.

    `name` is stable; `partial` tells that it was read in part, `reason` why or what is missing.
    """

    name: str
    label: str
    state: State
    said: str
    read_at: str
    reason: str = ""

    def age(self, now: datetime | None = None) -> float | None:
        """Seconds since it was read; None where it was not."""
        moment = parse_date(self.read_at)
        if moment is None:
            return None
        return max(0.0, ((now or datetime.now(UTC)) - moment).total_seconds())

    def to_json(self) -> JsonObject:
        """The source in the report."""
        return {
            "source": self.name,
            "state": self.state,
            "said": self.said,
            "readAt": self.read_at or None,
            "reason": self.reason,
        }


def sources(evidence: Evidence) -> tuple[Source, ...]:
    """Every source in reading order."""
    return tuple(_all(evidence))


def _all(evidence: Evidence) -> Iterator[Source]:
    found = evidence.check
    missed = {item.source: item for item in found.not_checked}
    times = found.read_at
    entry = found.entry
    version = "not told" if entry.version is None else str(entry.version)
    yield Source("entry", "Entry", "read", f"version {version}", times.get("entry", ""))
    for name, label, listed in (
        ("documents", "Documents", found.documents),
        ("media", "Media", found.media),
    ):
        state, said, reason = _list(listed, missed.get(name))
        yield Source(name, label, state, said, times.get(name, ""), reason)
    yield _upwards(evidence)
    yield _beside(evidence)
    yield _usage(evidence, missed.get("usageLog"))
    yield _license(evidence)
    yield _validity(evidence)
    yield _keys(evidence, missed.get("keys"))
    serving = found.serving
    state = "read" if serving.state != "unknown" else "failed" if serving.failed else "not-offered"
    said = "not known" if serving.state == "unknown" else serving.state
    at = times.get("serveState", "")
    yield Source("serveState", "Serve state", state, said, at, serving.sentence)


def _list(listed: Listed, missed: NotChecked | None) -> tuple[State, str, str]:
    if listed.error is not None:
        state = _why(missed)
        return ("partial" if listed.rows else state), listed.count(), listed.error.title
    if listed.truncated:
        return "partial", listed.count(), "further pages were not read"
    said = listed.count() if listed.rows else "none found"
    return "read", said, ""


def _why(missed: NotChecked | None) -> State:
    return "not-offered" if missed is not None and not missed.failed else "failed"


def _upwards(evidence: Evidence) -> Source:
    found = evidence.upwards
    if found is None:
        if evidence.check.media.error is None and not evidence.check.media.rows:
            at = evidence.check.read_at.get("media", "")
            return Source("upwards", "Media upwards", "read", "no media hold this entry", at)
        reason = "media that hold this entry were not followed further"
        return Source("upwards", "Media upwards", "not-asked", "not followed", "", reason)
    state: State = "read" if found.whole else "partial"
    return Source("upwards", "Media upwards", state, found.sentence(), found.read_at)


def _beside(evidence: Evidence) -> Source:
    found = evidence.beside
    label = "Same publications"
    if found is None:
        reason = "the other media of these publications were not listed"
        return Source("beside", label, "not-asked", "not listed", "", reason)
    state: State = "partial" if found.left or found.failed else "read"
    return Source("beside", label, state, found.sentence(), found.read_at)


def _usage(evidence: Evidence, missed: NotChecked | None) -> Source:
    usage = evidence.check.usage
    at = evidence.check.read_at.get("usageLog", "")
    if usage is None:
        reason = missed.reason if missed else ""
        return Source("usageLog", "Usage log", _why(missed), "not known", at, reason)
    said = f"{usage.confirmed:,} confirmed, {usage.pending:,} pending"
    purposes = ", ".join(f"{name or '?'} {count:,}" for name, count in usage.by_purpose.items())
    return Source("usageLog", "Usage log", "read", said, at, purposes)


def _license(evidence: Evidence) -> Source:
    at = evidence.check.read_at.get("entry", "")
    if not evidence.project.known:
        reason = evidence.project.unknown_because
        return Source("license", "License", "not-offered", "not known", at, reason)
    found = evidence.check.license
    if found is None:
        return Source("license", "License", "read", "no license profile", at)
    if found.rules is None:
        return Source("license", "License", "partial", found.label, at, "it is not configured")
    rules = "; ".join(f"{purpose}: {rule}" for purpose, rule in found.rules)
    enforced = "" if found.enforced else " (not enforced)"
    return Source("license", "License", "read", found.label + enforced, at, rules)


def _validity(evidence: Evidence) -> Source:
    at = evidence.check.read_at.get("entry", "")
    if not evidence.project.known:
        reason = evidence.project.unknown_because
        return Source("validity", "Validity", "not-offered", "not known", at, reason)
    said = evidence.invalid or "valid by its metadata"
    return Source("validity", "Validity", "read", said, at)


def _keys(evidence: Evidence, missed: NotChecked | None) -> Source:
    at = evidence.check.read_at.get("keys", "")
    if evidence.check.keys is None:
        said = _count(evidence.keys)
        state = "partial" if evidence.keys and _why(missed) == "not-offered" else _why(missed)
        reason = f"only those the entry names: {missed.reason}" if missed else ""
        return Source("keys", "Asset keys", state, said, at, reason)
    kinds = ", ".join(key.label for key in evidence.keys[:4])
    more = ", …" if len(evidence.keys) > 4 else ""
    return Source("keys", "Asset keys", "read", _count(evidence.keys), at, kinds + more)


def _count(keys: tuple[AssetKey, ...]) -> str:
    return "1 key" if len(keys) == 1 else f"{len(keys):,} keys"
