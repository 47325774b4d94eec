"""The actions of the usage log, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.action import Action

_ENTRY, _DIALOG = ("entry",), ("use-review",)
_WRITES = Capability.WRITE_USAGE_LOG

USAGE: tuple[Action, ...] = (
    Action(
        "usage.add",
        "a",
        "Add use",
        "Log a use; in the look-up for all marked rows",
        ("lookup", "entry"),
        capability=_WRITES,
    ),
    Action(
        "usage.confirm",
        "c",
        "Confirm",
        "Confirm the marked uses, or the one under the cursor",
        _ENTRY,
        capability=_WRITES,
    ),
    Action(
        "usage.remove",
        "d,delete",
        "Remove",
        "Remove the marked uses, or the one under the cursor; asks first",
        _ENTRY,
        capability=_WRITES,
    ),
    Action(
        "lookup.check",
        "c",
        "Check",
        "License, known uses and serve state of the marked entries or all; again: stop",
        ("lookup",),
    ),
    Action("usage.mark", "space", "Mark", "Mark the use for c and d", _ENTRY, palette=False),
    Action(
        "usage.mark-all",
        "asterisk",
        "Mark all",
        "Mark every use listed, or none again",
        _ENTRY,
        show=False,
    ),
    Action("usage.details", "v", "Details", "Show or hide the details", _ENTRY, show=False),
    Action("entry.turn", "T", "Turn", "Turn the order of the rows round", _ENTRY, show=False),
    Action("entry.export", "w", "Export", "Write the rows listed to a CSV or JSON file", _ENTRY),
    Action(
        "use-review.request",
        "v",
        "Request",
        "Show the exact request, or the words again",
        _DIALOG,
        palette=False,
    ),
    Action(
        "use-review.preserve",
        "k",
        "Keep “updated at”",
        "Leave the date of the last change as it is",
        _DIALOG,
        show=False,
        palette=False,
    ),
    Action(
        "use-review.old",
        "o",
        "Old value",
        "Have the server compare the former use as well",
        _DIALOG,
        show=False,
        palette=False,
    ),
)
