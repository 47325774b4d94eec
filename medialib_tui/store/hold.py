"""Holding a piece of work for one process at a time; the end of the process lets go of it."""

from __future__ import annotations

import os
from pathlib import Path

from medialib_tui.store.files import FILE_MODE, make_folder


class Hold:
    """An exclusive hold on a name in a folder, until `release` or the end of the process."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    def release(self) -> None:
        """Let go; harmless when done twice."""
        if self._handle is not None:
            self._path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def hold(folder: Path, name: str) -> Hold | None:
    """Take hold of a name; None while somebody else has it. Raises OSError.

    Where the file system knows no locks, every process gets its hold.
    """
    make_folder(folder)
    path = folder / f"{name}.lock"
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE_MODE)
        if not _lock(handle):
            os.close(handle)
            return None
        if _still_there(path, handle):
            return Hold(path, handle)
        os.close(handle)


def is_held(folder: Path, name: str) -> bool:
    """Whether some process has hold of a name now."""
    try:
        handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _still_there(path: Path, handle: int) -> bool:
    """Whether the locked file is the one at the path: its last holder may have removed it."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    mine = os.fstat(handle)
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)
