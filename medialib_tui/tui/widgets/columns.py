"""Columns of a list: which are shown, how wide they are, and cells cut to that width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from medialib_tui.model.dates import say_date
from medialib_tui.model.tone import Tone as Tone
from medialib_tui.tui.present import cell

Cell = str | tuple[str, Tone]
"""Foreign text, alone or with the tone it is said in."""

GAP = 2
"""Blank cells between two columns; the first has one for the cursor's mark, the last one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in terminal cells, grown by its share `flex` of what is left over."""

    title: str
    width: int
    flex: int = 0
    right: bool = False
    since: int = 0


def fit(columns: Sequence[Column], room: int) -> tuple[int, ...]:
    """Widths for `room` cells, 0 for a hidden column.

    A column is hidden where the room is less than its `since`; the flexible ones share the rest.
    """
    shown = [column.since <= room for column in columns]
    used = sum(column.width + GAP for column, here in zip(columns, shown, strict=True) if here)
    shares = sum(column.flex for column, here in zip(columns, shown, strict=True) if here)
    left = max(0, room - used)
    widths: list[int] = []
    for column, here in zip(columns, shown, strict=True):
        part = left * column.flex // shares if here and shares else 0
        left -= part
        shares -= column.flex if here else 0
        widths.append(column.width + part if here else 0)
    return tuple(widths)


def cut(text: str, width: int, *, right: bool = False) -> str:
    """Safe text of exactly `width` terminal cells, with an ellipsis where it was too long.

    Wide and combining characters count as the cells they take.
    """
    if len(text) > 4 * width + 16:
        text = text[: 4 * width + 16] + "…"
    line = cell(text)
    if right:
        line.truncate(width, overflow="ellipsis")
        line.pad_left(width - line.cell_len)
    else:
        line.truncate(width, overflow="ellipsis", pad=True)
    return line.plain


def parts(found: Cell) -> tuple[str, Tone]:
    """A cell as text and tone."""
    return (found, "plain") if isinstance(found, str) else found


def day(text: str | None) -> str:
    """The day of a date, for a column of days; empty without one."""
    said = say_date(text, missing="")
    return said[:10] if said[10:11] == " " else said
