"""Sending groups of items until each has a proven end, whatever the server does meanwhile."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from medialib_tui.api.errors import (
    ApiError,
    NotReached,
    Refused,
    StateConflict,
    TokenRefused,
    TooLarge,
    TooManyRequests,
    Unavailable,
    VersionConflict,
)
from medialib_tui.core.importing.outcomes import ImportOutcome, ItemResult
from medialib_tui.core.importing.sending.answers import Answers, named_items
from medialib_tui.core.importing.sending.parcels import Feed, Parcel
from medialib_tui.core.importing.sending.proof import CANNOT_LOOK, judged, look_up
from medialib_tui.core.importing.sending.trouble import Trouble, is_ambiguous

if TYPE_CHECKING:
    from medialib_tui.core.importing.book import Book
    from medialib_tui.core.session import Session
    from medialib_tui.model.importing import ImportResult

Emit = Callable[[Sequence[ItemResult]], None]

MOST_TRIES = 6
"""How often one item alone is sent in vain before it is given up, on a server that works."""

SPLIT_AFTER = 2
"""Sendings in vain after which a group is halved, to find the item that is at fault."""

_NOT_TAKEN = (Refused, StateConflict, VersionConflict)
_MAYBE = "it is not there so far, but the server may still be at work on it"


class Sender:
    """Delivers groups; several deliveries may run side by side. `emit` hears how items ended."""

    def __init__(self, session: Session, book: Book, feed: Feed, emit: Emit) -> None:
        self.trouble = Trouble(session)
        self._session = session
        self._book = book
        self._feed = feed
        self._emit = emit
        self._answers = Answers(session)
        self._lanes = asyncio.Semaphore(feed.limits.at_once)

    async def deliver(self, parcels: Sequence[Parcel]) -> None:
        """Send a group until all of it has ended, or nothing more is to be begun.

        Raises ApiError for what ends the whole import; NotKept where the record cannot be written.
        """
        groups: deque[list[Parcel]] = deque([list(parcels)])
        try:
            while groups:
                groups[0] = group = await self._proven(groups[0])
                if self.trouble.stopping:
                    await self._leave(groups.popleft())
                    continue
                parts = self._fitting(group)
                if len(parts) > 1:
                    groups.popleft()
                    groups.extendleft(reversed(parts))
                    continue
                again = await self._send(group) if group else []
                groups.popleft()
                groups.extend(again)
        except ApiError as error:
            await self._give_up([one for group in groups for one in group], error)
            raise

    async def _end(self, results: Sequence[ItemResult], parcels: Sequence[Parcel]) -> None:
        if results:
            await self._book.ended(results, parcels)
            self._emit(results)

    async def _proven(self, group: list[Parcel]) -> list[Parcel]:
        """Look up what may have been created; what is left is proven not to be there."""
        while doubtful := [parcel for parcel in group if parcel.doubt]:
            try:
                found = await look_up(self._session, doubtful)
            except CANNOT_LOOK as error:
                await self._end([_unknown(one, error) for one in doubtful], doubtful)
                if isinstance(error, TokenRefused):
                    raise
                return [one for one in group if not one.doubt]
            except ApiError as error:
                await self.trouble.met(error, group)
                if self.trouble.stopping:
                    await self._end([_unknown(one, error) for one in doubtful], doubtful)
                    return [one for one in group if not one.doubt]
                continue
            here = [one for one in doubtful if one.place in found]
            await self._end([judged(one, found[one.place]) for one in here], here)
            group = [one for one in group if one.place not in found]
            if self.trouble.stopping:
                late = [one for one in group if one.doubt and one.silent]
                await self._end([_unknown(one, None) for one in late], late)
                group = [one for one in group if one not in late]
            for one in doubtful:
                one.doubt = one.silent = False
        return group

    def _fitting(self, group: list[Parcel]) -> list[list[Parcel]]:
        """The group in parts that fit the limits as they are now."""
        limits = self._feed.limits
        parts: list[list[Parcel]] = [[]]
        size = 0
        for one in group:
            if parts[-1] and (size + one.size > limits.bytes or len(parts[-1]) >= limits.items):
                parts.append([])
                size = 0
            parts[-1].append(one)
            size += one.size
        return parts

    async def _send(self, group: list[Parcel]) -> list[list[Parcel]]:
        """Send once; what is to be sent again comes back, in groups."""
        await self.trouble.clear()
        if self.trouble.stopping:
            return [group]
        await self._book.sent(group)
        try:
            results = await self._posted(group)
        except ApiError as error:
            return await self._failed(group, error)
        if results is None:
            return [group]
        self.trouble.over()
        read = await self._answers.read(group, results)
        for one in group:
            one.tries = 0 if one not in read.again else one.tries + 1
        tired = [one for one in read.again if one.tries >= MOST_TRIES]
        again = [one for one in read.again if one.tries < MOST_TRIES]
        for one in again:
            one.doubt = True
        await self._end(read.results, group)
        if tired:
            again.extend(await self._given_up(tired, None))
        if again:
            await self.trouble.pause(again[0].tries)
        return [again] if again else []

    async def _posted(self, group: list[Parcel]) -> list[ImportResult] | None:
        """The answer to one request; None where nothing more is to be begun."""
        async with self._lanes:
            if self.trouble.stopping:
                return None
            return await self._session.client.import_entries([one.body for one in group])

    async def _failed(self, group: list[Parcel], error: ApiError) -> list[list[Parcel]]:
        """No result for any item: what the failure says of them, and how to go on."""
        if isinstance(error, TooLarge):
            return await self._too_large(group, error)
        if isinstance(error, TooManyRequests):
            await self._book.not_sent(group)
            await self.trouble.slowed(error)
            return [group]
        if isinstance(error, _NOT_TAKEN):
            return await self._not_taken(group, error)
        if not is_ambiguous(error):
            raise error
        for one in group:
            one.doubt = error.sent if isinstance(error, NotReached) else True
            one.silent = one.doubt and _is_silent(error)
        await self.trouble.met(error, group)
        if not self.trouble.works(error):
            return [group]
        if len(group) > 1 and group[0].tries >= SPLIT_AFTER:
            for one in group:
                one.tries = 0
            return _halves(group)
        if len(group) == 1 and group[0].tries >= MOST_TRIES:
            return _group(await self._given_up(group, error))
        return [group]

    async def _too_large(self, group: list[Parcel], error: TooLarge) -> list[list[Parcel]]:
        """413: smaller requests from now on; an item that is too large alone is refused."""
        if len(group) == 1:
            result = group[0].result(
                ImportOutcome.REFUSED, title=error.title, code=error.code, status=error.status
            )
            await self._end([result], group)
            return []
        size = sum(one.size for one in group)
        if size // 2 < self._feed.limits.bytes:
            self._feed.limits = replace(self._feed.limits, bytes=max(1, size // 2))
        await self._book.not_sent(group)
        return _halves(group)

    async def _not_taken(self, group: list[Parcel], error: ApiError) -> list[list[Parcel]]:
        """400: items that are named are refused, the others sent again; else halves tell more."""
        results = named_items(group, error)
        if not results and len(group) == 1:
            results = [_refused(group[0], error)]
        if not results:
            await self._book.not_sent(group)
            return _halves(group)
        await self._end(results, group)
        named = {result.place for result in results}
        rest = [one for one in group if one.place not in named]
        if rest:
            await self._book.not_sent(rest)
        return _group(rest)

    async def _given_up(self, tired: list[Parcel], error: ApiError | None) -> list[Parcel]:
        """Sent often in vain, on a server that takes others: refused, if it is still not there."""
        for one in tired:
            one.doubt = True
        rest = await self._proven(tired)
        said = error.title if error else "The server's answer does not say what became of it."
        results = [
            one.result(
                ImportOutcome.REFUSED,
                title=f"Sent {one.attempts} times, and not there. {said}",
                code=error.code if error else "no-answer",
                status=error.status if error else None,
            )
            for one in rest
        ]
        await self._end(results, rest)
        return []

    async def _give_up(self, left: list[Parcel], error: ApiError) -> None:
        """All ends here: what may have been created is looked up once more, the rest waits."""
        open_ones = [one for one in left if not self._book.is_through(one.place)]
        doubtful = [one for one in open_ones if one.doubt]
        try:
            found = await look_up(self._session, doubtful)
        except ApiError:
            await self._end([_unknown(one, error) for one in doubtful], doubtful)
            doubtful, found = [], {}
        here = [one for one in doubtful if one.place in found]
        await self._end([judged(one, found[one.place]) for one in here], here)
        missing = [one for one in doubtful if one.place not in found]
        late = [one for one in missing if one.silent]
        await self._end([_unknown(one, None) for one in late], late)
        rest = [one for one in missing if not one.silent]
        await self._leave([*rest, *(one for one in open_ones if not one.doubt)])

    async def _leave(self, group: Sequence[Parcel]) -> None:
        """Not there, and not sent any more: such items wait for another run."""
        waiting = [one for one in group if one.attempts]
        if waiting:
            await self._book.not_sent(waiting)


def _is_silent(error: ApiError) -> bool:
    """Whether the server behind a failed request may still be at work on it."""
    gave_up = isinstance(error, Unavailable) and error.gave_up_waiting
    return gave_up or isinstance(error, NotReached)


def _unknown(parcel: Parcel, error: ApiError | None) -> ItemResult:
    why = f"it could not be looked up: {error.title}" if error else f"{_MAYBE}."
    return parcel.result(
        ImportOutcome.UNKNOWN,
        title=f"Sent, but {why}",
        code="outcome-unknown",
        status=error.status if error else None,
    )


def _refused(parcel: Parcel, error: ApiError) -> ItemResult:
    return parcel.result(
        ImportOutcome.REFUSED,
        title=error.title,
        code=error.code,
        status=error.status,
        fields=error.fields,
    )


def _group(parcels: list[Parcel]) -> list[list[Parcel]]:
    return [parcels] if parcels else []


def _halves(group: list[Parcel]) -> list[list[Parcel]]:
    middle = (len(group) + 1) // 2
    return [group[:middle], group[middle:]]
