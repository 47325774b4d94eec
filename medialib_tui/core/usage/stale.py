"""A change of a use by somebody else, found before a write of it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from medialib_tui.core.writing.intent import Conflict
from medialib_tui.core.writing.told import say_value
from medialib_tui.model.base import JsonObject
from medialib_tui.model.compare import same
from medialib_tui.model.inverse import SETTABLE_USAGE
from medialib_tui.model.patch import RemoveUsageLogEntry, UpdateUsageLogEntry
from medialib_tui.model.usage import UsageLogEntry


@dataclass(frozen=True, slots=True)
class StaleUse:
    """One use: as it was seen, as it is now (None: gone), as it was to become (None: removed)."""

    id: str
    base: UsageLogEntry | None
    theirs: UsageLogEntry | None
    mine: JsonObject | None

    def said(self) -> Iterator[tuple[str, str]]:
        """What changed, by path: as it was, as it is, and what was to be written."""
        path = f"usageLog.{self.id}"
        if self.theirs is None or self.base is None:
            yield path, "is no longer there" if self.theirs is None else "is new"
            return
        base, theirs = _flat(self.base.sent), _flat(self.theirs.sent)
        mine = theirs if self.mine is None else _flat(self.mine)
        for name in dict.fromkeys((*base, *theirs)):
            was, now = base.get(name), theirs.get(name)
            if same(was, now):
                continue
            settable = name.partition(".")[0] in SETTABLE_USAGE
            yours = mine.get(name) if settable else now
            wanted = "" if same(yours, now) else f"; yours: {say_value(yours)}"
            yield f"{path}.{name}", f"was {say_value(was)}, is {say_value(now)}{wanted}"

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


def _flat(value: JsonObject) -> JsonObject:
    """A use with each of its params as a field of its own."""
    params = value.get("params")
    found = {f"params.{name}": item for name, item in _object(params).items()}
    return {name: item for name, item in value.items() if name != "params"} | found


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}
