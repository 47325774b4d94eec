"""The floor of the framework: a header, a footer and a table of 100 rows."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Footer, Header


class BareApp(App[None]):
    """Nothing but widgets of the framework."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("id", "title", "kind", "size", "date", "state")
        for row in range(100):
            table.add_row(str(row), f"Row {row}", "image", "2 MB", "2026-01-01", "served")


if __name__ == "__main__":
    app = BareApp()
    if "lean" in sys.argv:
        from medialib_tui.tui.wire.lean import lean_driver

        app.driver_class = lean_driver() or app.driver_class
    app.run()
