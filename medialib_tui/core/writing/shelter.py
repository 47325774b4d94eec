"""Work that a cancellation does not cut off at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

_T = TypeVar("_T")
GRACE = 5.0
"""Seconds for which cancelled work goes on, so that its outcome is still found."""


async def sheltered(work: Coroutine[object, object, _T]) -> _T:
    """Run to the end even when cancelled, for a moment; then the cancellation goes on."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            try:
                await asyncio.wait({task}, timeout=GRACE)
            finally:
                if not task.done():
                    task.cancel()
                    await asyncio.wait({task}, timeout=1.0)
        if task.done() and not task.cancelled():
            task.exception()
        raise
