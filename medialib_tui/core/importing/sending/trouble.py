"""Waiting for a server in trouble: for how long, for whom, and when to give up."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, BadAnswer, NotReached, TooManyRequests, Unavailable

if TYPE_CHECKING:
    from medialib_tui.core.importing.sending.parcels import Parcel
    from medialib_tui.core.session import Session

PATIENCE = 12
"""Failures in a row, for each delivery under way, after which a server that worked is given up."""

FIRST_PATIENCE = 4
"""The same for a server that has not taken anything yet."""

LONGEST_WAIT = 10.0
LONGEST_ASKED = 120.0
"""Seconds a server may ask to wait; more ends the import, to be resumed."""

_FIRST_WAIT = 0.25


def is_ambiguous(error: ApiError) -> bool:
    """Whether the request may have been carried out, or may be carried out when sent again."""
    if isinstance(error, BadAnswer):
        return not error.rejected
    return isinstance(error, NotReached | Unavailable)


class Trouble:
    """The common view of all deliveries on how the server does.

    `note` says what is waited for, empty where nothing is. `active` counts deliveries under way.
    """

    def __init__(self, session: Session) -> None:
        self.note = ""
        self.active = 0
        self._session = session
        self._good = 0
        self._bad_run = 0
        self._slow_run = 0
        self._brake = asyncio.Lock()
        self._stopped = asyncio.Event()

    @property
    def stopping(self) -> bool:
        """Whether nothing further is to be begun."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End every pause, and begin nothing further."""
        self._stopped.set()

    def over(self) -> None:
        """The server gave a good answer."""
        self._good += 1
        self._bad_run = self._slow_run = 0
        self.note = ""

    def works(self, error: ApiError) -> bool:
        """Whether the failure may be the doing of the items sent, and not the server's state."""
        return self._good > 0 or error.of_this_request

    async def clear(self) -> None:
        """Wait until the server may be asked again."""
        async with self._brake:
            return

    async def met(self, error: ApiError, group: Sequence[Parcel]) -> None:
        """A failure: wait a while, longer each time. Raises it where waiting does not help."""
        self._bad_run += 1
        for one in group:
            one.tries += 1
        patience = PATIENCE if self._good else FIRST_PATIENCE
        if self._bad_run >= patience * max(1, self.active):
            raise error
        self.note = f"{error.title} Trying again."
        await self.pause(min(self._bad_run, max(one.tries for one in group)))

    async def slowed(self, error: TooManyRequests) -> None:
        """429: nothing is sent for as long as the server asks. Raises it where that is too long."""
        self._slow_run += 1
        asked = error.retry_after
        if self._slow_run > PATIENCE * max(1, self.active) or (asked or 0.0) > LONGEST_ASKED:
            raise error
        self.note = "The server asks for fewer requests; waiting."
        async with self._brake:
            await self._sleep(_wait(self._slow_run) if asked is None else asked)

    async def pause(self, times: int) -> None:
        """Wait a while, after so many failures in a row; the end of all cuts it short."""
        await self._sleep(_wait(times))

    async def _sleep(self, seconds: float) -> None:
        waits = {
            asyncio.ensure_future(self._session.sleep(seconds)),
            asyncio.ensure_future(self._stopped.wait()),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waits:
                one.cancel()


def _wait(times: int) -> float:
    """Seconds after so many failures; never the same for two that wait side by side."""
    longest = min(LONGEST_WAIT, _FIRST_WAIT * float(1 << min(times, 10)))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
