"""This app in front of two terminals: one is sent everything, one what is needed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from unittest.mock import patch

from textual.pilot import Pilot

from tests.tui.stage import stage
from tests.wire.both import HEADLESS, Both, driver_of


@asynccontextmanager
async def both(
    query: str = "", *, size: tuple[int, int] = (80, 24), marked: bool = True
) -> AsyncIterator[tuple[Pilot[None], Both]]:
    """The app at a look-up; `marked` with the marks of synchronised output."""
    with patch(HEADLESS, Both):
        async with stage(query, size=size) as pilot:
            yield pilot, driver_of(pilot, marked=marked)
