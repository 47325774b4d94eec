"""Local validation: every rule of the configuration, on the value it is for."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.core.form.validation import validate
from medialib_tui.model.base import JsonObject
from medialib_tui.model.property import Property


def prop(plugin: str, **config: JsonValue) -> Property:
    return Property.read({"handle": "field", "type": plugin, "config": dict(config)})


def severities(found: Property, value: JsonValue, base: JsonValue = None) -> list[str]:
    return [problem.severity for problem in validate(found, value, "en", base=base)]


ITEMS: JsonObject = {"type": "labelValuePair", "items": [{"value": "a"}, {"value": "b"}]}
NUMBERS: JsonObject = {"items": [{"value": 1}, {"value": 2}]}

CASES = [
    ("li-text", {"maxLength": 3}, "abcd", ["error"]),
    ("li-text", {"maxLength": 3}, "🏔🏔🏔", []),
    ("li-text", {"minLength": 2}, "a", ["error"]),
    ("li-text", {"recommendedMaxLength": 3}, "abcd", ["warning"]),
    ("li-text", {"recommendedMinLength": 3}, "a", ["warning"]),
    ("li-text", {"maxLength": 3, "recommendedMaxLength": 2}, "abcd", ["error"]),
    ("li-text", {}, "a\nb", ["warning"]),
    ("li-text", {"allowNewlines": True}, "a\nb", []),
    ("li-text", {}, 5, ["error"]),
    ("li-text", {"dataProvider": ITEMS}, "c", ["error"]),
    ("li-text", {"dataProvider": ITEMS}, "a", []),
    ("li-enum", {"dataProvider": ITEMS}, "c", ["error"]),
    ("li-integer", {"minValue": 1, "maxValue": 5}, 0, ["error"]),
    ("li-integer", {"minValue": 1, "maxValue": 5}, 6, ["error"]),
    ("li-integer", {"minValue": 1, "maxValue": 5}, 5, []),
    ("li-integer", {}, True, ["error"]),
    ("li-integer", {"dataProvider": NUMBERS}, 3, ["error"]),
    ("li-integer", {"dataProvider": NUMBERS}, True, ["error"]),
    ("li-boolean", {}, False, []),
    ("li-boolean", {}, "no", ["error"]),
    ("li-boolean", {"required": True}, None, []),
    ("li-string-list", {"dataProvider": ITEMS}, ["a", "c"], ["error"]),
    ("li-string-list", {"dataProvider": {"dataSource": "x"}}, ["a", "c"], []),
    ("li-string-list", {"dataProvider": {"dataSource": "x"}}, ["a", "a"], ["warning"]),
    ("li-numeric-list", {"maxItems": 2}, [1, 2, 3], ["error"]),
    ("li-numeric-list", {}, [1, "2"], ["error"]),
    ("li-date", {}, "2026-02-30", ["error"]),
    ("li-date", {}, "2026-02-28", []),
    ("li-datetime", {}, "2026-02-28T10:00:00.000Z", []),
    ("li-datetime", {}, "tomorrow", ["error"]),
    ("li-color", {}, "#8CBA51", []),
    ("li-color", {}, "8CBA51", ["error"]),
    ("li-invalid", {}, True, ["warning"]),
    ("li-invalid", {}, False, []),
    ("li-datetime-validity", {}, {"from": "2026-01-02", "to": "2026-01-01"}, ["error"]),
    ("li-datetime-validity", {}, {"from": "2026-01-02", "to": None}, ["warning"]),
    ("li-datetime-validity", {}, {"from": "x"}, ["error", "warning"]),
    ("li-document-references", {"max": 1}, {"references": [{"id": "1"}, {"id": "2"}]}, ["error"]),
    ("li-document-references", {"min": 2}, {"references": [{"id": "1"}]}, ["error"]),
    ("li-document-reference", {}, {"reference": {"id": 1}}, ["error"]),
    ("acme-own", {}, {"anything": 1}, []),
]


@pytest.mark.parametrize(("plugin", "config", "value", "expected"), CASES)
def test_rules(plugin: str, config: JsonObject, value: JsonValue, expected: list[str]) -> None:
    assert severities(prop(plugin, **config), value) == expected


@pytest.mark.parametrize("value", [None, "", []])
def test_a_required_value_has_its_own_message(value: JsonValue) -> None:
    own: JsonObject = {"en": "Say who took it", "de": "Wer hat es gemacht?"}
    required = prop("li-text", required=True, requiredErrorMessage=own)
    assert [problem.message for problem in validate(required, value, "de")] == [own["de"]]
    plain = prop("li-text", required=True)
    assert validate(plain, value, "en")[0].message == "Field is required."


def test_a_stored_value_that_is_not_configured_is_no_error() -> None:
    listed = prop("li-string-list", dataProvider=ITEMS)
    assert severities(listed, ["a", "old"], base=["old"]) == ["warning"]
    assert severities(listed, ["a", "new"], base=["old"]) == ["error"]


def test_an_unset_value_that_is_not_required_is_fine() -> None:
    assert severities(prop("li-text", minLength=3), None) == []
