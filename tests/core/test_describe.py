"""Values in words, for every plugin the reference names, and for values of the wrong type."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from medialib_tui.core.describe import UNKNOWN_KIND, field_value, fields
from medialib_tui.model.entry import Entry
from medialib_tui.model.property import Property
from medialib_tui.model.schema import Project

PLUGINS = [
    "li-text",
    "li-boolean",
    "li-integer",
    "li-enum",
    "li-string-list",
    "li-numeric-list",
    "li-date",
    "li-datetime",
    "li-datetime-validity",
    "li-invalid",
    "li-color",
    "li-external-id",
    "li-media-handle",
    "li-license-profile",
    "li-system-integer",
    "li-system-datetime",
    "li-document-reference",
    "li-document-references",
    "li-video-reference",
    "li-image",
    "li-poster-image",
    "li-named-crops",
    "li-transcoding-state",
    "li-metadata-translations",
    "li-google-vision",
    "li-media-language",
    "li-reference",
    "li-reference-list",
    "acme-unheard-of",
]

PROJECT = Project.read(
    {
        "mediaTypes": [
            {
                "type": "mediaImage",
                "handle": "image",
                "metadata": [
                    {
                        "handle": "title",
                        "type": "li-text",
                        "ui": {"label": {"en": "Title", "de": "Titel"}},
                    },
                    {
                        "handle": "desk",
                        "type": "li-enum",
                        "config": {
                            "dataProvider": {
                                "items": [{"value": "news", "label": {"en": "News", "de": "Neues"}}]
                            }
                        },
                    },
                    {"handle": "license", "type": "li-license-profile"},
                ],
            }
        ],
        "mediaCenter": {
            "licenseProfiles": {"profiles": [{"handle": "free", "label": {"en": "Free of charge"}}]}
        },
    }
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def image(**metadata: JsonValue) -> Entry:
    return Entry.read({"id": "a", "mediaType": "image", "metadata": metadata})


@given(value=json_values)
def test_no_value_of_any_type_breaks_a_plugin(value: JsonValue) -> None:
    for plugin in PLUGINS:
        prop = Property(handle="x", type=plugin)
        assert isinstance(field_value(prop, value, PROJECT, "en"), str), plugin


@pytest.mark.parametrize(
    ("plugin", "value", "text"),
    [
        ("li-text", "A title", "A title"),
        ("li-boolean", False, "no"),
        ("li-integer", 5, "5"),
        ("li-string-list", ["a", "b"], "a, b"),
        ("li-string-list", [], "(empty list)"),
        ("li-string-list", ["a", None], "a, -"),
        ("li-date", "2026-03-04", "2026-03-04"),
        ("li-datetime-validity", {"from": "2026-03-04", "to": ""}, "2026-03-04 to …"),
        ("li-license-profile", {"handle": "free"}, "Free of charge"),
        ("li-license-profile", {"handle": "lost"}, "lost"),
        ("li-document-reference", {"$ref": "document", "reference": {"id": "12"}}, "12"),
        (
            "li-document-references",
            {"references": [{"id": "12"}, {"id": "9", "externalSystem": "other"}]},
            "12, 9 (in other)",
        ),
        ("li-image", {"mediaId": "m1", "width": 10, "height": 20}, "m1, 10 × 20"),
        ("li-named-crops", {"crops": [{"name": "teaser"}]}, "crops: teaser"),
        (
            "li-transcoding-state",
            {"commands": [{"state": "inProgress", "progress": 40}]},
            "inProgress 40 %",
        ),
        ("li-metadata-translations", {"locale": "de", "label": "German"}, "German"),
        ("li-google-vision", {"labels": ["sky", "sea"]}, "sky, sea"),
        ("acme-unheard-of", {"a": [1]}, '{"a": [1]}'),
        ("acme-unheard-of", {"lat": 1.5, "old": True, "by": None}, "lat 1.5, old yes, by -"),
        ("acme-unheard-of", [{"name": "A"}, {"name": "B"}], "name A; name B"),
        ("acme-unheard-of", [{"name": "A"}, 1], '[{"name": "A"}, 1]'),
        ("acme-unheard-of", {}, "{}"),
        ("li-text", {"a": 1}, '{"a": 1}'),
    ],
)
def test_a_value_reads_as_a_person_would_say_it(plugin: str, value: JsonValue, text: str) -> None:
    assert field_value(Property(handle="x", type=plugin), value, PROJECT, "en") == text


def test_fields_come_in_schema_order_with_labels_in_the_persons_language() -> None:
    entry = image(zebra=1, desk="news", title="T")
    found = fields(entry, PROJECT, "de")
    assert [(item.label, item.text) for item in found] == [
        ("Titel", "T"),
        ("Desk", "Neues"),
        ("Zebra", "1"),
    ]
    assert found[2].kind == UNKNOWN_KIND
    assert "not in" in found[2].warning


def test_a_value_outside_the_configuration_is_kept_and_marked() -> None:
    found = fields(image(desk="attic", license={"handle": "gone"}), PROJECT, "en")
    assert [(item.text, bool(item.warning)) for item in found] == [("attic", True), ("gone", True)]


def test_without_a_schema_every_property_is_still_shown() -> None:
    entry = image(title="T", rating=3)
    found = fields(entry, Project(known=False), "en")
    assert [(item.label, item.text, item.warning) for item in found] == [
        ("Title", "T", ""),
        ("Rating", "3", ""),
    ]


def test_nested_values_without_a_schema_come_out_as_json() -> None:
    value: JsonValue = {"from": "x", "list": [1, {"a": None}]}
    (found,) = fields(image(odd=value), Project(known=False), "en")
    assert json.loads(found.text) == value
