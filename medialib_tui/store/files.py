"""Private files: folders 0700, files 0600, replaced in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_folder(folder: Path) -> None:
    """Create a folder and its missing parents, for this person alone."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for part in reversed(missing):
        with suppress(FileExistsError):
            part.mkdir(mode=FOLDER_MODE)
    if missing and not missing[0].is_dir():
        raise NotADirectoryError(20, "not a folder", str(missing[0]))


def write_private(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Replace a file in one step, readable by this person alone.

    A symbolic link stays one: its target is replaced. `durable` waits for the disk.
    """
    target = Path(os.path.realpath(path))
    make_folder(target.parent)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.{os.urandom(4).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    handle = os.open(temporary, flags, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:  # an interrupt, too, leaves no temporary file behind
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other processes of this program out of a folder's files for the time of the block.

    Where the file system knows no locks the block runs without one.
    """
    import fcntl

    make_folder(folder)
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
