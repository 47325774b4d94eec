"""One line of a list as segments: a mark, cells cut to their columns, tones."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from medialib_tui.tui.widgets.columns import GAP, Cell, Column, Tone, cut, parts

NAMES = (
    *("header", "cursor", "cursor-blurred"),
    *("good", "warn", "bad", "muted", "strong"),
)
MARK = "▌"
MARK_BLURRED = "▏"

CSS = """
    RowList {
        height: 1fr; overflow-x: hidden; scrollbar-gutter: stable; scrollbar-size-horizontal: 0;
        scrollbar-color-hover: $scrollbar; scrollbar-background-hover: $scrollbar-background;
        .row-list--header { color: $muted; }
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
    return _line(widget, columns, widths, titles, style, room, toned=False)


def row(
    widget: Widget,
    columns: Sequence[Column],
    widths: Sequence[int],
    cells: Sequence[Cell],
    room: int,
    *,
    cursor: bool,
) -> Strip:
    """A row; the cursor's has a mark, and its first column another ground.

    The other columns look the same with and without the cursor, which moves for little then.
    """
    style, active = widget.rich_style, cursor and widget.has_focus
    if not cursor:
        return _line(widget, columns, widths, cells, style, room)
    ground = style + look(widget, "cursor" if active else "cursor-blurred")
    mark = MARK if active else MARK_BLURRED
    return _line(widget, columns, widths, cells, style, room, mark, ground, plain=active)


def cursor_width(widths: Sequence[int]) -> int:
    """Cells of a row that look different under the cursor."""
    return 1 + next(filter(None, widths), 0)


def _line(
    widget: Widget,
    columns: Sequence[Column],
    widths: Sequence[int],
    cells: Sequence[Cell],
    style: Style,
    room: int,
    mark: str = " ",
    first: Style | None = None,
    *,
    toned: bool = True,
    plain: bool = False,
) -> Strip:
    """Cells in their columns; the first one on a ground of its own, `plain` without its tone."""
    ground = first or style
    segments = [Segment(mark, ground)]
    gap = Segment(" " * GAP, style)
    for column, width, found in zip(columns, widths, cells, strict=True):
        if not width:
            continue
        text, tone = parts(found)
        here = ground if len(segments) == 1 else style
        if toned and not (plain and len(segments) == 1):
            here += _tone(widget, tone)
        if len(segments) > 1:
            segments.append(gap)
        segments.append(Segment(cut(text, width, right=column.right), here))
    return Strip(segments).adjust_cell_length(room, style)


def _tone(widget: Widget, tone: Tone) -> Style:
    return Style.null() if tone == "plain" else look(widget, tone)
