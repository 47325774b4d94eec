"""One person's work on one server: the client, and what is remembered about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, ScopeMissing
from medialib_tui.core.documents import Documents
from medialib_tui.model.capability import Capability, Supported
from medialib_tui.model.schema import Project
from medialib_tui.model.server import Server

if TYPE_CHECKING:
    from medialib_tui.api.client import Client
    from medialib_tui.core.ahead import Ahead
    from medialib_tui.store.cache import Cache
    from medialib_tui.store.recents import Recents

_NO_SCOPE = "the token may not read the project configuration"
PROJECT_LIFE = 3600.0
"""Seconds for which a kept project extract serves without asking again."""


class Session:
    """The ground every use case stands on; front ends hold exactly one at a time."""

    def __init__(
        self,
        client: Client,
        *,
        recents: Recents,
        cache: Cache | None = None,
        language: str = "en",
        warnings: list[str] | None = None,
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.client = client
        self.recents = recents
        self.language = language
        self.warnings = warnings if warnings is not None else []
        self.documents = Documents(self)
        self.cache = cache
        self.ahead: Ahead | None = None
        self._project: Project | None = None
        self._project_lock = asyncio.Lock()
        self._on_close = on_close

    @property
    def server(self) -> Server:
        """The server this session works on, its API version resolved."""
        return self.client.server

    def supports(self, capability: Capability) -> Supported:
        """Whether this server offers something, as far as is known."""
        return self.client.dialect.supports(capability)

    async def project(self, *, fresh: bool = False) -> Project:
        """What is known of the project; where it is not readable, a Project that says why.

        Asked for once per session: the kept extract serves while it is fresh.
        """
        async with self._project_lock:
            if self._project is None or fresh:
                self._project = await self._load_project(fresh=fresh)
            return self._project

    async def _load_project(self, *, fresh: bool) -> Project:
        kept = self.cache.project(self.server.url) if self.cache else None
        if kept and not fresh and 0 <= time.time() - kept.saved_at < PROJECT_LIFE:
            return kept.project
        try:
            project = await self.client.project()
        except ScopeMissing as error:
            return Project(known=False, unknown_because=f"{_NO_SCOPE}. {error.hint}")
        except ApiError as error:
            return kept.project if kept else Project(known=False, unknown_because=error.title)
        if self.cache:
            self.cache.keep_project(self.server.url, project)
        return project

    async def aclose(self) -> None:
        """Close connections and files."""
        if self.ahead is not None:
            self.ahead.cancel()
        await self.client.aclose()
        if self._on_close:
            await self._on_close()
