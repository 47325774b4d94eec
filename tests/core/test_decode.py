"""Pictures of every kind, sound and hostile, through the decoding child."""

from __future__ import annotations

import asyncio
import os
import signal
import struct
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from medialib_tui.core.picture import decoding
from medialib_tui.core.picture.decoding import NotAPicture, Thumbnail, decode, unpack


async def pieces(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def picture(
    mode: str = "RGB", size: tuple[int, int] = (320, 180), kind: str = "PNG", **options: object
) -> bytes:
    file = BytesIO()
    Image.new(mode, size, **options).save(file, kind)  # type: ignore[arg-type]  # a colour
    return file.getvalue()


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_saying(width: int, height: int, body: bytes) -> bytes:
    """A PNG that claims a size, whatever its data really is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        png_chunk(*part) for part in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )


async def refused(data: bytes) -> str:
    with pytest.raises(NotAPicture) as caught:
        await decode(pieces(data), width=80, height=60)
    assert caught.value.hint
    return caught.value.title


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"),
        ("CMYK", "JPEG"),
        ("L", "JPEG"),
        ("RGBA", "PNG"),
        ("LA", "PNG"),
        ("P", "PNG"),
        ("1", "PNG"),
        ("I;16", "PNG"),
        ("RGB", "WEBP"),
        ("P", "GIF"),
    ],
)
async def test_every_kind_and_colour_mode_is_drawn_in_its_proportions(mode: str, kind: str) -> None:
    drawn = await decode(pieces(picture(mode, (1600, 900), kind)), width=80, height=80)
    assert (drawn.width, drawn.height) == (80, 45)
    assert (drawn.full_width, drawn.full_height, drawn.kind) == (1600, 900, kind)
    assert len(drawn.pixels) == 80 * 45 * 3


async def test_colours_survive() -> None:
    drawn = await decode(pieces(picture(color=(250, 10, 60))), width=20, height=20)
    assert drawn.pixels[:3] == bytes((250, 10, 60))


async def test_what_is_transparent_lies_on_white() -> None:
    drawn = await decode(pieces(picture("RGBA", color=(0, 0, 0, 0))), width=20, height=20)
    assert drawn.pixels[:3] == b"\xff\xff\xff"


async def test_small_pictures_are_not_blown_up() -> None:
    drawn = await decode(pieces(picture(size=(3, 2))), width=200, height=200)
    assert (drawn.width, drawn.height) == (3, 2)


async def test_a_line_of_pixels_keeps_one() -> None:
    drawn = await decode(pieces(picture(size=(1, 4000))), width=40, height=40)
    assert (drawn.width, drawn.height) == (1, 40)


async def test_orientation_is_followed() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    Image.new("RGB", (400, 200)).save(file, "JPEG", exif=exif)
    drawn = await decode(pieces(file.getvalue()), width=80, height=80)
    assert (drawn.width, drawn.height) == (40, 80)


async def test_a_decompression_bomb_is_refused_by_its_header() -> None:
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(30_001 * 3)) for _ in range(64)) + rows.flush()
    assert "too large" in await refused(png_saying(30_000, 30_000, body))


async def test_a_bomb_within_the_pixel_limit_dies_of_its_memory() -> None:
    black = b"RIFF\x1a\0\0\0WEBPVP8L\x0e\0\0\0/\x05g\xc1\t\x07\x10\x11\xfd\x0fDD\xff\x03"
    assert "too large" in await refused(black), "black, 9990 by 9990"


async def test_too_many_bytes_are_refused() -> None:
    assert "too large" in await refused(bytes(50_000_001))


async def test_a_truncated_picture_is_damaged() -> None:
    file = BytesIO()
    Image.effect_noise((400, 300), 90).save(file, "JPEG")
    assert "damaged" in await refused(file.getvalue()[:4_000])


async def test_claims_without_data_are_damaged() -> None:
    assert "damaged" in await refused(png_saying(100, 100, b"no zlib stream"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b"<html>sign in</html>",
        b"%PDF-1.7\n",
        picture(kind="TIFF"),
        picture(kind="BMP"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    ],
    ids=["nothing", "zeros", "head", "gif", "svg", "html", "pdf", "tiff", "bmp", "eps"],
)
async def test_whatever_is_no_such_picture_gets_a_sentence(data: bytes) -> None:
    title = await refused(data)
    assert "not a picture" in title or "damaged" in title


async def test_noise_behind_every_magic_number_never_hangs_or_leaks() -> None:
    noise = zlib.compress(bytes(range(256)) * 40)
    for magic in (b"\xff\xd8\xff\xe0", b"RIFF\xff\xff\x00\x00WEBPVP8 ", b"GIF89a\x10\x00\x10\x00"):
        await refused(magic + noise)


async def test_a_child_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import sys, time\nsys.stdin.buffer.read()\ntime.sleep(60)\n")
    monkeypatch.setattr(decoding, "_CHILD", slow)
    with pytest.raises(NotAPicture, match="too long"):
        await decode(pieces(b"x"), width=9, height=9, seconds=0.2)


@pytest.mark.parametrize(
    "answer",
    [b"", b"ok 9 9 PNG 9 9\n", b"ok 4 1 PNG 4 1\n" + bytes(12), b"no reason\n", b"\x1b[2J"],
    ids=["nothing", "no pixels", "too wide", "unknown reason", "escape"],
)
async def test_an_answer_that_breaks_the_rules_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: bytes
) -> None:
    liar = tmp_path / "liar.py"
    liar.write_text(f"import sys\nsys.stdin.buffer.read()\nsys.stdout.buffer.write({answer!r})\n")
    monkeypatch.setattr(decoding, "_CHILD", liar)
    with pytest.raises(NotAPicture, match="damaged"):
        await decode(pieces(b"x"), width=3, height=3)


async def test_the_child_sees_no_token(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nosy = tmp_path / "nosy.py"
    seen = tmp_path / "seen"
    nosy.write_text(
        f"import os, sys\nsys.stdin.buffer.read()\nopen({str(seen)!r}, 'w').write(str(os.environ))"
    )
    monkeypatch.setattr(decoding, "_CHILD", nosy)
    environ = {**os.environ, "MEDIALIB_TOKEN": "canary"}
    with pytest.raises(NotAPicture):
        await decode(pieces(b"x"), width=3, height=3, environ=environ)
    assert "PATH" in seen.read_text()
    assert "canary" not in seen.read_text()


async def test_cancelling_leaves_no_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line = tmp_path / "line"
    os.mkfifo(line)
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import os, sys, time\nsys.stdin.buffer.read()\n"
        f"with open({str(line)!r}, 'w') as file:\n    file.write(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setattr(decoding, "_CHILD", slow)
    job = asyncio.ensure_future(decode(pieces(b"x"), width=9, height=9))
    child = int(await asyncio.to_thread(line.read_text))
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    with pytest.raises(ProcessLookupError):
        os.kill(child, signal.SIGCONT)


async def test_a_failing_download_is_told_as_it_is() -> None:
    async def failing() -> AsyncIterator[bytes]:
        yield picture()[:50]
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await decode(failing(), width=9, height=9)


def test_packing_and_unpacking_give_the_same() -> None:
    small = Thumbnail(2, 1, b"abcdef", "PNG", 200, 100)
    assert unpack(small.pack()) == small


@pytest.mark.parametrize(
    "data", [b"", b"ok 2 1 PNG 200 100\nabcde", b"ok 0 0 PNG 0 0\n", b"ok 2 1 png 1 1\nabcdef"]
)
def test_what_was_not_packed_is_nothing(data: bytes) -> None:
    assert unpack(data) is None
