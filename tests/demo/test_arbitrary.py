"""Whatever is sent, the answer is one of the documented ones, and pages never overlap."""

from __future__ import annotations

import base64
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from medialib_tui.demo.axes import Axes
from medialib_tui.demo.call import Answer
from medialib_tui.demo.errors import ApiError
from medialib_tui.demo.paging import decode_cursor, encode_cursor, page, window
from medialib_tui.demo.routes import Incoming, dispatch
from medialib_tui.demo.sample import sample_library
from medialib_tui.demo.tokens import READ_WRITE

_LIBRARY = sample_library()
_ENTRY = "/api/2026-07/mediaLibrary/pending-usage"
_IMPORT = "/api/2026-07/import/mediaLibrary"

_leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
_json = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
_operations = st.sampled_from(sorted(Axes(_LIBRARY, "2026-07").operations()))
_handles = st.sampled_from(
    ["title", "desk", "faces", "license", "validity", "story", "stories", "x"]
)
_purposes = st.sampled_from(["web", "print", "social", "nowhere"])
_usage = st.fixed_dictionaries(
    {"purpose": _purposes | _json},
    optional={
        "state": st.sampled_from(["pending", "confirmed"]) | _json,
        "params": _json,
        "url": _json,
        "publicationDate": _json,
    },
)
_patches = st.fixed_dictionaries(
    {"operation": _operations | _json},
    optional={
        "propertyName": _handles | _json,
        "value": _usage | _json,
        "locale": _json,
        "note": _json,
        "usageLogEntryId": st.just("pen000000001") | _json,
        "oldValue": _json,
    },
)
_items = st.fixed_dictionaries(
    {"mediaType": st.sampled_from(["image", "video", "file"]) | _json},
    optional={
        "id": _json,
        "asset": _json,
        "metadata": _json,
        "translations": _json,
        "systemName": _json,
        "externalId": _json,
    },
)


def ask(method: str, path: str, body: object = None, **query: str) -> Answer:
    """The answer to one request, without the transport."""
    sent = json.dumps(body).encode()
    return dispatch(_LIBRARY, Incoming(method, path, query, f"Bearer {READ_WRITE}", sent))


@given(_json | st.fixed_dictionaries({"version": _json, "patches": st.lists(_patches, max_size=3)}))
def test_any_patch_has_a_documented_answer(body: object) -> None:
    assert ask("PATCH", _ENTRY, body).status in (200, 400, 404, 409)


@given(st.lists(_patches, min_size=1, max_size=3))
def test_any_patch_without_version_has_a_documented_answer(patches: object) -> None:
    assert ask("PATCH", _ENTRY, {"patches": patches}).status in (200, 400, 404, 409)


@given(_json | st.fixed_dictionaries({"mediaLibraryEntries": st.lists(_items | _json, max_size=3)}))
def test_any_import_has_a_documented_answer(body: object) -> None:
    assert ask("POST", _IMPORT, body).status in (200, 400)


@settings(max_examples=15)
@given(_json, st.text(max_size=20))
def test_any_search_has_a_documented_answer(filters: object, after: str) -> None:
    query = {"filters": json.dumps(filters), "after": after, "search": "no such words here"}
    assert ask("GET", "/api/2026-07/publications/search", **query).status in (200, 400)


@given(st.text(max_size=40))
def test_any_path_has_a_documented_answer(path: str) -> None:
    assert ask("GET", f"/api/2026-07/{path}").status in (200, 400, 404)


@given(st.text())
def test_any_cursor_is_decoded_or_refused(cursor: str) -> None:
    try:
        assert isinstance(decode_cursor(cursor), int)
    except ApiError as error:
        assert error.status == 400


@given(_json)
def test_a_forged_cursor_is_decoded_or_refused(forged: object) -> None:
    text = base64.urlsafe_b64encode(json.dumps({"a": [forged]}).encode()).decode()
    try:
        assert decode_cursor(text) >= 0
    except ApiError as error:
        assert error.status == 400


@given(st.integers(0, 10**9))
def test_a_cursor_leads_back_to_its_place(start: int) -> None:
    assert decode_cursor(encode_cursor(start)) == start


@given(st.integers(0, 350), st.integers(1, 100))
def test_pages_put_together_are_the_list(length: int, limit: int) -> None:
    items = list(range(length))
    seen: list[object] = []
    query = {"limit": str(limit)}
    while True:
        body = page(items, window(query, cursors=True), envelope=True)
        assert isinstance(body, dict)
        assert isinstance(body["results"], list)
        seen += body["results"]
        if not body.get("cursor"):
            break
        query["after"] = str(body["cursor"])
    assert seen == items
