"""Params typed as text: types by the purpose, or by uses seen before."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.api.errors import Refused
from medialib_tui.core.session import Session
from medialib_tui.core.usage.params import seen_params, seen_purposes, typed_params
from medialib_tui.model.usage import UsageLogEntry

SEEN = [
    UsageLogEntry.model_validate({"id": str(n), "purpose": purpose, "params": params})
    for n, (purpose, params) in enumerate(
        [("print", {"page": 3, "edition": "City"}), ("print", {"page": 4}), ("tv", {}), (None, {})]
    )
]


@pytest.mark.parametrize(
    ("purpose", "name", "text", "value"),
    [
        ("print", "page", "3", 3),
        ("print", "edition", "3", "3"),
        ("print", "medium", "Paper", "Paper"),
        ("print", "medium", "Radio", "Radio"),
        ("print", "pages", "3, 4 5", [3, 4, 5]),
        ("social", "networks", "short, clips", ["short", "clips"]),
        ("social", "paid", "yes", True),
        ("social", "paid", "FALSE", False),
        ("social", "postedAt", "2026-05-01T10:00:00Z", "2026-05-01T10:00:00.000Z"),
        ("syndication", "until", "2026-05-01", "2026-05-01"),
        ("print", "page", "", None),
        ("print", "unheard-of", "x", "x"),
    ],
)
async def test_by_the_purpose(
    session: Session, purpose: str, name: str, text: str, value: JsonValue
) -> None:
    found = (await session.project()).purpose(purpose)
    assert found is not None
    assert typed_params({name: text}, found) == {name: value}


@pytest.mark.parametrize(
    ("purpose", "name", "text"),
    [("print", "page", "x"), ("social", "paid", "maybe"), ("syndication", "until", "soon")],
)
async def test_what_cannot_be_read_names_its_field(
    session: Session, purpose: str, name: str, text: str
) -> None:
    with pytest.raises(Refused) as caught:
        typed_params({name: text}, (await session.project()).purpose(purpose))
    assert [item.field for item in caught.value.fields] == [f"params.{name}"]


def test_by_what_was_seen() -> None:
    assert typed_params({"page": "5", "edition": "5"}, None, SEEN) == {"page": 5, "edition": "5"}
    assert typed_params({"page": "5"}, None) == {"page": "5"}


def test_what_to_offer() -> None:
    assert seen_purposes(SEEN) == ("print", "tv")
    assert seen_params("print", SEEN) == ("page", "edition")
