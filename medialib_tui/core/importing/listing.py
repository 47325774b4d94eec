"""The results of an import in file order: what is kept, and what was never looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.book import Book
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.rows import waiting, waiting_unread

if TYPE_CHECKING:
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
    for result in _unmarked(source, book):
        while row is not None and row.place < result.place:
            yield row
            row = next(kept, None)
        if row is None or row.place != result.place:
            yield result
    while row is not None:
        yield row
        row = next(kept, None)


def _unmarked(source: Source, book: Book) -> Iterator[ItemResult]:
    """Items that were not looked at; those that cannot be read any more by their place alone."""
    place, why = 0, ""
    try:
        for item in source.items():
            place = item.place
            if not book.is_marked(place):
                yield waiting(item)
    except BadInput as error:
        why = error.title
    for unread in range(place + 1, (book.total or 0) + 1):
        if not book.is_marked(unread):
            yield waiting_unread(unread, why)
