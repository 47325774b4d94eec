"""One line of a list as segments: a mark, cells cut to their columns, tones."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from medialib_tui.tui.widgets.columns import GAP, Cell, Column, Tone, cut, parts

NAMES = (
    *("header", "mark", "cursor", "cursor-blurred"),
    *("good", "warn", "bad", "muted", "strong"),
)
MARK = "▌"
MARK_BLURRED = "▏"

CSS = """
    RowList {
        height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-horizontal: 0;
        scrollbar-color-hover: $scrollbar; scrollbar-background-hover: $scrollbar-background;
        .row-list--header { color: $muted; }
        .row-list--mark { color: $primary; }
        .row-list--cursor { background: $selected; color: $selected-text; }
        .row-list--cursor-blurred { background: $selected-blurred; }
        .row-list--good { color: $good; }
        .row-list--warn { color: $warn; }
        .row-list--bad { color: $bad; }
        .row-list--muted { color: $muted; }
        .row-list--strong { text-style: bold; }
    }
    RowList:nocolor .row-list--cursor { text-style: reverse; }
    RowList:nocolor .row-list--cursor-blurred { text-style: underline; }
"""


def look(widget: Widget, name: str) -> Style:
    """A component style of the list, laid over its own."""
    return widget.get_component_rich_style(f"row-list--{name}", partial=True)


def header(widget: Widget, columns: Sequence[Column], widths: Sequence[int], room: int) -> Strip:
    """The line of column titles."""
    style = widget.rich_style + look(widget, "header")
    titles = [column.title for column in columns]
    return _line(widget, columns, widths, titles, style, room, mark=" ", toned=False)


def row(
    widget: Widget,
    columns: Sequence[Column],
    widths: Sequence[int],
    cells: Sequence[Cell],
    room: int,
    *,
    cursor: bool,
) -> Strip:
    """A row; the cursor's is marked, and with the focus tones give way to contrast."""
    style, active = widget.rich_style, cursor and widget.has_focus
    if cursor:
        style += look(widget, "cursor" if active else "cursor-blurred")
    mark = MARK if active else MARK_BLURRED if cursor else " "
    return _line(widget, columns, widths, cells, style, room, mark=mark, toned=not active)


def _line(
    widget: Widget,
    columns: Sequence[Column],
    widths: Sequence[int],
    cells: Sequence[Cell],
    style: Style,
    room: int,
    *,
    mark: str,
    toned: bool,
) -> Strip:
    segments = [Segment(mark, style + look(widget, "mark"))]
    gap = Segment(" " * GAP, style)
    for column, width, found in zip(columns, widths, cells, strict=True):
        if not width:
            continue
        if len(segments) > 1:
            segments.append(gap)
        text, tone = parts(found)
        segment = cut(text, width, right=column.right)
        segments.append(Segment(segment, style + _tone(widget, tone) if toned else style))
    return Strip(segments).adjust_cell_length(room, style)


def _tone(widget: Widget, tone: Tone) -> Style:
    return Style.null() if tone == "plain" else look(widget, tone)
