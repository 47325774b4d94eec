"""Tables and cards as lines of cleaned text, fitted to a terminal or whole in a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medialib_tui.cli.output import Output, Part
from medialib_tui.model.text import clean

GAP = 2
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it may be cut to fit, and how it is set."""

    heading: str
    cut: bool = False
    right: bool = False
    style: str = ""


def columns_of(text: str) -> int:
    """How many columns a cleaned text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """The text in at most `width` columns, an ellipsis where something is left out."""
    if columns_of(text) <= width:
        return text
    used = 0
    for index, char in enumerate(text):
        used += _columns(char)
        if used > width - 1:
            return text[:index] + "…"
    return text


def table(
    out: Output,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    *,
    tones: Sequence[str] | None = None,
    below: Sequence[str] | None = None,
) -> None:
    """Write rows under headings; on a terminal the columns that may be cut share the room.

    Row by row, `tones` are the styles of the last cell and `below` what goes on a line below it.
    """
    cells = [[clean(text) for text in row] for row in rows]
    widths = [
        max(columns_of(text) for text in (column.heading, *(row[index] for row in cells)))
        for index, column in enumerate(columns)
    ]
    if out.width is not None:
        widths = _fitted(columns, widths, out.width)
    headings = _parts(columns, [column.heading for column in columns], widths)
    out.line(*((text, "bold") for text, _ in headings))
    for number, row in enumerate(cells):
        parts = _parts(columns, row, widths)
        if tones is not None:
            parts[-1] = (parts[-1][0], tones[number])
        out.line(*parts)
        if below is not None and below[number]:
            out.line(("    " + below[number], "muted"))


def _fitted(columns: Sequence[Column], widths: list[int], room: int) -> list[int]:
    widths = [
        min(width, room) if column.cut else width
        for column, width in zip(columns, widths, strict=True)
    ]
    excess = sum(widths) + GAP * (len(widths) - 1) - room
    while excess > 0:
        flexible = [
            index
            for index, column in enumerate(columns)
            if column.cut and widths[index] > _NARROWEST
        ]
        if not flexible:
            break
        widest = max(flexible, key=lambda index: widths[index])
        widths[widest] -= 1
        excess -= 1
    return widths


def _parts(
    columns: Sequence[Column], row: Sequence[str], widths: Sequence[int]
) -> list[tuple[str, str]]:
    parts = []
    for index, (column, text, width) in enumerate(zip(columns, row, widths, strict=True)):
        shown = cut(text, width) if column.cut else text
        padding = " " * max(0, width - columns_of(shown))
        last = index == len(columns) - 1
        filled = padding + shown if column.right else shown + ("" if last else padding)
        parts.append((filled + ("" if last else " " * GAP), column.style))
    return parts


def facts(out: Output, pairs: Sequence[tuple[str, str]], *, indent: int = 0) -> None:
    """Write label and text pairs under each other; long and many-lined texts are continued."""
    if not pairs:
        return
    label_width = min(24, max(columns_of(clean(label)) for label, _ in pairs))
    for label, text in pairs:
        name = cut(clean(label), label_width)
        start = " " * indent + name + " " * (label_width - columns_of(name) + GAP)
        room = None if out.width is None else max(20, out.width - indent - label_width - GAP)
        lines = wrapped(clean(text, newlines=True), room)
        out.line((start, "muted"), lines[0])
        for line in lines[1:]:
            out.line(" " * (indent + label_width + GAP), line)


def wrapped(text: str, room: int | None) -> list[str]:
    """The lines of a text, broken at spaces where there is a limit."""
    lines = text.split("\n")
    if room is None:
        return lines
    found: list[str] = []
    for line in lines:
        found.extend(_broken(line, room))
    return found


def _broken(line: str, room: int) -> list[str]:
    if columns_of(line) <= room:
        return [line]
    import textwrap

    return textwrap.wrap(line, room, break_on_hyphens=False) or [""]


def heading(out: Output, text: str, note: str = "") -> None:
    """A blank line and a bold line, with a quiet remark behind it."""
    out.line()
    parts: list[Part] = [(text, "bold")]
    if note:
        parts.append((f"  {note}", "muted"))
    out.line(*parts)
