"""Whether a take-down can be undone on this server, and what becomes of the files.

2025 Behavior is a switch of the server that no endpoint tells (API reference 4.3): only hints.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

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


_KEPT = "The files are kept for legal cases and no longer served."
_DELETED = "Without 2025 Behavior the server deletes the files for good."


def way_back(session: Session, evidence: Evidence, operation: str) -> Way:
    """The way back from an operation, named as its command."""
    match operation:
        case "revoke":
            return _revoke(session, evidence)
        case "unrevoke":
            said = "Can be undone: revoke it again; the former note is lost."
            return Way(Reversible.YES, said, "The files are served again.")
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
    undone = ("unrevokeAsset", Outcome.APPLIED)
    if any((act.operation, act.outcome) == undone for act in evidence.known.acts):
        found.append("an unrevoke from this machine was applied")
    return tuple(found)


def _revoke(session: Session, evidence: Evidence) -> Way:
    found = hints(evidence)
    unrevoke = session.supports(Capability.UNREVOKE)
    if unrevoke.support is Support.NO:
        said = f"No way back here: this server has no unrevoke. {unrevoke.reason}"
        files = _KEPT if found else f"What becomes of the files is not known. {_DELETED}"
        return Way(Reversible.NO, said, files, (*found, unrevoke.reason))
    if found and unrevoke.support is Support.YES:
        said = f"Can be undone with unrevoke: 2025 Behavior seems on ({_listed(found)})."
        return Way(Reversible.YES, said, _KEPT, found)
    if found:
        said = f"Perhaps: 2025 Behavior seems on ({_listed(found)}). {unrevoke.reason}"
        return Way(Reversible.UNKNOWN, said, _KEPT, (*found, unrevoke.reason))
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
