"""Text in a dialog that takes the lines it needs, and scrolls beyond a part of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from medialib_tui.tui.widgets.sheet import Block, Sheet, lines_of


class FittedSheet(Sheet):
    """A sheet as high as its lines, up to what the screen leaves beside `beside` other lines."""

    DEFAULT_CSS = """
    FittedSheet { height: 1; background: $panel; padding: 0; }
    """

    def __init__(self, blocks: Sequence[Block], *, beside: int = 9, id: str | None = None) -> None:
        super().__init__(id=id)
        self._given = tuple(blocks)
        self._beside = beside

    def on_mount(self) -> None:
        """Lay the text out."""
        self.put(self._given)

    def put(self, blocks: Sequence[Block]) -> None:
        """Show other text."""
        self._given = tuple(blocks)
        self.show(self._given)
        self._fit()

    def on_resize(self, event: events.Resize) -> None:
        """Other width, other lines."""
        super().on_resize(event)
        self._fit()

    def _fit(self) -> None:
        width = self.scrollable_content_region.width
        if width > 0:
            lines = sum(1 for _ in lines_of(self._given, width))
            most = max(3, self.app.size.height - self._beside)
            self.styles.height = max(1, min(lines, most))
