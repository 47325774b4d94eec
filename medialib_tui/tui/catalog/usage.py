"""The actions of the usage log, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action

_ENTRY, _DIALOG, _MANY = ("entry",), ("use-review",), ("use-batch",)
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
    Action("use-batch.proceed", "f2", "For all", "Look at it, then write it", _MANY),
    Action("use-batch.stop", "s", "Stop", "Write no further one of them", _MANY),
    Action("use-batch.again", "r", "Read again", "Read and plan again", _MANY),
    Action(
        "use-batch.anew",
        "A",
        "Once more",
        "Log it once more where an earlier run logged it already",
        _MANY,
        show=False,
    ),
    Action(
        "use-batch.back", "escape", "Back", "Back to the form", _MANY, show=False, palette=False
    ),
)
