"""Ids in a file: words, lines, columns, results of an earlier batch; everything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.api.errors import BadInput
from medialib_tui.core.batch.ids_file import ids_in_file, read_ids
from medialib_tui.core.batch.results import as_csv, as_json_lines, nothing_json

RESULTS = [nothing_json(one, "setMetadataProperty", 1, 1) for one in ("one", "two", "-three")]


IDS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Z", "C", "P", "S"]), min_size=1, max_size=20),
    min_size=1,
    unique=True,
)


def made(folder: Path, text: str | bytes) -> Path:
    target = folder / "ids"
    target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return target


def cut(data: bytes, step: int) -> list[bytes]:
    return [data[start : start + step] for start in range(0, len(data), step)]


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo\n-three\n",
        "\ufeffone, two;\t-three one",
        json.dumps(RESULTS),
        json.dumps(RESULTS, indent=2),
        json.dumps(["one", "two", "-three"]),
        json.dumps({"mediaLibraryEntries": RESULTS}),
        "".join(as_json_lines(RESULTS)),
        "".join(as_csv(RESULTS)),
        "title;id\r\nFirst, of several;one\r\nSecond;two\r\n" + "x" * 200_000 + ";-three\r\n",
        "id\ttitle\none\tFirst one\ntwo\tSecond\n-three\t",
    ],
)
def test_every_form_of_ids_is_read_in_its_order_each_once(tmp_path: Path, text: str) -> None:
    assert ids_in_file(made(tmp_path, text)) == ("one", "two", "-three")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no ids"),
        (b"  \n", "no ids"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("[1, 2", "not JSON"),
        ('{"id": "one"}\nnothing', "not JSON"),
        ("https://example.invalid/one", "an address, not an id"),
        ("x" * 300, "longer than any id"),
        (f"id,title\none,{'x' * 1_100_000}", "not CSV"),
        ('[{"title": "none"}]', "Number 1 in this file is no object"),
        ('{"id": "one"}\n{"title": "none"}', "Number 2 in this file is no object"),
        ('[{"id": null, "result": "refused"}]', "no ids"),
        ('{"id": "one", "operation": "import", "result": "waiting"}', "no ids"),
        ("id,result\none,refused\n", "no ids"),
    ],
)
def test_what_holds_no_ids_is_refused_with_the_reason(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        ids_in_file(made(tmp_path, text))


@given(IDS, st.integers(1, 7), st.sampled_from([" ", "\n", "\r\n", "\t\n ", ", "]), st.booleans())
def test_ids_survive_any_cut(ids: list[str], step: int, between: str, mark: bool) -> None:
    data = between.join(ids).encode("utf-8-sig" if mark else "utf-8")
    assert [word for group in read_ids(cut(data, step), "here") for word in group] == ids


def test_json_lines_come_as_they_arrive_and_one_value_when_it_is_whole() -> None:
    for text, groups in (
        ('{"id": "one"}\n{"id": "two"}\n', [["one"], ["two"]]),
        ('[{"id": "one"},\n {"id": "two"}]\n', [["one", "two"]]),
        ("aa bb cc dd", [["aa", "bb"], ["cc"], ["dd"]]),
    ):
        assert list(read_ids(cut(text.encode(), 6), "here")) == groups


def test_twenty_thousand_ids_may_stand_on_one_line(tmp_path: Path) -> None:
    ids = tuple(f"entry-{n:05}" for n in range(20_000))
    assert ids_in_file(made(tmp_path, " ".join(ids))) == ids
    assert ids_in_file(made(tmp_path, ",".join(ids))) == ids


def test_the_broken_line_is_named() -> None:
    with pytest.raises(BadInput, match=r"on standard input is not UTF-8 text .* line 3"):
        list(read_ids(cut(b"a\nb\n\xff", 2), "on standard input"))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        ids_in_file(tmp_path / "none")
