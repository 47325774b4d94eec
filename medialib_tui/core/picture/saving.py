"""Files made from what a server sends: harmless names, whole or not there, never over others."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from medialib_tui.api.errors import ApiError, BadInput

_LONGEST_NAME = 120
_UNFIT = re.compile(r"[^\w.,()+@ -]+")


class NotSaved(ApiError):
    """The file system refused; the message holds its words."""

    code = "not-saved"


class FileThere(BadInput):
    """Something has this name already, and replacing it was not asked for."""


def suggested_name(filename: str | None, key: str) -> str:
    """A harmless file name: no folder, no leading dot or dash, no control character."""
    for text in (filename or "", key):
        name = _UNFIT.sub("_", text.replace("\\", "/").rpartition("/")[2]).lstrip(".-_ ").strip()
        if name:
            stem, dot, suffix = name.rpartition(".")
            if dot and len(suffix) < 8:
                return stem[: _LONGEST_NAME - len(suffix)] + dot + suffix
            return name[:_LONGEST_NAME]
    return "image"


def place_for(target: Path, key: str, *, force: bool) -> Path:
    """Where the file of a key goes: a folder gets a file named after the key.

    FileThere where something is there already, unless `force`; BadInput for what is no file.
    """
    try:
        target = target.expanduser()
    except RuntimeError:
        raise BadInput("This home folder is not known.", detail=str(target)) from None
    try:
        if target.is_dir():
            target /= suggested_name(None, key)
        taken = os.path.lexists(target)
        plain = not taken or target.is_symlink() or target.is_file()
    except (OSError, ValueError) as error:
        raise BadInput("This is not a file name.", detail=str(error)) from None
    if taken and not force:
        raise _exists(target)
    if not plain:
        raise BadInput(
            "This is a device or a pipe, not a file; it was not touched.",
            detail=str(target),
            hint="medialib image ID -o - writes to standard output.",
        )
    return target


def _exists(target: Path) -> FileThere:
    return FileThere(
        "There is a file of this name already; it was not touched.",
        detail=str(target),
        hint="Give another name, or --force to replace it.",
    )


def _refused(target: Path, error: OSError) -> NotSaved:
    return NotSaved(f"The file cannot be written: {error.strerror or error}.", detail=str(target))


class Part:
    """A file under a passing name beside its target, so that the last step is one rename."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._path = target.with_name(f".{os.urandom(6).hex()}.part")
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            self._file = os.fdopen(os.open(self._path, flags, 0o666), "wb")
        except OSError as error:
            raise _refused(target, error) from None

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _refused(self._target, error) from None

    def finish(self, *, force: bool) -> None:
        """Give the file its name, unless something took it in the meantime."""
        try:
            self._file.close()
            if force:
                self._path.replace(self._target)
                return
            try:
                os.link(self._path, self._target)
            except FileExistsError:
                raise _exists(self._target) from None
            except OSError:
                self._rename_if_free()
        except OSError as error:
            raise _refused(self._target, error) from None

    def _rename_if_free(self) -> None:
        """For file systems without hard links."""
        if os.path.lexists(self._target):
            raise _exists(self._target)
        self._path.rename(self._target)

    def discard(self) -> None:
        """Leave nothing behind but a finished file."""
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)
