"""Looking anything up: ids, external ids, documents, addresses."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from medialib_tui.api.client import CHUNK
from medialib_tui.api.errors import (
    ApiError,
    BadInput,
    Forbidden,
    Gone,
    NotFound,
    ScopeMissing,
    TokenRefused,
)
from medialib_tui.core.batch.order import in_order
from medialib_tui.model.capability import Capability, Support
from medialib_tui.model.query import (
    ArticleUrl,
    Document,
    ExternalId,
    Ids,
    Query,
    Unusable,
    parse_query,
)

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.documents import DocumentInfo
    from medialib_tui.core.session import Session
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.publication import Publication
    from medialib_tui.model.schema import Project

_HOPELESS = (TokenRefused, ScopeMissing, Forbidden, Gone)
"""What asking for the next ids meets again."""

_UNSEEN = (
    "This API version does not list what a publication refers to: files and media in links may be"
    " missing."
)
_MEDIA_TYPES = {"image", "video", "file"}


@dataclass(frozen=True, slots=True)
class Failure:
    """An id whose request failed, so nothing is known of it."""

    id: str
    error: ApiError


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a look-up; `document` is set when these are the media of a publication.

    `unseen` says beside it what of the publication cannot be seen.
    """

    entries: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    document: DocumentInfo | None = None
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A whole look-up: what was found, what is missing, what could not be asked."""

    query: Query
    entries: tuple[Entry, ...] = ()
    missing: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    document: DocumentInfo | None = None
    unseen: str = ""


async def look_up(session: Session, query: str | Query) -> LookUp:
    """Look up everything at once; raises BadInput or the error that stopped all of it."""
    parsed = parse_query(query) if isinstance(query, str) else query
    found = LookUp(parsed)
    async for batch in batches(session, parsed):
        found = replace(
            found,
            entries=found.entries + batch.entries,
            missing=found.missing + batch.missing,
            failed=found.failed + batch.failed,
            document=batch.document or found.document,
            unseen=batch.unseen or found.unseen,
        )
    return found


def batches(session: Session, query: Query) -> AsyncGenerator[Batch, None]:
    """Look up piece by piece, in the order asked, a few requests side by side.

    What was asked ahead is handed on instead of being asked again.
    """
    ahead = session.ahead
    if ahead is None or ahead.query != query:
        return ask(session, query)
    session.ahead = None
    return ahead.batches()


def only_entry(found: Sequence[Batch]) -> Entry | None:
    """The entry that a whole look-up came to, where that is all it came to."""
    entries = [entry for batch in found for entry in batch.entries]
    if len(entries) != 1 or any(part.missing or part.failed or part.document for part in found):
        return None
    return entries[0]


async def ask(session: Session, query: Query) -> AsyncGenerator[Batch, None]:
    """Ask the server for the parts of a look-up."""
    match query:
        case Unusable(reason, hint):
            raise BadInput(reason, hint=hint)
        case Ids(ids):
            async with aclosing(_by_ids(session, ids)) as found:
                async for batch in found:
                    yield batch
        case ExternalId(system, external):
            entries = await session.client.entries_by_external_id(external, system)
            missing = () if entries else (f"{system}:{external}",)
            yield Batch(entries=tuple(entries), missing=missing)
        case Document(document_id):
            async for batch in _media_of(session, document_id):
                yield batch
        case ArticleUrl(url, path):
            _same_site(session, await session.project(), url)
            async for batch in _media_of(session, await session.documents.find(url, path)):
                yield batch


async def _by_ids(session: Session, ids: Sequence[str]) -> AsyncGenerator[Batch, None]:
    if len(ids) == 1:
        yield await _single(session, ids[0])
        return
    chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
    async with aclosing(in_order(chunks, partial(_chunk, session))) as found:
        async for batch in found:
            _raise_when_hopeless(batch, alone=len(chunks) == 1)
            yield batch


async def _single(session: Session, entry_id: str) -> Batch:
    try:
        return Batch(entries=(await session.client.entry(entry_id),))
    except NotFound:
        return Batch(missing=(entry_id,))


async def _chunk(session: Session, chunk: Sequence[str]) -> Batch:
    try:
        entries = await session.client.entries(chunk)
    except ApiError as error:
        return Batch(failed=tuple(Failure(item, error) for item in chunk))
    there = {entry.id for entry in entries}
    return Batch(entries=tuple(entries), missing=tuple(item for item in chunk if item not in there))


def _raise_when_hopeless(batch: Batch, *, alone: bool) -> None:
    """A refused token or a missing endpoint will not get better with the next chunk."""
    if batch.failed and (alone or isinstance(batch.failed[0].error, _HOPELESS)):
        raise batch.failed[0].error


async def _media_of(session: Session, document_id: str) -> AsyncGenerator[Batch, None]:
    publication, info = await session.documents.publication(document_id)
    ids = media_in(publication)
    listed = session.supports(Capability.PUBLICATION_REFERENCES).support is Support.YES
    yield Batch(document=info, unseen="" if listed else _UNSEEN)
    if ids:
        async for batch in _by_ids(session, ids):
            yield batch


def media_in(publication: Publication) -> list[str]:
    """Ids of the media a publication uses, each once.

    `references` where the version sends them, and the `mediaId` and video references inside
    content and metadata, which is all that older versions have.
    """
    found: dict[str, None] = {}
    for reference in publication.references or ():
        if reference.target_type in _MEDIA_TYPES and reference.id is not None:
            found[str(reference.id)] = None
    for part in (publication.content, publication.metadata):
        found.update(dict.fromkeys(_media_ids(part)))
    return list(found)


def _media_ids(value: JsonValue) -> Iterator[str]:
    waiting: list[JsonValue] = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            media_id = value.get("mediaId")
            if isinstance(media_id, str) and media_id:
                yield media_id
            reference = value.get("reference")
            if value.get("$ref") in _MEDIA_TYPES and isinstance(reference, dict):
                target = reference.get("id")
                if isinstance(target, str) and target:
                    yield target
            waiting.extend(reversed(value.values()))


def _same_site(session: Session, project: Project, url: str) -> None:
    """Refuse an article of a site that none of the project's deliveries names."""
    host = urlsplit(url).hostname if "://" in url else None
    known = {urlsplit(item.url.origin or "").hostname for item in project.deliveries}
    known |= {
        urlsplit(link.url or "").hostname
        for item in project.content_types
        for link in item.editor.delivery_links
    }
    known.discard(None)
    if host and known and host not in known | {urlsplit(session.server.url).hostname}:
        sites = ", ".join(sorted(str(item) for item in known)[:5])
        raise BadInput(
            f"{host} is not one of this project's sites.", hint=f"The project publishes on {sites}."
        )
