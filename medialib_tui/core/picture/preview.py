"""Small pictures of entries, drawn from what serve-image answers (API reference 2.1).

`asset.url` is somebody else's address and is never fetched: the token goes to the API alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from medialib_tui.api.errors import BadInput, Blocked, NotOffered
from medialib_tui.core.license import invalid_because
from medialib_tui.core.picture.decoding import NotAPicture, Thumbnail, decode, unpack
from medialib_tui.core.picture.saving import Part, place_for
from medialib_tui.core.serving import is_image
from medialib_tui.model.capability import Capability
from medialib_tui.model.entry import Entry

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

MOST_BYTES = 50_000_000
"""The largest original that is fetched for a preview."""

MOST_SAVED = 2_000_000_000
"""The largest original that is saved to a file."""

Progress = Callable[[int, int | None], None]
"""Called with the bytes that came and, where the server told it, how many there are."""

_PROGRESS_SECONDS = 1.0


def over_ssh(environ: Mapping[str, str]) -> bool:
    """Whether every byte shown here travels to somebody elsewhere."""
    return bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))


async def thumbnail(
    session: Session,
    entry: Entry,
    *,
    width: int,
    height: int,
    progress: Progress | None = None,
) -> Thumbnail:
    """The picture of an entry, at most `width` x `height` pixels large.

    A kept thumbnail belongs to one version of the entry, so that a picture taken down or edited
    since is not shown from here. Errors: BadInput where the entry has no picture, Blocked,
    NotFound, NotAPicture and all of a GET.
    """
    key = await picture_key(session, entry)
    place = (session.server.url, key, f"{entry.id} v{entry.version} {width}x{height}")
    cache = session.cache if entry.version is not None else None
    if cache is not None:
        kept = await asyncio.to_thread(cache.thumbnail, *place)
        if kept is not None and (picture := unpack(kept)):
            return picture
    try:
        async with session.client.image(key, limit=MOST_BYTES) as stream:
            if stream.length is not None and stream.length > MOST_BYTES:
                raise _too_large(stream.length)
            chunks = paced(stream.chunks(), stream.length, progress)
            picture = await decode(chunks, width=width, height=height)
    except Blocked as error:
        if cache is not None:
            await asyncio.to_thread(cache.forget_thumbnails, session.server.url, key)
        raise await explained(session, entry, error) from None
    if cache is not None:
        await asyncio.to_thread(cache.keep_thumbnail, *place, picture.pack())
    return picture


async def save_image(
    session: Session,
    key: str,
    target: Path,
    *,
    force: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Save the original bytes that serve-image answers for a key, and return where they are.

    A folder as target gets a file named after the key. The file appears when it is complete.
    Errors: FileThere where it exists already (`force` replaces it), NotSaved, and all of a GET.
    """
    target = await asyncio.to_thread(place_for, target, key, force=force)
    async with session.client.image(key, limit=MOST_SAVED) as stream:
        part = await asyncio.to_thread(Part, target)
        try:
            async for chunk in paced(stream.chunks(), stream.length, progress):
                await asyncio.to_thread(part.write, chunk)
            await asyncio.to_thread(part.finish, force=force)
        finally:
            part.discard()
    return target


async def picture_key(session: Session, entry: Entry) -> str:
    """The storage key of an entry's picture; BadInput or NotOffered say why there is none."""
    asset = entry.asset
    if asset is None:
        raise BadInput("This entry has no asset, so there is nothing to preview.")
    if not is_image(entry, await session.project()):
        raise BadInput(
            "Only images can be previewed: the API serves no video and no file.",
            hint="The asset tab shows where the file is.",
        )
    if asset.mime_type == "image/svg+xml":
        raise BadInput(
            "SVG drawings are not previewed: they are programs rather than pictures.",
            hint="Save it to a file to see it in an editor.",
        )
    supported = session.supports(Capability.SERVE_IMAGE)
    if not supported.possible:
        raise NotOffered("This server serves no images.", detail=supported.reason)
    return asset.key or await _listed_key(session, entry)


async def _listed_key(session: Session, entry: Entry) -> str:
    """The one listed key that the asset's address ends with; older keys are other pictures."""
    if session.supports(Capability.KEYS).possible:
        path = unquote(urlsplit(entry.asset.url or "").path) if entry.asset else ""
        for key in await session.client.keys(entry.id):
            if path.endswith(f"/{key}"):
                return key
    raise BadInput(
        "The server does not tell the asset key, so the picture cannot be asked for.",
        hint="The keys of the asset tab can be saved one by one: medialib image KEY",
    )


async def explained(session: Session, entry: Entry, error: Blocked) -> Blocked:
    """A 403 of serve-image with its likely reason: the status does not tell which it is."""
    because = invalid_because(entry, await session.project())
    return Blocked(
        "This image is blocked: " + (because or "revoked (likely)") + ".",
        hint="A revoked or invalid image is served to nobody.",
        status=error.status,
        details=error.details or error.detail,
    )


async def paced(
    chunks: AsyncIterator[bytes], length: int | None, progress: Progress | None
) -> AsyncIterator[bytes]:
    """The chunks as they come, telling the progress at most once a second."""
    done, told = 0, time.monotonic()
    async for chunk in chunks:
        done += len(chunk)
        if progress and time.monotonic() - told >= _PROGRESS_SECONDS:
            told = time.monotonic()
            progress(done, length)
        yield chunk


def say_progress(done: int, length: int | None) -> str:
    """Progress in words, in megabytes."""
    if length:
        return f"{done / 1e6:.1f} of {length / 1e6:.1f} MB"
    return f"{done / 1e6:.1f} MB"


def _too_large(length: int) -> NotAPicture:
    return NotAPicture(
        f"This image has {length / 1e6:.0f} MB; up to {MOST_BYTES // 1_000_000} MB are fetched "
        "for a preview.",
        hint="The original bytes can still be saved to a file.",
    )
