"""`refs`: documents and media that reference an entry."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import Exit, problem
from medialib_tui.cli.named import one_id
from medialib_tui.cli.output import Form
from medialib_tui.cli.parsing import limit
from medialib_tui.model.base import JsonObject
from medialib_tui.model.reference import ReferenceKind, Referrer

if TYPE_CHECKING:
    from medialib_tui.core.references import ReferenceList
    from medialib_tui.core.session import Session

DEFAULT_LIMIT = 100


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `refs` alone."""
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--documents", action="store_true", help="documents only")
    kinds.add_argument("--media", action="store_true", help="media only")
    much = parser.add_mutually_exclusive_group()
    much.add_argument("--all", action="store_true", help="every page")
    much.add_argument(
        "--limit", type=limit, metavar="N", help=f"at most N of each kind ({DEFAULT_LIMIT})"
    )


def run(call: Call) -> Exit:
    """List references, a hundred of each kind unless told otherwise."""
    options = call.options
    kinds = list(ReferenceKind)
    if options.documents or options.media:
        kinds = [ReferenceKind.DOCUMENTS if options.documents else ReferenceKind.MEDIA]
    most = None if options.all else options.limit or DEFAULT_LIMIT
    entry_id = one_id(call)
    return call.with_session(lambda session: _Refs(call, session, entry_id, most).all(kinds))


@dataclass(slots=True)
class _Part:
    """One kind of references, as far as it was loaded."""

    source: ReferenceList
    most: int | None
    error: ApiError | None = None

    @property
    def rows(self) -> Sequence[Referrer]:
        """The rows asked for."""
        return self.source.rows[: self.most]

    @property
    def whole(self) -> bool:
        """Whether these are all there are."""
        source = self.source
        return source.complete and not source.cut_short and len(self.rows) == len(source.rows)

    @property
    def total(self) -> int | None:
        """How many there are; None where the version has no total and the end was not reached."""
        ended = self.source.complete and not self.source.cut_short
        return len(self.source.rows) if ended else self.source.total

    def to_json(self) -> JsonObject:
        """The envelope of the JSON contract; a failure is named in it."""
        found: JsonObject = {
            "total": self.total,
            "loaded": len(self.rows),
            "results": [row.sent for row in self.rows],
        }
        if self.error is not None:
            found["error"] = problem(self.error).to_json()
        return found

    def said(self) -> str:
        """How much of it is shown."""
        if self.error is not None:
            return f"not known: {self.error.title}"
        if self.whole or (self.source.cut_short and len(self.rows) == len(self.source.rows)):
            return self.source.honest_total()
        if self.total is None:
            return f"{len(self.rows):,} loaded, more to come"
        return f"{len(self.rows):,} of {self.total:,} loaded"


class _Refs:
    """One run of `refs`."""

    def __init__(self, call: Call, session: Session, entry_id: str, most: int | None) -> None:
        self._call = call
        self._session = session
        self._entry_id = entry_id
        self._most = most
        self._headed = False
        self._addresses: asyncio.Task[None] | None = None

    async def all(self, kinds: Sequence[ReferenceKind]) -> Exit:
        """Load, print, and say what is left out."""
        from medialib_tui.core.references import ReferenceList

        parts = [
            _Part(ReferenceList(self._session, kind, self._entry_id), self._most) for kind in kinds
        ]
        if self._call.out.form in (Form.TEXT, Form.CSV) and ReferenceKind.DOCUMENTS in kinds:
            self._addresses = asyncio.create_task(self._logged())
        try:
            return await self._all(parts)
        finally:
            if self._addresses is not None:
                self._addresses.cancel()

    async def _logged(self) -> None:
        """Read the usage log for the addresses of documents in it (API reference 2.2)."""
        from medialib_tui.core.usage.log import load_usage_log

        with contextlib.suppress(ApiError):
            await load_usage_log(self._session, self._entry_id)

    async def _all(self, parts: Sequence[_Part]) -> Exit:
        if self._call.out.form in (Form.JSONL, Form.CSV):
            for part in parts:
                await self._load(part)
        else:
            await asyncio.gather(*(self._load(part) for part in parts))
        errors = [part.error for part in parts if part.error is not None]
        if len(errors) == len(parts) and not any(part.rows for part in parts):
            raise errors[0]
        await self._print(parts)
        self._say_what_is_left(parts)
        return Exit.PARTIAL if errors else Exit.DONE

    async def _load(self, part: _Part) -> None:
        try:
            while self._most is None or len(part.source.rows) < self._most:
                start = len(part.source.rows)
                if not await part.source.more():
                    return
                if self._call.out.form in (Form.JSONL, Form.CSV):
                    await self._stream(part, part.source.rows[start : self._most])
                elif self._most is None:
                    said = part.source.honest_total()
                    self._call.narrator.progress(f"{part.source.kind}: {said}")
        except ApiError as error:
            part.error = error

    async def _stream(self, part: _Part, rows: Sequence[Referrer]) -> None:
        """A page on its way out at once."""
        out = self._call.out
        if out.form is Form.JSONL:
            for row in rows:
                out.json_line(row.sent)
            return
        from medialib_tui.core.reference_export import HEADING, reference_cells

        if self._addresses is not None:
            await self._addresses
        cells = await reference_cells(self._session, part.source.kind, rows)
        out.csv(cells if self._headed else [HEADING, *cells])
        self._headed = True
        out.flush()

    async def _print(self, parts: Sequence[_Part]) -> None:
        out = self._call.out
        self._call.narrator.progress_done()
        if out.form is Form.JSON:
            out.json({part.source.kind.value: part.to_json() for part in parts})
        elif out.form is Form.JSONL:
            left: JsonObject = {p.source.kind.value: _left(p) for p in parts if not p.whole}
            if left:
                out.json_line({"truncated": left})
        elif out.form is Form.CSV:
            from medialib_tui.core.reference_export import HEADING

            if not self._headed:
                out.csv([HEADING])
        else:
            from medialib_tui.cli.reading.referrers import referrer_table

            if self._addresses is not None:
                await self._addresses
            shown = [(part.source.kind, part.rows, part.said()) for part in parts]
            await referrer_table(out, self._session, shown)

    def _say_what_is_left(self, parts: Sequence[_Part]) -> None:
        if (untitled := self._session.documents.failed) is not None:
            why = problem(untitled).title
            self._call.narrator.warn(f"Titles and addresses of documents are missing: {why}")
        for part in parts:
            if part.error is not None:
                told = problem(part.error)
                self._call.narrator.warn(f"{part.source.kind}: {told.title}")
            elif part.source.cut_short or part.source.shrunk:
                self._call.narrator.warn(f"{part.source.kind}: {part.said()}")
            elif not part.whole:
                self._call.narrator.warn(f"{part.source.kind}: {part.said()}; --all loads the rest")


def _left(part: _Part) -> JsonObject:
    left: JsonObject = {"total": part.total, "loaded": len(part.rows)}
    if part.error is not None:
        left["error"] = problem(part.error).to_json()
    return left


HANDLERS = {"refs": Handler(run, add_options)}
