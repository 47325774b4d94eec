"""The sample library holds what it promises, and every answer about it can be read."""

from __future__ import annotations

import io
import subprocess
import sys
from urllib.parse import quote

import httpx
import pytest
from PIL import Image

from medialib_tui.demo.config import properties
from medialib_tui.demo.library import Library
from medialib_tui.demo.pictures import bomb, png, png_size, svg
from medialib_tui.demo.sample import HIGHLIGHTS, sample_library
from medialib_tui.demo.sample_hostile import TEXTS
from medialib_tui.demo.validation import problem

API = "/2026-07/mediaLibrary"
TAILS = ("", "/usageLog", "/keys", "/incomingDocumentReferences", "/incomingMediaReferences")


def test_highlights_are_entries(library: Library) -> None:
    assert {media_id for media_id, _ in HIGHLIGHTS} <= set(library.entries)
    assert all(len(meaning) <= 60 for _, meaning in HIGHLIGHTS)


async def test_every_answer_about_every_entry_is_json(
    client: httpx.AsyncClient, library: Library
) -> None:
    for media_id in library.entries:
        for tail in TAILS:
            answer = await client.get(f"{API}/{quote(media_id, safe='')}{tail}")
            assert answer.status_code == 200, (media_id, tail)
            answer.json()


async def test_documents_of_every_reference_have_a_publication(
    client: httpx.AsyncClient, library: Library
) -> None:
    for media_id, references in library.document_references.items():
        if media_id in ("popular-skyline", "malformed-references"):
            continue
        for item in references:
            assert isinstance(item, dict)
            document = library.documents.get(item["id"])
            assert document is not None, (media_id, item["id"])
            assert document.live


async def test_hostile_texts_come_through_unchanged(client: httpx.AsyncClient) -> None:
    for name, text in TEXTS.items():
        entry = (await client.get(f"{API}/hostile-{name}")).json()
        assert entry["metadata"]["title"] == text
        assert entry["asset"]["filename"] == f"{text}.png"
        (row,) = (await client.get(f"{API}/hostile-{name}/usageLog")).json()["results"]
        assert row["params"]["page"] == text
        path = f"{API}/hostile-{name}/incomingDocumentReferences"
        (item,) = (await client.get(path)).json()["results"]
        title = await client.get(f"/2026-07/documents/{item['id']}/latestPublication")
        assert title.json()["metadata"]["title"] == text


def test_hostile_texts_hold_what_they_should() -> None:
    everything = "".join(TEXTS.values())
    for (
        character
    ) in "\x00\x07\x08\x1b\x7f\x85\x9b\x9d\u202e\u2066\u200b\u200d\u2028\ud800\ufeff\r\n":
        assert character in everything
    assert "[/dpa]" in everything
    assert "x[/" in everything


def test_everyday_metadata_holds_against_its_own_schema(library: Library) -> None:
    odd = ("hostile-", "malformed-", "unknown-", "license-unknown")
    for entry in library.entries.values():
        if entry.id.startswith(odd):
            continue
        for definition in properties(library, entry.media_type):
            value = entry.metadata.get(str(definition["handle"]))
            if value is not None:
                assert problem(library, definition, value) is None, (entry.id, definition)


def test_every_plugin_has_a_value_somewhere(library: Library) -> None:
    used, configured = set(), set()
    for handle in ("image", "video", "file", "archiveScan"):
        for definition in properties(library, handle):
            name, plugin = str(definition["handle"]), definition["type"]
            configured.add(plugin)
            entries = [e for e in library.entries.values() if e.media_type == handle]
            if any(name in entry.metadata for entry in entries):
                used.add(plugin)
    assert used == configured


def test_two_libraries_share_nothing_that_changes() -> None:
    first, second = sample_library(), sample_library()
    first.entries["bees-v4"].metadata["title"] = "changed"
    first.config["v"] = 99
    assert second.entries["bees-v4"].metadata["title"] == "A minute with the bees"
    assert second.config["v"] == 2
    assert [first.new_id("x") for _ in range(3)] == [second.new_id("x") for _ in range(3)]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (16, 9), (300, 200), (960, 640)])
def test_pictures_are_png_of_the_size_foretold(width: int, height: int) -> None:
    content = png(width, height, "a")
    assert len(content) == png_size(width, height)
    assert content == png(width, height, "a")
    with Image.open(io.BytesIO(content)) as image:
        image.load()
        assert (image.format, image.size) == ("PNG", (width, height))


def test_pictures_of_other_seeds_differ() -> None:
    assert len({png(60, 40, seed) for seed in "abcdefgh"}) == 8


def test_special_pictures() -> None:
    packed = bomb(2_000)
    assert len(packed) < 20_000
    with Image.open(io.BytesIO(packed)) as image:
        assert image.size == (2_000, 2_000)
    assert svg(10, 10, "a").startswith(b"<svg ")


async def test_a_broken_picture_breaks_off(client: httpx.AsyncClient) -> None:
    content = (await client.get(f"{API}/serve-image/2026/03/14/broken-picture.png")).content
    with Image.open(io.BytesIO(content)) as image, pytest.raises(OSError, match="truncated"):
        image.load()


def test_importing_the_app_brings_no_server_and_no_client() -> None:
    code = (
        "import sys, medialib_tui.demo.app; "
        "print(*{'uvicorn', 'httpx', 'pydantic', 'PIL', 'textual'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter
    assert done.stdout.strip() == ""
