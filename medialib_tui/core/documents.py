"""Titles and addresses of documents, asked for in batches (API reference 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.core.usage.address import url_problem

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.core.session import Session
    from medialib_tui.model.publication import Publication
    from medialib_tui.model.schema import Project
    from medialib_tui.model.usage import UsageLogEntry

BATCH = 100
MOST_CACHED = 50_000
_TITLE_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}")
_PLACEHOLDER = re.compile(_TITLE_PLACEHOLDER.pattern + r"|\{([\w.-]+)\}|:([A-Za-z]\w*)")
_ORIGIN = re.compile(r"[a-z]+://[^/:{?#]+(?::\d+)?")


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document in a line; `known` is false where its publication could not be read."""

    id: str
    title: str
    content_type: str = ""
    published: str | None = None
    url: str | None = None
    known: bool = True


class Documents:
    """Document titles of one session, each asked for once.

    `failed` is what went wrong with the last titles that could not be read.
    """

    def __init__(self, session: Session) -> None:
        self.failed: ApiError | None = None
        self._session = session
        self._cache: dict[str, DocumentInfo] = {}
        self._logged: dict[str, str] = {}

    def learn(self, uses: Iterable[UsageLogEntry]) -> None:
        """Take the addresses in a usage log: they come before those that patterns give."""
        for use in uses:
            url = use.url
            if use.document_id is None or url is None or not _is_web_address(url):
                continue
            if not url_problem(url) and len(self._logged) < MOST_CACHED:
                self._logged[str(use.document_id)] = url

    async def info(self, ids: Sequence[str]) -> dict[str, DocumentInfo]:
        """Describe documents, one request per 100 unknown ids; a failure leaves them unknown."""
        wanted = [item for item in dict.fromkeys(ids) if item not in self._cache]
        if not wanted:
            return {item: self._told(self._cache[item]) for item in ids}
        unresolved: dict[str, DocumentInfo] = {}
        project = await self._session.project()
        for start in range(0, len(wanted), BATCH):
            chunk = wanted[start : start + BATCH]
            try:
                found = await self._session.client.publications(chunk)
            except ApiError as error:
                self.failed = error
                unresolved |= {item: _unknown(item) for item in chunk}
                continue
            by_id = {item.document_id: describe_document(item, project) for item in found}
            for item in chunk:
                self._remember(by_id.get(item, _unknown(item)))
        found_now = {item: self._cache.get(item) or unresolved[item] for item in dict.fromkeys(ids)}
        return {item: self._told(info) for item, info in found_now.items()}

    async def publication(self, document_id: str) -> tuple[Publication, DocumentInfo]:
        """A document's newest publication, whole; NotFound where it is not published."""
        publication = await self._session.client.publication(document_id)
        info = describe_document(publication, await self._session.project(), document_id)
        self._remember(info)
        return publication, self._told(info)

    async def find(self, url: str, path: str) -> str:
        """The id of the document published at an address; NotFound where there is none."""
        project = await self._session.project()
        if found := _id_in_path(project, path):
            return found
        document_id = await self._session.client.resolve(path)
        if document_id is None:
            raise NotFound(
                "No published document has this address.",
                detail=url,
                hint="Look it up by id instead: doc:123",
            )
        return document_id

    def _told(self, info: DocumentInfo) -> DocumentInfo:
        logged = self._logged.get(info.id)
        return info if logged is None else replace(info, url=logged)

    def _remember(self, info: DocumentInfo) -> None:
        if len(self._cache) >= MOST_CACHED:
            self._cache.pop(next(iter(self._cache)))
        self._cache[info.id] = info


def _unknown(document_id: str) -> DocumentInfo:
    return DocumentInfo(document_id, f"Document {document_id}", known=False)


def describe_document(
    publication: Publication, project: Project, document_id: str = ""
) -> DocumentInfo:
    """Title, kind and address of a publication, by the project's own patterns."""
    kind = publication.systemdata.content_type
    found = publication.document_id or document_id
    values = _values(publication, project)
    content_type = project.content_type(kind)
    pattern = content_type.display_title_pattern if content_type else None
    plain = publication.metadata.get("title")
    titles = (_fill_title(pattern or "", values), plain if isinstance(plain, str) else "")
    return DocumentInfo(
        id=found,
        title=next(filter(str.strip, titles), f"{kind or 'Document'} #{found}"),
        content_type=kind or "",
        published=publication.published,
        url=document_url(publication, project),
    )


def document_url(publication: Publication, project: Project) -> str | None:
    """A document's public address: delivery link, primary delivery, routing path, or none."""
    content_type = project.content_type(publication.systemdata.content_type)
    patterns = [link.url for link in content_type.editor.delivery_links] if content_type else []
    deliveries = sorted(project.deliveries, key=lambda item: not item.is_primary)
    origins = [(item.url.origin or "").rstrip("/") for item in deliveries]
    for origin, delivery in zip(origins, deliveries, strict=True):
        if origin and delivery.url.path_pattern:
            patterns.append(origin + delivery.url.path_pattern)
    patterns += [f"{origin}/:routingPath" for origin in filter(None, origins)][:1]
    values = _values(publication, project)
    addresses = (_fill(pattern, values) for pattern in patterns if pattern)
    return next(filter(_is_web_address, addresses), None)


def _is_web_address(url: str | None) -> bool:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _values(publication: Publication, project: Project) -> dict[str, str]:
    """What a placeholder can stand for, by name; metadata with and without its prefix."""
    content_type = project.content_type(publication.systemdata.content_type)
    routings = (
        [p.handle for p in content_type.metadata if p.type == "li-routing"] if content_type else []
    )
    values: dict[str, JsonValue] = {}
    for handle, value in publication.metadata.items():
        values[handle] = values[f"metadata.{handle}"] = value
    for handle in ["routing", *routings]:
        routing = publication.metadata.get(handle)
        if isinstance(routing, dict):
            values["routingPath"] = routing.get("path")
    values |= {
        "id": publication.document_id,
        "projectId": publication.systemdata.project_id,
    }
    return {
        name: str(value)
        for name, value in values.items()
        if isinstance(value, str | int) and value != ""
    }


def _fill(pattern: str, values: Mapping[str, str]) -> str | None:
    """Fill the placeholders of an address; None where one has no value."""
    origin = _ORIGIN.match(pattern)
    start = origin.end() if origin else 0
    path = pattern[start:]
    names = {found[1] or found[2] or found[3] for found in _PLACEHOLDER.finditer(path)}
    if names - values.keys():
        return None

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2] or found[3]
        if name != "routingPath":
            return quote(values[name], safe="")
        lead = "" if path[: found.start()].endswith("/") else "/"
        return lead + quote(values[name].lstrip("/"), safe="/")

    return pattern[:start] + _PLACEHOLDER.sub(value, path)


def _fill_title(pattern: str, values: Mapping[str, str]) -> str:
    """Fill `{{metadata.title}}` and the like; what has no value is left out."""
    return _TITLE_PLACEHOLDER.sub(lambda found: values.get(found[1], ""), pattern)


def _id_in_path(project: Project, path: str) -> str | None:
    """A document id that a delivery's own pattern puts into the path."""
    patterns = [item.url.path_pattern for item in project.deliveries]
    for content_type in project.content_types:
        for link in content_type.editor.delivery_links:
            if link.url and "://" in link.url:
                patterns.append("/" + link.url.split("://", 1)[1].partition("/")[2])
    for pattern in patterns:
        if not pattern or not (found := re.search(r"(?:\{\{id\}\}|\{id\}|:id)", pattern)):
            continue
        before = _PLACEHOLDER.sub("\0", pattern[: found.start()])
        after = _PLACEHOLDER.sub("\0", pattern[found.end() :])
        shape = _loose(before) + r"(\d+)" + _loose(after)
        if match := re.fullmatch(shape, path.rstrip("/") or "/"):
            return match[1]
    return None


def _loose(pattern: str) -> str:
    return re.escape(pattern).replace(re.escape("\0"), "[^/]+")
