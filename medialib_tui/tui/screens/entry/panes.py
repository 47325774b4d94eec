"""The tabs of an entry that are out of view at first."""

from __future__ import annotations

from textual.widget import Widget

from medialib_tui.tui.widgets.asset import AssetView
from medialib_tui.tui.widgets.json_view import JsonView
from medialib_tui.tui.widgets.references import ReferencesPane
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.usage import UsagePane


def out_of_view() -> tuple[Widget, ...]:
    """Each of them, hidden until its tab is opened."""
    panes: tuple[Widget, ...] = (
        Sheet(id="metadata"),
        ReferencesPane(id="references"),
        UsagePane(id="usage"),
        AssetView(id="asset"),
        JsonView(id="json"),
    )
    for pane in panes:
        pane.display = False
    return panes
