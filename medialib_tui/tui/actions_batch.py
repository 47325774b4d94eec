"""The actions on many at once, part of the one catalog."""

from __future__ import annotations

from medialib_tui.tui.action import Action

_MANY, _ALL = ("use-batch",), ("use-batch", "batch", "import")
"""Places with a list of many at once; a take-down has its own details and reports."""

BATCH: tuple[Action, ...] = (
    Action(
        "rows.details", "enter,v", "Details", "The whole story of the row", _MANY, palette=False
    ),
    Action("rows.failed", "f", "Failed only", "Show only the rows that failed, or all", _ALL),
    Action("rows.filter", "slash", "Filter", "Filter the rows", _ALL),
    Action("rows.open", "o", "Open entry", "Open the entry of the row", _ALL),
)
