"""What was meant by a mistyped word."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word most like a mistyped one, if any is: `likeness` is 1 for the same word."""
    import difflib

    folded = {_fold(item): item for item in known}
    found = difflib.get_close_matches(_fold(word[:_LONGEST]), folded, 1, likeness)
    return folded[found[0]] if found else None


def meant(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that asks for the nearest known word; empty where none is near."""
    guess = nearest(word, known)
    return f"; is “{guess}” meant?" if guess else ""


def _fold(word: str) -> str:
    return word.lower().replace("-", "_")
