"""The routes of the API: which path leads where, with which scope, in which version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from medialib_tui.demo import importing, patching, publications, reading
from medialib_tui.demo.auth import authenticate, authorize
from medialib_tui.demo.axes import FIRST_DATED, Axes, Served, served
from medialib_tui.demo.call import Answer, Call, answer
from medialib_tui.demo.errors import ApiError, route_missing
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import CONFIG, DRAFTS_READ, READ, WRITE, ApiClient

Handler = Callable[[Call], Answer]

_NOBODY = ApiClient("nobody", frozenset())


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint; a pattern's last part may be `*`, which takes the rest of the path."""

    method: str
    pattern: str
    handler: Handler
    endpoint: str = "always"
    scopes: frozenset[str] = frozenset({READ})

    def match(self, parts: Sequence[str]) -> dict[str, str] | None:
        """The variable parts when the path is this route's."""
        wanted = self.pattern.split("/")
        if wanted[-1] == "*":
            head = wanted[:-1]
            if list(parts[: len(head)]) != head or len(parts) <= len(head):
                return None
            return {"key": "/".join(parts[len(head) :])}
        if len(parts) != len(wanted):
            return None
        params: dict[str, str] = {}
        for want, part in zip(wanted, parts, strict=True):
            if want == "{id}" and part:
                params["id"] = part
            elif want != part:
                return None
        return params


_WRITE = frozenset({WRITE})
ROUTES = (
    Route("GET", "health", reading.health, scopes=frozenset()),
    Route("GET", "projectConfig", reading.get_config, scopes=frozenset({CONFIG})),
    Route("GET", "mediaLibrary", reading.list_entries),
    Route("GET", "mediaLibrary/serve-image/*", reading.serve_image, "serveImage"),
    Route("GET", "mediaLibrary/{id}", reading.get_entry),
    Route("PATCH", "mediaLibrary/{id}", patching.patch_entry, "patch", _WRITE),
    Route("GET", "mediaLibrary/{id}/usageLog", reading.usage_log, "usageLog"),
    Route("GET", "mediaLibrary/{id}/keys", reading.keys, "keys"),
    Route(
        "GET",
        "mediaLibrary/{id}/incomingDocumentReferences",
        reading.document_references,
        "references",
    ),
    Route(
        "GET", "mediaLibrary/{id}/incomingMediaReferences", reading.media_references, "references"
    ),
    Route("POST", "import/mediaLibrary", importing.import_entries, "import", _WRITE),
    Route("GET", "documents/latestPublications", publications.latest_publications),
    Route("GET", "documents/{id}/latestPublication", publications.latest_publication),
    Route(
        "GET",
        "documents/{id}/latestDraft",
        publications.latest_draft,
        "latestDraft",
        frozenset({WRITE, DRAFTS_READ}),
    ),
    Route("GET", "publications/search", publications.search),
    Route("GET", "routing/resolve", publications.resolve),
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came in; `raw_path` is still percent-encoded."""

    method: str
    raw_path: str
    query: Mapping[str, str]
    authorization: str | None
    body: bytes


def dispatch(library: Library, request: Incoming) -> Answer:
    """Answer one request; errors become their envelopes."""
    try:
        return _dispatch(library, request)
    except ApiError as error:
        return answer(error.body(), error.status)


def _dispatch(library: Library, request: Incoming) -> Answer:
    path = request.raw_path.removeprefix("/proxy/api")
    parts = path.split("/")
    if parts[:2] != ["", "api"] or len(parts) < 4:
        raise route_missing(unquote(path))
    version = unquote(parts[2])
    state = served(library, version)
    if state is Served.GONE:
        return _gone(library)
    axes = Axes(library, version)
    route, params = _route(axes, request, [unquote(part) for part in parts[3:]])
    if state is Served.UNKNOWN or route is None or not axes.offers(route.endpoint):
        raise route_missing(unquote(path))
    client = _NOBODY
    if route.scopes:
        client = authenticate(library.clients, request.authorization)
        authorize(client, route.scopes)
    given = route.handler(Call(library, axes, client, params, request.query, request.body))
    if version not in library.deprecated:
        return given
    warning = f'299 - "API version {version} is deprecated, use {FIRST_DATED} or later"'
    return replace(given, headers={**given.headers, "warning": warning})


def _route(axes: Axes, request: Incoming, parts: list[str]) -> tuple[Route | None, dict[str, str]]:
    for route in ROUTES:
        if route.method == request.method:
            params = route.match(parts)
            if params is not None:
                return route, params
    return None, {}


def _gone(library: Library) -> Answer:
    if library.gone_body == "html":
        return Answer(410, b"<html><body><h1>410 Gone</h1></body></html>", "text/html")
    if library.gone_body == "array":
        return answer([], 410)
    return Answer(410, b"", "text/plain")
