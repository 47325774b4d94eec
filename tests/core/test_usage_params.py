"""Params typed as text: types by the purpose, or by uses seen before."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.api.errors import Refused
from medialib_tui.core.session import Session
from medialib_tui.core.usage.params import seen_params, seen_purposes, typed_params
from medialib_tui.model.schema import Purpose
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


@pytest.mark.parametrize(
    ("seen", "text", "value"),
    [
        ([True, False], "yes", True),
        ([["short"], ["short", "clips"], []], "clips, short", ["clips", "short"]),
        ([[1, 2]], "3, 4", [3, 4]),
        ([{"handle": "own"}], '{"handle": "x"}', {"handle": "x"}),
        ([1.5], "2.5", 2.5),
        ([1.5, 2], "3", 3),
        ([1, "A1"], "3", "3"),
        (["a", "b\nc"], "3", "3"),
        ([True, 1], "1", "1"),
        ([[]], "x", "x"),
    ],
)
def test_by_the_type_that_was_seen(seen: list[JsonValue], text: str, value: JsonValue) -> None:
    uses = [UsageLogEntry.model_validate({"id": "u", "params": {"own": one}}) for one in seen]
    assert typed_params({"own": text}, None, uses) == {"own": value}


def test_a_text_that_is_not_of_the_type_seen() -> None:
    uses = [UsageLogEntry.model_validate({"id": "u", "params": {"paid": True}})]
    with pytest.raises(Refused) as caught:
        typed_params({"paid": "perhaps"}, None, uses)
    assert caught.value.fields[0].field == "params.paid"


@pytest.mark.parametrize(
    ("plugin", "text", "value"),
    [
        ("li-invalid", "no", False),
        ("li-license-profile", "own", {"handle": "own"}),
        ("li-media-handle", "sample", "sample"),
        ("li-video-reference", "clip", {"$ref": "video", "reference": {"id": "clip"}}),
        (
            "li-document-references",
            "12, 13",
            {"$ref": "documents", "references": [{"id": "12"}, {"id": "13"}]},
        ),
        (
            "li-datetime-validity",
            "2026-05-01T00:00Z/2026-06-01T00:00Z",
            {"from": "2026-05-01T00:00:00.000Z", "to": "2026-06-01T00:00:00.000Z"},
        ),
        ("li-named-crops", '{"crops": []}', {"crops": []}),
        ("li-of-tomorrow", "some words", "some words"),
        ("li-of-tomorrow", '{"a": 1}', {"a": 1}),
        ("li-of-tomorrow", "2.5", 2.5),
    ],
)
def test_any_plugin_can_be_a_param(plugin: str, text: str, value: JsonValue) -> None:
    purpose = Purpose.read({"handle": "own", "paramsSchema": [{"handle": "one", "type": plugin}]})
    assert typed_params({"one": text}, purpose) == {"one": value}


def test_half_an_object_is_no_text() -> None:
    purpose = Purpose.read(
        {"handle": "own", "paramsSchema": [{"handle": "one", "type": "li-of-tomorrow"}]}
    )
    with pytest.raises(Refused) as caught:
        typed_params({"one": '{"lat": 1,}'}, purpose)
    assert "double quotes" in caught.value.fields[0].message


def test_what_to_offer() -> None:
    assert seen_purposes(SEEN) == ("print", "tv")
    assert seen_params("print", SEEN) == ("page", "edition")
