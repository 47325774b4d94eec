"""Pages of any list as one iterator that neither loops nor repeats."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import replace
from typing import Generic, TypeVar

from medialib_tui.model.page import Page

T = TypeVar("T")


class Pages(Generic[T]):
    """Page after page; an item whose key was seen is left out.

    Ends at the last page, at a page that brings nothing new (a server that ignores offset or
    cursor), and at a cursor that was followed before. After a failure the same page can be
    asked for again.
    """

    def __init__(
        self, fetch: Callable[[Page[T] | None], Awaitable[Page[T]]], key: Callable[[T], Hashable]
    ) -> None:
        self.finished = False
        self._fetch = fetch
        self._key = key
        self._page: Page[T] | None = None
        self._seen: set[Hashable] = set()
        self._followed: set[str] = set()
        self._shown = 0

    @property
    def total(self) -> int | None:
        """What the last answer told, an empty one at the end as well."""
        return self._page.total if self._page is not None else None

    def __aiter__(self) -> Pages[T]:
        """The iterator itself: pages are asked for once."""
        return self

    async def __anext__(self) -> Page[T]:
        """The next page, with `offset` counting the items already given."""
        if self.finished:
            raise StopAsyncIteration
        first = self._page is None
        page = await self._fetch(self._page)
        fresh = tuple(self._unseen(page.items))
        repeated = bool(page.cursor) and page.cursor in self._followed
        self.finished = page.last or not fresh or repeated
        self._page = page
        if page.cursor:
            self._followed.add(page.cursor)
        if not fresh and not first:
            raise StopAsyncIteration
        shown, self._shown = self._shown, self._shown + len(fresh)
        return replace(page, items=fresh, offset=shown, last=self.finished)

    def _unseen(self, items: tuple[T, ...]) -> list[T]:
        fresh = []
        for item in items:
            name = self._key(item)
            if name not in self._seen:
                self._seen.add(name)
                fresh.append(item)
        return fresh


def start(after: Page[T] | None) -> str | int:
    """Where the page after a page begins: a cursor (text) or an offset."""
    if after is None:
        return 0
    return after.cursor if after.cursor else after.end
