"""Endpoints about published documents, API reference 2.2."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from medialib_tui.demo.call import Answer, Call, answer
from medialib_tui.demo.documents import PROJECT_ID, Document
from medialib_tui.demo.errors import ApiError, Json, invalid
from medialib_tui.demo.filters import matches
from medialib_tui.demo.paging import page, window

_FIELDS = ("systemdata", "references", "metadata", "content")
_MAX_OFFSET = 10_000


def latest_publication(call: Call) -> Answer:
    """The latest publication of one document; 404 when it is not published."""
    return answer(_publication(call, _document(call), _fields(call)))


def latest_draft(call: Call) -> Answer:
    """The draft of one document, which here is what was published."""
    return answer(_publication(call, _document(call, draft=True), _FIELDS))


def _document(call: Call, *, draft: bool = False) -> Document:
    text = call.params["id"]
    number = _number(text)
    if number is None:
        raise invalid({"params.documentId": "must be integer"})
    found = call.library.documents.get(number)
    if found is None or not (found.live or draft):
        message = f"Document not found (id: {text})"
        raise ApiError(404, {"name": "NotFound", "message": message})
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _fields(call: Call) -> tuple[str, ...]:
    if "renditions" in call.query and call.axes.renditions_refused:
        raise invalid({"query.renditions": "Unknown property"})
    text = call.query.get("fields")
    if text is None:
        return _FIELDS
    asked = tuple(part for part in text.split(",") if part)
    unknown = [part for part in asked if part not in (*_FIELDS, "id", "renditions")]
    if unknown:
        raise invalid({"query.fields": f'No enum match for: "{unknown[0]}"'})
    return asked


def _publication(call: Call, document: Document, fields: Iterable[str]) -> Json:
    if tuple(fields) == ("id",):
        return {"documentId": document.id, "projectId": PROJECT_ID}
    body: Json = {}
    for name in fields:
        if name == "systemdata":
            body[name] = document.systemdata()
        elif name == "metadata":
            body[name] = document.metadata()
        elif name == "content":
            body[name] = document.content()
        elif name == "references" and call.axes.publication_references:
            body[name] = document.references()
    return body


def latest_publications(call: Call) -> Answer:
    """The latest publications of several documents, newest first."""
    asked = window(call.query, cursors=False, max_offset=_MAX_OFFSET)
    fields = _fields(call)
    found = sorted(_wanted(call), key=lambda d: (d.published, d.id), reverse=True)
    if call.query.get("reverse") == "true":
        found.reverse()
    part = found[asked.start : asked.start + asked.limit]
    listed = [_publication(call, document, fields) for document in part]
    return answer({"results": listed} if call.axes.results_envelope else listed)


def _wanted(call: Call) -> Iterable[Document]:
    documents = call.library.documents
    ids = call.query.get("id")
    if ids is not None:
        try:
            numbers = dict.fromkeys(int(part) for part in ids.split(",") if part)
        except ValueError:
            raise invalid({"query.id": "must be a list of integers"}) from None
        known = (documents.get(number) for number in numbers)
        found: Iterable[Document] = (d for d in known if d is not None and d.live)
    else:
        found = (d for d in documents if d.live and _in_range(d.id, call.query))
    for name, of in (("contentTypes", _content_type), ("documentTypes", _document_type)):
        if name in call.query:
            allowed = set(call.query[name].split(","))
            found = [d for d in found if of(d) in allowed]
    return found


def _content_type(document: Document) -> str:
    return document.content_type


def _document_type(document: Document) -> str:
    return document.document_type


def _in_range(number: int, query: Mapping[str, str]) -> bool:
    try:
        bounds = {
            name: int(query[f"id.{name}"])
            for name in ("gte", "gt", "lte", "lt")
            if f"id.{name}" in query
        }
    except ValueError:
        raise invalid({"query.id": "must be integer"}) from None
    return (
        number >= bounds.get("gte", number)
        and number > bounds.get("gt", number - 1)
        and number <= bounds.get("lte", number)
        and number < bounds.get("lt", number + 1)
    )


def search(call: Call) -> Answer:
    """Publications by filters and words."""
    axes = call.axes
    asked = window(call.query, cursors=axes.cursors, default_limit=10, max_offset=_MAX_OFFSET)
    fields = _fields(call)
    if "fields" not in call.query:
        fields = ("systemdata", "metadata", "content")
    try:
        filters = json.loads(call.query.get("filters") or "[]")
    except ValueError:
        raise invalid({"query.filters": "must be valid JSON"}) from None
    words = call.query.get("search", "").lower().split()
    found = [
        document
        for document in _wanted(call)
        if all(word in document.title.lower() for word in words) and matches(document, filters)
    ]
    body = page(found, asked, envelope=axes.results_envelope)
    if isinstance(body, dict):
        body["results"] = [_publication(call, d, fields) for d in body["results"]]
        return answer(body)
    rows = body if isinstance(body, list) else []
    return answer([_publication(call, document, fields) for document in rows])


def resolve(call: Call) -> Answer:
    """The document at a path: found, moved, unpublished, or not there."""
    path = call.query.get("path")
    if not path:
        raise invalid({"query.path": "Missing required property: path"})
    number = _number(path.removesuffix(".html").rpartition("-")[2])
    document = call.library.documents.get(number) if number is not None else None
    if document is None:
        raise ApiError(404, None)
    if not document.live:
        return _resolved("unpublished", {"id": document.id, "statusCode": 410}, 410)
    if document.path != path:
        resource: Json = {"statusCode": 301}
        return answer([{"type": "redirect", "path": document.path, "resource": resource}], 301)
    return _resolved("document", {"id": document.id, "statusCode": 200}, 200)


def _resolved(kind: str, resource: Json, status: int) -> Answer:
    return answer([{"type": kind, "resource": resource}], status)
