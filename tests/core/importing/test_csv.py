"""CSV: delimiters, quotes, lines and columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.api.errors import BadInput
from tests.core.importing.files import BASE, KNOWN, item, opened, read, table, told


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
        ('id,mediaType\n"' + "x\n" * 600_000, 2),
    ],
)
def test_quotes_that_do_not_close(tmp_path: Path, content: str, line: int) -> None:
    source = opened(tmp_path, content, "items.csv")
    with pytest.raises(BadInput, match=rf"items\.csv, line {line}: ") as caught:
        list(source.items())
    assert "written twice" in caught.value.hint


def test_a_long_cell_is_read_and_a_wrong_delimiter_of_a_spreadsheet_told(tmp_path: Path) -> None:
    long = "x" * 400_000
    source = opened(tmp_path, f"id,systemName\n{long},a\n", "items.csv")
    assert [one.data["id"] for one in source.items()] == [long]
    with pytest.raises(BadInput, match=r"items\.csv, line 2: “id;mediaType” is no") as caught:
        opened(tmp_path, "sep=,\nid;mediaType\na;image\n", "items.csv")
    assert caught.value.hint.startswith("The line above says sep=, stands between cells")


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
        ("one,image", "one” is no field", "The heading names the columns"),
        ("one|image", "one” is no field", "The heading names the columns"),
        ("id,translations.FR.metadata.title", "translations.FR", "mapping"),
        ("id,mediaType,id", "2 columns for the name “id”", "another name"),
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
