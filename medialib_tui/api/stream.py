"""The bytes of an image while they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx

from medialib_tui.api import reach
from medialib_tui.api.errors import ApiError, BadAnswer


class ImageStream:
    """An opened answer of serve-image: `length` in bytes where the server says so."""

    def __init__(
        self, response: httpx.Response, limit: int, host: str, timeout: float, seconds: float
    ) -> None:
        self._response = response
        self._limit = limit
        self._host = host
        self._timeout = timeout
        self._seconds = seconds
        self.content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
        declared = response.headers.get("content-length", "")
        self.length = int(declared[:18]) if declared.isascii() and declared.isdigit() else None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they arrive; ApiError where they stop short, take too long or exceed."""
        if self.length is not None and self.length > self._limit:
            raise self._too_large()
        deadline = asyncio.get_running_loop().time() + self._seconds
        arriving = self._response.aiter_bytes()
        count = 0
        while True:
            chunk = await self._next(arriving, deadline)
            if chunk is None:
                return
            if isinstance(chunk, ApiError):
                raise chunk
            count += len(chunk)
            if count > self._limit:
                raise self._too_large()
            yield chunk

    async def _next(
        self, arriving: AsyncIterator[bytes], deadline: float
    ) -> bytes | ApiError | None:
        try:
            async with asyncio.timeout_at(deadline):
                return await anext(arriving, None)
        except TimeoutError:
            return reach.late(self._host, self._seconds)
        except reach.FAILURES as problem:
            return reach.explain(problem, self._host, self._timeout).error

    def _too_large(self) -> BadAnswer:
        return BadAnswer(
            f"The image is larger than {self._limit // 1024:,} KiB and was not read further.",
            hint="Ask for it with a higher limit.",
        )
