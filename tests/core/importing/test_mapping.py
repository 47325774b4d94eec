"""Mapping files: what a column is for, and errors that name file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.source import ColumnUse
from tests.core.importing.files import KNOWN, opened, read

HEADING = "Nr;Titel;Datei;asset.key;asset.url;asset.size;asset.width;asset.height;Notiz"
ROW = "a-1;Hafen am Morgen;a.png;a.png;https://example.com/a.png;10;4;3;intern"
CONTENT = f"{HEADING}\n{ROW}\n"
MAPPING = """
[columns]
Nr = "id"
"Titel" = "metadata.title"
Datei = "asset.filename"

[fixed]
mediaType = "image"
"asset.mimeType" = "image/png"
metadata.credit = "Archive"
metadata.keywords = ["old", "scan"]

[ignore]
columns = ["Notiz"]
"""


def test_a_mapping_is_understood_and_can_be_checked(tmp_path: Path) -> None:
    source = opened(tmp_path, CONTENT, "items.csv", mapping=MAPPING)
    assert source.columns[:3] == (
        ColumnUse("Nr", "id"),
        ColumnUse("Titel", "metadata.title"),
        ColumnUse("Datei", "asset.filename"),
    )
    assert source.columns[8:11] == (
        ColumnUse("Notiz", "", "left out by the mapping"),
        ColumnUse("", "mediaType", "always “image”"),
        ColumnUse("", "asset.mimeType", "always “image/png”"),
    )
    (found,) = source.items(KNOWN)
    assert found.good
    assert found.id == "a-1"
    assert found.data["metadata"] == {
        "title": "Hafen am Morgen",
        "credit": "Archive",
        "keywords": ["old", "scan"],
    }


def test_problems_name_the_column(tmp_path: Path) -> None:
    (found,) = read(tmp_path, CONTENT.replace("a-1", "a 1"), "items.csv", mapping=MAPPING)
    assert found.problems[0].field == "id"
    assert found.problems[0].message.startswith("column “Nr”: ")


def test_a_star_leaves_out_what_is_not_named(tmp_path: Path) -> None:
    mapping = MAPPING.replace('["Notiz"]', '["*"]')
    source = opened(tmp_path, CONTENT, "items.csv", mapping=mapping)
    assert source.columns[8] == ColumnUse("Notiz", "", "left out by the mapping")
    assert source.columns[3].field == "asset.key"


def test_the_mapping_is_part_of_the_digest(tmp_path: Path) -> None:
    first = opened(tmp_path, CONTENT, "items.csv", mapping=MAPPING).digest
    assert opened(tmp_path, CONTENT, "items.csv", mapping=MAPPING).digest == first
    other = MAPPING.replace("Archive", "Agency")
    assert opened(tmp_path, CONTENT, "items.csv", mapping=other).digest != first


@pytest.mark.parametrize(
    ("old", "new", "said", "hint"),
    [
        ("Nr =", "Nummer =", "has no column “Nummer”", "Nr"),
        ('["Notiz"]', '["Notizen"]', "has no column “Notizen”", "“Notiz”"),
        ('"metadata.title"', '"metadata"', None, ""),
        ('"metadata.title"', '"title"', "line 4: columns.Titel: “title” is no", "metadata.title"),
        ('"id"', '"ID"', "line 3: columns.Nr: “ID” is no field", "“id”"),
        ('"id"', "7", "line 3: columns.Nr: must be the name", ""),
        ("mediaType =", "mediatype =", "fixed.mediatype: “mediatype” is no field", "“mediaType”"),
        ("[columns]", "[column]", "line 2: column: is not a table", "[columns]"),
        ("columns = [", "rows = [", "ignore.rows: is not known", ""),
        ('["Notiz"]', '"Notiz"', "ignore.columns: must be a list", ""),
        ('["Notiz"]', '["Notiz", "Nr"]', "columns.Nr: is left out by [ignore] too", ""),
        (MAPPING, "columns = 1", "columns: must be a table", ""),
        ('mediaType = "image"', "mediaType = 2026-01-01", "must be a text, a number", ""),
        ('"asset.mimeType" =', '"asset.key" =', "“asset.key” has a column and a fixed", ""),
        ('Datei = "asset.filename"', 'Datei = "id"', "2 columns for the field “id”", ""),
        ('mediaType = "image"', "metadata.rating = nan", "no number that JSON knows", ""),
        ('mediaType = "image"', "mediaType = image", "Invalid value (at line 8", "quotes"),
        ("[fixed]", "[fixed\n", "at line 7", ""),
    ],
)
def test_errors_name_the_place(
    tmp_path: Path, old: str, new: str, said: str | None, hint: str
) -> None:
    assert old in MAPPING
    mapping = MAPPING.replace(old, new, 1)
    if said is None:
        opened(tmp_path, CONTENT, "items.csv", mapping=mapping)
        return
    with pytest.raises(BadInput) as caught:
        opened(tmp_path, CONTENT, "items.csv", mapping=mapping)
    assert said in caught.value.title
    assert hint in caught.value.hint
    assert "mapping.toml" in caught.value.title or "items.csv" in caught.value.title


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    from medialib_tui.core.importing.source import open_source

    opened(tmp_path, CONTENT, "items.csv", mapping=MAPPING)
    with pytest.raises(BadInput, match="cannot be read"):
        open_source(tmp_path / "items.csv", mapping=tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not UTF-8"):
        open_source(tmp_path / "items.csv", mapping=tmp_path / "bad.toml")
