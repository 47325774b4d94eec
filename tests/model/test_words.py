"""Labels and dates in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.model.dates import is_date_only, now_iso, parse_date, say_date
from medialib_tui.model.labels import say_label, start_case
from medialib_tui.model.property import Choice, Property
from tests.model.odd_json import ANY_JSON

TITLE = {"en": "Title", "de": "Titel", "nb-NO": "Tittel"}


@pytest.mark.parametrize(
    ("label", "language", "said"),
    [
        ("Plain", "de", "Plain"),
        (TITLE, "de", "Titel"),
        (TITLE, "de-CH", "Titel"),
        (TITLE, "nb", "Tittel"),
        (TITLE, "fr", "Title"),
        ({"it": "Titolo"}, "fr", "Titolo"),
        ({"de": " ", "it": "Titolo"}, "de", "Titolo"),
        ({}, "en", "Alt Text"),
        (None, "en", "Alt Text"),
        ("  ", "en", "Alt Text"),
    ],
)
def test_labels(label: str | dict[str, str] | None, language: str, said: str) -> None:
    assert say_label(label, "altText", language) == said


@pytest.mark.parametrize(
    ("handle", "said"),
    [
        ("licenseProfile", "License Profile"),
        ("license-profile", "License Profile"),
        ("a_b", "A B"),
        ("", ""),
        ("-", "-"),
    ],
)
def test_start_case(handle: str, said: str) -> None:
    assert start_case(handle) == said


@given(ANY_JSON)
def test_any_label_is_read(label: JsonValue) -> None:
    made = Property.read({"handle": "x", "ui": {"label": label}})
    assert isinstance(made.label("en"), str)
    choice = Choice.read({"value": 1, "label": label})
    assert isinstance(say_label(choice.label, "x"), str)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-03-16T14:08:11:000Z", datetime(2022, 3, 16, 14, 8, 11, tzinfo=UTC)),
        ("2026-05-01T11:00:00.250Z", datetime(2026, 5, 1, 11, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-05-01T11:00:00+02:00", datetime(2026, 5, 1, 9, tzinfo=UTC)),
        (" 2026-05-01 ", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T11:00", datetime(2026, 5, 1, 11, tzinfo=UTC)),
        ("yesterday", None),
        ("2026-02-31", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, moment: datetime | None) -> None:
    assert parse_date(text) == moment


def test_dates_in_words() -> None:
    assert say_date("2026-05-01") == "2026-05-01"
    assert say_date("yesterday") == "yesterday"
    assert say_date(None) == "-"
    assert say_date("", missing="never") == "never"
    assert len(say_date("2026-05-01T11:00:00Z")) == 16
    assert is_date_only("2026-05-01")
    assert not is_date_only("2026-05-01T11:00")
    assert parse_date(now_iso()) is not None
    assert now_iso().endswith("Z")


@given(st.text(max_size=40) | st.text("0123456789-T:.Z+ ", max_size=30))
def test_any_text_is_a_date_or_stays(text: str) -> None:
    assert isinstance(say_date(text), str)
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is not None
