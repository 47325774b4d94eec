"""Finding the newest API version a server answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.client import Client
from medialib_tui.api.dialect import Dialect
from medialib_tui.api.errors import ApiError, BadAnswer, NotOffered
from medialib_tui.model.server import VERSIONS, Server

if TYPE_CHECKING:
    import httpx


async def newest_version(
    server: Server,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    versions: Sequence[str] = VERSIONS,
) -> str:
    """Ask for the newest version alone, then for the rest side by side; sends no token.

    NotOffered where the server answers none of them; what kept it from answering is raised.
    """
    client = Client(server, token=None, dialect=Dialect(versions[0]), transport=transport)
    try:
        return await _newest(client, versions)
    finally:
        await client.aclose()


async def _newest(client: Client, versions: Sequence[str]) -> str:
    newest, *rest = versions
    first = await _healthy(client, newest)
    if first is True:
        return newest
    if isinstance(first, ApiError) and not isinstance(first, BadAnswer):
        raise first
    answers = await asyncio.gather(*(_healthy(client, version) for version in rest))
    for version, answer in zip(rest, answers, strict=True):
        if answer is True:
            return version
        if isinstance(answer, ApiError) and not isinstance(answer, BadAnswer):
            raise answer
    if isinstance(first, BadAnswer):
        raise first
    raise NotOffered(
        "The server answers none of the API versions this client speaks.",
        hint="Check the address; it is what stands before /api/VERSION, such as "
        "https://server.example.com or https://edit.example.com/proxy/api.",
    )


async def _healthy(client: Client, version: str) -> bool | ApiError:
    try:
        return await client.healthy(version)
    except ApiError as error:
        return error
