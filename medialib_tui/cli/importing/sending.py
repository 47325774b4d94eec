"""`import`: sending what was read, following it, and saying how to go on."""

from __future__ import annotations

import asyncio
import shlex
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.cli.exits import Exit, problem
from medialib_tui.cli.importing.told import all_of_them, as_they_end, exit_code
from medialib_tui.cli.narrate import PACE
from medialib_tui.core.importing.book import Underway
from medialib_tui.core.importing.run import GRACE, Import
from medialib_tui.core.importing.settling import how_to_resume

if TYPE_CHECKING:
    from medialib_tui.cli.call import Call
    from medialib_tui.core.importing.examine import Examined
    from medialib_tui.core.importing.outcomes import Counts
    from medialib_tui.core.session import Session


class ImportSending:
    """One import on its way; `target` is where the failed items go."""

    def __init__(self, call: Call, work: Import, target: Path | None) -> None:
        self._call = call
        self._work = work
        self._target = target
        self._interrupts = 0

    async def all(self) -> Exit:
        """Send everything, print the results, and say how to go on."""
        call, work = self._call, self._work
        error = await self._sent()
        call.narrator.progress_done()
        counts = work.counts()
        ours = not isinstance(error, Underway) and (counts.ended or counts.unknown)
        if error is not None and not ours:
            raise error
        all_of_them(call, work)
        if error is not None:
            call.narrator.failed(problem(error))
        if self._target is not None:
            self._write_failed(self._target)
        if counts.waiting or counts.unknown:
            call.narrator.say(self._how_on(counts))
        return exit_code(counts, error, interrupted=bool(self._interrupts))

    def _how_on(self, counts: Counts) -> str:
        """What settles the rest: another run, with the options that say how the file is read."""
        options, source = self._call.options, self._work.source
        given = (
            ("--format", options.format),
            ("--mapping", options.mapping),
            ("--delimiter", options.delimiter),
        )
        more = "".join(f" {option} {shlex.quote(value)}" for option, value in given if value)
        command = how_to_resume(source.name)
        if source.is_changed:
            command = command.removesuffix(" --resume") + more
            return f"{source.name} was changed meanwhile: {command} sends it as it is now."
        command += more
        if not counts.unknown:
            return f"{command} goes on with the rest."
        them = "the one" if counts.unknown == 1 else f"the {counts.unknown:,}"
        rest = ", and goes on with the rest" if counts.waiting else ""
        return f"{command} looks up {them} not known{rest}."

    async def _sent(self) -> ApiError | None:
        """Send; an interrupt stops what is not begun, and a second one leaves the rest."""
        narrator, work = self._call.narrator, self._work
        task = asyncio.ensure_future(self._follow())

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

    async def _follow(self) -> ApiError | None:
        ticking = asyncio.ensure_future(self._tick())
        try:
            async with aclosing(self._work.run()) as groups:
                async for results in groups:
                    as_they_end(self._call, results)
        except ApiError as error:
            return error
        finally:
            ticking.cancel()
        return None

    async def _tick(self) -> None:
        """How far it is, every second, also while nothing comes of a server in trouble."""
        while True:
            said = filter(None, (self._work.progress.text(), self._work.note))
            self._call.narrator.progress(" · ".join(said))
            await asyncio.sleep(PACE)

    def _write_failed(self, target: Path) -> None:
        from medialib_tui.core.importing.export import write_failed

        narrator, work = self._call.narrator, self._work
        if not work.counts().failed:
            left = "left as it was" if target.exists() else "not written"
            narrator.say(f"No item failed; {target} was {left}.")
            return
        try:
            written = write_failed(work, target)
        except (OSError, ApiError) as error:
            said = error.title if isinstance(error, ApiError) else error.strerror
            narrator.warn(f"{target} could not be written: {said}")
            return
        items = "1 failed item is" if written == 1 else f"{written:,} failed items are"
        narrator.say(f"{items} in {target}, to be corrected and imported.")


def say_earlier(call: Call, session: Session, found: Examined) -> None:
    """What an earlier run of the same file came to, where that matters."""
    from medialib_tui.core.importing.marks import counts_of

    imports, server, source = session.imports, session.server.url, found.source
    resume, narrator = call.options.resume, call.narrator
    if imports.is_held(server, source.digest):
        return
    run = imports.find(server, source.digest)
    earlier = counts_of(run) if run else None
    if earlier is None or not (earlier.ended or earlier.unknown):
        if resume:
            narrator.say("This file was not imported before: all of it is sent.")
        return
    went = f"An earlier run came to: {earlier.text()}"
    if resume and earlier.ended == found.total:
        narrator.say(f"{went}. Nothing of it is left to send.")
    elif resume:
        narrator.say(f"{went}. This one goes on.")
    elif earlier.ended < found.total:
        narrator.say(f"{went}. All of it is sent again; --resume goes on instead.")
