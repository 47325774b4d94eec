"""The results of an import in file order: what is kept, and what was never looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.book import Book, waiting
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult

if TYPE_CHECKING:
    from medialib_tui.core.importing.item import Item
    from medialib_tui.core.importing.source import Source


def listed(
    source: Source, book: Book, *, failed: bool = False, why: str = ""
) -> Iterator[ItemResult]:
    """Every result, or the failed ones; the file is read only where items were not looked at.

    `why` says what kept the waiting ones from being sent.
    """
    for result in _merged(source, book, failed=failed):
        if why and result.outcome is ImportOutcome.WAITING:
            yield replace(result, title=f"Not sent: {why}")
        else:
            yield result


def _merged(source: Source, book: Book, *, failed: bool) -> Iterator[ItemResult]:
    kept = book.results(failed=failed)
    if book.complete:
        yield from kept
        return
    row = next(kept, None)
    for item in _readable(source):
        while row is not None and row.place < item.place:
            yield row
            row = next(kept, None)
        kept_too = row is not None and row.place == item.place
        if not kept_too and not book.is_marked(item.place):
            yield waiting(item)
    while row is not None:
        yield row
        row = next(kept, None)


def _readable(source: Source) -> Iterator[Item]:
    """The items as far as the file can be read."""
    try:
        yield from source.items()
    except BadInput:
        return
