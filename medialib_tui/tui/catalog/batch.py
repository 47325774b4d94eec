"""The actions on many at once, part of the one catalog."""

from __future__ import annotations

from medialib_tui.model.capability import Capability
from medialib_tui.tui.catalog.action import Action

_MANY, _EDIT = ("use-batch", "edit-many"), ("edit-many",)
_ALL = (*_MANY, "batch", "import")
"""Places with a list of many at once; a take-down has its own details and reports."""

BATCH: tuple[Action, ...] = (
    Action(
        "lookup.edit-many",
        "E",
        "Edit many",
        "Edit the metadata of all marked entries, of all listed, or of ids in a file",
        ("lookup",),
        capability=Capability.SET_METADATA,
    ),
    Action(
        "lookup.ids-file",
        "F",
        "Ids from a file",
        "Look up the ids of a file, or of earlier results, and mark them",
        ("lookup",),
        show=False,
    ),
    Action(
        "lookup.confirm-many",
        "C",
        "Confirm uses",
        "Confirm the pending uses of all marked entries; shows them first",
        ("lookup",),
        capability=Capability.WRITE_USAGE_LOG,
        show=False,
    ),
    Action("edit-many.proceed", "f2", "Save all", "Ask once, then save each", _EDIT),
    Action("edit-many.stop", "s", "Stop", "Save no further one of them", _EDIT),
    Action(
        "rows.details", "enter,v", "Details", "The whole story of the row", _MANY, palette=False
    ),
    Action("rows.failed", "f", "Failed only", "Show only the rows that failed, or all", _ALL),
    Action(
        "edit-many.edit",
        "e",
        "Edit one",
        "Edit the entry of the row by hand; a conflict is decided there",
        _EDIT,
        capability=Capability.SET_METADATA,
    ),
    Action("rows.undo", "u", "Undo all", "Take the whole batch back; asks first", _MANY),
    Action("rows.export", "w", "Export", "Write the results to a CSV or JSON file", _MANY),
    Action(
        "batch.results",
        "W",
        "Results",
        "Write the results to a CSV or JSON file",
        ("batch",),
        show=False,
    ),
    Action("rows.filter", "slash", "Filter", "Filter the rows", _ALL),
    Action("rows.open", "o", "Open entry", "Open the entry of the row", _ALL),
    Action("edit-many.turn", "c", "Changes", "The changes, or the results", _EDIT),
    Action("edit-many.again", "r", "Plan again", "Read and plan again", _EDIT),
    Action(
        "edit-many.preserve",
        "K",
        "Keep “updated at”",
        "Leave the date of the last change of each entry as it is",
        _EDIT,
        capability=Capability.PRESERVE_UPDATED_AT,
        show=False,
    ),
    Action(
        "edit-many.anew",
        "A",
        "Once more",
        "Plan again, also where somebody changed what an earlier run saved",
        _EDIT,
        show=False,
    ),
    Action(
        "edit-many.back", "escape", "Back", "Back to the form", _EDIT, show=False, palette=False
    ),
)
