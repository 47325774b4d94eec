"""What each endpoint is asked with (API reference 2); no I/O."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.api.call import (
    CONFIG_LIMIT,
    CONFIG_READ,
    WRITE,
    Call,
    key_path,
    listing,
    query,
    segment,
)
from medialib_tui.api.dialect import Dialect

if TYPE_CHECKING:
    from pydantic import JsonValue

    from medialib_tui.model.base import JsonObject
    from medialib_tui.model.reference import ReferenceKind

_MEDIA = "mediaLibrary"


def entry(dialect: Dialect, entry_id: str) -> Call:
    """One entry by id."""
    return Call(
        path=dialect.path(_MEDIA, segment(entry_id)),
        subject=f"entry '{entry_id}'",
        feature="reading entries",
    )


def entries(dialect: Dialect, ids: Sequence[str]) -> Call:
    """Several entries by id."""
    return Call(
        path=dialect.path(_MEDIA),
        query=f"ids={listing(ids)}",
        subject="list of entries",
        feature="lists of entries",
    )


def by_external_id(dialect: Dialect, external_id: str, system_name: str, name: str) -> Call:
    """Entries by external id; `name` is the parameter, on which the documents disagree."""
    return Call(
        path=dialect.path(_MEDIA),
        query=query(**{name: external_id, "systemName": system_name}),
        subject=f"entry '{system_name}:{external_id}'",
        feature="looking entries up by external id",
    )


def references(
    dialect: Dialect, kind: ReferenceKind, entry_id: str, *, limit: int, start: str | int
) -> Call:
    """One page of incoming references; `start` is a cursor (text) or an offset."""
    name = {"documents": "Document", "media": "Media"}[kind.value]
    return Call(
        path=dialect.path(_MEDIA, segment(entry_id), f"incoming{name}References"),
        query=_window(limit, start),
        subject=f"entry '{entry_id}'",
        feature=f"incoming {kind.value.removesuffix('s')} references",
    )


def usage_log(dialect: Dialect, entry_id: str) -> Call:
    """The whole usage log."""
    return Call(
        path=dialect.path(_MEDIA, segment(entry_id), "usageLog"),
        subject=f"entry '{entry_id}'",
        feature="the usage log",
    )


def keys(dialect: Dialect, entry_id: str) -> Call:
    """Every asset key."""
    return Call(
        path=dialect.path(_MEDIA, segment(entry_id), "keys"),
        subject=f"entry '{entry_id}'",
        feature="the list of asset keys",
    )


def image(dialect: Dialect, key: str, limit: int) -> Call:
    """The bytes behind a key."""
    return Call(
        path=dialect.path(_MEDIA, "serve-image", key_path(key)),
        subject=f"image '{key}'",
        feature="serving images",
        limit=limit,
        patience=15.0,
        image=True,
    )


def project(dialect: Dialect) -> Call:
    """The project configuration; it may hold secrets."""
    return Call(
        path=dialect.path("projectConfig"),
        subject="project configuration",
        feature="the project configuration",
        scope=CONFIG_READ,
        limit=CONFIG_LIMIT,
        patience=15.0,
        secret=True,
    )


def health(dialect: Dialect, version: str | None) -> Call:
    """Whether a version is served; sent without the token."""
    return Call(
        path=dialect.path("health", version=version),
        subject="health check",
        feature=f"API version {version or dialect.version}",
        anonymous=True,
    )


def publication(dialect: Dialect, document_id: str) -> Call:
    """The newest publication of a document."""
    return Call(
        path=dialect.path("documents", segment(document_id), "latestPublication"),
        query=f"fields={listing(dialect.publication_fields.split(','))}",
        subject=f"published document '{document_id}'",
        feature="reading publications",
    )


def publications(dialect: Dialect, document_ids: Sequence[str]) -> Call:
    """The newest publications of up to 100 documents."""
    return Call(
        path=dialect.path("documents", "latestPublications"),
        query=f"id={listing(document_ids)}&fields=systemdata,metadata&limit=100",
        subject="list of publications",
        feature="lists of publications",
    )


def search(
    dialect: Dialect,
    *,
    filters: JsonValue,
    text: str | None,
    fields: str,
    limit: int,
    start: str | int,
) -> Call:
    """One page of a publication search; `filters` is the documented filter DSL."""
    given = None if filters is None else json.dumps(filters, separators=(",", ":"))
    asked = [query(filters=given, search=text), f"fields={listing(fields.split(','))}"]
    return Call(
        path=dialect.path("publications", "search"),
        query="&".join([*filter(None, asked), _window(limit, start)]),
        subject="search of publications",
        feature="searching publications",
    )


def resolve(dialect: Dialect, path: str) -> Call:
    """The document behind a published path."""
    return Call(
        path=dialect.path("routing", "resolve"),
        query=query(path=path),
        subject=f"document at {path}",
        feature="resolving published paths",
        also_good=frozenset({301, 302, 307, 308}),
    )


def patch(dialect: Dialect, entry_id: str, body: JsonObject) -> Call:
    """A write to one entry."""
    return Call(
        method="PATCH",
        path=dialect.path(_MEDIA, segment(entry_id)),
        body=body,
        scope=WRITE,
        subject=f"entry '{entry_id}'",
        feature="changing entries",
    )


def imported(dialect: Dialect, items: Sequence[bytes]) -> Call:
    """An import of entries, each written as JSON; the key is the same in every version."""
    return Call(
        method="POST",
        path=dialect.path("import", _MEDIA),
        content=b'{"mediaLibraryEntries":[' + b",".join(items) + b"]}",
        scope=WRITE,
        subject="import of entries",
        feature="importing entries",
        patience=15.0,
    )


def _window(limit: int, start: str | int) -> str:
    if isinstance(start, str):
        return query(limit=limit, after=start)
    return query(limit=limit, offset=start or None)
