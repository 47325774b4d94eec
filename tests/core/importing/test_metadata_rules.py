"""Metadata and translations against the project's schema (API reference 2.3, 7)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.model.schema import Project
from tests.core.importing.files import (
    ASSETS,
    KNOWN,
    errors,
    item,
    one,
    warnings,
)


@pytest.mark.parametrize(
    ("handle", "value"),
    [
        ("title", None),
        ("title", ""),
        ("title", 7),
        ("title", "x" * 201),
        ("caption", ["a"]),
        ("desk", "unknown"),
        ("regions", ["north", "nowhere"]),
        ("regions", "north"),
        ("keywords", [1]),
        ("rating", 0),
        ("rating", 6),
        ("rating", "5"),
        ("rating", 4.5),
        ("faces", list(range(11))),
        ("faces", ["1"]),
        ("takenOn", "yesterday"),
        ("takenOn", 7),
        ("embargo", "01.07.2026 10:00"),
        ("mainColor", "red"),
        ("sensitive", "true"),
        ("invalid", 1),
        ("license", {"handle": "no-such-profile"}),
        ("license", "agency"),
        ("validity", "2026-07-01"),
        ("validity", {"from": "soon"}),
        ("story", {"reference": {"id": "1"}}),
        ("story", {"$ref": "document", "reference": {"id": 1}}),
        ("stories", {"$ref": "documents", "references": [{"id": str(n)} for n in range(6)]}),
        ("crops", []),
        ("language", {"label": "German"}),
        ("mediaHandle", 7),
        ("nothing", "x"),
    ],
)
def test_metadata_that_does_not_fit(tmp_path: Path, handle: str, value: object) -> None:
    metadata = {"title": "A harbour at dawn", "credit": "Sample", handle: value}
    found = one(tmp_path, item(metadata=metadata))
    assert list(errors(found)) == [f"metadata.{handle}"]


def test_required_metadata(tmp_path: Path) -> None:
    found = one(tmp_path, item(metadata={"caption": "x"}))
    assert errors(found) == {
        "metadata.title": "Please provide a title",
        "metadata.credit": "Credit is required.",
    }
    without = one(tmp_path, {k: v for k, v in item().items() if k != "metadata"})
    assert list(errors(without)) == ["metadata.title", "metadata.credit"]


def test_mistyped_metadata_names_the_nearest(tmp_path: Path) -> None:
    metadata = {"title": "A harbour at dawn", "credit": "Sample", "captoin": "x"}
    assert "“caption”" in errors(one(tmp_path, item(metadata=metadata)))["metadata.captoin"]


def test_what_cannot_be_checked_is_said(tmp_path: Path) -> None:
    anything = item(metadata={"nothing": 7})
    for project in (None, Project(known=False, unknown_because="the token may not")):
        known = replace(KNOWN, project=project)
        assert one(tmp_path, anything, known).good
        assert "Metadata was not checked" in known.unchecked[0]
    assert "the token may not" in known.unchecked[0]
    assert KNOWN.unchecked == ()


@pytest.mark.parametrize(
    ("translations", "field"),
    [
        ({"fr": {"title": "x"}}, "translations"),
        ([7], "translations.0"),
        ([{"metadata": {}}], "translations.0.locale"),
        ([{"locale": "FR", "metadata": {}}], "translations.0.locale"),
        ([{"locale": "f", "metadata": {}}], "translations.0.locale"),
        ([{"locale": "fr_CH", "metadata": {}}], "translations.0.locale"),
        ([{"locale": 7, "metadata": {}}], "translations.0.locale"),
        ([{"locale": "fr"}], "translations.0.metadata"),
        ([{"locale": "fr", "metadata": {}}, {"locale": "it", "metadata": []}], None),
    ],
)
def test_translations_that_are_refused(
    tmp_path: Path, translations: object, field: str | None
) -> None:
    found = one(tmp_path, item(translations=translations))
    assert list(errors(found)) == [field or "translations.1.metadata"]


def test_the_object_form_of_translations_is_named(tmp_path: Path) -> None:
    found = one(tmp_path, item(translations={"fr": {"title": "x"}}))
    assert "object by locale" in errors(found)["translations"]


def test_translations_that_are_taken(tmp_path: Path) -> None:
    good = {"locale": "fr", "metadata": {"title": "Le port à l’aube"}, "asset": ASSETS["image"]}
    assert one(tmp_path, item(translations=[good])).problems == ()
    found = one(
        tmp_path,
        item(
            translations=[
                good,
                {"locale": "fr", "metadata": {"title": 7, "zzz": 1}, "asset": {}},
                {"locale": "de", "metadata": {}},
                {"locale": "tlh", "metadata": {}, "more": 1},
            ]
        ),
    )
    assert found.good
    assert {
        "translations.1.locale",
        "translations.1.metadata.title",
        "translations.1.metadata.zzz",
        "translations.1.asset.key",
        "translations.2.locale",
        "translations.3.locale",
        "translations.3.more",
    } <= set(warnings(found))
