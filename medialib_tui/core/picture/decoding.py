"""Untrusted pictures are decoded in a child process with limits, never in this one."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from medialib_tui.api.errors import ApiError

SECONDS = 10.0
"""How long the child may take once it has the whole picture."""

_CHILD = Path(__file__).with_name("decode_child.py")
_PASSED_ON = ("PATH", "HOME", "LANG", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
_HEAD = re.compile(rb"ok (\d{1,5}) (\d{1,5}) ([A-Z0-9]{1,8}) (\d{1,9}) (\d{1,9})\n")
_SAVE_HINT = "The original bytes can still be saved to a file."
_REASONS = {
    b"no too-large\n": "This picture is too large to be drawn here.",
    b"no unknown\n": "This is not a picture that can be drawn here: not JPEG, PNG, WebP or GIF.",
    b"no broken\n": "This picture is damaged: it cannot be decoded.",
}


class NotAPicture(ApiError):
    """The bytes cannot be drawn: no picture, a damaged one, or one made to exhaust memory."""

    code = "not-a-picture"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture: `pixels` holds `width * height` RGB triples, row by row.

    `kind`, `full_width` and `full_height` are those of the original as it was decoded.
    """

    width: int
    height: int
    pixels: bytes
    kind: str
    full_width: int
    full_height: int

    def pack(self) -> bytes:
        """The form kept in the cache; `unpack` reads it."""
        head = f"ok {self.width} {self.height} {self.kind} {self.full_width} {self.full_height}\n"
        return head.encode("ascii") + self.pixels


def unpack(data: bytes) -> Thumbnail | None:
    """A thumbnail from its packed form, or nothing where that is not one."""
    head = _HEAD.match(data)
    if head is None:
        return None
    width, height, full_width, full_height = (int(head[group]) for group in (1, 2, 4, 5))
    pixels = data[head.end() :]
    if not width or not height or len(pixels) != width * height * 3:
        return None
    return Thumbnail(width, height, pixels, head[3].decode(), full_width, full_height)


async def decode(
    chunks: AsyncIterator[bytes],
    *,
    width: int,
    height: int,
    seconds: float = SECONDS,
    environ: Mapping[str, str] = os.environ,
) -> Thumbnail:
    """Draw a picture at most `width` x `height` pixels large, keeping its proportions.

    The bytes go to the child as they come. It sees no token and is gone when this returns.
    Errors: NotAPicture, and whatever `chunks` raises.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", str(_CHILD), str(width), str(height)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={name: environ[name] for name in _PASSED_ON if name in environ},
    )
    try:
        await _hand_over(child, chunks)
        async with asyncio.timeout(seconds):
            answer = await _answer(child, width * height * 3 + 64)
            code = await child.wait()
    except TimeoutError:
        raise NotAPicture("This picture takes too long to draw.", hint=_SAVE_HINT) from None
    finally:
        await _end(child)
    return _read(answer, code, width, height)


async def _end(child: Process) -> None:
    if child.returncode is None:
        # Process.kill() would take the exit status away from the one who waits for it.
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        await child.wait()


async def _hand_over(child: Process, chunks: AsyncIterator[bytes]) -> None:
    pipe = child.stdin
    assert pipe is not None  # noqa: S101 - asked for with PIPE
    with suppress(BrokenPipeError, ConnectionResetError):
        async for chunk in chunks:
            pipe.write(chunk)
            await pipe.drain()
        pipe.close()
        await pipe.wait_closed()


async def _answer(child: Process, most: int) -> bytes:
    pipe = child.stdout
    assert pipe is not None  # noqa: S101 - asked for with PIPE
    answer = bytearray()
    while len(answer) <= most and (piece := await pipe.read(65_536)):
        answer += piece
    return bytes(answer)


def _read(answer: bytes, code: int, width: int, height: int) -> Thumbnail:
    picture = unpack(answer)
    if picture is not None and picture.width <= width and picture.height <= height:
        return picture
    # Its limits kill the child by a signal; a decoder that gives up ends it with an error.
    killed = code < 0
    reason = _REASONS.get(answer) or _REASONS[b"no too-large\n" if killed else b"no broken\n"]
    raise NotAPicture(reason, hint=_SAVE_HINT)
