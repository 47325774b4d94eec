"""A change of a use by somebody else, found before a write of it was sent."""

from __future__ import annotations

from dataclasses import dataclass

from medialib_tui.core.writing.intent import Conflict
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.patch import RemoveUsageLogEntry, UpdateUsageLogEntry
from medialib_tui.model.usage import UsageLogEntry


@dataclass(frozen=True, slots=True)
class StaleUse:
    """One use: as it was seen, as it is now (None: gone), as it was to become (None: removed)."""

    id: str
    base: UsageLogEntry | None
    theirs: UsageLogEntry | None
    mine: JsonObject | None

    def to_json(self) -> JsonObject:
        """The three sides under the names that metadata conflicts have."""
        return {
            "property": f"usageLog.{self.id}",
            "base": self.base.sent if self.base else None,
            "mine": self.mine,
            "theirs": self.theirs.sent if self.theirs else None,
        }


def stale_uses(conflict: Conflict) -> tuple[StaleUse, ...]:
    """The concerned uses that are no longer as the person saw them."""
    if conflict.usage is None:
        return ()
    seen = {row.id: row for row in conflict.intent.usage or ()}
    now = {row.id: row for row in conflict.usage}
    found = []
    for step in conflict.intent.operations:
        if not isinstance(step, UpdateUsageLogEntry | RemoveUsageLogEntry):
            continue
        one = step.usage_log_entry_id
        base, theirs = seen.get(one), now.get(one)
        if base is None or theirs is None or not same(base.sent, theirs.sent):
            mine = step.value if isinstance(step, UpdateUsageLogEntry) else None
            found.append(StaleUse(one, base, theirs, mine))
    return tuple(found)
