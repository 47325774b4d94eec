"""The Media Library API: one coroutine for each endpoint, typed models in and out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from medialib_tui.api import calls, codec, lists, paging
from medialib_tui.api.call import MEBIBYTE
from medialib_tui.api.dialect import Dialect, Sign
from medialib_tui.api.errors import (
    BadAnswer,
    Blocked,
    Gone,
    NotFound,
    NotOffered,
    Refused,
)
from medialib_tui.api.link import Link, forgo_http_command_line
from medialib_tui.model.capability import Capability
from medialib_tui.model.page import Page
from medialib_tui.model.serve import ServeState

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from pydantic import JsonValue

    from medialib_tui.api.link import Embedded, Mounted
    from medialib_tui.api.stream import ImageStream
    from medialib_tui.api.token import Token
    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.importing import ImportResult
    from medialib_tui.model.patch import Patch
    from medialib_tui.model.publication import Publication
    from medialib_tui.model.reference import ReferenceKind, Referrer
    from medialib_tui.model.schema import Project
    from medialib_tui.model.server import Server
    from medialib_tui.model.usage import UsageLogEntry

CHUNK = 50
"""Ids in one list request; the server's maximum is not documented."""

PAGE = 100
"""The largest page the API hands out."""

_MOVES = 3
"""How often a published path may have moved."""


class Client:
    """Speaks to one server in one API version; every method raises ApiError and nothing else.

    `dialect` and `language` (of translated messages) may be replaced between calls. `sleep` is
    how the pause before a retry is spent; `on_unserved` hears that the first answer denied the
    API version.
    """

    def __init__(
        self,
        server: Server,
        *,
        token: Token | None,
        dialect: Dialect,
        transport: Mounted | None = None,
        on_warning: Callable[[str], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] | None = None,
        on_unserved: Callable[[], None] | None = None,
    ) -> None:
        self.server = server
        self._link = Link(server, token, dialect, transport, on_warning, sleep, on_unserved)

    @property
    def dialect(self) -> Dialect:
        """How this server is spoken to."""
        return self._link.dialect

    @dialect.setter
    def dialect(self, dialect: Dialect) -> None:
        self._link.dialect = dialect

    @property
    def language(self) -> str:
        """The language of messages that a server sends in several."""
        return self._link.language

    @language.setter
    def language(self, language: str) -> None:
        self._link.language = language

    async def entry(self, entry_id: str) -> Entry:
        """One entry; NotFound where there is none."""
        sent = await self.entry_as_sent(entry_id)
        from medialib_tui.model.entry import Entry  # takes its time: the request is on its way

        entry = Entry.read(sent)
        return entry if entry.id else entry.model_copy(update={"id": entry_id})

    async def entry_as_sent(self, entry_id: str) -> JsonObject:
        """One entry as JSON, for handing on: no model is made of it."""
        return codec.an_object(await self._link.ask(calls.entry(self.dialect, entry_id)))

    async def entries(self, ids: Sequence[str]) -> list[Entry]:
        """Up to CHUNK entries in the order asked for; missing ones are left out."""
        return await lists.by_ids(self._link, ids, self.entry)

    async def entries_by_external_id(self, external_id: str, system_name: str) -> list[Entry]:
        """Entries of that external id; it is unique only together with the system's name."""
        return await lists.by_external_id(self._link, external_id, system_name)

    async def references(
        self,
        kind: ReferenceKind,
        entry_id: str,
        *,
        after: Page[Referrer] | None = None,
        limit: int = PAGE,
    ) -> Page[Referrer]:
        """The first page of incoming references, or the one after a page."""
        from medialib_tui.model.reference import Referrer

        call = calls.references(
            self.dialect, kind, entry_id, limit=limit, start=paging.start(after)
        )
        answer = await self._link.ask(call, Capability.INCOMING_REFERENCES)
        offset = after.end if after else 0
        return codec.read_page(answer, "results", Referrer.read, offset=offset, limit=limit)

    def reference_pages(
        self, kind: ReferenceKind, entry_id: str, *, limit: int = PAGE
    ) -> paging.Pages[Referrer]:
        """Page after page of incoming references; never loops and never repeats an item."""

        async def fetch(after: Page[Referrer] | None) -> Page[Referrer]:
            return await self.references(kind, entry_id, after=after, limit=limit)

        return paging.Pages(fetch, _referrer_key)

    async def usage_log(self, entry_id: str) -> list[UsageLogEntry]:
        """The whole usage log in the server's order."""
        from medialib_tui.model.usage import UsageLogEntry

        call = calls.usage_log(self.dialect, entry_id)
        answer = await self._link.ask(call, Capability.USAGE_LOG)
        self.dialect.learn_release(Sign.USAGE_LOG)
        return [UsageLogEntry.read(item) for item in codec.objects(codec.listed(answer, "results"))]

    async def keys(self, entry_id: str) -> list[str]:
        """Every asset key: current, of replaced and translated assets, of variants."""
        answer = await self._link.ask(calls.keys(self.dialect, entry_id), Capability.KEYS)
        return [key for key in codec.listed(answer, "results") if isinstance(key, str)]

    async def serve_state(self, key: str) -> ServeState:
        """Whether serve-image hands this key out; no image bytes are read."""
        try:
            async with self.image(key):
                return ServeState.SERVED
        except Blocked:
            return ServeState.BLOCKED
        except NotFound:
            return ServeState.MISSING

    @asynccontextmanager
    async def image(self, key: str, *, limit: int = 64 * MEBIBYTE) -> AsyncIterator[ImageStream]:
        """The bytes behind a key, at most `limit`; Blocked or NotFound is raised on entering."""
        call = calls.image(self.dialect, key, limit)
        async with self._link.stream(call, Capability.SERVE_IMAGE) as stream:
            if stream.content_type.startswith(("text/", "application/json")):
                raise BadAnswer(
                    f"The server answered with {stream.content_type} instead of an image.",
                    status=200,
                    hint="Check the address, and any proxy on the way.",
                )
            yield stream

    async def project(self) -> Project:
        """The parts of the project configuration this client needs; the rest is dropped."""
        from medialib_tui.model.schema import Project

        answer = await self._link.ask(calls.project(self.dialect), Capability.PROJECT_CONFIG)
        project = Project.read(codec.an_object(answer))
        if project.media_center.usage_purposes:
            self.dialect.learn_release(Sign.USAGE_PURPOSES)
        elif project.media_center.usage_log.purposes:
            self.dialect.learn_release(Sign.USAGE_LOG_PURPOSES)
        return project

    async def healthy(self, version: str | None = None) -> bool:
        """Whether the server answers this API version (else the client's own); needs no token."""
        try:
            answer = await self._link.ask(calls.health(self.dialect, version))
        except (NotOffered, NotFound, Gone):
            return False
        return isinstance(answer, dict) and answer.get("status") == "ok"

    async def publication(self, document_id: str) -> Publication:
        """The newest publication of a document; NotFound where it is not published."""
        from medialib_tui.model.publication import Publication

        answer = await self._link.ask(calls.publication(self.dialect, document_id))
        return Publication.read(codec.an_object(answer))

    async def publications(self, document_ids: Sequence[str]) -> list[Publication]:
        """The newest publications of up to 100 documents, in the order asked for."""
        from medialib_tui.model.publication import Publication

        wanted = list(dict.fromkeys(document_ids))
        if not wanted:
            return []
        answer = await self._link.ask(calls.publications(self.dialect, wanted))
        items = [Publication.read(i) for i in codec.objects(codec.listed(answer, "results"))]
        found = {item.document_id: item for item in items}
        return [found[i] for i in wanted if i in found]

    async def search_publications(
        self,
        *,
        filters: JsonValue = None,
        search: str | None = None,
        fields: str = "systemdata,metadata",
        after: Page[Publication] | None = None,
        limit: int = PAGE,
    ) -> Page[Publication]:
        """One page of published documents that match filters and words."""
        from medialib_tui.model.publication import Publication

        call = calls.search(
            self.dialect,
            filters=filters,
            text=search,
            fields=fields,
            limit=limit,
            start=paging.start(after),
        )
        answer = await self._link.ask(call)
        offset = after.end if after else 0
        return codec.read_page(answer, "results", Publication.read, offset=offset, limit=limit)

    async def resolve(self, path: str) -> str | None:
        """The id of the document published at a path; Gone where it is no longer published."""
        for _ in range(_MOVES):
            try:
                answer = await self._link.ask(calls.resolve(self.dialect, path))
            except NotFound:
                return None
            document, moved = codec.resolved(answer)
            if moved is None:
                return document
            path = moved
        return None

    async def patch(self, entry_id: str, patch: Patch) -> None:
        """Change an entry: sent once, never repeated where the server may have acted on it."""
        from medialib_tui.api import patching

        await patching.send(self._link, entry_id, patch)

    async def import_entries(self, items: Sequence[JsonObject | bytes]) -> list[ImportResult]:
        """Create entries, given as objects or as JSON; a result an item, in the server's order."""
        from medialib_tui.api import importing

        return await importing.send(self._link, items)

    def refusal(self, result: ImportResult) -> Refused:
        """Why an item of an import was not taken, in words that are safe to keep."""
        from medialib_tui.api import importing

        return importing.refusal(self._link, result)

    def prepare(self) -> None:
        """Import and make what the first request needs; may be called in a thread."""
        self._link.prepare(_build_models)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._link.aclose()


def embedded(app: Callable[..., Awaitable[None]]) -> Embedded:
    """A transport to an ASGI app in this process."""
    forgo_http_command_line()
    import httpx

    return httpx.ASGITransport(app=app)


def _build_models() -> None:
    """Build what pydantic would build at the first answer; no other thread may be at it."""
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project

    for model in (Entry, Project):
        model.model_rebuild()


def _referrer_key(item: Referrer) -> str:
    return item.key or json.dumps(item.sent, sort_keys=True)
