"""`import`: entries from a file, each created once and each end proven."""

from __future__ import annotations

import argparse
import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import NotOffered
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.output import Form
from medialib_tui.cli.parsing import limit
from medialib_tui.cli.writing.many import require_writing
from medialib_tui.cli.writing.write import add_write_options
from medialib_tui.model.capability import Capability

if TYPE_CHECKING:
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.importing.source import Source
    from medialib_tui.core.session import Session

_COLLECTED = (50_000, 20, 50)
"""Many small objects come and go, none in circles: looking for those costs a tenth of the time."""

FORMATS = ("json", "jsonl", "csv")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of `import` alone."""
    parser.add_argument(
        "--batch-size", metavar="N", type=limit, help="at most N items in one request (100)"
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with what has no proven end yet"
    )
    parser.add_argument("--format", choices=FORMATS, help="how the file is written, if not told")
    parser.add_argument("--mapping", metavar="FILE", help="which column of a CSV file is what")
    parser.add_argument("--delimiter", metavar="C", help="what stands between cells, if not found")
    parser.add_argument(
        "--failed", metavar="FILE", help="write the failed items there, to be corrected"
    )
    parser.add_argument("--force", action="store_true", help="replace an existing --failed file")
    parser.add_argument(
        "--strict", action="store_true", help="send nothing if anything is known to be wrong"
    )
    add_write_options(parser)


def run(call: Call) -> Exit:
    """Read the file through, then send it."""
    before = gc.get_threshold()
    gc.set_threshold(*_COLLECTED)
    try:
        return call.with_session(lambda session: _Importing(call, session).all())
    finally:
        gc.set_threshold(*before)


class _Importing:
    """One run of `import`."""

    def __init__(self, call: Call, session: Session) -> None:
        self._call = call
        self._session = session

    async def all(self) -> Exit:
        """Everything that can be refused is, before anything is read or sent."""
        from medialib_tui.cli.importing.source import opened
        from medialib_tui.core.importing.ready import Ready

        call = self._call
        limits = self._limits()
        if not call.options.dry_run:
            self._require()
        target = self._target()
        async with opened(call) as source:
            with Ready() as ready:
                return await self._read(source, ready, limits, target)

    async def _read(
        self, source: Source, ready: Ready, limits: Limits, target: Path | None
    ) -> Exit:
        """Read the whole file, then do what was asked for with it."""
        from medialib_tui.cli.importing.source import counted, examined, say_problems

        call = self._call
        skip = await self._through(source) if call.options.resume else None
        found = await examined(call, self._session, source, limits, ready, skip)
        if call.options.dry_run:
            return await self._dry_run(found, ready, limits, skip)
        if call.options.strict and found.errors:
            say_problems(call, found)
            raise CliError(
                f"{found.bad:,} of {counted(found.total, 'item')} cannot be sent as "
                f"{'it is' if found.bad == 1 else 'they are'}; nothing was sent.",
                hint="Without --strict the others are sent.",
                code="invalid",
                leave=Exit.FAILED,
            )
        await self._ask(found)
        return await self._send(found, ready, limits, target)

    async def _through(self, source: Source) -> Callable[[int], bool] | None:
        """Which items a resumed import leaves alone."""
        from medialib_tui.core.importing.book import Book
        from medialib_tui.store.errors import NotKept

        try:
            book = await asyncio.to_thread(Book.kept, self._session, source)
        except NotKept:
            return None
        return book.is_through if book else None

    def _limits(self) -> Limits:
        from medialib_tui.core.importing.limits import MOST_ITEMS, Limits

        items: int | None = self._call.options.batch_size
        if items is not None and items > MOST_ITEMS:
            raise CliError(f"--batch-size: at most {MOST_ITEMS:,} items go into one request.")
        return Limits() if items is None else Limits(items=items)

    def _require(self) -> None:
        """What rules the import out whatever the file holds."""
        session = self._session
        require_writing(self._call, session)
        supported = session.supports(Capability.IMPORT)
        if not supported.possible:
            raise NotOffered("This server does not offer importing.", hint=supported.reason)

    def _target(self) -> Path | None:
        options = self._call.options
        if not options.failed:
            return None
        target = Path(options.failed)
        if target.is_symlink():
            target = target.resolve()
        if target.resolve() == Path(self._call.words[0]).resolve():
            raise CliError("--failed cannot be the file that is imported.")
        if options.failed == STDIN or (target.exists() and not target.is_file()):
            raise CliError(
                f"--failed: {target} is not a file.",
                hint="The results of all items are on standard output, with --json or --csv.",
            )
        if target.exists() and not options.force:
            raise CliError(
                f"{target} exists already; nothing was sent.",
                hint="Give --failed another name, or replace it with --force.",
                code="exists",
                leave=Exit.REFUSED,
            )
        if not target.parent.is_dir():
            raise CliError(f"There is no folder {target.parent} for --failed.")
        return target

    async def _dry_run(
        self,
        found: Examined,
        ready: Ready,
        limits: Limits,
        skip: Callable[[int], bool] | None,
    ) -> Exit:
        """The examination; as data the bodies of the requests, one a line."""
        from medialib_tui.cli.importing.dry_run import show_bodies, show_examined
        from medialib_tui.cli.importing.source import counted

        call = self._call
        if call.out.form in (Form.JSON, Form.JSONL):
            show_bodies(call, found, ready, limits, skip)
        else:
            show_examined(call, found)
        path = self._session.client.dialect.path("import", "mediaLibrary")
        would = f"This would be: POST {path}, {counted(found.requests, 'request')}."
        call.narrator.say(f"Nothing was sent. {would if found.requests else 'Nothing would be.'}")
        wrong = found.errors and (call.options.strict or not found.good)
        return Exit.FAILED if wrong else Exit.DONE

    async def _ask(self, found: Examined) -> None:
        """A person at a production server is asked; there is no undo."""
        from medialib_tui.cli.writing.consent import can_ask, typed_line

        call, server = self._call, self._session.server
        if not server.production or call.options.yes or not can_ask(call):
            return
        call.narrator.warn(f"PRODUCTION {server.name}: {found.to_send:,} entries are created.")
        call.narrator.say("  An import cannot be taken back: the API deletes no entries.")
        call.narrator.ask("Go on? [y/N] ")
        if (await typed_line()).strip().lower() not in {"y", "yes"}:
            raise CliError(
                "Not confirmed; nothing was sent.", code="not-confirmed", leave=Exit.REFUSED
            )

    async def _send(
        self, found: Examined, ready: Ready, limits: Limits, target: Path | None
    ) -> Exit:
        from medialib_tui.cli.importing.sending import ImportSending, say_earlier
        from medialib_tui.core.importing.run import Import

        say_earlier(self._call, self._session, found)
        work = Import(
            self._session,
            found.source,
            limits=limits,
            resume=self._call.options.resume,
            total=found.total,
            ready=ready,
        )
        return await ImportSending(self._call, work, target).all()


HANDLERS = {"import": Handler(run, add_options)}
