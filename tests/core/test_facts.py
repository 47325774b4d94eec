"""Facts and badges of an entry, complete and incomplete ones."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from medialib_tui.core.facts import asset_facts, badges, entry_facts, say_duration, say_size
from medialib_tui.core.license import invalid_because, license_info
from medialib_tui.core.serving import Serving
from medialib_tui.model.entry import Entry
from medialib_tui.model.schema import Project

PROJECT = Project.read(
    {
        "mediaTypes": [
            {
                "type": "mediaImage",
                "handle": "image",
                "info": {"label": {"en": "Images"}},
                "metadata": [
                    {"handle": "license", "type": "li-license-profile"},
                    {"handle": "validity", "type": "li-datetime-validity"},
                    {"handle": "invalid", "type": "li-invalid"},
                ],
            }
        ],
        "mediaCenter": {
            "usagePurposes": [{"handle": "web", "label": "Web"}, {"handle": "print"}],
            "licenseProfiles": {
                "profiles": [
                    {
                        "handle": "paid",
                        "rules": {"web": {"costClass": "high", "billingMode": "always"}},
                    }
                ]
            },
        },
    }
)


def image(**metadata: JsonValue) -> Entry:
    return Entry.read({"id": "a", "version": 3, "mediaType": "image", "metadata": metadata})


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (21000, "21.0 kB"),
        (3_400_000, "3.4 MB"),
        (10**16, "10000.0 TB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert say_size(size) == text


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (62.2, "1:02"), (3723, "1:02:03")])
def test_durations(seconds: float, text: str) -> None:
    assert say_duration(seconds) == text


def test_an_entry_without_asset_has_no_asset_facts() -> None:
    assert asset_facts(image().asset) == []


def test_facts_leave_out_what_the_server_did_not_send() -> None:
    assert dict(entry_facts(image(), PROJECT, "en")) == {
        "Id": "a",
        "Media type": "Images",
        "Version": "3",
    }


def test_a_blocked_entry_says_so_in_a_bad_tone() -> None:
    found = badges(image(), PROJECT, "en", serving=Serving("blocked", "revoked (likely)"))
    assert [(b.text, b.tone) for b in found if "blocked" in b.text] == [
        ("blocked: revoked (likely)", "bad")
    ]


def test_an_unknown_serve_state_never_looks_served() -> None:
    found = badges(image(), PROJECT, "en", serving=Serving("unknown", "no answer", failed=True))
    assert all(badge.tone != "good" for badge in found)


def test_a_purpose_missing_from_the_rules_must_not_be_published() -> None:
    info = license_info(image(license={"handle": "paid"}), PROJECT, "en")
    assert info is not None
    assert info.rules == (("Web", "high cost, billed"), ("Print", "must not be published"))


def test_an_unconfigured_profile_has_no_rules_rather_than_none_that_forbid() -> None:
    info = license_info(image(license={"handle": "gone"}), PROJECT, "en")
    assert info is not None
    assert info.rules is None


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({}, None),
        ({"invalid": True, "validity": {"to": "1999-01-01"}}, "marked invalid"),
        ({"invalid": False, "validity": {"to": "1999-01-01"}}, "validity ended 1999-01-01"),
        ({"validity": {"from": "2999-01-01"}}, "not valid before 2999-01-01"),
        ({"validity": {"from": "1999-01-01", "to": "2999-01-01"}}, None),
        ({"invalid": "yes", "validity": "soon"}, None),
    ],
)
def test_invalidity_has_a_reason(metadata: dict[str, JsonValue], reason: str | None) -> None:
    assert invalid_because(image(**metadata), PROJECT) == reason
