"""Ids in a file: words, lines, columns, results of an earlier batch; everything else is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medialib_tui.api.errors import BadInput
from medialib_tui.core.batch.ids_file import ids_in_file
from medialib_tui.core.batch.results import as_csv, as_json_lines, nothing_json

RESULTS = [nothing_json(one, "setMetadataProperty", 1, 1) for one in ("one", "two", "-three")]


def made(folder: Path, text: str | bytes) -> Path:
    target = folder / "ids"
    target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return target


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
        ("https://example.invalid/one", "no id"),
        ("x" * 300, "no id"),
        ('[{"title": "none"}]', "Number 1 is no object with an id"),
        ('{"id": "one"}\n{"title": "none"}', "Number 2 is no object with an id"),
        ('[{"id": null, "result": "refused"}]', "no ids"),
    ],
)
def test_what_holds_no_ids_is_refused_with_the_reason(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        ids_in_file(made(tmp_path, text))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        ids_in_file(tmp_path / "none")
