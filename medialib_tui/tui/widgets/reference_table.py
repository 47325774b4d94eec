"""The rows of incoming references: titles, places, orders, and all about one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar

from medialib_tui.core.references import ReferrerInfo
from medialib_tui.model.dates import say_date
from medialib_tui.model.reference import ReferenceKind, Referrer
from medialib_tui.tui.widgets.columns import Cell, Column, day
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

NAMES = {ReferenceKind.DOCUMENTS: "Documents", ReferenceKind.MEDIA: "Media"}
_MOST_PLACES = 500


class ReferenceTable(RowList[Referrer]):
    """Referencing documents or entries; titles fill in when they are known."""

    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("Title", 24, flex=4),
        Column("Type", 8, since=60),
        Column("Date", 10, since=70),
        Column("Places", 12, flex=2, since=75),
        Column("Id", 9, flex=1),
    )

    def __init__(self, kind: ReferenceKind, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kind = kind
        self.infos: dict[str, ReferrerInfo] = {}

    def key_of(self, item: Referrer) -> str:
        """The referrer's id."""
        return item.key

    def cells_of(self, item: Referrer) -> Sequence[Cell]:
        """Title, type, date, first place, id."""
        info = self.infos.get(item.key)
        title: Cell
        if info is None:
            title = ("…", "muted")
        else:
            title = info.title if info.known else (info.title, "muted")
        return (
            title,
            info.kind_label if info else "",
            (day(info.published) if info else "", "muted"),
            say_places(item),
            (item.key, "muted"),
        )

    def learn(self, infos: Mapping[str, ReferrerInfo]) -> None:
        """Fill in what is known now."""
        self.infos.update(infos)
        self.repaint_rows()

    def forget_unknown(self) -> None:
        """What could not be read may be asked for again."""
        self.infos = {key: info for key, info in self.infos.items() if info.known}


def say_places(item: Referrer) -> str:
    """The first place, and how many more."""
    places = item.places
    if not places:
        return "place not given"
    more = len(places) - 1
    return places[0] + (f" +{more}" if more else "")


def matches(item: Referrer, info: ReferrerInfo | None, words: Sequence[str]) -> bool:
    """Whether every word occurs in the id, the title, the type or a place."""
    parts = [item.key, *item.places]
    if info is not None:
        parts += [info.title, info.kind_label, info.published or ""]
    haystack = " ".join(parts).lower()
    return all(word in haystack for word in words)


def reference_blocks(
    kind: ReferenceKind, item: Referrer, info: ReferrerInfo | None
) -> Iterator[Block]:
    """Everything about one referrer."""
    facts = [item.key]
    if info is not None:
        facts += [info.kind_label, say_date(info.published, missing="")]
    title = info.title if info else NAMES[kind]
    yield Heading(title, ", ".join(fact for fact in facts if fact))
    if info is not None and kind is ReferenceKind.DOCUMENTS:
        yield Fact("URL", info.url or "no public address is known")
    if info is not None and not info.known:
        yield Said("It could not be read: not published, or not reachable.", "muted")
    yield Gap()
    places = item.places
    count = len(places)
    yield Heading(f"{count:,} place" + ("" if count == 1 else "s"))
    for place in places[:_MOST_PLACES]:
        yield Said(place)
    if count > _MOST_PLACES:
        yield Said(f"and {count - _MOST_PLACES:,} more", "muted")


Order = Callable[[Referrer, ReferrerInfo | None], str]

SORTS: tuple[tuple[str, Order | None], ...] = (
    ("", None),
    ("by title", lambda item, info: info.title.casefold() if info else "\uffff"),
    ("by type", lambda item, info: info.kind_label.casefold() if info else "\uffff"),
    ("newest first", lambda item, info: _turned(info.published or "" if info else "")),
    ("by place", lambda item, info: say_places(item).casefold()),
    ("by id", lambda item, info: item.key.zfill(12)),
)
"""What loaded rows can be sorted by; the server's own order comes first."""

BY_INFO = range(1, 4)
"""The sorts that need what a title request answers."""


def _turned(text: str) -> str:
    return "".join(chr(0x10FFFF - ord(char)) for char in text) or "\U0010ffff"
