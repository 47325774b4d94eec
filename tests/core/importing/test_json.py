"""JSON and JSON lines: every documented form, and lines that are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.reading import json_items, text
from medialib_tui.core.importing.source import Format, open_source
from tests.core.importing.files import item, opened, read, told

ITEMS = [item("one"), item("two", "video"), item("three", "file")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("body.json", json.dumps({"mediaLibraryEntries": ITEMS}, indent=2)),
        ("more.json", json.dumps({"note": [1, {}], "mediaLibraryEntries": ITEMS, "end": None})),
        ("list.json", json.dumps(ITEMS)),
        ("lines.jsonl", "\n".join(map(json.dumps, ITEMS))),
        ("lines.ndjson", "\n\n".join(map(json.dumps, ITEMS)) + "\n \n"),
        ("lines.json", "\n".join(map(json.dumps, ITEMS))),
        ("list.jsonl", json.dumps(ITEMS, indent=1)),
        ("nothing", "\r\n".join(map(json.dumps, ITEMS))),
        ("nothing", " \n" + json.dumps(ITEMS)),
    ],
)
def test_every_form_holds_the_same_items(tmp_path: Path, name: str, content: str) -> None:
    for start in ("", "\ufeff"):
        found = read(tmp_path, start + content, name)
        assert [one.data for one in found] == ITEMS
        assert [one.place for one in found] == [1, 2, 3]
        assert all(one.good and not one.problems for one in found)


def test_one_object_is_one_item(tmp_path: Path) -> None:
    for name in ("one.json", "one.jsonl"):
        (found,) = read(tmp_path, json.dumps(ITEMS[0]), name)
        assert (found.data, found.good) == (ITEMS[0], True)


def test_no_items_are_no_error(tmp_path: Path) -> None:
    assert read(tmp_path, "[]") == read(tmp_path, '{"mediaLibraryEntries": [ ]}') == []


def test_a_source_is_read_as_often_as_wanted(tmp_path: Path) -> None:
    source = opened(tmp_path, json.dumps(ITEMS))
    assert list(source.items()) == list(source.items())


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 64])
def test_where_the_file_is_cut_into_pieces_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    items = [item("one", metadata={"title": 'é “ü” \\ " 😀 [}]', "credit": "1"}), 12345, -1.5e3]
    content = '{ "x": 10 ,\n"mediaLibraryEntries" :\n [' + ",\n".join(map(json.dumps, items))
    content += "]\n} \n"
    source = opened(tmp_path, content)
    whole = [(one.line, one.data, one.problems) for one in source.items()]
    monkeypatch.setattr(text, "PIECE", piece)
    assert [(one.line, one.data, one.problems) for one in source.items()] == whole
    assert [line for line, _, _ in whole] == [3, 4, 5]


def test_lines_are_those_of_the_fields(tmp_path: Path) -> None:
    asset = '{"key": "a,]}",\n "url": "https://e.com/{a",\n "size": "x",\n "mimeType": [\n1]}'
    content = f'[\n\n{{"id": "a b",\n"mediaType": "image",\n"asset": {asset},\n"metadata": {{\n'
    content += '"title": "Harbour at dawn",\n"credit": 5}}, 7,\n{"translations": [{}, {\n'
    content += '"locale": 1}]}]'
    found = read(tmp_path, content)
    lines = dict((field, line) for line, field in told(found[:1]))
    assert lines == {
        "id": 3,
        "asset.filename": 5,
        "asset.width": 5,
        "asset.height": 5,
        "asset.url": 6,
        "asset.size": 7,
        "asset.mimeType": 8,
        "metadata.credit": 12,
    }
    assert (found[1].line, found[2].line) == (12, 13)
    last = dict((field, line) for line, field in told(found[2:]))
    assert (last["translations.0.locale"], last["translations.1.locale"]) == (13, 14)


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ('[{"id": "a"}\n,{"id": "b"', 2, "ends in the middle"),
        ('[{"id": "a"}\n,', 2, "ends in the middle"),
        ('[{"id": "a"}\n', 2, "ends in the middle"),
        ('{"mediaLibraryEntries": [\n', 2, "ends in the middle"),
        ('{"mediaLibraryEntries"', 1, "ends in the middle"),
        ('[{"id":\n "abc', 2, "ends in a text"),
        ('[{"id": "a"}\n{"id": "b"}]', 2, "comma"),
        ('[\n{"id": "a",}]', 2, "double quotes"),
        ("[\n{'id': 'a'}]", 2, "double quotes"),
        ('[\n\n{"id": "a\nb"}]', 3, "inside a text"),
        ('[\n{"id": "\\x"}]', 2, "backslash"),
        ('[{"id": "a"}]\n\n[]', 3, "more follows"),
        ('{"id": "a"}\n}', 2, "more follows"),
        ('[{"id": "a"},\nnull, tru]', 2, "a value is expected"),
        ('{"a": 1,\n 2: 3}', 2, "name in quotes"),
        ('{"mediaLibraryEntries": [],\n"mediaLibraryEntries": []}', 2, "twice"),
        ("[" * 5000 + "\n", 1, "deep"),
    ],
)
def test_broken_json_is_told_by_line(tmp_path: Path, content: str, line: int, said: str) -> None:
    source = opened(tmp_path, content, format=Format.JSON)
    with pytest.raises(BadInput, match=said) as caught:
        list(source.items())
    assert f"items.json, line {line}, column " in caught.value.title


def test_a_broken_line_is_one_bad_item(tmp_path: Path) -> None:
    lines = [json.dumps(ITEMS[0]), '{"id": ', "[1]", json.dumps(ITEMS[1]), '{"a":' * 5000, "{} {}"]
    found = read(tmp_path, "\n".join(lines), "items.jsonl")
    assert [one.good for one in found] == [True, False, False, True, False, False]
    assert told(found) == [(2, ""), (3, ""), (5, ""), (6, "")]
    assert [one.raw for one in found if not one.good] == [lines[at].strip() for at in (1, 2, 4, 5)]
    assert "column 7" in found[1].problems[0].message


def test_a_broken_first_line_is_one_bad_item(tmp_path: Path) -> None:
    found = read(tmp_path, '{"id": \n' + json.dumps(ITEMS[0]), "items.jsonl")
    assert [one.good for one in found] == [False, True]
    assert [one.good for one in read(tmp_path, json.dumps(ITEMS[0], indent=1), "a.jsonl")] == [True]


def test_the_list_under_another_name(tmp_path: Path) -> None:
    for name in ("results", "entries"):
        source = opened(tmp_path, json.dumps({name: ITEMS}))
        with pytest.raises(BadInput) as caught:
            list(source.items())
        assert name in caught.value.detail
        assert "mediaLibraryEntries" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ('[{"id": "a"}]'.encode("utf-16"), "UTF-16"),
        ('[{"id": "a"}]'.encode("utf-16-be"), "UTF-16"),
        ('[{"id": "a"}]'.encode("utf-32"), "UTF-16"),
        (b'[{"id":\n"a\0b"}]', "line 2: a NUL byte"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\x1f\x8b and so on", "compressed"),
    ],
)
def test_what_is_no_text_is_said_at_once(tmp_path: Path, content: bytes, said: str) -> None:
    for name in ("items.json", "items.csv"):
        with pytest.raises(BadInput, match=said):
            opened(tmp_path, content, name)


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    source = opened(tmp_path, b'[{"id": "a"},\n{"id": "\xe4"}]')
    with pytest.raises(BadInput, match=r"items\.json, line 2: not UTF-8 text \(byte 0xE4\)"):
        list(source.items())


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        open_source(tmp_path / "missing.json")
    with pytest.raises(BadInput, match="folder"):
        open_source(tmp_path)


def test_a_file_that_changes_meanwhile(tmp_path: Path) -> None:
    source = opened(tmp_path, "\n".join(map(json.dumps, ITEMS)), "items.jsonl")
    items = source.items()
    next(items)
    with (tmp_path / "items.jsonl").open("a") as file:
        file.write("\n{}\n")
    with pytest.raises(BadInput, match="changed while"):
        list(items)
    with pytest.raises(BadInput, match="changed while"):
        list(source.items())


def test_an_item_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "LARGEST_ITEM", 200_000)
    monkeypatch.setattr(text, "LARGEST_ITEM", 200_000)
    large = json.dumps({"id": "a", "x": "y" * 900_000})
    for name, content in (("items.json", f"[\n{large}]"), ("items.jsonl", f"{{}}\n{large}\n")):
        source = opened(tmp_path, content, name)
        with pytest.raises(BadInput, match=r"line 2.* longer than 200,000"):
            list(source.items())


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    first = opened(tmp_path, json.dumps(ITEMS), "a.json").digest
    assert opened(tmp_path, json.dumps(ITEMS), "b.json").digest == first
    assert opened(tmp_path, json.dumps(ITEMS) + "\n", "b.json").digest != first


def test_a_mapping_is_for_csv(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a mapping is for CSV"):
        opened(tmp_path, "[]", mapping="[columns]\n")
    with pytest.raises(BadInput, match="a delimiter is for CSV"):
        opened(tmp_path, "[]", delimiter=";")
