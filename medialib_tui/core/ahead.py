"""The first look-up, asked before there is a screen to show it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.core.lookup import Batch, ask, only_entry
from medialib_tui.model.query import Ids, Query, Unusable, parse_query

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry


class Ahead:
    """A look-up on its way; whoever asks the same first gets it.

    `hit` is the entry, once the whole answer is in and that is all of it.
    """

    def __init__(self, session: Session, query: Query) -> None:
        self.query = query
        self.hit: Entry | None = None
        self._came: asyncio.Queue[Batch | ApiError | None] = asyncio.Queue()
        self._task = asyncio.create_task(self._ask(session, query))

    async def _ask(self, session: Session, query: Query) -> None:
        came = []
        try:
            async with aclosing(ask(session, query)) as found:
                async for batch in found:
                    came.append(batch)
                    self._came.put_nowait(batch)
            self.hit = only_entry(came)
        except ApiError as error:
            self._came.put_nowait(error)
        self._came.put_nowait(None)

    @property
    def only_id(self) -> str | None:
        """The id that is asked for, where it is one."""
        ids = self.query.ids if isinstance(self.query, Ids) else ()
        return ids[0] if len(ids) == 1 else None

    @property
    def expects(self) -> str | None:
        """The id of the entry it came to, or may yet come to."""
        if self.hit is not None:
            return self.hit.id
        return None if self._task.done() else self.only_id

    async def batches(self) -> AsyncGenerator[Batch, None]:
        """The batches as `lookup.batches` gives them; ending early stops the asking."""
        try:
            while (item := await self._came.get()) is not None:
                if isinstance(item, ApiError):
                    raise item
                yield item
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Nobody wants it any more."""
        self._task.cancel()


async def entry(session: Session, entry_id: str) -> Entry:
    """An entry; one that was asked for ahead is not asked for again. NotFound, ApiError."""
    ahead = session.ahead
    if ahead is None or entry_id not in {ahead.only_id, ahead.expects}:
        return await session.client.entry(entry_id)
    session.ahead = None
    async with aclosing(ahead.batches()) as came:
        async for batch in came:
            if batch.entries:
                return batch.entries[0]
    raise NotFound(f"There is no entry {entry_id}.")


def ask_ahead(session: Session, text: str) -> None:
    """Start looking up what the app was started with."""
    query = parse_query(text)
    if not isinstance(query, Unusable):
        session.ahead = Ahead(session, query)
