"""Commands on a server that fails: what is left is printed, and the exit code says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from tests.cli.conftest import Command, Faulty


def fault(path: str, action: str = "status", **more: int | str) -> JsonObject:
    """One rule; by default a 500, which is not tried again."""
    options: JsonObject = {"status": 500} if action == "status" else {}
    return {"match": {"path": path}, "action": action, **options, **more}


def test_a_check_with_a_failed_source_is_incomplete(medialib: Command, faulty: Faulty) -> None:
    faulty(fault("*/usageLog"))
    ran = medialib("check", "harbour-dawn-01", "--json")
    assert ran.code == 8
    assert ran.object["verdict"] == "incomplete"
    assert ran.object["usageLog"] is None
    missed = ran.object["notChecked"]
    assert isinstance(missed, list)
    failed = [item["source"] for item in missed if isinstance(item, dict) and item["failed"]]
    assert failed == ["usageLog"]
    told = medialib("check", "harbour-dawn-01")
    assert told.code == 8
    assert "Incomplete: usageLog could not be read" in told.out.replace("usage log", "usageLog")


def test_a_use_that_is_known_outweighs_a_failed_source(medialib: Command, faulty: Faulty) -> None:
    faulty(fault("*/usageLog"))
    assert medialib("check", "harbour-dawn-01", "--fail-if-used").code == 7


def test_one_kind_of_references_fails(medialib: Command, faulty: Faulty) -> None:
    faulty(fault("*/incomingMediaReferences"))
    ran = medialib("refs", "harbour-dawn-01", "--json")
    assert ran.code == 8
    media, documents = ran.object["media"], ran.object["documents"]
    assert isinstance(media, dict) and isinstance(documents, dict)
    assert isinstance(media["error"], dict)
    assert (media["total"], media["loaded"]) == (None, 0)
    assert documents["total"] == 4
    assert "error" not in documents
    assert medialib("refs", "harbour-dawn-01", "--media", "--json").code == 3


def test_a_later_group_of_ids_fails(medialib: Command, faulty: Faulty) -> None:
    faulty({"match": {"path": "*/mediaLibrary", "nth": 2}, "action": "status", "status": 500})
    ids = ["harbour-dawn-01", "popular-skyline", *(f"none-{number}" for number in range(60))]
    ran = medialib("get", *ids, "--json")
    assert ran.code == 8
    assert len(ran.array) == 62
    assert ran.err.count("\n") == 60


def test_a_check_of_many_stops_where_nothing_answers(medialib: Command, faulty: Faulty) -> None:
    faulty(fault("*", "html", status=401))
    ran = medialib("check", "a", "b", "c", "--json")
    assert ran.code in (1, 4)
    assert set(ran.error) == {"code", "title", "detail", "hint", "status", "fields"}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (fault("*"), 3),
        (fault("*", "html", status=200), 1),
        (fault("*", "truncate"), 1),
        (fault("*", "redirect", to="https://elsewhere.example.com/"), 1),
        (fault("*", status=410), 5),
        (fault("*", status=401), 4),
    ],
    ids=["500", "html", "truncated", "redirect", "410", "401"],
)
def test_the_whole_server_fails(
    medialib: Command, faulty: Faulty, rule: JsonObject, code: int
) -> None:
    faulty(rule)
    ran = medialib("get", "harbour-dawn-01", "--json")
    assert ran.code == code
    assert ran.error["title"]
    assert ran.err.startswith("medialib: ")
    assert "demo-read-write" not in ran.out + ran.err


def test_a_saved_image_is_whole_or_not_there(
    medialib: Command, faulty: Faulty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(fault("*/serve-image/*", "drop"))
    folder = tmp_path / "pictures"
    folder.mkdir()
    monkeypatch.chdir(folder)
    ran = medialib("image", "harbour-dawn-01")
    assert ran.code == 3
    assert not list(folder.iterdir())
