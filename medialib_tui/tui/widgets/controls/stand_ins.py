"""Characters that must not reach the terminal, made visible one for one while they are edited."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from textual import events

from medialib_tui.model.text import JOINER, clean

_RETURN = "\u23ce"
_POOL = [
    *map(chr, range(0x2460, 0x2474)),
    *map(chr, range(0x24B6, 0x24EA)),
    *map(chr, range(0x2776, 0x2794)),
    *map(chr, range(0x2900, 0x2980)),
]
"""Symbols of one cell for what has no picture of its own."""


def unprinted(event: events.Key) -> str:
    """The character of a key that fields of the framework drop: a no-break space, a joiner."""
    typed = event.character or ""
    if len(typed) != 1 or event.is_printable:
        return ""
    return typed if unicodedata.category(typed) in ("Zs", "Cf") else ""


class StandIns:
    """Gives each unsafe character a symbol of its own; `real` undoes exactly what `visible` did.

    A symbol that occurs in the text itself gets another one, so that nothing is confused.
    """

    def __init__(self, *, newlines: bool) -> None:
        self._keep = "\n\t" if newlines else ""
        self._symbols: dict[str, str] = {}
        self._reals: dict[str, str] = {}

    def visible(self, text: str) -> str:
        """The text as it is edited: safe, and as many characters as before."""
        for char in sorted(set(text)):
            if char not in self._symbols and self._needs_one(char, text):
                self._give(char, text)
        return text.translate({ord(char): symbol for char, symbol in self._symbols.items()})

    def real(self, text: str) -> str:
        """The text as it is kept."""
        return text.translate({ord(symbol): char for symbol, char in self._reals.items()})

    def _needs_one(self, char: str, text: str) -> bool:
        if char == JOINER:
            return clean(text).count(char) < text.count(char)  # all within emoji may stay
        return char in self._reals or (char not in self._keep and clean(char) != char)

    def _give(self, char: str, text: str) -> None:
        for symbol in self._candidates(char):
            if symbol not in self._reals and symbol not in text:
                self._symbols[char], self._reals[symbol] = symbol, char
                return
        self._symbols[char], self._reals["\ufffd"] = "\ufffd", char

    def _candidates(self, char: str) -> Iterator[str]:
        picture = _RETURN if char == "\n" else clean(char)
        if len(picture) == 1:
            yield picture
        yield from _POOL
