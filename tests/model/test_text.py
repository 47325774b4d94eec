"""Text from the server cannot drive a terminal once it is clean."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.model.text import clean, one_line

ANY = st.text(st.characters(codec=None))


@given(ANY)
def test_no_control_or_format_character_is_left(text: str) -> None:
    for char in clean(text):
        assert unicodedata.category(char) not in {"Cc", "Cs"}
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "LRO", "RLO", "PDF"}
        assert unicodedata.bidirectional(char) not in {"LRI", "RLI", "FSI", "PDI", "BN"} or (
            char in "\u200c\u200d" or unicodedata.category(char) == "Cn"
        )
    clean(text).encode()


@given(ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, newlines=True), newlines=True) == clean(text, newlines=True)


@given(ANY, st.integers(1, 30))
def test_one_line_is_one_line(text: str, width: int) -> None:
    assert len(one_line(text, width).splitlines()) <= 1
    assert set(clean(text, newlines=True)) & set(map(chr, range(32))) <= {"\n", "\t"}


@pytest.mark.parametrize(
    "text",
    [
        "Zoë 中文 العربية עברית",
        "e\u0301",
        "👩\u200d👧 family",
        "🏳\ufe0f\u200d🌈 👩🏽\u200d🚀 🧜\u200d♀",
        "می\u200cخواهم",
        "[bold]markup[/]",
        "",
    ],
)
def test_honest_text_is_untouched(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\u241b[2J"),
        ("a\x9b31m", "a<009B>31m"),
        ("a\nb", "a\u23ceb"),
        ("\x7f\x00", "\u2421\u2400"),
        ("\u202egnp", "<202E>gnp"),
        ("\ud800", "<D800>"),
        ("\U000e0041", "<E0041>"),
        ("\U0010eeee", "<10EEEE>"),
        ("ad\u200dmin", "ad<200D>min"),
        ("\u200dx👩\u200d", "<200D>x👩"),
        ("ക്\u200dഷ", "ക്ഷ"),
    ],
)
def test_what_is_shown_instead(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_joiners_take_no_more_time_the_more_text_is_before_them() -> None:
    began = time.process_time()
    assert clean("a\u200d" * 400_000).startswith("a<200D>a")
    assert time.process_time() - began < 2.5


def test_newlines_stay_where_wanted() -> None:
    assert clean("a\r\nb\tc\rd\x1b", newlines=True) == "a\nb\tc\u240dd\u241b"
