"""The text of an import file, piece by piece, with errors that name the line."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from medialib_tui.api.errors import BadInput

if TYPE_CHECKING:
    from medialib_tui.core.importing.source import Source

LARGEST_ITEM = 1 << 20
"""Characters of one item, line or record; servers take half of it unless set up otherwise."""

PIECE = 1 << 16
_LONG_LINE = "An item has a line of its own; a JSON list in one line is read as JSON."
_LONG_ROW = "Is it CSV, and with that delimiter? Export it again, an item a row."
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def pieces(source: Source) -> Iterator[str]:
    """The decoded file without its byte order mark, line ends as they are.

    Raises BadInput for what is no UTF-8, and where the file is not the one that was opened.
    """
    with unchanged(source) as file:
        yield from decoded(file, source.name)
        changed(file, source)


def unchanged(source: Source) -> BinaryIO:
    """The open file, if it still is the one that was looked at; BadInput otherwise."""
    try:
        file = source.path.open("rb")
    except OSError as error:
        raise BadInput(f"{source.name} cannot be read: {error.strerror}.") from None
    try:
        changed(file, source)
    except BadInput:
        file.close()
        raise
    return file


def changed(file: BinaryIO, source: Source) -> None:
    """Raise BadInput where the file was written to since it was looked at."""
    if source.stamp and stamp_of(os.fstat(file.fileno())) != source.stamp:
        raise BadInput(
            f"{source.name} was changed while it was read.",
            hint="Begin again: what was sent already is found there and not created twice.",
        )


def stamp_of(facts: os.stat_result) -> tuple[int, ...]:
    """What changes when a file is written to or replaced."""
    return (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def decoded(file: BinaryIO, name: str) -> Iterator[str]:
    """A binary stream as text. Raises BadInput for bytes that are no UTF-8, with their line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line, ended = 1, False
    while not ended:
        try:
            data = file.read(PIECE)
        except OSError as error:
            raise BadInput(f"{name} cannot be read: {error.strerror}.") from None
        ended = not data
        try:
            text = decoder.decode(data, final=ended)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            byte = error.object[error.start]
            raise BadInput(
                f"{name}, line {line}: not UTF-8 text (byte 0x{byte:02X}).",
                hint="Save the file as UTF-8.",
            ) from None
        line += text.count("\n")
        if text:
            yield text


def refuse_foreign(start: bytes, name: str) -> None:
    """Raise BadInput for the beginning of a file that is no UTF-8 text at all."""
    if not start.strip(codecs.BOM_UTF8 + b" \t\r\n"):
        raise BadInput(f"{name} is empty.")
    if start.startswith(_WIDE) or b"\0" in start[:4]:
        raise BadInput(
            f"{name} is UTF-16 or UTF-32 text, not UTF-8.", hint="Save the file as UTF-8."
        )
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadInput(f"{name} is a workbook, not a CSV file.", hint="Export it as CSV UTF-8.")
    if start.startswith(b"\x1f\x8b"):
        raise BadInput(f"{name} is compressed.", hint=f"gunzip -c {name} | medialib import -")
    if b"\0" in start:
        line = start[: start.index(b"\0")].count(b"\n") + 1
        raise BadInput(f"{name}, line {line}: a NUL byte; this is not a text file.")


def lines(source: Source) -> Iterator[tuple[int, str]]:
    """Each line with its number and its line end; BadInput for one that is longer than any item."""
    rest, number = "", 0
    lone = source.line_end == "\r"
    for piece in pieces(source):
        rest += piece.replace("\r", "\n") if lone else piece
        *whole, rest = rest.split("\n")
        for line in whole:
            number += 1
            yield number, line + "\n"
        if len(rest) > LARGEST_ITEM:
            raise BadInput(
                f"{source.name}, line {number + 1}: longer than {LARGEST_ITEM:,} characters.",
                hint=_LONG_ROW if source.delimiter else _LONG_LINE,
            )
    if rest:
        yield number + 1, rest


def beginning(path: Path, name: str) -> bytes:
    """The first bytes of a file. Raises BadInput for what is no readable file."""
    import stat

    if path.is_dir():
        raise BadInput(f"{name} is a folder.")
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BadInput(f"{name} is no file.", hint="A pipe is read with: medialib import -")
            return file.read(PIECE)
    except FileNotFoundError:
        raise BadInput(f"There is no file {name}.") from None
    except OSError as error:
        raise BadInput(f"{name} cannot be read: {error.strerror}.") from None
