"""What is known to be refused, field by field (API reference 2.3, 7)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.core.importing.known import Known
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Support, Supported
from tests.core.importing.files import (
    ASSETS,
    KNOWN,
    PROJECT,
    TITLED,
    errors,
    item,
    one,
    read,
    told,
    warnings,
)


def asset(media_type: str = "image", **changes: object) -> JsonObject:
    """A good asset with changes; ... takes a field out."""
    made: dict[str, object] = {**ASSETS[media_type], **changes}
    kept: JsonObject = json.loads(json.dumps({k: v for k, v in made.items() if v is not ...}))
    return kept


@pytest.mark.parametrize("media_type", ["image", "video", "file"])
def test_good_items_have_no_problems(tmp_path: Path, media_type: str) -> None:
    assert one(tmp_path, item("a", media_type)).problems == ()
    assert one(tmp_path, item("a", media_type), Known()).problems == ()


@pytest.mark.parametrize("good", ["a", "A-1", "x" * 32, "0"])
def test_ids_that_are_taken(tmp_path: Path, good: str) -> None:
    assert one(tmp_path, item(good)).good


@pytest.mark.parametrize("bad", ["", "x" * 33, "a b", "a_b", "ä", "a\n", "a.b", "\x1b[31m", 7, []])
def test_ids_that_are_refused(tmp_path: Path, bad: object) -> None:
    found = one(tmp_path, item(id=bad))
    assert list(errors(found)) == ["id"]
    assert "\x1b" not in found.label + found.problems[0].message


def test_an_external_id_needs_its_system(tmp_path: Path) -> None:
    assert list(errors(one(tmp_path, item(externalId="x")))) == ["systemName"]
    assert one(tmp_path, item(systemName="archive")).good
    both = one(tmp_path, item(None, systemName="archive", externalId="x"))
    assert (both.good, both.assigned, both.id, both.label) == (True, False, None, "archive:x")
    assert list(errors(one(tmp_path, item(systemName="archive", externalId=7)))) == ["externalId"]


@pytest.mark.parametrize(
    ("value", "said"), [("picture", "image, video or file"), ("Image", "Write image"), (7, "text")]
)
def test_media_types_that_are_refused(tmp_path: Path, value: object, said: str) -> None:
    assert said in errors(one(tmp_path, item(mediaType=value)))["mediaType"]


def test_a_media_type_is_needed(tmp_path: Path) -> None:
    found = one(tmp_path, {"id": "a"})
    assert errors(found) == {
        "mediaType": "is required: image, video or file.",
        "asset": "is required.",
    }


def test_other_configured_media_types_are_doubtful(tmp_path: Path) -> None:
    handle = next(
        t.handle for t in PROJECT.media_types if t.handle not in ("image", "video", "file")
    )
    found = one(tmp_path, item(mediaType=handle, metadata={}))
    assert "mediaType" in warnings(found)
    assert "mediaType" not in errors(found)


def test_a_media_type_that_is_not_configured(tmp_path: Path) -> None:
    fewer = tuple(t for t in PROJECT.media_types if t.handle != "video")
    known = replace(KNOWN, project=PROJECT.model_copy(update={"media_types": fewer}))
    found = one(tmp_path, item("a", "video"), known)
    assert "not configured" in warnings(found)["mediaType"]


def test_who_takes_videos_and_files(tmp_path: Path) -> None:
    maybe = replace(KNOWN, types=Supported(Support.UNKNOWN, "Available if new enough."))
    never = replace(KNOWN, types=Supported(Support.NO, "Not here."))
    for media_type in ("video", "file"):
        assert list(warnings(one(tmp_path, item("a", media_type), maybe))) == ["mediaType"]
        assert list(errors(one(tmp_path, item("a", media_type), never))) == ["mediaType"]
    assert one(tmp_path, item(), never).problems == ()


REQUIRED = {
    "image": ("key", "url", "size", "width", "height", "mimeType", "filename"),
    "video": ("key", "url", "size", "width", "height", "duration", "mimeType", "filename"),
    "file": ("key", "url", "size", "mimeType", "filename"),
}


@pytest.mark.parametrize(("media_type", "name"), [(t, n) for t, ns in REQUIRED.items() for n in ns])
def test_required_fields_of_an_asset(tmp_path: Path, media_type: str, name: str) -> None:
    found = one(tmp_path, item("a", media_type, asset=asset(media_type, **{name: ...})))
    assert errors(found) == {f"asset.{name}": "is required."}
    for wrong in ([1], True, None):
        found = one(tmp_path, item("a", media_type, asset=asset(media_type, **{name: wrong})))
        assert list(errors(found)) == [f"asset.{name}"]


def test_numbers_in_quotes_are_told_apart(tmp_path: Path) -> None:
    found = one(tmp_path, item(asset=asset(size="1000")))
    assert errors(found) == {"asset.size": "must be a number, without quotes."}


@pytest.mark.parametrize(
    ("media_type", "url", "good"),
    [
        ("image", "https://example.com/a.png", True),
        ("image", "https://example.com/a.PNG", False),
        ("image", "https://example.com/a.webp?x=1", True),
        ("image", "https://example.com/a", False),
        ("image", "https://example.com/a.tiff", False),
        ("image", "example.com/a.png", False),
        ("video", "https://example.com/a", True),
        ("file", "https://example.com/a", True),
        ("file", "example.com", False),
        ("file", "", False),
    ],
)
def test_addresses(tmp_path: Path, media_type: str, url: str, good: bool) -> None:
    found = one(tmp_path, item("a", media_type, asset=asset(media_type, url=url)))
    assert list(errors(found)) == ([] if good else ["asset.url"])


def test_reserved_keys(tmp_path: Path) -> None:
    data = item(asset=asset(key="v/a.png"))
    assert list(errors(one(tmp_path, data))) == ["asset.key"]
    for support in (Support.UNKNOWN, Support.NO):
        found = one(tmp_path, data, replace(KNOWN, reserved=Supported(support)))
        assert (list(errors(found)), list(warnings(found))) == ([], ["asset.key"])
    assert one(tmp_path, item(asset=asset(key="va.png"))).problems == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("key", "a b.png"),
        ("key", "bäume.png"),
        ("key", ""),
        ("size", 0),
        ("width", -1),
        ("size", 1.5),
        ("mimetype", "image/png"),
        ("url", "//example.com/a.png"),
        ("filename", " "),
    ],
)
def test_odd_assets_are_warned_of(tmp_path: Path, name: str, value: object) -> None:
    found = one(tmp_path, item(asset={**asset(), name: value}))
    assert (list(errors(found)), list(warnings(found))) == ([], [f"asset.{name}"])


@pytest.mark.parametrize("value", [None, [], "x", 7])
@pytest.mark.parametrize("field", ["asset", "metadata", "translations"])
def test_fields_of_the_wrong_type(tmp_path: Path, field: str, value: object) -> None:
    if (field, value) == ("translations", []):
        return
    data: JsonObject = {**item(), **json.loads(json.dumps({field: value}))}
    assert list(errors(one(tmp_path, data))) == [field]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("mediatype", "“mediaType”"),
        ("external_id", "“externalId”"),
        ("url", "belongs in “asset”"),
        ("caption", "belongs in “metadata”"),
        ("zzz", "no field of an item."),
        ("a\x1b[2J", "no field of an item."),
    ],
)
def test_fields_that_are_not_known(tmp_path: Path, name: str, said: str) -> None:
    found = one(tmp_path, {**item(), name: "x"})
    (message,) = errors(found).values()
    assert said in message
    assert "\x1b" not in found.problems[0].field


def test_values_that_are_no_json(tmp_path: Path) -> None:
    content = json.dumps(item()).replace("1000", "%s")
    for value in ("NaN", "-Infinity", "1e999", "9007199254740992", "-" + "9" * 5000):
        (found,) = read(tmp_path, f"[{content % value}]")
        assert "asset.size" in errors(found)
        assert found.raw == content % value
    (found,) = read(tmp_path, f"[{content % '9007199254740991'}]")
    assert (found.good, found.raw) == (True, "")


def test_names_that_are_there_twice(tmp_path: Path) -> None:
    content = json.dumps(item()).replace('"size": 1000', '"size": 1, "size": 1000')
    for text in (f"[{content}]", content):
        (found,) = read(tmp_path, text)
        assert errors(found) == {"asset.size": "is there twice: which one is meant?"}
    content = content.replace('"size": 1,', "").replace('{"id"', '{"id": "x", "id"', 1)
    for text in (f"[{content}]", content, content + "\n" + json.dumps(item("two"))):
        assert list(errors(read(tmp_path, text)[0])) == ["id"]


def test_characters_a_server_may_not_keep(tmp_path: Path) -> None:
    for text in ("a\0b and more", "half \ud800 a pair"):
        found = one(tmp_path, item(metadata={"title": text, "credit": "Sample"}))
        assert (errors(found), list(warnings(found))) == ({}, ["metadata.title"])
    assert one(tmp_path, item(metadata={"title": "paired \U0001f600", "credit": "x"})).good


def test_nested_too_deep(tmp_path: Path) -> None:
    deep: object = 1
    for _ in range(300):
        deep = [deep]
    metadata = {"title": "A harbour at dawn", "credit": "Sample", "weatherGrid": deep}
    found = one(tmp_path, item(metadata=metadata))
    assert "deeper" in errors(found)["metadata.weatherGrid.0"]


def test_the_same_twice_in_a_file(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "\n".join(
            json.dumps(one)
            for one in (
                item("a"),
                item("b", systemName="s", externalId="1"),
                item("a"),
                item("c", systemName="s", externalId="1"),
                item("d", systemName="t", externalId="1"),
                item("a"),
            )
        ),
        "items.jsonl",
    )
    assert told(found) == [(3, "id"), (4, "externalId"), (6, "id")]
    assert "line 1" in found[2].problems[0].message
    assert "line 2" in found[3].problems[0].message
    assert "line 1" in found[5].problems[0].message


def test_what_the_server_sets_is_left_out(tmp_path: Path) -> None:
    found = one(tmp_path, {**item(), "version": 3, "createdAt": "x", "updatedAt": "y"})
    assert (found.data, found.good) == (item(), True)
    assert list(warnings(found)) == ["version", "createdAt", "updatedAt"]
    made = one(tmp_path, {**item(None), "version": 3})
    assert made.id == one(tmp_path, item(None)).id


def test_large_items_are_warned_of(tmp_path: Path) -> None:
    found = one(tmp_path, item(metadata={**TITLED, "weatherGrid": "x" * 500_000}))
    assert found.good
    assert "500 kB" in warnings(found)[""]
    assert one(tmp_path, item(metadata={**TITLED, "weatherGrid": "x" * 400_000})).problems == ()


def test_many_problems_are_cut_off_and_counted(tmp_path: Path) -> None:
    found = one(tmp_path, {**item(), **{f"field{n}": n for n in range(1000)}})
    assert len(found.problems) == 41
    assert "960 more" in found.problems[-1].message
