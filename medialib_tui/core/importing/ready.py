"""Items made ready to be sent while they were checked, so that the file is read only once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from medialib_tui.api.errors import FieldError
from medialib_tui.core.importing.outcomes import ItemResult
from medialib_tui.core.importing.sending.parcels import Parcel, refused

if TYPE_CHECKING:
    from types import TracebackType

_TOGETHER = 100
"""Items that are put down at once."""


class Ready:
    """A file without a name that only this process can read; gone when closed, or with it.

    `whole` says that every item of the source is in it. Where the disk takes no more, it stays
    incomplete, and the source is read again.
    """

    def __init__(self) -> None:
        self.whole = False
        self._heads: list[list[object]] = []
        self._bodies: list[bytes] = []
        self._file: BinaryIO | None = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Ready:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, made: Parcel | ItemResult) -> None:
        """Put down the next item, as `prepared` has it."""
        names = [made.place, made.line, made.label, made.id, made.external_id, made.system_name]
        if isinstance(made, Parcel):
            self._heads.append([*names, made.media_type, made.asset_key])
            self._bodies.append(made.body)
        else:
            self._heads.append([*names, made.title, _told(made)])
            self._bodies.append(b"")
        if len(self._heads) >= _TOGETHER:
            self._write()

    def finish(self) -> None:
        """Every item is put down."""
        self._write()
        self.whole = self._file is not None

    def __iter__(self) -> Iterator[Parcel | ItemResult]:
        if self._file is None:
            return
        self._file.seek(0)
        while line := self._file.readline():
            for head in json.loads(line):
                body = self._file.readline()[:-1]
                if body:
                    head.append(body)
                    yield Parcel(*head)
                else:
                    head[-1] = tuple(FieldError(*one) for one in head[-1])
                    yield refused(*head)

    def _write(self) -> None:
        """A line that names some items, and a line for the body of each."""
        heads, bodies = self._heads, self._bodies
        self._heads, self._bodies = [], []
        if self._file is None or not heads:
            return
        try:
            self._file.write(b"\n".join((json.dumps(heads).encode(), *bodies, b"")))
        except OSError:
            self._file.close()
            self._file = None


def _told(made: ItemResult) -> list[list[str]]:
    return [[one.field, one.message] for one in made.fields]
