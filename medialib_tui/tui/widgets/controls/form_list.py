"""The fields of a form as one list that paints its lines itself, however many there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from medialib_tui.core.form.form import Form
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.widgets.controls.form_lines import (
    FormLine,
    Layout,
    form_lines,
    value_start,
)

_TONES = ("heading", "label", "accent", "good", "warn", "bad", "muted")
_MARK = "▌"


class FormList(ScrollView, can_focus=True):
    """Labels on the left, values on the right; the field under the cursor says more.

    `room` lines of that field are kept free while something edits it in place.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"form-list--{tone}" for tone in _TONES),
        "form-list--cursor",
        "form-list--cursor-blurred",
    }
    DEFAULT_CSS = """
    FormList {
        height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-horizontal: 0;
        scrollbar-color-hover: $scrollbar; scrollbar-background-hover: $scrollbar-background;
        .form-list--heading { color: $primary; text-style: bold; }
        .form-list--label { color: $muted; }
        .form-list--accent { color: $primary; text-style: bold; }
        .form-list--good { color: $good; }
        .form-list--warn { color: $warn; }
        .form-list--bad { color: $bad; }
        .form-list--muted { color: $muted; }
        .form-list--cursor { background: $selected; color: $selected-text; }
        .form-list--cursor-blurred { background: $selected-blurred; color: $foreground; }
    }
    FormList:nocolor .form-list--cursor { text-style: reverse; }
    FormList:nocolor .form-list--cursor-blurred { text-style: underline; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Highlighted(Message):
        """The cursor is on another field."""

        handle: str

        def can_replace(self, message: Message) -> bool:
            """Only the newest place matters."""
            return isinstance(message, type(self))

    @dataclass
    class Chosen(Message):
        """A field was clicked twice."""

        handle: str

    @dataclass
    class Moved(Message):
        """The lines stand elsewhere: whatever lies over them has to follow."""

        def can_replace(self, message: Message) -> bool:
            """Only the newest place matters."""
            return isinstance(message, type(self))

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.form: Form | None = None
        self.handles: tuple[str, ...] = ()
        self.titles: Mapping[str, str] = {}
        self.room = 0
        self._lines: list[FormLine] = []
        self._known: dict[str, FormLine] = {}
        self._start = 0

    # What a screen says

    @property
    def current(self) -> str:
        """The handle of the field under the cursor; empty without fields."""
        return self.handles[self.cursor] if self.cursor < len(self.handles) else ""

    def show(self, form: Form, handles: tuple[str, ...], titles: Mapping[str, str]) -> None:
        """Show these fields of a form; the cursor stays on its field, or at its place."""
        current = self.current
        self.form, self.handles, self.titles = form, handles, titles
        place = handles.index(current) if current in handles else self.cursor
        self.set_reactive(FormList.cursor, max(0, min(place, len(handles) - 1)))
        self.lay_out(fresh=True)
        self._keep_in_view()

    def go_to(self, handle: str) -> bool:
        """Put the cursor on a field."""
        if handle not in self.handles:
            return False
        self.cursor = self.handles.index(handle)
        return True

    def make_room(self, rows: int) -> None:
        """Keep lines of the field under the cursor free."""
        self.room = rows
        self.lay_out()
        self._keep_in_view()

    def editor_place(self) -> Region:
        """Where the editor lies, in cells of this widget: its text stands where the value stood."""
        top = self._first_line(self.current) - self.scroll_offset.y
        width, start = self.scrollable_content_region.width, self._start
        return Region(start - 1, top, max(1, width - start + 1), max(1, self.room))

    def lay_out(self, *, fresh: bool = False) -> None:
        """Make the lines again, `fresh` where others than the one under the cursor may differ.

        Only lines that changed are repainted.
        """
        if self.form is None or not self.size.width:
            return
        before = self._lines
        if fresh:
            self._known.clear()
            self._start = value_start(self.form, self.scrollable_content_region.width)
        width = self.scrollable_content_region.width
        layout = Layout(width, self._start, self.current, self.room, self.titles)
        self._lines = form_lines(self.form, self.handles, layout, self._known)
        if len(before) != len(self._lines):
            self.virtual_size = Size(0, len(self._lines))
        self._repaint(before)

    def _repaint(self, before: list[FormLine]) -> None:
        top, width = self.scroll_offset.y, self.size.width
        for y in range(self.size.height):
            old = before[top + y] if top + y < len(before) else None
            new = self._lines[top + y] if top + y < len(self._lines) else None
            if old != new:
                self.refresh(Region(0, y, width, 1))

    # Cursor

    def validate_cursor(self, cursor: int) -> int:
        """Within the fields."""
        return max(0, min(cursor, len(self.handles) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Another field says more; the lines of the old and the new one are repainted."""
        if old == new:
            return
        top = self.scroll_offset.y
        for place in (old, new):
            if place < len(self.handles):
                y = self._first_line(self.handles[place]) - top
                self.refresh(Region(0, y, self.size.width, 1))
        self.lay_out()
        y = self._first_line(self.current) - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, 1))
        self._keep_in_view()
        self.post_message(self.Highlighted(self.current))

    def action_up(self) -> None:
        """One field up."""
        self.cursor -= 1

    def action_down(self) -> None:
        """One field down."""
        self.cursor += 1

    def action_page(self, pages: int) -> None:
        """Pages down, or up."""
        self.cursor += pages * max(1, self.size.height - 3)

    def action_first(self) -> None:
        """To the first field."""
        self.cursor = 0

    def action_last(self) -> None:
        """To the last field."""
        self.cursor = len(self.handles) - 1

    def go_group(self, step: int) -> None:
        """To the first field of the next group, or of the one before."""
        if self.form is None or not self.handles:
            return
        groups = [self.form.field(handle).group for handle in self.handles]
        starts = [i for i, group in enumerate(groups) if i == 0 or group != groups[i - 1]]
        here = groups[self.cursor]
        place = next(i for i, start in enumerate(starts) if groups[start] == here)
        self.cursor = starts[(place + step) % len(starts)]

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one on the same field chooses it."""
        line = event.y + self.scroll_offset.y
        handle = self._lines[line].handle if 0 <= line < len(self._lines) else ""
        if handle and handle == self.current and event.chain > 1:
            self.post_message(self.Chosen(handle))
        elif handle:
            self.go_to(handle)

    # Painting

    def _first_line(self, handle: str) -> int:
        for place, line in enumerate(self._lines):
            if line.first and line.handle == handle:
                return place
        return 0

    def _keep_in_view(self) -> None:
        own = [place for place, line in enumerate(self._lines) if line.handle == self.current]
        if own and self.size.height:
            top, height = self.scroll_offset.y, self.size.height
            first = 0 if own[0] <= 1 else own[0]
            if first < top:
                self.scroll_to(y=first, animate=False)
            elif own[-1] >= top + height:
                self.scroll_to(y=min(first, own[-1] - height + 1), animate=False)
        self.post_message(self.Moved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other lines came into view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_resize(self, event: events.Resize) -> None:
        """Other width, other lines."""
        self.lay_out(fresh=True)
        self.refresh()
        self._keep_in_view()

    def on_focus(self) -> None:
        """The cursor line looks different with the focus."""
        self._refresh_cursor()

    def on_blur(self) -> None:
        """The cursor line looks different without the focus."""
        self._refresh_cursor()

    def _refresh_cursor(self) -> None:
        y = self._first_line(self.current) - self.scroll_offset.y
        self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """One line of the form."""
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        style = self.rich_style
        if index >= len(self._lines):
            return Strip.blank(width, style)
        line = self._lines[index]
        here = bool(line.handle) and line.handle == self.current
        active = here and line.first and not self.room
        if active:
            name = "cursor" if self.has_focus else "cursor-blurred"
            style += self.get_component_rich_style(f"form-list--{name}", partial=True)
        segments = [
            Segment(text, style + self._tone(tone, plain=active and self.has_focus))
            for text, tone in line.pieces
        ]
        if here and segments:
            segments = [Segment(_MARK, style + self._tone("accent")), *_without_first(segments)]
        elif here:
            segments = [Segment(_MARK, style + self._tone("accent"))]
        return Strip(segments).adjust_cell_length(width, style)

    def _tone(self, tone: str, *, plain: bool = False) -> Style:
        if tone.startswith("#"):
            return Style(color=Color.parse(tone))
        if tone == "plain" or plain:
            return Style.null()
        return self.get_component_rich_style(f"form-list--{tone}", partial=True)


def _without_first(segments: list[Segment]) -> list[Segment]:
    first, *rest = segments
    return [Segment(first.text[1:], first.style), *rest]
