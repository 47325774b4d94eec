"""What a take-down will do, said before it is done: the way back, the files, what is lacking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from medialib_tui.core.check import Verdict
from medialib_tui.core.serving import MISSING
from medialib_tui.core.takedown.guards import typed_end
from medialib_tui.core.takedown.reversal import Reversible, Way, way_back
from medialib_tui.model.capability import Capability, Support, Supported
from medialib_tui.model.entry import Entry

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence


class TakeDown(StrEnum):
    """The writes of this package, named as their commands."""

    REVOKE = "revoke"
    UNREVOKE = "unrevoke"
    ARCHIVE = "archive"
    REPLACE_ASSET = "replace-asset"
    REMOVE_ASSET = "remove-asset"

    @property
    def capability(self) -> Capability:
        """What a server has to offer for it."""
        return Capability(self.value)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will happen. `possible` and `note` say whether it, and a note, can be sent at all.

    `typed` is what a person types in production, empty elsewhere. `warnings` are for consent,
    `effects` say what the server does.
    """

    operation: TakeDown
    entry: Entry
    possible: Supported
    note: Supported
    way: Way
    effects: tuple[str, ...]
    warnings: tuple[str, ...]
    typed: str

    @property
    def reversible(self) -> Reversible:
        """Whether it can be undone on this server."""
        return self.way.reversible

    def lines(self) -> tuple[str, ...]:
        """Everything to be read before consenting, most important first."""
        return (*self.warnings, self.way.sentence, *self.effects)


def supported(session: Session, operation: TakeDown) -> Supported:
    """Whether the operation can be used here; a read-only server takes none."""
    if session.server.read_only:
        return Supported(Support.NO, f"{session.server.name} is set to read-only.")
    return session.supports(operation.capability)


def plan(session: Session, evidence: Evidence, operation: TakeDown = TakeDown.REVOKE) -> Plan:
    """What `operation` will do to the entry, as far as the evidence tells; nothing is sent."""
    note = session.supports(Capability.REVOKE_NOTE)
    if operation is not TakeDown.REVOKE:
        note = Supported(Support.NO, f"{operation.value} takes no note.")
    return Plan(
        operation=operation,
        entry=evidence.entry,
        possible=supported(session, operation),
        note=note,
        way=way_back(session, evidence, operation.value),
        effects=tuple(_effects(evidence, operation)),
        warnings=tuple(_warnings(session, evidence, operation)),
        typed=typed_end([evidence.entry.id]) if session.server.production else "",
    )


def _effects(evidence: Evidence, operation: TakeDown) -> Iterator[str]:
    match operation:
        case TakeDown.REVOKE:
            if evidence.check.documents.rows or evidence.check.media.rows:
                yield "Documents and media that hold it are not edited; they show a gap or a copy."
            yield "CDN and image caches keep their copies until they are purged."
        case TakeDown.UNREVOKE:
            if evidence.check.serving != MISSING:
                yield "The asset is served again to everybody."
            yield "The revoke note is dropped."
        case TakeDown.ARCHIVE:
            yield "It leaves the search index and the dashboards; uses and asset stay as they are."
            yield "This is not the editor's “Store in Archive”: that one protects, this one hides."
            yield "The asset stays served: archive takes nothing down."
        case TakeDown.REPLACE_ASSET:
            yield "The entry points at another file; documents that hold it show that file."
            yield "The former file stays in storage, its key stays listed."
        case TakeDown.REMOVE_ASSET:
            yield "The translation loses its own file; what is shown there is the main language's."


def _warnings(session: Session, evidence: Evidence, operation: TakeDown) -> Iterator[str]:
    found = evidence.check
    if found.verdict is not Verdict.NONE_FOUND and operation is not TakeDown.UNREVOKE:
        yield found.sentence()
    if evidence.known.unsure is not None:
        yield f"Not settled: {evidence.known.unsure.sentence()}."
    if operation is TakeDown.REVOKE:
        yield from _revoke_warnings(evidence)
    elif operation is TakeDown.UNREVOKE and found.serving.state == "served":
        yield "It is served: most likely it is not revoked."
    elif operation is TakeDown.ARCHIVE and evidence.project.behavior_2025_evidence:
        yield "With 2025 Behavior, what archive does is not documented; the editor has no such act."
    if operation in (TakeDown.REPLACE_ASSET, TakeDown.ARCHIVE) and evidence.known.revoked:
        yield f"It is {evidence.known.revoked.sentence()}."
    if reason := session.supports(operation.capability).reason:
        yield reason


def _revoke_warnings(evidence: Evidence) -> Iterator[str]:
    if (known := evidence.known.revoked) is not None:
        yield f"Already {known.sentence()}; an existing note is never overwritten."
    elif likely_revoked(evidence):
        yield "Most likely revoked already: it is not served, and its metadata say nothing of why."
    elif evidence.check.serving.state == "blocked":
        yield f"Not served already: {evidence.invalid}; whether it is revoked too is not known."


def likely_revoked(evidence: Evidence) -> bool:
    """Whether it is blocked although its metadata do not make it invalid."""
    return (
        evidence.check.serving.state == "blocked"
        and evidence.invalid is None
        and evidence.project.known
    )
