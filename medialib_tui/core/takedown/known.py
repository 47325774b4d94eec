"""What this machine knows of an entry's state from its own journal.

No endpoint gives back a revoke note or who revoked (API reference 5.1): this is local knowledge,
and marked as such wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.model.base import JsonObject
from medialib_tui.store.errors import StoreError
from medialib_tui.store.records import Outcome, Record

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

_LOOKED_AT = 200
_NAMES = frozenset({"revokeAsset", "unrevokeAsset", "archive"})


@dataclass(frozen=True, slots=True)
class Act:
    """One take-down write of this machine: what, when, by whom, with which note, how it ended."""

    operation: str
    at: str
    who: str
    journal: int
    outcome: Outcome | None
    note: str = ""
    version_after: int | None = None

    def sentence(self) -> str:
        """The write in one line."""
        ended = {
            Outcome.APPLIED: "",
            Outcome.NOT_APPLIED: ", not applied",
            Outcome.UNKNOWN: ", outcome not known",
            None: ", outcome still open",
        }[self.outcome]
        said = {"revokeAsset": "revoked", "unrevokeAsset": "unrevoked", "archive": "archived"}
        note = f", note “{self.note}”" if self.note else ""
        what = said.get(self.operation, self.operation)
        return f"{what} from this machine by {self.who}{note} (journal {self.journal}{ended})"

    def to_json(self) -> JsonObject:
        """The write in the report."""
        return {
            "operation": self.operation,
            "at": self.at,
            "who": self.who,
            "note": self.note,
            "journal": self.journal,
            "outcome": self.outcome.value if self.outcome else "open",
        }


@dataclass(frozen=True, slots=True)
class Known:
    """The take-down writes of this machine to one entry, newest first.

    `why_not` says why the journal could not be read; somebody else may have written since.
    """

    acts: tuple[Act, ...] = ()
    why_not: str = ""

    @property
    def revoked(self) -> Act | None:
        """The applied revoke that no applied unrevoke of this machine followed."""
        for act in self.acts:
            if act.outcome is Outcome.APPLIED and act.operation != "archive":
                return act if act.operation == "revokeAsset" else None
        return None

    @property
    def archived(self) -> Act | None:
        """The applied archive, which has no way back."""
        applied = (act for act in self.acts if act.outcome is Outcome.APPLIED)
        return next((act for act in applied if act.operation == "archive"), None)

    @property
    def unsure(self) -> Act | None:
        """The newest write, where what became of it is not known."""
        newest = next((act for act in self.acts if act.outcome is not Outcome.NOT_APPLIED), None)
        return newest if newest and newest.outcome is not Outcome.APPLIED else None

    @property
    def note(self) -> str:
        """The note this machine revoked with, empty where there is none."""
        return self.revoked.note if self.revoked else ""


def known_here(session: Session, entry_id: str) -> Known:
    """Read the journal; blocking, so call it in a thread."""
    try:
        records = session.journal.list(session.server.url, entry_id, limit=_LOOKED_AT)
    except StoreError as error:
        return Known(why_not=error.title)
    return Known(tuple(acts(records)))


def acts(records: Iterable[Record]) -> Iterable[Act]:
    """The take-down operations among journalled writes."""
    for record in records:
        steps = record.body.get("patches")
        for step in reversed(steps) if isinstance(steps, list) else ():
            if not isinstance(step, dict):
                continue
            name, note = step.get("operation"), step.get("note")
            if isinstance(name, str) and name in _NAMES:
                said = note if isinstance(note, str) else ""
                after = record.version_after
                yield Act(name, record.at, record.who, record.number, record.outcome, said, after)
