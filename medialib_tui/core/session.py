"""One person's work on one server: the client, and what is remembered about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, ScopeMissing
from medialib_tui.model.capability import Capability, Supported
from medialib_tui.model.server import Server
from medialib_tui.store.errors import NotKept

if TYPE_CHECKING:
    from medialib_tui.api.client import Client
    from medialib_tui.core.ahead import Ahead
    from medialib_tui.core.documents import Documents
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project
    from medialib_tui.store.cache import Cache
    from medialib_tui.store.drafts import Drafts
    from medialib_tui.store.imports import Imports
    from medialib_tui.store.journal import Journal
    from medialib_tui.store.recents import Recents

    Listener = Callable[[Entry], None]
    """Hears of an entry as it was read back after a write."""

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
        journal: Callable[[], Journal] | None = None,
        drafts: Callable[[], Drafts] | None = None,
        imports: Callable[[], Imports] | None = None,
        left_open: Callable[[], bool] | None = None,
        language: str = "en",
        warnings: list[str] | None = None,
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.client = client
        self.recents = recents
        self.language = language
        self.warnings = warnings if warnings is not None else []
        self._documents: Documents | None = None
        self.cache = cache
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._open_journal = journal
        self._open_drafts = drafts
        self._open_imports = imports
        self._left_open = left_open
        self._journal: Journal | None = None
        self._drafts: Drafts | None = None
        self._imports: Imports | None = None
        self._listeners: list[Listener] = []
        self.ahead: Ahead | None = None
        self._prepared = False
        self._project: Project | None = None
        self._project_lock = asyncio.Lock()
        self._on_close = on_close

    @property
    def server(self) -> Server:
        """The server this session works on, its API version resolved."""
        return self.client.server

    @property
    def journal(self) -> Journal:
        """Every write of this machine. Raises NotKept where the session keeps none."""
        if self._journal is None:
            if self._open_journal is None:
                raise NotKept("This session keeps no journal, so it cannot write")
            self._journal = self._open_journal()
        return self._journal

    @property
    def drafts(self) -> Drafts:
        """What was typed and not yet confirmed. Raises NotKept where the session keeps none."""
        if self._drafts is None:
            if self._open_drafts is None:
                raise NotKept("This session keeps no drafts")
            self._drafts = self._open_drafts()
        return self._drafts

    @property
    def imports(self) -> Imports:
        """What was imported from this machine. Raises NotKept where the session keeps none."""
        if self._imports is None:
            if self._open_imports is None:
                raise NotKept("This session keeps no record of imports, so it cannot import")
            self._imports = self._open_imports()
        return self._imports

    def left_open(self) -> bool:
        """Whether the journal holds writes to this server that have no outcome yet."""
        return self._left_open is not None and self._left_open()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of every entry that a write changed; call what is returned to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def changed(self, entry: Entry) -> None:
        """Tell the listeners how an entry stands after a write; its kept thumbnails go."""
        if self.cache is not None and entry.asset_key is not None:
            self.cache.forget_thumbnails(self.server.url, entry.asset_key)
        for listener in tuple(self._listeners):
            listener(entry)

    def supports(self, capability: Capability) -> Supported:
        """Whether this server offers something, as far as is known."""
        return self.client.dialect.supports(capability)

    @property
    def documents(self) -> Documents:
        """Titles and addresses of documents, each asked for once."""
        if self._documents is None:
            from medialib_tui.core.documents import Documents

            self._documents = Documents(self)
        return self._documents

    async def prepare(self) -> None:
        """Have the client ready for its first request, without holding up the loop."""
        if not self._prepared:
            await asyncio.to_thread(self.client.prepare)
            self._prepared = True

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
        from medialib_tui.model.schema import Project

        try:
            project = await self.client.project()
        except ScopeMissing as error:
            return Project.unknown(because=f"{_NO_SCOPE}. {error.hint}")
        except ApiError as error:
            return kept.project if kept else Project.unknown(because=error.title)
        if self.cache:
            self.cache.keep_project(self.server.url, project)
        return project

    def forget_ahead(self) -> None:
        """What was asked ahead and not taken is not wanted any more: it grows old."""
        if self.ahead is not None:
            self.ahead.cancel()
            self.ahead = None

    async def aclose(self) -> None:
        """Close connections and files."""
        self.forget_ahead()
        await self.client.aclose()
        if self._on_close:
            await self._on_close()
