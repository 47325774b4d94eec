"""What is passed without a closer look, no rule has anything to say about."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.core.importing.known import Known
from medialib_tui.core.importing.rules.item import complaints
from medialib_tui.core.importing.rules.plain import Plain
from medialib_tui.model.base import JsonObject
from tests.core.importing.files import ASSETS, KNOWN, PROJECT, item

_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 300),
    st.floats(allow_nan=False),
    st.text(max_size=4),
    st.sampled_from(["a\nb", "x" * 250, "v/a.jpg", "https://a/b", "//a.png", "red", "2026-07-01"]),
    st.lists(st.sampled_from(["north", "coast", "x", 1]), max_size=4),
    st.fixed_dictionaries({"handle": st.sampled_from(["agency", "other"])}),
)
_ASSET = st.sampled_from([*ASSETS["video"], "storage", "other"])
_PROPERTY = st.sampled_from([*(one.handle for one in PROJECT.media_types[0].metadata), "other"])
_FIELD = st.sampled_from(["id", "systemName", "externalId", "mediaType", "asset", "metadata", "x"])


@st.composite
def _items(draw: st.DrawFn) -> JsonObject:
    made: JsonObject = json.loads(json.dumps(item("a", draw(st.sampled_from(sorted(ASSETS))))))
    asset, metadata = made["asset"], made["metadata"]
    assert isinstance(asset, dict)
    assert isinstance(metadata, dict)
    asset.update(draw(st.dictionaries(_ASSET, _VALUES, max_size=1)))
    metadata.update(draw(st.dictionaries(_PROPERTY, _VALUES, max_size=2)))
    for gone in draw(st.sets(st.sampled_from([*asset, *metadata, *made]), max_size=1)):
        for one in (made, asset, metadata):
            one.pop(gone, None)
    made.update(draw(st.dictionaries(_FIELD, _VALUES, max_size=1)))
    return made


@pytest.mark.parametrize("known", [KNOWN, Known()], ids=["configured", "unknown"])
def test_what_passes_has_nothing_wrong(known: Known) -> None:
    plain = Plain(known)

    @given(_items())
    def judge(made: JsonObject) -> None:
        if plain.passes(made):
            assert list(complaints(made, known)) == []

    judge()


@pytest.mark.parametrize("media_type", ["image", "video", "file"])
def test_plain_items_pass(media_type: str) -> None:
    rich: JsonObject = {
        "title": "A harbour at dawn",
        "credit": "Sample",
        "caption": "two\nlines",
        "keywords": ["a", "b"],
        "rating": 5,
        "desk": "news",
    }
    more = {"metadata": rich} if media_type == "image" else {}
    assert Plain(KNOWN).passes(item("a", media_type, **more))
