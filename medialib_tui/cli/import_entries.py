"""`import`: entries from a file, each created once and each end proven."""

from __future__ import annotations

import argparse
import asyncio
import gc
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError, NotOffered
from medialib_tui.cli.call import Call, Handler
from medialib_tui.cli.exits import CliError, Exit, problem
from medialib_tui.cli.inputs import STDIN
from medialib_tui.cli.many import require_writing
from medialib_tui.cli.narrate import PACE
from medialib_tui.cli.output import Form
from medialib_tui.cli.parsing import limit
from medialib_tui.cli.writing import add_write_options
from medialib_tui.model.capability import Capability

if TYPE_CHECKING:
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.limits import Limits
    from medialib_tui.core.importing.ready import Ready
    from medialib_tui.core.importing.run import Import
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
        self._interrupts = 0

    async def all(self) -> Exit:
        """Everything that can be refused is, before anything is read or sent."""
        from medialib_tui.cli.import_source import opened
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
        from medialib_tui.cli.import_source import counted, examined, say_problems

        call = self._call
        found = await examined(call, self._session, source, limits, ready)
        if call.options.dry_run:
            return await self._dry_run(found, ready, limits)
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

    async def _dry_run(self, found: Examined, ready: Ready, limits: Limits) -> Exit:
        """The examination; as data the bodies of the requests, one a line."""
        from medialib_tui.cli.import_dry_run import show_bodies, show_examined
        from medialib_tui.cli.import_source import counted

        call = self._call
        if call.out.form in (Form.JSON, Form.JSONL):
            show_bodies(call, found, ready, limits)
        else:
            show_examined(call, found)
        path = self._session.client.dialect.path("import", "mediaLibrary")
        would = f"This would be: POST {path}, {counted(found.requests, 'request')}."
        call.narrator.say(f"Nothing was sent. {would if found.requests else 'Nothing would be.'}")
        wrong = found.errors and (call.options.strict or not found.good)
        return Exit.FAILED if wrong else Exit.DONE

    async def _ask(self, found: Examined) -> None:
        """A person at a production server is asked; there is no undo."""
        from medialib_tui.cli.consent import can_ask, typed_line

        call, server = self._call, self._session.server
        if not server.production or call.options.yes or not can_ask(call):
            return
        call.narrator.warn(f"PRODUCTION {server.name}: {found.good:,} entries are created.")
        call.narrator.say("  An import cannot be taken back: the API deletes no entries.")
        call.narrator.ask("Go on? [y/N] ")
        if (await typed_line()).strip().lower() not in {"y", "yes"}:
            raise CliError(
                "Not confirmed; nothing was sent.", code="not-confirmed", leave=Exit.REFUSED
            )

    async def _send(
        self, found: Examined, ready: Ready, limits: Limits, target: Path | None
    ) -> Exit:
        from medialib_tui.cli.import_told import all_of_them, exit_code
        from medialib_tui.core.importing.book import Underway
        from medialib_tui.core.importing.run import Import

        call = self._call
        work = Import(
            self._session,
            found.source,
            limits=limits,
            resume=call.options.resume,
            total=found.total,
            ready=ready,
        )
        self._say_earlier(work, found)
        error = await self._sent(work)
        call.narrator.progress_done()
        counts = work.counts()
        ours = not isinstance(error, Underway) and (counts.ended or counts.unknown)
        if error is not None and not ours:
            raise error
        all_of_them(call, work)
        if error is not None:
            call.narrator.failed(problem(error))
        if target is not None:
            self._write_failed(work, target)
        if counts.waiting or counts.unknown:
            call.narrator.say(f"{self._resuming(found.source.name)} goes on with the rest.")
        return exit_code(counts, error, interrupted=bool(self._interrupts))

    def _say_earlier(self, work: Import, found: Examined) -> None:
        earlier, session = work.earlier, self._session
        resume = self._call.options.resume
        if session.imports.is_held(session.server.url, found.source.digest):
            return
        if earlier is None or not (earlier.ended or earlier.unknown):
            if resume:
                self._call.narrator.say("This file was not imported before: all of it is sent.")
            return
        went = f"An earlier run came to: {earlier.text()}"
        if resume and earlier.ended == found.total:
            self._call.narrator.say(f"{went}. Nothing of it is left to send.")
        elif resume:
            self._call.narrator.say(f"{went}. This one goes on.")
        elif earlier.ended < found.total:
            self._call.narrator.say(f"{went}. All of it is sent again; --resume goes on instead.")

    def _resuming(self, name: str) -> str:
        """The command that goes on, with the options that say how the file is read."""
        import shlex

        from medialib_tui.core.importing.settling import how_to_resume

        options = self._call.options
        given = (
            ("--format", options.format),
            ("--mapping", options.mapping),
            ("--delimiter", options.delimiter),
        )
        more = [f" {option} {shlex.quote(value)}" for option, value in given if value]
        return how_to_resume(name) + "".join(more)

    async def _sent(self, work: Import) -> ApiError | None:
        """Send; an interrupt stops what is not begun, and a second one leaves the rest."""
        from medialib_tui.core.importing.run import GRACE

        narrator = self._call.narrator
        task = asyncio.ensure_future(self._follow(work))

        def leave() -> None:
            work.leave()
            task.cancel()

        while True:
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError:
                self._interrupts += 1
                narrator.progress_done()
                if task.done():
                    return work.error
                if self._interrupts > 1:
                    leave()
                    continue
                narrator.say(
                    "Interrupted: waiting for what is on its way; ctrl+c once more leaves it."
                )
                work.stop()
                asyncio.get_running_loop().call_later(GRACE, leave)

    async def _follow(self, work: Import) -> ApiError | None:
        from medialib_tui.cli.import_told import as_they_end

        ticking = asyncio.ensure_future(self._tick(work))
        try:
            async with aclosing(work.run()) as groups:
                async for results in groups:
                    as_they_end(self._call, results)
        except ApiError as error:
            return error
        finally:
            ticking.cancel()
        return None

    async def _tick(self, work: Import) -> None:
        """How far it is, every second, also while nothing comes of a server in trouble."""
        while True:
            said = filter(None, (work.progress.text(), work.note))
            self._call.narrator.progress(" · ".join(said))
            await asyncio.sleep(PACE)

    def _write_failed(self, work: Import, target: Path) -> None:
        from medialib_tui.core.importing.export import write_failed

        if not work.counts().failed:
            left = "left as it was" if target.exists() else "not written"
            self._call.narrator.say(f"No item failed; {target} was {left}.")
            return
        try:
            written = write_failed(work, target)
        except (OSError, ApiError) as error:
            said = error.title if isinstance(error, ApiError) else error.strerror
            self._call.narrator.warn(f"{target} could not be written: {said}")
            return
        items = "1 failed item is" if written == 1 else f"{written:,} failed items are"
        self._call.narrator.say(f"{items} in {target}, to be corrected and imported.")


HANDLERS = {"import": Handler(run, add_options)}
