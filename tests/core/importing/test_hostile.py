"""Whatever a file holds: items with problems or BadInput, and nothing that drives a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from medialib_tui.api.codec import encode
from medialib_tui.api.errors import BadInput, Refused
from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.source import Format, open_source
from medialib_tui.model.text import clean
from tests.core.importing.files import KNOWN, checked, item

ANY_TEXT = st.text(st.characters(codec=None), max_size=20)
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | ANY_TEXT
    | st.sampled_from(["image", "v/x", "fr", "https://e.com/a.png", "2026-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            ANY_TEXT
            | st.sampled_from(
                [
                    "id",
                    "systemName",
                    "externalId",
                    "mediaType",
                    "asset",
                    "metadata",
                    "translations",
                    "locale",
                    "key",
                    "url",
                    "title",
                    "license",
                    "validity",
                    "stories",
                    "language",
                    "mediaLibraryEntries",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)
QUIET = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80
)


def sound(items: list[Item]) -> None:
    """What holds for every item, however broken the file."""
    for place, one in enumerate(items, 1):
        assert one.place == place
        assert one.line >= 1
        for problem in one.problems:
            assert problem.line >= one.line
            shown = problem.label + problem.field + problem.message
            assert clean(shown) == shown
        if one.good:
            json.loads(encode(one.data))
            assert one.id or (one.system_name is not None and one.external_id is not None)
        else:
            assert any(problem.severity == "error" for problem in one.problems)


def tried(path: Path, format: Format | None) -> None:
    """Read a file to its end, or be told why not."""
    try:
        sound(list(open_source(path, format=format).items(KNOWN)))
    except BadInput as error:
        assert path.name in error.title
        assert clean(error.title + error.hint + error.detail) == (
            error.title + error.hint + error.detail
        )


@QUIET
@given(st.lists(ANY_JSON, max_size=5))
def test_any_json(tmp_path: Path, values: list[object]) -> None:
    path = tmp_path / "items"
    path.write_text("\n".join(map(json.dumps, values)), encoding="ascii")
    tried(path, Format.JSONL)
    path.write_text(json.dumps(values, indent=1), encoding="ascii")
    tried(path, Format.JSON)
    path.write_text(json.dumps({"mediaLibraryEntries": values}), encoding="ascii")
    tried(path, None)


@QUIET
@given(st.binary(max_size=300), st.sampled_from([*Format, None]))
@example(b'id,"\xe2\x80\xae,"', Format.CSV)
@example(b"\r", Format.CSV)
@example(b"a\n\0", None)
def test_any_bytes(tmp_path: Path, content: bytes, format: Format | None) -> None:
    path = tmp_path / "items"
    path.write_bytes(content)
    tried(path, format)


@QUIET
@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=6), max_size=6), st.text())
def test_any_table(tmp_path: Path, rows: list[list[str]], more: str) -> None:
    heading = "id,mediaType,asset.size,metadata.rating,metadata.validity,translations,metadata"
    path = tmp_path / "items.csv"
    text = "\n".join([heading, *(",".join(row) for row in rows), more])
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    tried(path, None)


CUT = json.dumps({"mediaLibraryEntries": [item("one"), item("two")]}, indent=1).encode()


@QUIET
@given(st.integers(0, len(CUT) - 1))
def test_a_file_cut_anywhere_is_never_taken_for_whole(tmp_path: Path, at: int) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(CUT[:at])
    with pytest.raises(BadInput):
        list(open_source(path).items(KNOWN))


@QUIET
@given(st.integers(0, len(CUT) - 1), st.binary(min_size=1, max_size=3))
def test_a_file_with_a_wrong_byte_is_no_crash(tmp_path: Path, at: int, wrong: bytes) -> None:
    path = tmp_path / "items.json"
    path.write_bytes(CUT[:at] + wrong + CUT[at + 1 :])
    tried(path, None)


def test_what_is_good_can_be_sent(tmp_path: Path) -> None:
    """An item without errors is written as JSON; only errors hold what cannot be."""
    (found,) = checked(tmp_path, item(metadata={"title": "x" * 9, "credit": float("nan")}))
    assert not found.good
    with pytest.raises(Refused):
        encode(found.data)
