"""Text as cells: which characters every terminal gives the same width, and how wide the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rich.cells import get_character_cell_size, split_graphemes

_NARROW = frozenset(
    chr(code)
    for low, high in (
        *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x370, 0x377), (0x37A, 0x37F)),
        *((0x384, 0x482), (0x48A, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E)),
        *((0x20A0, 0x20BF), (0x2190, 0x2193), (0x21B0, 0x21FF), (0x2200, 0x22FF), (0x2400, 0x2426)),
        *((0x2500, 0x25A9), (0x25AC, 0x25B5), (0x25B7, 0x25BF), (0x25C1, 0x25FA)),
        (0x2800, 0x28FF),
    )
    for code in range(low, high + 1)
)
_WIDE = (
    *((0x3001, 0x3003), (0x3005, 0x3020), (0x3041, 0x3096), (0x30A1, 0x30FA), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xFF01, 0xFF60)),
)
_JOINS = ((0x1F1E6, 0x1F1FF), (0x1F3FB, 0x1F3FF))
_PICTURE = "\U0010eeee"
"""Stands for a part of a picture, with two marks that say which."""


def only_narrow(text: str) -> bool:
    """Whether each character takes one cell in every terminal."""
    return text.isascii() or _NARROW.issuperset(text)


@lru_cache(maxsize=8192)
def sure(cell: str) -> bool:
    """Whether every terminal gives this cell the width that the framework gives it.

    Emoji, joined and combined characters are not among them: terminals differ by their age.
    """
    if len(cell) == 1:
        return cell in _NARROW or _within(cell, _WIDE)
    return not cell or (len(cell) == 3 and cell[0] == _PICTURE)


@lru_cache(maxsize=1024)
def contained(cell: str) -> bool:
    """Whether no terminal gives the cell more room than the framework does, as with single emoji.

    What stands beside it is safe then, wherever the terminal leaves the cursor.
    """
    if sure(cell):
        return True
    alone = len(cell) == 1 and get_character_cell_size(cell) == 2
    return alone and not _within(cell, _JOINS)


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What shares cells, with its width of 0, 1 or 2; of width 0 only at the beginning."""
    for start, end, width in split_graphemes(text)[0]:
        yield text[start:end], width


def _within(cell: str, spans: Sequence[tuple[int, int]]) -> bool:
    return any(low <= ord(cell) <= high for low, high in spans)
