"""An import file: what it is, and its items one after the other (API reference 2.3).

Nothing of it is held but the item at hand, so its size does not matter.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from medialib_tui.api.errors import BadInput
from medialib_tui.core.importing.item import Item
from medialib_tui.core.importing.known import Known

if TYPE_CHECKING:
    from medialib_tui.core.importing.reading.mapping import Mapping

_PIECE = 1 << 20


class Format(StrEnum):
    """How an import file is written."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column of a CSV file is taken for.

    `field` is a dotted path of the item, empty for a column that is left out; `note` says more:
    why it is left out, or, where `column` is empty, the value every item gets.
    """

    column: str
    field: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """An import file that can be read; `digest` names its content and how it is understood.

    `columns` is the mapping as understood and `header` the heading as written, on
    `heading_line`: both for CSV. `mark` is the byte order mark it begins with, if any.
    """

    name: str
    path: Path
    format: Format
    digest: str
    size: int
    columns: tuple[ColumnUse, ...] = ()
    header: tuple[str, ...] = ()
    delimiter: str = ""
    line_end: str = "\n"
    heading_line: int = 1
    mark: str = ""
    mapping: Mapping | None = None
    stamp: tuple[int, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the file is gone, or was written to since it was opened."""
        from medialib_tui.core.importing.reading.text import stamp_of

        try:
            return bool(self.stamp) and stamp_of(self.path.stat()) != self.stamp
        except OSError:
            return True

    def items(self, known: Known | None = None) -> Iterator[Item]:
        """Every item, good or not, each time from the beginning; for a thread.

        Raises BadInput where the file cannot be read on, or was changed since it was opened.
        """
        from medialib_tui.core.importing.reading.items import read_items

        return read_items(self, known or Known())

    def rows(self) -> Iterator[list[str]]:
        """The heading of a CSV file and the cells of every item, in file order.

        Cells are as they are written; only an id that was made is put in.
        """
        from medialib_tui.core.importing.reading.csv_items import complete_rows

        return complete_rows(self)


def open_source(
    path: Path,
    *,
    name: str = "",
    format: Format | None = None,
    mapping: Path | None = None,
    delimiter: str | None = None,
) -> Source:
    """Look at a file and say how it is read; for a thread, as the whole file is hashed.

    `name` is what the file is called where its path says nothing. Raises BadInput, which names
    the file, the line and what to do.
    """
    from medialib_tui.core.importing.reading.opening import opened

    return opened(path, name or path.name, format, mapping, delimiter)


def spool(stream: BinaryIO, folder: Path) -> Path:
    """Write a stream to a file only its owner can read; whoever asked removes it."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix="import-", dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := stream.read(_PIECE):
                file.write(piece)
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise BadInput(f"What came in could not be kept: {error.strerror}.") from None
        raise
    return path


def digest_of(path: Path, *more: bytes) -> str:
    """The hash of a file's bytes and of what else decides how it is read. Raises OSError."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    for part in more:
        found.update(hashlib.sha256(part).digest())
    return found.hexdigest()
