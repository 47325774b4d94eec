"""Published documents: what they show, and which media they use.

Source: API reference 2.2 and 5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from medialib_tui.demo.errors import Json

PROJECT_ID = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document; media are ids, `extra` is metadata put over the usual properties."""

    id: int
    title: str
    content_type: str = "regular"
    document_type: str = "article"
    category: str = "news"
    slug: str = "article"
    published: str = "2026-05-04T09:30:00.000Z"
    teaser: str | None = None
    images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    live: bool = True
    extra: Json = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path the document is delivered at."""
        return f"/{self.category}/{self.slug}-{self.id}.html"

    def media(self) -> list[str]:
        """The ids of all media used, each once."""
        first = (self.teaser,) if self.teaser else ()
        return list(dict.fromkeys((*first, *self.images, *self.videos, *self.files)))

    def references(self) -> list[Json]:
        """Every reference from this document to media, as documented in 5.3."""
        found: list[Json] = []
        for number, image in enumerate(self.images):
            found.append(_directive(image, "image", f"doc-{self.id}i{number}", "image", "image"))
        for number, video in enumerate(self.videos):
            found.append(_directive(video, "video", f"doc-{self.id}v{number}", "video", "video"))
        for number, file in enumerate(self.files):
            reference = _directive(file, "file", f"doc-{self.id}f{number}", "paragraph", "text")
            found.append({**reference, "location": "editable-directive"})
        if self.teaser:
            where: Json = {"location": "metadata", "propertyName": "teaserImage"}
            found.append({"id": self.teaser, "type": "image", **where})
        return found

    def reference_to(self, media_id: str) -> Json:
        """The item of `incomingDocumentReferences` of this entry for this document."""
        own = [reference for reference in self.references() if reference["id"] == media_id]
        return {"id": self.id, "references": own}

    def metadata(self) -> Json:
        """The metadata of the publication."""
        body: Json = {"title": self.title, "slug": self.slug, "routing": {"path": self.path}}
        if self.teaser:
            body["teaserImage"] = _image(self.teaser)
        return {**body, **self.extra}

    def content(self) -> list[Json]:
        """The components of the publication."""
        parts: list[Json] = [_part(f"doc-{self.id}t", "title", {"title": self.title})]
        for number, image in enumerate(self.images):
            parts.append(_part(f"doc-{self.id}i{number}", "image", {"image": _image(image)}))
        for number, video in enumerate(self.videos):
            parts.append(_part(f"doc-{self.id}v{number}", "video", {"video": {"mediaId": video}}))
        for number, file in enumerate(self.files):
            text = f'Read <a href="#" data-li-document-ref="{file}">the document</a>.'
            parts.append(_part(f"doc-{self.id}f{number}", "paragraph", {"text": text}))
        return parts

    def systemdata(self) -> Json:
        """The system data of the publication."""
        return {
            "projectId": PROJECT_ID,
            "channelId": 1,
            "documentId": self.id,
            "contentType": self.content_type,
            "documentType": self.document_type,
            "publicationId": self.id * 10 + 1,
            "firstPublicationDate": self.published,
            "significantPublicationDate": self.published,
            "visiblePublicationDate": self.published,
            "lastPublicationDate": self.published,
            "design": {"name": "living-times", "version": "1.0.0"},
        }


def _directive(target: str, kind: str, component: str, name: str, directive: str) -> Json:
    return {
        "id": target,
        "type": kind,
        "location": f"{kind}-directive",
        "componentId": component,
        "componentName": name,
        "directiveName": directive,
    }


def _image(media_id: str) -> Json:
    url = f"https://media.example.com/images/{media_id}.png"
    return {"mediaId": media_id, "url": url, "originalUrl": url, "width": 960, "height": 640}


def _part(component: str, name: str, content: Json) -> Json:
    return {"id": component, "component": name, "content": content}


class Documents:
    """All documents: some written out, ranges of others made when they are asked for."""

    def __init__(self) -> None:
        self._written: dict[int, Document] = {}
        self._ranges: list[tuple[range, Callable[[int], Document]]] = []

    def add(self, *documents: Document) -> None:
        """Put documents in, replacing those with the same id."""
        self._written.update((document.id, document) for document in documents)

    def add_range(self, ids: range, make: Callable[[int], Document]) -> None:
        """Put in a range of documents that `make` makes from their id."""
        self._ranges.append((ids, make))

    def get(self, document_id: int) -> Document | None:
        """The document with this id, published or not."""
        if document_id in self._written:
            return self._written[document_id]
        makers = (make for ids, make in self._ranges if document_id in ids)
        return next((make(document_id) for make in makers), None)

    def written(self) -> list[Document]:
        """The documents written out, without the ranges."""
        return list(self._written.values())

    def __iter__(self) -> Iterator[Document]:
        yield from self._written.values()
        for ids, make in self._ranges:
            yield from map(make, ids)
