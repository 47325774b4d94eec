"""What may leave on stdout, by form and by what stdout is."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.cli.output import Form, Output
from medialib_tui.cli.tables import Column, columns_of, cut, facts, table, wrapped
from medialib_tui.model.text import clean


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def made(form: Form = Form.TEXT, *, tty: bool = False, raw_csv: bool = False) -> Output:
    """An output into memory; `written` gives what went out."""
    stream = (Terminal if tty else io.TextIOWrapper)(io.BytesIO(), encoding="utf-8")
    return Output(form, stream, raw_csv=raw_csv)


def written(out: Output) -> str:
    """All that was written."""
    buffer = out._stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


ANY_TEXT = st.text(st.characters())
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(ANY_JSON)
def test_json_says_the_same_in_a_pipe_and_on_a_terminal(value: JsonValue) -> None:
    for form in (Form.JSON, Form.JSONL):
        for tty in (False, True):
            out = made(form, tty=tty)
            out.data([value])
            text = written(out)
            assert json.loads(text) == ([value] if form is Form.JSON else value)
            assert not tty or clean(text, newlines=True) == text


@given(ANY_TEXT)
def test_a_line_is_one_clean_line(text: str) -> None:
    out = made(tty=True)
    out.line((text, "bold"), text)
    assert written(out).count("\n") == 1
    assert clean(written(out), newlines=True) == written(out)


@given(ANY_TEXT, st.integers(1, 40))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert columns_of(cut(clean(text), width)) <= max(width, 1)


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_json_has_no_infinity(number: float) -> None:
    out = made(Form.JSON)
    out.json({"a": [number, 1.5]})
    assert json.loads(written(out)) == {"a": [None, 1.5]}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\n=1"])
def test_cells_a_spreadsheet_would_run(cell: str) -> None:
    safe, raw = made(Form.CSV), made(Form.CSV, raw_csv=True)
    safe.csv([[cell, "b"]])
    raw.csv([[cell, "b"]])
    assert written(safe).lstrip('"').startswith("'")
    assert "'" not in written(raw)


def test_piped_csv_keeps_text_as_it_is() -> None:
    piped, shown = made(Form.CSV), made(Form.CSV, tty=True)
    for out in (piped, shown):
        out.csv([["\u009b31m \u202e"]])
    assert "\u009b31m \u202e" in written(piped)
    assert clean(written(shown), newlines=True) == written(shown)


def test_a_key_is_exact_in_a_pipe_unless_it_holds_a_control_character() -> None:
    out = made()
    out.plain("a/\u200bb.png")
    out.plain("a/\x1bb.png")
    assert written(out) == "a/\u200bb.png\na/␛b.png\n"


def test_a_terminal_that_cannot_show_a_character() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    Output(Form.TEXT, stream).line("Zürich")
    assert stream.buffer.getvalue() == b"Z\\xfcrich\n"


def test_wide_characters_line_up() -> None:
    out = made()
    table(out, [Column("A"), Column("B")], [("日本", "x"), ("e\u0301", "y"), ("four", "z")])
    assert written(out).splitlines()[1:] == ["日本  x", "e\u0301     y", "four  z"]


def test_a_long_text_is_continued_below_itself() -> None:
    out = made()
    facts(out, [("Caption", "one\ntwo"), ("X", "")])
    assert written(out) == "Caption  one\n         two\nX\n"
    assert wrapped("a b c", 3) == ["a b", "c"]
    assert wrapped("a b c", None) == ["a b c"]
