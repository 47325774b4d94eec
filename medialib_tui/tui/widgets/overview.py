"""The overview of an entry: known uses and facts, side by side where there is room."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal

from medialib_tui.tui.widgets.sheet import Block, Gap, Sheet

WIDE = 100
"""Cells from which facts and uses stand side by side."""


class Overview(Horizontal):
    """Two sheets, or one below the other's text where it is narrow."""

    DEFAULT_CSS = """
    Overview {
        #overview-main { width: 1fr; }
        #overview-side { width: 1fr; border-left: vkey $line; display: none; }
        &.-side-by-side #overview-side { display: block; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._uses: tuple[Block, ...] = ()
        self._facts: tuple[Block, ...] = ()
        self._never: tuple[Block, ...] = ()

    def compose(self) -> ComposeResult:
        """The sheets."""
        yield Sheet(id="overview-main", labels=12)
        yield Sheet(id="overview-side")

    def show(self, uses: Iterable[Block], facts: Iterable[Block], never: Iterable[Block]) -> None:
        """Show known uses, facts, and what is never checked."""
        self._uses, self._facts, self._never = tuple(uses), tuple(facts), tuple(never)
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side or not."""
        self._lay_out()

    def focus_rows(self) -> None:
        """Type goes to the text."""
        self.query_one("#overview-main", Sheet).focus()

    def _lay_out(self) -> None:
        wide = (self.size or self.screen.size).width >= WIDE  # it is painted before it is laid out
        self.set_class(wide, "-side-by-side")
        main, side = (self.query_one(f"#overview-{name}", Sheet) for name in ("main", "side"))
        if wide:
            main.show(self._facts)
            side.show((*self._uses, Gap(), *self._never))
        else:
            main.show((*self._uses, Gap(), *self._facts, Gap(), *self._never))
            side.show(())
