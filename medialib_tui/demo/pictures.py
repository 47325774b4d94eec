"""Generated pictures: small landscapes as PNG, made when they are asked for.

The files are stored without compression, so that `png_size` knows their size beforehand.
"""

from __future__ import annotations

import struct
import zlib

from medialib_tui.demo.entries import Entry
from medialib_tui.demo.library import Library

_BLOCK = 65_535
_PALETTE = 256


def png_size(width: int, height: int) -> int:
    """The size in bytes of a generated picture."""
    raw = (width + 1) * height
    blocks = max(1, -(-raw // _BLOCK))
    return 8 + 25 + (12 + _PALETTE * 3) + (12 + 2 + raw + 5 * blocks + 4) + 12


def png(width: int, height: int, seed: str) -> bytes:
    """A landscape; the same seed gives the same picture."""
    raw = b"".join(_rows(width, height, zlib.crc32(seed.encode())))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", _palette(zlib.crc32(seed[::-1].encode()))),
        (b"IDAT", _stored(raw)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def _stored(raw: bytes) -> bytes:
    blocks = [b"\x78\x01"]
    for start in range(0, max(len(raw), 1), _BLOCK):
        part = raw[start : start + _BLOCK]
        last = start + _BLOCK >= len(raw)
        blocks.append(struct.pack("<BHH", last, len(part), len(part) ^ 0xFFFF) + part)
    return b"".join((*blocks, struct.pack(">I", zlib.adler32(raw))))


def _palette(seed: int) -> bytes:
    """128 colours of sky, 64 of mountains, 63 of ground, and one of the sun."""
    warm = seed % 90
    colours = [(60 + warm + i, 110 + i // 2, 210 - warm + i // 4) for i in range(128)]
    colours += [(70 + i, 60 + warm // 3 + i, 90 + i) for i in range(64)]
    colours += [(50 + warm // 2 + i, 100 + i, 50 + i // 2) for i in range(63)]
    colours.append((255, 244, 200))
    return bytes(min(channel, 255) for colour in colours for channel in colour)


def _rows(width: int, height: int, seed: int) -> list[bytes]:
    horizon = height * (50 + seed % 20) // 100
    sun_x, sun_y = width * (15 + seed // 7 % 70) // 100, height * (15 + seed // 3 % 20) // 100
    radius = max(2, min(width, height) // 12)
    peaks = [(width * (seed >> n * 3 & 31) // 31, height * (25 + n * 6) // 100) for n in range(4)]
    rows = []
    for y in range(height):
        if y >= horizon:
            shade = 192 + (y - horizon) * 62 // max(1, height - horizon)
            rows.append(b"\0" + bytes([shade]) * width)
            continue
        row = bytearray(bytes([y * 127 // max(1, horizon)]) * width)
        if abs(y - sun_y) < radius:
            half = int((radius**2 - (y - sun_y) ** 2) ** 0.5)
            _paint(row, sun_x - half, sun_x + half, 255)
        for number, (x, top) in enumerate(peaks):
            if y > top:
                _paint(row, x - (y - top), x + (y - top), 128 + number * 14)
        rows.append(b"\0" + bytes(row))
    return rows


def _paint(row: bytearray, start: int, end: int, colour: int) -> None:
    start, end = max(0, start), min(len(row), end)
    if start < end:
        row[start:end] = bytes([colour]) * (end - start)


def svg(width: int, height: int, seed: str) -> bytes:
    """A drawing as SVG text."""
    hue = zlib.crc32(seed.encode()) % 360
    size = f'width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="hsl({hue},60%,70%)"/>'
        f'<circle cx="{width // 2}" cy="{height // 2}" r="{height // 4}" fill="white"/></svg>'
    ).encode()


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to `side` x `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(side + 1)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    parts = ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, part) for kind, part in parts)


def picture(library: Library, entry: Entry, key: str) -> tuple[str, bytes]:
    """MIME type and bytes of the picture under a key of this entry."""
    special = library.pictures.get(key)
    if special is not None:
        return special[0], special[1]()
    asset = entry.asset or {}
    width, height = (_dimension(asset.get(name), 320) for name in ("width", "height"))
    if str(asset.get("mimeType")) == "image/svg+xml":
        return "image/svg+xml", svg(width, height, key)
    return "image/png", png(width, height, key)


def _dimension(value: object, fallback: int) -> int:
    return value if isinstance(value, int) and 0 < value <= 4000 else fallback
