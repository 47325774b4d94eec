"""Turns the difference of two screens into cursor moves, styles and text, as few as will do."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress, groupby
from operator import ne

from medialib_tui.tui.wire.cells import only_narrow, sure
from medialib_tui.tui.wire.cursor import Place, way
from medialib_tui.tui.wire.grid import Row
from medialib_tui.tui.wire.runs import Kind, Run, ordered
from medialib_tui.tui.wire.scroll import Move, find_move, moved
from medialib_tui.tui.wire.style import PLAIN, Style, change, change_for_blank, on_blank
from medialib_tui.tui.wire.terminals import Abilities

_GAP = 6
"""Cells that stay as they are and are written again rather than jumped over."""
_LONG = 5
"""Spaces from which on erasing and moving over them is shorter."""
_BLANK = 7 / 8
"""Of a line that is not known: from there on it is erased before it is written."""
_AS_USUAL = "\x1b[?6l\x1b[r\x1b(B\x1b[m"
"""No margins, no other alphabet, a plain pen: whatever another program left."""
_REPEATED = re.compile(r"(.)\1{6,}")


class Encoder:
    """A terminal's screen, cursor and pen, and the output that changes them.

    A row that is None is not known; so are a cursor and a pen that are None.
    """

    def __init__(self, able: Abilities) -> None:
        self._able = able
        self._out: list[str] = []
        self.shown: list[Row | None] = []
        self.forget(0)

    def forget(self, lines: int) -> None:
        """Nothing is known of the screen any more, nor of cursor and pen."""
        self.shown = [None] * lines
        self._place: Place | None = None
        self._pen: Style | None = None

    def rest(self) -> str:
        """What gives the pen back as programs expect it."""
        found, self._pen = change(self._pen, PLAIN), PLAIN
        return found

    def encode(self, wanted: Sequence[Row], cursor: tuple[int, int]) -> str:
        """What makes the screen look as wanted; empty where it does already."""
        if self._pen is None:
            self._out.append(_AS_USUAL)
            self._place, self._pen = None, PLAIN
        if self._able.scroll and (move := find_move(self.shown, wanted)):
            self._scroll(move)
        runs: list[Run] = []
        for y, row in enumerate(wanted):
            if row is not (before := self.shown[y]):
                runs += self._line(y, before or self._cleared(y, row), row)
                self.shown[y], row.base = row, None
        for run in ordered(runs, self._pen, self._place):
            self._write(run)
        if self._place != cursor:
            self._go(*cursor)
        found = "".join(self._out)
        self._out.clear()
        return found

    def _scroll(self, move: Move) -> None:
        """Move lines; not every terminal puts the cursor home when it gets its margins back."""
        self._out.append(f"\x1b[{move.top + 1};{move.bottom + 1}r\x1b[{move.top + 1}H")
        count = abs(move.by)
        self._out.append(f"\x1b[{count if count > 1 else ''}{'M' if move.by > 0 else 'L'}\x1b[r")
        self._place = None
        self.shown = moved(self.shown, move)

    def _cleared(self, y: int, row: Row) -> Row | None:
        """A line that is not known, once it is erased; None where that would not spare much."""
        ground, width = row.styles[-1], len(row.chars)
        if row.odd or ground is None or not self._erasable(ground):
            return None
        if row.chars.count(" ") < _BLANK * width or None in row.styles:
            return None
        self._erase_to_end(Run(Kind.ERASE, y, 0, width, ground))
        return Row.blank(width, ground)

    # What is to be written

    def _line(self, y: int, before: Row | None, row: Row) -> Sequence[Run]:
        if row.odd:
            row.settle()
        odd = row.odd or (before is not None and before.odd)
        if before is None or odd:
            changed = [x for x, style in enumerate(row.styles) if style is not None]
            if before is not None and not _differences(before, row):
                return ()
        else:
            changed = _differences(before, row)
        if not changed:
            return ()
        tail, ground = self._tail(row, changed[-1])
        cut = bisect_left(changed, tail)
        runs = [
            run for start, end in _spans(row, changed[:cut]) for run in _cells(y, row, start, end)
        ]
        if cut < len(changed) and ground is not None:
            runs.append(Run(Kind.ERASE, y, changed[cut], len(row.chars), ground, since=tail))
        if odd and len(runs) > 1:
            return (Run(Kind.LINE, y, runs[0].x, len(row.chars), runs[0].style, parts=tuple(runs)),)
        return runs

    def _tail(self, row: Row, last: int) -> tuple[int, Style | None]:
        """Where the blank end of a line begins, if erasing can paint it; else behind its end.

        It is of use only where the last change lies in it.
        """
        chars, styles = row.chars, row.styles
        end = len(chars)
        ground = styles[-1]
        if ground is None or chars[last] != " " or not self._erasable(ground):
            return end, None
        start = end
        while start and chars[start - 1] == " ":
            if styles[start - 1] is not ground and styles[start - 1] != ground:
                break
            start -= 1
        return (start, ground) if end - start > 2 and last >= start else (end, None)

    def _erasable(self, style: Style) -> bool:
        plain = not style.link and not style.flags and not style.fg
        return plain and (self._able.erase or not style.bg)

    # Writing

    def _write(self, run: Run) -> None:
        if run.kind is Kind.TEXT:
            self._text(run)
        elif run.kind is Kind.BLANK:
            self._blanks(run)
        elif run.kind is Kind.UNSURE:
            self._unsure(run)
        elif run.kind is Kind.ERASE:
            self._erase_to_end(run)
        else:
            for part in run.parts:
                self._write(part)

    def _text(self, run: Run) -> None:
        self._go(run.y, run.x)
        self._out.append(change(self._pen, run.style))
        self._pen = run.style
        text = run.cells
        if self._able.repeat and only_narrow(text):
            text = _REPEATED.sub(_repeated, text)
        self._out.append(text)
        self._stands(run)

    def _blanks(self, run: Run) -> None:
        count = run.end - run.x
        self._go(run.y, run.x)
        self._blank_pen(run.style)
        if self._able.repeat and count > 5:
            self._out.append(f" \x1b[{count - 1}b")
        elif count > _LONG and self._erasable(on_blank(run.style)):
            self._out.append(f"\x1b[{count}X")
            return
        else:
            self._out.append(" " * count)
        self._stands(run)

    def _unsure(self, run: Run) -> None:
        """In its place on ground cleared before, whatever its width turns out to be."""
        width = run.end - run.x
        self._go(run.y, run.x)
        self._out.append(change(self._pen, run.style))
        self._pen = run.style
        self._out.append(" " * width)
        self._stands(run)
        self._go(run.y, run.x)
        self._out.append(run.cells)
        self._place = (run.y, None)

    def _erase_to_end(self, run: Run) -> None:
        here = self._place[1] if self._place else None
        near = run.x if here is None else min(max(here, run.since), run.x)
        self._go(run.y, min((near, run.since), key=lambda x: len(self._way(run.y, x))))
        self._blank_pen(run.style)
        self._out.append("\x1b[K")

    # Pen and cursor

    def _blank_pen(self, style: Style) -> None:
        step, self._pen = change_for_blank(self._pen, on_blank(style))
        self._out.append(step)

    def _go(self, y: int, x: int) -> None:
        if self._place != (y, x):
            self._out.append(self._way(y, x))
            self._place = (y, x)

    def _way(self, y: int, x: int) -> str:
        return way(self._place, y, x, tab=self._able.tab)

    def _stands(self, run: Run) -> None:
        """Where the cursor is behind what was written."""
        shown = self.shown[run.y]
        inside = shown is not None and run.end < len(shown.chars)
        self._place = (run.y, run.end if inside else None)


def _cells(y: int, row: Row, start: int, end: int) -> Iterator[Run]:
    """The cells of a line from one column up to another, in pieces of one style."""
    chars, styles = row.chars, row.styles
    x = start
    for style, group in groupby(styles[start:end]):
        stop = x + len(list(group))
        if style is not None:
            text = "".join(chars[x:stop])
            if not text.strip(" ") and on_blank(style) == style:
                yield Run(Kind.BLANK, y, x, stop, style, text)
            elif only_narrow(text) or all(map(sure, chars[x:stop])):
                yield Run(Kind.TEXT, y, x, stop, style, text)
            else:
                yield from _mixed(y, row, x, stop, style)
        x = stop


def _mixed(y: int, row: Row, start: int, end: int, style: Style) -> Iterator[Run]:
    """Cells of one style; those of unsure width stand alone."""
    chars = row.chars
    x = start
    while x < end:
        stop = x + 1
        unsure = not sure(chars[x])
        while stop < end and (not chars[stop] if unsure else sure(chars[stop])):
            stop += 1
        kind = Kind.UNSURE if unsure else Kind.TEXT
        yield Run(kind, y, x, stop, style, "".join(chars[x:stop]))
        x = stop


def _repeated(found: re.Match[str]) -> str:
    return f"{found[1]}\x1b[{len(found[0]) - 1}b"


def _differences(before: Row, row: Row) -> list[int]:
    """Columns whose cells look different and are wanted in a known way."""
    low, high = (row.low, row.high) if row.base is before else (0, len(row.chars))
    columns = range(low, high)
    chars, looks = before.chars[low:high], before.styles[low:high]
    new, styles = row.chars[low:high], row.styles[low:high]
    if looks == styles:
        other = compress(columns, map(ne, chars, new))
        return [x for x in other if row.styles[x] is not None]
    cells = zip(columns, chars, new, looks, styles, strict=True)
    return [
        x
        for x, was, char, look, style in cells
        if (was != char or (look is not style and look != style)) and style is not None
    ]


def _spans(row: Row, changed: Sequence[int]) -> list[tuple[int, int]]:
    """Changed columns as ranges; short gaps in the same style belong to them."""
    chars, styles = row.chars, row.styles
    width = len(chars)
    spans: list[tuple[int, int]] = []
    start = stop = -1
    for x in changed:
        if x < stop:
            continue
        if x > stop:
            first = x if chars[x] else x - 1
            if stop < 0 or first - stop > _GAP or not _alike(styles, stop - 1, first):
                if stop > 0:
                    spans.append((start, stop))
                start = first
        stop = x + 1
        if stop < width and not chars[stop]:
            stop += 1
    if stop > 0:
        spans.append((start, stop))
    return spans


def _alike(styles: Sequence[Style | None], start: int, end: int) -> bool:
    return all(styles[x] == styles[start] for x in range(start + 1, end))
