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


class Ready:
    """A file without a name that only this process can read; gone when closed, or with it.

    `whole` says that every item of the source is in it. Where the disk takes no more, it stays
    incomplete, and the source is read again.
    """

    def __init__(self) -> None:
        self.whole = False
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
        if isinstance(made, Parcel):
            self._write(_head(made), made.body)
        else:
            self._write([*_head(made), made.title, _told(made)], b"")

    def finish(self) -> None:
        """Every item is put down."""
        self.whole = self._file is not None

    def __iter__(self) -> Iterator[Parcel | ItemResult]:
        if self._file is None:
            return
        self._file.seek(0)
        while line := self._file.readline():
            head, body = json.loads(line), self._file.readline()[:-1]
            place, line_number, label, entry_id, external_id, system_name, first, second = head
            names = (place, line_number, label, entry_id, external_id, system_name)
            if body:
                yield Parcel(*names, media_type=first, asset_key=second, body=body)
            else:
                yield refused(*names, first, tuple(FieldError(*one) for one in second))

    def _write(self, head: list[object], body: bytes) -> None:
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(head).encode() + b"\n" + body + b"\n")
        except OSError:
            self._file.close()
            self._file = None


def _head(made: Parcel | ItemResult) -> list[object]:
    names = [made.place, made.line, made.label, made.id, made.external_id, made.system_name]
    return [*names, made.media_type, made.asset_key] if isinstance(made, Parcel) else names


def _told(made: ItemResult) -> list[list[str]]:
    return [[one.field, one.message] for one in made.fields]
