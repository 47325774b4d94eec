"""CSV: delimiters, quotes, lines, and cells typed by their fields."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medialib_tui.api.errors import BadInput
from medialib_tui.cli.cards import csv_cell
from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known
from medialib_tui.core.spreadsheet import as_csv, harmless, plain
from medialib_tui.model.base import JsonObject
from tests.core.importing.files import KNOWN, item, opened, read, told

BASE = {
    "id": "one",
    "mediaType": "image",
    "asset.key": "a.png",
    "asset.url": "https://example.com/a.png",
    "asset.size": "1000",
    "asset.width": "40",
    "asset.height": "30",
    "asset.mimeType": "image/png",
    "asset.filename": "a.png",
    "metadata.title": "A harbour at dawn",
    "metadata.credit": "Sample",
}


def table(*rows: dict[str, str], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as CSV text; columns are those of the first row."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return out.getvalue()


def one(folder: Path, cells: dict[str, str], known: Known = KNOWN) -> Item:
    """The one item of a row with these cells more."""
    (found,) = read(folder, table(BASE | cells), "items.csv", known=known)
    return found


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    content = table(BASE, BASE | {"id": "two"}, delimiter=delimiter, end=end)
    for start in ("", "\ufeff"):
        source = opened(tmp_path, start + content, "items.csv")
        assert source.delimiter == delimiter
        found = list(source.items(KNOWN))
        assert [(item.id, item.line, item.good) for item in found] == [
            ("one", 2, True),
            ("two", 3, True),
        ]
        assert found[0].data == item(
            asset={
                "key": "a.png",
                "url": "https://example.com/a.png",
                "size": 1000,
                "width": 40,
                "height": 30,
                "mimeType": "image/png",
                "filename": "a.png",
            }
        )


def test_a_delimiter_may_be_given(tmp_path: Path) -> None:
    content = table(BASE, delimiter="~")
    source = opened(tmp_path, content, "items.csv", delimiter="~")
    assert [item.good for item in source.items(KNOWN)] == [True]
    assert opened(tmp_path, table(BASE, delimiter=";"), "a.csv", delimiter="semicolon").header
    with pytest.raises(BadInput, match="cannot separate"):
        opened(tmp_path, content, "items.csv", delimiter="ab")


def test_a_first_line_that_names_the_delimiter(tmp_path: Path) -> None:
    """Some programs write it for spreadsheets."""
    for end in ("\n", "\r\n"):
        content = f"sep=;{end}" + table(BASE, BASE | {"id": "a b"}, delimiter=";", end=end)
        source = opened(tmp_path, content, "items.csv")
        assert source.header == tuple(BASE)
        assert told(list(source.items(KNOWN))) == [(4, "id")]


def test_lines_stay_right_behind_quoted_line_breaks(tmp_path: Path) -> None:
    rows = [BASE | {"id": f"row {n}", "metadata.caption": "a\nb\r\n\nc"} for n in range(3)]
    for end in ("\n", "\r\n"):
        found = read(tmp_path, table(*rows, end=end), "items.csv")
        assert told(found) == [(2, "id"), (6, "id"), (10, "id")]
        assert found[2].data["metadata"] == {
            "title": "A harbour at dawn",
            "credit": "Sample",
            "caption": "a\nb\r\n\nc",
        }


def test_empty_rows_are_no_items(tmp_path: Path) -> None:
    content = table(BASE) + "\n,,,\n   \n ,\t,\n" + table(BASE | {"id": "two"}).split("\n")[1]
    found = read(tmp_path, content, "items.csv")
    assert [(item.id, item.place, item.line) for item in found] == [("one", 1, 2), ("two", 2, 7)]
    assert read(tmp_path, table(BASE).split("\n")[0], "items.csv") == []


def test_ragged_rows(tmp_path: Path) -> None:
    heading, row, _ = table(BASE).split("\n")
    rows = [row + ",more", row.rsplit(",", 2)[0], row + ",,", row]
    rows = [row.replace("one", f"item-{number}", 1) for number, row in enumerate(rows)]
    found = read(tmp_path, "\n".join([heading, *rows]), "items.csv")
    assert [(line, field) for line, field in told(found) if not field] == [(2, ""), (3, "")]
    assert [item.good for item in found] == [False, False, True, True]


def test_a_cell_below_no_heading_is_not_lost(tmp_path: Path) -> None:
    heading, row, _ = table(BASE).split("\n")
    other = row.replace("one", "two", 1)
    found = read(tmp_path, f"{heading},\n{row},\n{other},x\n", "items.csv")
    assert [item.good for item in found] == [True, False]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('id,mediaType\n"a,image\nb,image\n', 2),
        ('id,mediaType\na,image\n"b"c,image\n', 3),
        ('id,mediaType\n"' + "x" * 200_000 + '",image\n', 2),
    ],
)
def test_quotes_that_do_not_close(tmp_path: Path, content: str, line: int) -> None:
    source = opened(tmp_path, content, "items.csv")
    with pytest.raises(BadInput, match=rf"items\.csv, line {line}: ") as caught:
        list(source.items())
    assert "written twice" in caught.value.hint


@pytest.mark.parametrize(
    ("heading", "said", "hint"),
    [
        ("id,mediaTyp", "mediaTyp", "“mediaType”"),
        ("ID,mediaType", "ID", "“id”"),
        ("id,Media Type", "Media Type", "“mediaType”"),
        ("id,url", "url", "“asset.url”"),
        ("id,title", "title", "“metadata.title”"),
        ("id,asset.sise", "asset.sise", "“asset.size”"),
        ("id,Bildtitel (lang)", "Bildtitel", "mapping"),
        ("id,Bildtitel,Foto", "Bildtitel” is no field of an item, nor is 1 more.", "Bildtitel"),
        ("one,image", "one” is no field", "The first line names the columns"),
        ("one|image", "one” is no field", "The first line names the columns"),
        ("id,translations.FR.metadata.title", "translations.FR", "mapping"),
        ("id,mediaType,id", "2 columns for the name “id”", ""),
    ],
)
def test_columns_that_are_not_known(tmp_path: Path, heading: str, said: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        opened(tmp_path, heading + "\na,b\n", "items.csv")
    assert "items.csv, line 1" in caught.value.title
    assert said in caught.value.title
    assert hint in caught.value.hint


def test_columns_the_server_sets_are_left_out(tmp_path: Path) -> None:
    source = opened(tmp_path, table(BASE | {"version": "3", "createdAt": "x"}), "items.csv")
    uses = {use.column: (use.field, use.note) for use in source.columns}
    assert uses["version"] == uses["createdAt"] == ("", "set by the server")
    assert uses["asset.size"] == ("asset.size", "")
    assert [item.good for item in source.items(KNOWN)] == [True]


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


def test_rows_as_they_are_written(tmp_path: Path) -> None:
    source = opened(tmp_path, table(BASE | {"metadata.caption": "'=1"}), "items.csv")
    heading, row = source.rows()
    assert dict(zip(heading, row, strict=True)) == BASE | {"metadata.caption": "'=1"}


@pytest.mark.parametrize("column", [True, False])
def test_rows_have_the_ids_that_were_made(tmp_path: Path, column: bool) -> None:
    """So that a part of the file, imported again, is still the same items."""
    row = {name: text for name, text in BASE.items() if name != "id" or column}
    row |= {"id": ""} if column else {}
    source = opened(tmp_path, table(row, row, BASE | {"id": "x"} if column else row), "items.csv")
    made = [item.id for item in source.items(KNOWN)]
    rows = [
        dict(zip(cells, one, strict=True))
        for cells, *lines in [list(source.rows())]
        for one in lines
    ]
    assert [one["id"] for one in rows] == made
    again = read(tmp_path, table(rows[1], rows[2]), "part.csv")
    assert [(item.id, item.good) for item in again] == [(made[1], True), (made[2], True)]
