"""Entries looked at lately and pinned ones, narrowed down while one types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual.fuzzy import FuzzySearch

from medialib_tui.store.recents import Pin, Recent
from medialib_tui.tui.widgets.columns import Cell, Column
from medialib_tui.tui.widgets.row_list import RowList


@dataclass(frozen=True, slots=True)
class Known:
    """An entry this machine remembers."""

    entry_id: str
    title: str
    media_type: str
    when: float
    pinned: bool = False


def remembered(pins: Iterable[Pin], recents: Iterable[Recent]) -> list[Known]:
    """Pins first, then the recents that are not pinned, newest first."""
    pinned = [
        Known(pin.entry_id, pin.label or pin.title, pin.media_type, pin.when, pinned=True)
        for pin in pins
    ]
    ids = {item.entry_id for item in pinned}
    rest = [
        Known(item.entry_id, item.title, item.media_type, item.when)
        for item in recents
        if item.entry_id not in ids
    ]
    return pinned + rest


def narrowed(known: Sequence[Known], text: str) -> list[Known]:
    """Those whose id or title holds the letters of `text` in order, best first; pins stay first."""
    words = text.strip()
    if not words:
        return list(known)
    search = FuzzySearch()
    scored = []
    for place, item in enumerate(known):
        score = max(search.match(words, item.entry_id)[0], search.match(words, item.title)[0])
        if score > 0:
            scored.append((not item.pinned, -score, place, item))
    return [item for *_, item in sorted(scored, key=lambda found: found[:3])]


class RecentsList(RowList[Known]):
    """Pins and recents."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("", 1),
        Column("Id", 15, flex=1),
        Column("Title", 20, flex=2),
        Column("Type", 8, since=60),
        Column("Opened", 16, since=76),
    )

    def key_of(self, item: Known) -> str:
        """The entry's id."""
        return item.entry_id

    def cells_of(self, item: Known) -> Sequence[Cell]:
        """Mark of a pin, id, title, media type, time."""
        return (
            ("★", "warn") if item.pinned else "",
            item.entry_id,
            item.title,
            (item.media_type, "muted"),
            ("pinned" if item.pinned else _when(item.when), "muted"),
        )


def _when(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return ""
