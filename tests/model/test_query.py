"""What a person types or pastes into the look-up field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.model.query import (
    MOST_IDS,
    ArticleUrl,
    Document,
    ExternalId,
    Ids,
    Query,
    Unusable,
    parse_query,
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a77ei8nm", Ids(("a77ei8nm",))),
        (" a, b;c\nd\td  a ", Ids(("a", "b", "c", "d"))),
        ("\"a\" 'b'", Ids(("a", "b"))),
        ("--help", Ids(("--help",))),
        ("id:a:b", Ids(("a:b",))),
        ("dpa:12345", ExternalId("dpa", "12345")),
        ("dpa:12 34", ExternalId("dpa", "12 34")),
        ("doc:123", Document("123")),
        ("Document: 123", Document("123")),
        ("/news/a-1.html", ArticleUrl("/news/a-1.html", "/news/a-1.html")),
        (
            "https://example.com/news/a-1.html?x=1",
            ArticleUrl("https://example.com/news/a-1.html?x=1", "/news/a-1.html"),
        ),
        ("https://edit.example.com/proj/media-library/image/CEcqNTs-SGYg", Ids(("CEcqNTs-SGYg",))),
        ("https://edit.example.com/#/media/CEcqNTs-SGYg", Ids(("CEcqNTs-SGYg",))),
        ("https://edit.example.com/proj/articles/123/edit", Document("123")),
    ],
)
def test_what_is_understood(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        ",;",
        "''",
        "doc:",
        "doc:abc",
        "doc:²",
        "x" * 201,
        "https://",
        "https://[",
        "https://example.com/",
        "a https://example.com/x b",
        " ".join(map(str, range(MOST_IDS + 1))),
    ],
)
def test_what_is_not(text: str) -> None:
    query = parse_query(text)
    assert isinstance(query, Unusable)
    assert query.reason
    assert query.hint


def test_ten_thousand_ids() -> None:
    query = parse_query("\n".join(map(str, range(MOST_IDS))))
    assert isinstance(query, Ids)
    assert len(query.ids) == MOST_IDS


@given(st.text(st.characters(codec=None)) | st.text("ab:/,. #?'\"\nhttpsdoc123", max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    query = parse_query(text)
    if isinstance(query, Ids):
        assert query.ids
        assert all(query.ids)
        assert len(set(query.ids)) == len(query.ids)
