"""Facts of an asset from a local copy of its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from medialib_tui.api.errors import BadInput
from medialib_tui.core.takedown.assets import from_address
from medialib_tui.core.takedown.local_file import from_file


async def test_a_picture_tells_all(tmp_path: Path) -> None:
    file = tmp_path / "picture.jpg"
    Image.new("RGB", (320, 200)).save(file, "PNG")
    facts = await from_file(file)
    assert facts.values == {
        "size": file.stat().st_size,
        "filename": "picture.jpg",
        "mimeType": "image/png",
        "width": 320,
        "height": 200,
    }
    assert "the file is image/png" in facts.notes[0]


async def test_what_cannot_be_told_is_said(tmp_path: Path) -> None:
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"0" * 10)
    assert (await from_file(video)).values["mimeType"] == "video/mp4"
    assert "duration" in (await from_file(video)).notes[0]
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    assert "dimensions are not known" in (await from_file(broken)).notes[0]
    text = tmp_path / "paper.pdf"
    text.write_bytes(b"%PDF")
    assert not (await from_file(text)).notes


@pytest.mark.parametrize("name", ["", "missing.png", "a\0b"])
async def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        await from_file(tmp_path / name)


def test_an_address_tells_name_and_type() -> None:
    found = from_address("https://example.com/a/b%20c.jpg?x=1")
    assert found == {"filename": "b c.jpg", "mimeType": "image/jpeg"}
    assert from_address("https://[") == {}
