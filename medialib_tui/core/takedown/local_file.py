"""Facts of an asset taken from a local copy of its file: size, dimensions, MIME type."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from medialib_tui.api.errors import BadInput
from medialib_tui.core.picture.decoding import NotAPicture, decode
from medialib_tui.model.base import JsonObject

MOST = 50_000_000
"""Bytes of the largest picture whose dimensions are read."""

_MIMES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_PIECE = 262_144


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Fields of the asset form as a file tells them; `notes` say what it does not tell."""

    values: JsonObject
    notes: tuple[str, ...] = ()


async def from_file(path: Path) -> FileFacts:
    """Size and name from the file system, dimensions by decoding in a child process.

    Raises BadInput where it cannot be read.
    """
    try:
        path, size = await asyncio.to_thread(_found, path)
    except (OSError, ValueError, RuntimeError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise BadInput(f"The file cannot be read: {said}.", detail=str(path)) from None
    values: JsonObject = {"size": size, "filename": path.name}
    guessed, _ = mimetypes.guess_type(path.name)
    if guessed:
        values["mimeType"] = guessed
    if guessed and guessed.split("/")[0] in ("video", "audio"):
        return FileFacts(values, ("width, height and duration of a video are not read here",))
    if size > MOST:
        return FileFacts(values, (f"more than {MOST // 1_000_000} MB: dimensions are not read",))
    try:
        picture = await decode(_pieces(path), width=1, height=1)
    except NotAPicture as error:
        if guessed and guessed.startswith("image/"):
            return FileFacts(values, (f"dimensions are not known: {error.title}",))
        return FileFacts(values)
    values |= {"width": picture.full_width, "height": picture.full_height}
    real = _MIMES.get(picture.kind, guessed)
    notes = [f"the name says {guessed}, the file is {real}"] if guessed and real != guessed else []
    return FileFacts(values | ({"mimeType": real} if real else {}), tuple(notes))


def _found(path: Path) -> tuple[Path, int]:
    path = path.expanduser()
    if not path.is_file():
        raise (
            IsADirectoryError(0, "it is not a file")
            if path.exists()
            else FileNotFoundError(0, "there is no such file")
        )
    return path, path.stat().st_size


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
