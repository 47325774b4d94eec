"""Titles and addresses of documents, asked for in batches (API reference 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pydantic import JsonValue

from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.model.publication import Publication
from medialib_tui.model.schema import Project

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

BATCH = 100
MOST_CACHED = 50_000
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.-]+)\s*\}\}|\{([\w.-]+)\}|:([A-Za-z]\w*)")


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
    """Document titles of one session, each asked for once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cache: dict[str, DocumentInfo] = {}

    def cached(self, document_id: str) -> DocumentInfo | None:
        """What is known already, without a request."""
        return self._cache.get(document_id)

    async def info(self, ids: Sequence[str]) -> dict[str, DocumentInfo]:
        """Describe documents, one request per 100 unknown ids; a failure leaves them unknown."""
        wanted = [item for item in dict.fromkeys(ids) if item not in self._cache]
        unresolved: dict[str, DocumentInfo] = {}
        project = await self._session.project() if wanted else Project(known=False)
        for start in range(0, len(wanted), BATCH):
            chunk = wanted[start : start + BATCH]
            try:
                found = await self._session.client.publications(chunk)
            except ApiError:
                unresolved |= {item: _unknown(item) for item in chunk}
                continue
            by_id = {item.document_id: describe_document(item, project) for item in found}
            for item in chunk:
                self._remember(by_id.get(item, _unknown(item)))
        return {item: self._cache.get(item) or unresolved[item] for item in dict.fromkeys(ids)}

    async def publication(self, document_id: str) -> tuple[Publication, DocumentInfo]:
        """A document's newest publication, whole; NotFound where it is not published."""
        publication = await self._session.client.publication(document_id)
        info = describe_document(publication, await self._session.project(), document_id)
        self._remember(info)
        return publication, info

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
    data = publication.systemdata
    found = publication.document_id or document_id
    content_type = project.content_type(data.content_type)
    pattern = content_type.display_title_pattern if content_type else None
    title = _fill(pattern, publication, quoted=False) if pattern else None
    plain = publication.metadata.get("title")
    if not (title and title.strip()):
        title = plain if isinstance(plain, str) and plain.strip() else None
    return DocumentInfo(
        id=found,
        title=title or f"{data.content_type or 'Document'} #{found}",
        content_type=data.content_type or "",
        published=publication.published,
        url=document_url(publication, project),
    )


def document_url(publication: Publication, project: Project) -> str | None:
    """A document's public address: delivery link, primary delivery, routing path, or none."""
    content_type = project.content_type(publication.systemdata.content_type)
    links = [link.url for link in content_type.editor.delivery_links] if content_type else []
    deliveries = sorted(project.deliveries, key=lambda item: not item.is_primary)
    patterns = [
        *links,
        *(_delivery_pattern(item.url.origin, item.url.path_pattern) for item in deliveries),
    ]
    for pattern in patterns:
        if pattern and (url := _web_address(_fill(pattern, publication, quoted=True))):
            return url
    origin = next((item.url.origin for item in deliveries if item.url.origin), None)
    path = _routing_path(publication, project)
    return _web_address(f"{origin.rstrip('/')}{path}") if origin and path else None


def _delivery_pattern(origin: str | None, path: str | None) -> str | None:
    return f"{origin.rstrip('/')}{path}" if origin and path else None


def _web_address(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _routing_path(publication: Publication, project: Project) -> str | None:
    content_type = project.content_type(publication.systemdata.content_type)
    handles = (
        [p.handle for p in content_type.metadata if p.type == "li-routing"] if content_type else []
    )
    for handle in [*handles, "routing"]:
        value = publication.metadata.get(handle)
        if isinstance(value, dict) and isinstance(path := value.get("path"), str) and path:
            return path if path.startswith("/") else f"/{path}"
    return None


def _fill(pattern: str, publication: Publication, *, quoted: bool) -> str | None:
    """Fill `{{a}}`, `{a}` and `:a`; None where a placeholder of an address has no value."""
    origin_end = pattern.find("://") + 3 if quoted else 0
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        name = found[1] or found[2] or found[3]
        text = _placeholder(name, publication) if quoted or not found[3] else found[0]
        if text is None:
            missing = True
            return ""
        if not quoted:
            return text
        return quote(text, safe="/" if name == "routingPath" else "")

    slash = pattern.find("/", origin_end) if quoted else 0
    if slash < 0:
        return pattern
    filled = pattern[:slash] + _PLACEHOLDER.sub(value, pattern[slash:])
    return None if missing and quoted else filled


def _placeholder(name: str, publication: Publication) -> str | None:
    data = publication.systemdata
    value: JsonValue
    match name:
        case "id" | "documentId":
            value = publication.document_id or None
        case "projectId":
            value = data.project_id
        case "routingPath":
            routing = publication.metadata.get("routing")
            path = routing.get("path") if isinstance(routing, Mapping) else None
            value = path.lstrip("/") if isinstance(path, str) else None
        case _:
            value = publication.metadata.get(name.removeprefix("metadata."))
    return str(value) if isinstance(value, str | int) and value != "" else None


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
