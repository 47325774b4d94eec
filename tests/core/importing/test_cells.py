"""Cells of CSV: typed by their fields, and the same again after an export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medialib_tui.cli.reading.cards import csv_cell
from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known
from medialib_tui.core.spreadsheet import as_csv, harmless, plain
from medialib_tui.model.base import JsonObject
from tests.core.importing.files import BASE, KNOWN, read, table, told


def one(folder: Path, cells: dict[str, str], known: Known = KNOWN) -> Item:
    """The one item of a row with these cells more."""
    (found,) = read(folder, table(BASE | cells), "items.csv", known=known)
    return found


@pytest.mark.parametrize(
    ("handle", "text", "value"),
    [
        ("caption", "5", "5"),
        ("caption", "[1]", "[1]"),
        ("rating", "5", 5),
        ("faces", "1, 2;3", [1, 2, 3]),
        ("faces", "[1, 2]", [1, 2]),
        ("keywords", "a|b c\nd", ["a", "b c", "d"]),
        ("keywords", '["a|b", "c"]', ["a|b", "c"]),
        ("regions", "north|coast", ["north", "coast"]),
        ("desk", "news", "news"),
        ("sensitive", "TRUE", True),
        ("sensitive", "no", False),
        ("invalid", "0", False),
        ("takenOn", "2026-07-01", "2026-07-01"),
        ("embargo", "2026-07-01T10:00:00.000Z", "2026-07-01T10:00:00.000Z"),
        ("mainColor", "#8CBA51 ", "#8CBA51"),
        ("license", "agency", {"handle": "agency"}),
        ("license", '{"handle": "agency"}', {"handle": "agency"}),
        ("validity", "2026-07-01/2026-08-01", {"from": "2026-07-01", "to": "2026-08-01"}),
        ("validity", "/2026-08-01", {"to": "2026-08-01"}),
        ("validity", '{"from": "2026-07-01"}', {"from": "2026-07-01"}),
        ("story", "12", {"$ref": "document", "reference": {"id": "12"}}),
        (
            "stories",
            "12|other:13",
            {
                "$ref": "documents",
                "references": [{"id": "12"}, {"id": "13", "externalSystem": "other"}],
            },
        ),
        ("weatherGrid", '{"a": [1]}', {"a": [1]}),
        ("weatherGrid", "12", "12"),
        ("language", '{"locale": "de", "label": "German"}', {"locale": "de", "label": "German"}),
    ],
)
def test_cells_are_typed_by_their_property(
    tmp_path: Path, handle: str, text: str, value: object
) -> None:
    found = one(tmp_path, {f"metadata.{handle}": text})
    metadata = found.data["metadata"]
    assert isinstance(metadata, dict)
    assert metadata[handle] == value
    assert type(metadata[handle]) is type(value)
    if handle != "license":
        assert found.good, found.problems


def test_the_same_column_differs_by_media_type(tmp_path: Path) -> None:
    row = {"id": "a", "mediaType": "file", "metadata.rating": "5", "metadata.pages": "7"}
    found = read(tmp_path, table(row, row | {"mediaType": "image"}), "items.csv")
    assert found[0].data["metadata"] == {"rating": "5", "pages": 7}
    assert found[1].data["metadata"] == {"rating": 5, "pages": "7"}


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("asset.size", "1.000", "written 1000"),
        ("asset.size", "1,000", "written 1000"),
        ("asset.size", "1'000'000", "written 1000000"),
        ("asset.width", "3,5", "written 3.5"),
        ("asset.height", "tall", "is not a number"),
        ("asset.height", "9" * 40, "too large"),
        ("asset.size", "1e999", "too large"),
        ("asset.size", "\u0663\u0664", "is not a number"),
        ("metadata.rating", "4.5", "not a whole number"),
        ("metadata.rating", "9" * 40, "not a whole number"),
        ("metadata.sensitive", "maybe", "neither true nor false"),
        ("metadata.faces", "1, x", "not a whole number"),
        ("metadata.validity", "2026-07-01", "FROM/TO"),
        ("metadata.keywords", '["a"', "Not JSON"),
        ("metadata.license", '{"handle": 1, "handle": 2}', "twice"),
        ("metadata.weatherGrid", '{"a": NaN}', "no number"),
        ("translations", '[{"locale": "fr"', "Not JSON"),
        ("metadata.takenOn", "01.07.2026", "ISO 8601"),
    ],
)
def test_cells_that_cannot_be_read(tmp_path: Path, column: str, text: str, said: str) -> None:
    found = one(tmp_path, {column: text})
    assert told([found]) == [(2, column)]
    assert said in found.problems[0].message


def test_large_numbers_as_spreadsheets_write_them(tmp_path: Path) -> None:
    asset = one(tmp_path, {"asset.size": "2.1E+04", "asset.width": "40.0"}).data["asset"]
    assert isinstance(asset, dict)
    assert (json.dumps(asset["size"]), json.dumps(asset["width"])) == ("21000", "40")


def test_a_duration_has_decimals(tmp_path: Path) -> None:
    row = BASE | {"mediaType": "video", "asset.duration": "1.250"}
    row |= {"asset.url": "https://e.com/a"}
    (found,) = read(tmp_path, table(row), "items.csv")
    assert isinstance(found.data["asset"], dict)
    assert found.data["asset"]["duration"] == 1.25
    assert found.good


def test_translations_by_column_and_as_json(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        {
            "translations": '[{"locale": "it", "metadata": {}}]',
            "translations.fr.metadata.title": "Le port à l’aube",
            "translations.fr.asset.filename": "fr.png",
            "translations.en.metadata.title": "",
        },
    )
    assert found.data["translations"] == [
        {"locale": "it", "metadata": {}},
        {
            "locale": "fr",
            "metadata": {"title": "Le port à l’aube"},
            "asset": {"filename": "fr.png"},
        },
    ]
    assert "translations" not in one(tmp_path, {"translations.en.metadata.title": ""}).data


def test_whole_objects_and_columns_add_up(tmp_path: Path) -> None:
    found = one(tmp_path, {"metadata": '{"title": "Not this one", "rating": 2}'})
    assert found.data["metadata"] == {
        "title": "A harbour at dawn",
        "rating": 2,
        "credit": "Sample",
    }
    wrong = one(tmp_path, {"metadata": "[1]"})
    assert "metadata.title" in [field for _, field in told([wrong])]


def test_without_the_project_metadata_is_text(tmp_path: Path) -> None:
    found = one(tmp_path, {"metadata.rating": "5", "metadata.keywords": '["a"]'}, Known())
    assert found.data["metadata"] == {
        "title": "A harbour at dawn",
        "credit": "Sample",
        "rating": "5",
        "keywords": ["a"],
    }
    assert found.good


@given(st.text())
def test_protection_against_spreadsheets_is_taken_off(cell: str) -> None:
    if plain(harmless(cell)) != cell:
        assert cell.startswith("'")
        assert plain(cell) == cell[1:]


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5))
def test_texts_survive_an_export(tmp_path: Path, texts: list[tuple[str, str]]) -> None:
    """What this client writes as CSV is read as the same texts, whatever they hold."""
    rows: list[JsonObject] = [
        {"metadata.caption": caption, "asset.filename": name, "id": str(number)}
        for number, (caption, name) in enumerate(texts)
    ]
    cells = [[csv_cell(value) for value in row.values()] for row in rows]
    content = as_csv(list(rows[0]), cells)
    found = read(tmp_path, content, "items.csv")
    for row, read_back in zip(rows, found, strict=True):
        caption, name = row["metadata.caption"], row["asset.filename"]
        metadata, asset = read_back.data.get("metadata"), read_back.data.get("asset")
        kept = _kept(str(caption))
        assert (metadata == {"caption": kept}) if kept else metadata is None
        assert (asset == {"filename": _kept(str(name))}) if _kept(str(name)) else asset is None


def _kept(text: str) -> str:
    """An apostrophe before a formula of one's own is the one thing that is lost."""
    return plain(text) if harmless(text) == text else text


def test_structures_survive_an_export(tmp_path: Path) -> None:
    values: JsonObject = {
        "keywords": ["a", "b|c"],
        "license": {"handle": "agency"},
        "rating": 4,
        "sensitive": True,
        "validity": {"from": "2026-07-01T00:00:00Z", "to": None},
        "stories": {"$ref": "documents", "references": [{"id": "1"}]},
        "faces": [1, 2],
    }
    cells = {f"metadata.{name}": csv_cell(value) for name, value in values.items()}
    found = one(tmp_path, cells)
    metadata = found.data["metadata"]
    assert isinstance(metadata, dict)
    assert {name: metadata[name] for name in values} == values
    assert json.dumps(metadata["sensitive"]) == "true"
