"""Whether a take-down can be undone on this server, and what becomes of the files.

2025 Behavior is a switch of the server that no endpoint tells (API reference 4.3): only hints.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from medialib_tui.core.serving import MISSING
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.inverse import Irreversible, inverse
from medialib_tui.model.patch import ReplaceAsset
from medialib_tui.model.trace import trace
from medialib_tui.store.records import Outcome

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence


class Reversible(StrEnum):
    """Whether there is a way back."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Way:
    """The way back: its sentence, what becomes of the files, and what that rests on."""

    reversible: Reversible
    sentence: str
    files: str
    because: tuple[str, ...] = ()


_KEPT = "With 2025 Behavior the files are kept for legal cases and no longer served."
_DELETED = "Without 2025 Behavior the server deletes the files for good."


def way_back(session: Session, evidence: Evidence, operation: str) -> Way:
    """The way back from an operation, named as its command."""
    match operation:
        case "revoke":
            return _revoke(session, evidence)
        case "unrevoke":
            said = "Can be undone: revoke it again; the former note is lost."
            gone = "No file is stored under its key: the server refuses, or shows a broken image."
            files = gone if evidence.check.serving == MISSING else "The files are served again."
            return Way(Reversible.YES, said, files)
        case "archive":
            said = "No way back: the API has no operation that takes an archive back."
            return Way(Reversible.NO, said, "The files stay where they are.")
        case "replace-asset":
            return _replace(evidence)
        case _:
            said = "No way back: the API cannot give a translation its asset again."
            return Way(Reversible.NO, said, "The key stays listed; the file may be deleted.")


def hints(evidence: Evidence) -> tuple[str, ...]:
    """What hints that 2025 Behavior is on, the configuration and the usage log."""
    found = list(evidence.project.behavior_2025_evidence)
    if evidence.check.usage is not None and evidence.check.usage.entries:
        found.append("the usage log has entries")
    if _unrevoked_here(evidence):
        found.append("an unrevoke from this machine was applied")
    return tuple(found)


def _strong(evidence: Evidence) -> bool:
    """Whether a hint is more than a setting that may lie idle, as a deletion routine can."""
    center = evidence.project.media_center
    return bool(
        evidence.project.purposes
        or center.license_profiles.profiles
        or (evidence.check.usage is not None and evidence.check.usage.entries)
        or _unrevoked_here(evidence)
    )


def _unrevoked_here(evidence: Evidence) -> bool:
    undone = ("unrevokeAsset", Outcome.APPLIED)
    return any((act.operation, act.outcome) == undone for act in evidence.known.acts)


def _revoke(session: Session, evidence: Evidence) -> Way:
    found = hints(evidence)
    unrevoke = session.supports(Capability.UNREVOKE)
    if unrevoke.support is Support.NO:
        said = f"No way back here: this server has no unrevoke. {unrevoke.reason}"
        files = f"{_KEPT} {_DELETED}" if found else _DELETED
        return Way(Reversible.NO, said, files, (*found, unrevoke.reason))
    if _strong(evidence) and unrevoke.support is Support.YES:
        said = f"Can be undone with unrevoke: 2025 Behavior seems on ({_listed(found)})."
        return Way(Reversible.YES, said, _KEPT, found)
    if found:
        reason = f" {unrevoke.reason}" if unrevoke.reason else ""
        said = f"Perhaps no way back: 2025 Behavior may be on ({_listed(found)}).{reason}"
        return Way(Reversible.UNKNOWN, said, f"{_KEPT} {_DELETED}", (*found, unrevoke.reason))
    why = _nothing_found(evidence)
    said = f"Take it as final: {why}, and without it a revoke cannot be undone."
    return Way(Reversible.UNKNOWN, said, _DELETED, (why,))


def _nothing_found(evidence: Evidence) -> str:
    if not evidence.project.known:
        return f"whether 2025 Behavior is on is not known ({evidence.project.unknown_because})"
    return "nothing hints at 2025 Behavior"


def _replace(evidence: Evidence) -> Way:
    step = ReplaceAsset(value={})
    found = inverse(step, trace(evidence.entry, [step]))
    files = "The former file stays in storage."
    if isinstance(found, Irreversible):
        return Way(Reversible.NO, f"No way back: {found.reason}.", files)
    return Way(Reversible.YES, "Can be undone: the former asset is put back.", files)


def _listed(items: tuple[str, ...]) -> str:
    return ", ".join(items)
