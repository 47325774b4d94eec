"""`replace-asset` and `remove-asset`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import Command, Served

ENTRY = "harbour-dawn-01"
WHERE = ("--key", "2026/new.png", "--url", "https://example.com/2026/new.png")
ALL = (*WHERE, "--size", "10", "--width", "3", "--height", "2", "--yes", "--json")


def test_an_asset_is_replaced(demo: Command, served: Served) -> None:
    ran = demo("replace-asset", ENTRY, *ALL)
    assert ran.code == 0
    value: JsonObject = {
        "key": "2026/new.png",
        "url": "https://example.com/2026/new.png",
        "size": 10,
        "width": 3,
        "height": 2,
        "filename": "new.png",
        "mimeType": "image/png",
    }
    assert served.body["patches"] == [{"operation": "replaceAsset", "value": value}]
    proof = ran.object["proof"]
    assert isinstance(proof, dict)
    assert proof["purge"] == ["2026/new.png", "2026/03/14/harbour-dawn-01.png"]


def test_a_local_copy_fills_the_rest(demo: Command, served: Served, tmp_path: Path) -> None:
    file = tmp_path / "copy.png"
    Image.new("RGB", (32, 20)).save(file)
    ran = demo("replace-asset", ENTRY, *WHERE, "--from-file", str(file), "--dry-run", "--json")
    assert ran.code == 0
    patches = ran.object["patches"]
    assert isinstance(patches, list)
    assert isinstance(patches[0], dict)
    value = patches[0]["value"]
    assert isinstance(value, dict)
    assert (value["width"], value["height"]) == (32, 20)
    assert value["size"] == file.stat().st_size
    assert not served.sent()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (WHERE, 2, "--size"),
        ((*ALL, "--key", "v/new.png"), 1, "reserved"),
        ((*ALL, "--duration", "3"), 1, "an image has none"),
        ((*ALL, "--size", "many"), 2, "no number"),
        ((*ALL, "--from-file", "no-such-file"), 2, "no such file"),
        ((*ALL[:-2], "--json"), 7, "consent"),
    ],
)
def test_what_is_wrong_is_said_and_not_sent(
    demo: Command, served: Served, options: tuple[str, ...], code: int, said: str
) -> None:
    ran = demo("replace-asset", ENTRY, *options)
    assert ran.code == code
    assert said in ran.err
    assert not served.sent()


def test_the_project_can_forbid_it(demo: Command, served: Served) -> None:
    for media_type in served.library.config["mediaTypes"]:  # type: ignore[attr-defined] # plain JSON
        media_type["asset"] = {"replaceable": False}
    ran = demo("replace-asset", ENTRY, *ALL)
    assert ran.code == 7
    assert ran.error["code"] == "not-allowed"
    assert not served.sent()


def test_only_a_translated_asset_is_removed(demo: Command, served: Served) -> None:
    entry = "translated-picture"
    missing = demo("remove-asset", entry)
    assert missing.code == 2
    assert "fr" in missing.err
    assert demo("remove-asset", entry, "--locale", "de", "--yes").code == 2
    assert not served.sent()
    ran = demo("remove-asset", entry, "--locale", "fr", "--yes", "--json")
    assert ran.code == 0
    assert served.body["patches"] == [{"operation": "removeAsset", "locale": "fr"}]
    assert "No way back" in ran.err
