"""A list with a cursor that paints only the lines in view, however many rows it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from medialib_tui.tui.actions import bindings
from medialib_tui.tui.widgets import row_paint
from medialib_tui.tui.widgets.columns import Cell, Column, fit

T = TypeVar("T")
_HEADER = 1
REST = 0.15
"""Seconds between two steps of a cursor from which on what stands beside follows each of them."""


class RowList(ScrollView, Generic[T], can_focus=True):
    """Rows of one kind, a header, a cursor. Subclasses say the columns, `key_of` and `cells_of`.

    Rows are formatted when they come into view. The cursor stays on its row, by key, when rows
    are added, replaced or filtered. The terminal's cursor, hidden as it is, goes along: what reads
    or magnifies the screen follows it.
    """

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row-list--{name}" for name in row_paint.NAMES}
    DEFAULT_CSS = row_paint.CSS
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Highlighted(Message):
        """The cursor has come to rest on another row, or on none."""

        rows: RowList[Any]
        key: str | None

        @property
        def control(self) -> RowList[Any]:
            """The list, for handlers of one list only."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Only the newest position matters."""
            return isinstance(message, type(self)) and message.rows is self.rows

    @dataclass
    class Chosen(Message):
        """A row was clicked twice or chosen with a key."""

        rows: RowList[Any]
        key: str

        @property
        def control(self) -> RowList[Any]:
            """The list, for handlers of one list only."""
            return self.rows

    @dataclass
    class ViewMoved(Message):
        """Other rows are in view: see `in_view` and `end_near`."""

        rows: RowList[Any]

        @property
        def control(self) -> RowList[Any]:
            """The list, for handlers of one list only."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Only the newest view matters."""
            return isinstance(message, type(self)) and message.rows is self.rows

    @dataclass
    class LeftAbove(Message):
        """The person went up from the first row."""

        rows: RowList[Any]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._items: list[T] = []
        self._places: dict[str, int] = {}
        self._strips: dict[int, Strip] = {}
        self._widths: tuple[int, ...] = ()
        self._told: str | None = None
        self._rest: Timer | None = None
        self.follow: Callable[[], None] | None = None
        """Shows what stands beside the list, in the same frame."""

    # What subclasses say

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as they are now."""
        return self.COLUMNS

    def key_of(self, item: T) -> str:
        """A key that names the row for as long as it is listed."""
        raise NotImplementedError

    def cells_of(self, item: T) -> Sequence[Cell]:
        """One cell a column; foreign text as it is."""
        raise NotImplementedError

    @property
    def items(self) -> Sequence[T]:
        """The rows listed."""
        return self._items

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self._items[self.cursor] if self.cursor < len(self._items) else None

    @property
    def current_key(self) -> str | None:
        """The key of the row under the cursor."""
        item = self.current
        return None if item is None else self.key_of(item)

    def show(self, items: Iterable[T]) -> None:
        """List these rows instead; the cursor stays on its row, or at its place."""
        key, place = self.current_key, self.cursor
        self._items = list(items)
        self._places = {self.key_of(item): index for index, item in enumerate(self._items)}
        if key:
            place = self._places.get(key, place)
        self._strips.clear()
        self.virtual_size = Size(0, len(self._items) + _HEADER)
        self.refresh()
        self.set_reactive(RowList.cursor, max(0, min(place, len(self._items) - 1)))
        self._keep_in_view()
        self._lead()
        self._tell()
        self._moved()

    def extend(self, items: Iterable[T]) -> None:
        """Add rows at the end."""
        before = len(self._items)
        for item in items:
            self._places[self.key_of(item)] = len(self._items)
            self._items.append(item)
        self.virtual_size = Size(0, len(self._items) + _HEADER)
        if before < self.in_view.stop or before == 0:
            self.refresh()
        self._tell()
        self._moved()

    def repaint_rows(self) -> None:
        """Format the rows again: what they are made of is known better now."""
        self._strips.clear()
        self.refresh()

    @property
    def in_view(self) -> range:
        """Indices of the rows that can be seen."""
        top = self.scroll_offset.y
        return range(top, top + self._rows_in_view)

    @property
    def end_near(self) -> bool:
        """Whether the last row is less than a page below the view."""
        return max(self.in_view.stop + self._rows_in_view, self.cursor + 1) >= len(self._items)

    def go_to(self, key: str) -> bool:
        """Put the cursor on the row of that key."""
        if key not in self._places:
            return False
        self.cursor = self._places[key]
        return True

    # Cursor

    def validate_cursor(self, cursor: int) -> int:
        """Within the rows."""
        return max(0, min(cursor, len(self._items) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint the two lines concerned; tell of it at once, or at the end of quick steps."""
        self._refresh_row(old)
        self._refresh_row(new)
        self._keep_in_view()
        self._lead()
        if self._rest is None:
            self._tell()
            self._rest = self.set_timer(REST, self._tell)
        else:
            self._rest.reset()

    @property
    def resting(self) -> bool:
        """Whether the row under the cursor has been told."""
        return self._told == self.current_key

    def action_up(self) -> None:
        """One row up; from the first one out of the list."""
        if self.cursor == 0:
            self._say(self.LeftAbove(self))
        self.cursor -= 1

    def action_down(self) -> None:
        """One row down."""
        self.cursor += 1

    def action_page(self, pages: int) -> None:
        """Pages down, or up."""
        self.cursor += pages * max(1, self._rows_in_view - 1)

    def action_first(self) -> None:
        """To the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last row."""
        self.cursor = len(self._items) - 1

    def choose(self) -> None:
        """Choose the row under the cursor, as `enter` does."""
        if (key := self.current_key) is not None:
            self._say(self.Chosen(self, key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one on the same row chooses it."""
        row = event.y - _HEADER + self.scroll_offset.y
        if event.y < _HEADER or not 0 <= row < len(self._items):
            return
        if row == self.cursor and event.chain > 1:
            self.choose()
        self.cursor = row

    # Painting

    @property
    def _rows_in_view(self) -> int:
        return max(1, self.size.height - _HEADER)

    def _tell(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        key = self.current_key
        if key != self._told:
            self._told = key
            if self.follow is not None:
                self.follow()
            self._say(self.Highlighted(self, key))

    def _say(self, message: Message) -> None:
        """Post it as one's own: it would end at a pane that handles a message meanwhile."""
        self.post_message(message.set_sender(self))

    def _moved(self) -> None:
        if self.is_mounted:
            self._say(self.ViewMoved(self))

    def _keep_in_view(self) -> None:
        top, height = self.scroll_offset.y, self._rows_in_view
        if self.cursor < top:
            self._scroll_at_once(self.cursor)
        elif self.cursor >= top + height:
            self._scroll_at_once(self.cursor - height + 1)

    def _scroll_at_once(self, top: int) -> None:
        self.scroll_to(y=top, animate=False, force=True, immediate=True)

    def _lead(self) -> None:
        """Have the terminal's cursor go to the row."""
        if self.has_focus and self.size:
            place = (0, self.cursor - self.scroll_offset.y + _HEADER)
            self.app.cursor_position = self.content_region.offset + place

    def _refresh_row(self, index: int) -> None:
        line = index - self.scroll_offset.y + _HEADER
        if _HEADER <= line < self.size.height:
            self.refresh(Region(0, line, row_paint.cursor_width(self._widths), 1))

    def _refresh_whole_row(self, index: int) -> None:
        line = index - self.scroll_offset.y + _HEADER
        if _HEADER <= line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other rows came into view."""
        super().watch_scroll_y(old_value, new_value)
        self._lead()
        self._moved()

    def on_resize(self, event: events.Resize) -> None:
        """Other widths, other cells."""
        self._strips.clear()
        self._keep_in_view()
        self._lead()
        self._moved()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows and header; the framework adds a line for a gutter that is not there."""
        return max(0, self.virtual_size.height - self.styles.scrollbar_size_horizontal)

    def notify_style_update(self) -> None:
        """Another theme, other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line: the header, or a row in view."""
        width = self.scrollable_content_region.width
        widths = fit(self.columns, width)
        if widths != self._widths:
            self._widths = widths
            self._strips.clear()
        if y < _HEADER:
            return row_paint.header(self, self.columns, widths, width)
        index = y - _HEADER + self.scroll_offset.y
        if index >= len(self._items):
            return Strip.blank(width, self.rich_style)
        if index == self.cursor:
            return self._row(index, width)
        if index not in self._strips:
            if len(self._strips) > 4 * self.size.height:
                self._strips.clear()
            self._strips[index] = self._row(index, width)
        return self._strips[index]

    def _row(self, index: int, width: int) -> Strip:
        cells, cursor = self.cells_of(self._items[index]), index == self.cursor
        return row_paint.row(self, self.columns, self._widths, cells, width, cursor=cursor)

    def on_focus(self) -> None:
        """The cursor line looks different with the focus."""
        self._refresh_row(self.cursor)
        self._lead()

    def on_blur(self) -> None:
        """The cursor line looks different without the focus."""
        self._refresh_row(self.cursor)
