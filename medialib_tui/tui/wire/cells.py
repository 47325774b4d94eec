"""Text as cells: which characters every terminal gives the same width, and how wide the rest is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import get_character_cell_size, split_graphemes

_NARROW = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482"
    "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2199\u21b0-\u21ff"
    "\u2200-\u22ff\u2500-\u25a9\u25ac-\u25b5\u25b7-\u25bf\u25c1-\u25fa\u2800-\u28ff"
)
_WIDE = (
    "\u3001-\u3003\u3005-\u3020\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60"
)
_JOINS = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_PICTURE = "\U0010eeee"
_ONLY_NARROW = re.compile(f"[{_NARROW}]*")
_SURE = re.compile(f"[{_NARROW}]?|[{_WIDE}]|{_PICTURE}[^\\x00-\u02ff]{{2}}")


def only_narrow(text: str) -> bool:
    """Whether each character takes one cell in every terminal."""
    return text.isascii() or _ONLY_NARROW.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def sure(cell: str) -> bool:
    """Whether every terminal gives this cell the width that the framework gives it.

    Emoji, joined and combined characters are not among them: terminals differ by their age.
    """
    return _SURE.fullmatch(cell) is not None


@lru_cache(maxsize=1024)
def contained(cell: str) -> bool:
    """Whether no terminal gives the cell more room than the framework does, as with single emoji.

    What stands beside it is safe then, wherever the terminal leaves the cursor.
    """
    if sure(cell):
        return True
    alone = len(cell) == 1 and get_character_cell_size(cell) == 2
    return alone and not _JOINS.fullmatch(cell)


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """What shares cells, with its width of 0, 1 or 2; of width 0 only at the beginning."""
    for start, end, width in split_graphemes(text)[0]:
        yield text[start:end], width
