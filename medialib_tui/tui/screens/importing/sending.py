"""From the check of an import to its sending: once at a time, and only what was agreed to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.core.importing.run import Import
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.importing.asking import agreed
from medialib_tui.tui.screens.importing.checking import earlier_of
from medialib_tui.tui.screens.importing.keys import RESULT
from medialib_tui.tui.screens.importing.running import ImportRunning, carry

if TYPE_CHECKING:
    from medialib_tui.tui.screens.importing.screen import ImportScreen


class Sending:
    """Asks, then has the app carry the import, which the screen follows."""

    def __init__(self, screen: ImportScreen) -> None:
        self._screen = screen

    def busy(self) -> bool:
        """Whether an import is under way already, which is said."""
        running = self._screen.library.importing
        busy = running is not None and not running.ended
        if busy and running is not None:
            said = (
                f"{running.name} is being imported; wait for it, or open it among the "
                "earlier imports to stop it."
            )
            notices.say(self._screen, said)
        return busy

    def proceed(self, *, resume: bool) -> None:
        """Ask, then send what has no proven end, or everything."""
        screen, checked = self._screen, self._screen.checking.checked
        if self.busy():
            return
        if checked is None:
            notices.say(screen, "The file is not checked yet.")
        elif not checked.found.good:
            notices.say(screen, "There is nothing in it that can be sent.", severity="warning")
        elif resume and not checked.left:
            self.show_earlier()
        else:
            jobs.start_flow(screen.library, "import", partial(self._ask, resume))

    def show_earlier(self) -> None:
        """Show how a finished import of the file went."""
        screen, checked = self._screen, self._screen.checking.checked
        if checked is not None and checked.earlier is not None:
            work = Import(screen.session, checked.source)
            screen.watching.show(work, checked.source, checked.earlier)
            screen.header.title = checked.source.name
            screen.go(RESULT)
            notices.say(screen, "Every item has its end already; A offers all of them again.")

    async def _ask(self, resume: bool) -> None:
        screen, checked = self._screen, self._screen.checking.checked
        if checked is None:
            return
        if resume:
            kept = await asyncio.to_thread(earlier_of, Import(screen.session, checked.source))
            checked = screen.checking.checked = replace(checked, earlier=kept)
            if not checked.left:
                self.show_earlier()
                return
        if not await agreed(screen.library, checked, resume=resume):
            return
        resume = resume and checked.earlier is not None
        total = checked.found.total
        work = Import(screen.session, checked.source, resume=resume, total=total)
        running = ImportRunning(work, checked.source)
        carry(screen.library, running)
        if screen in screen.library.screen_stack:
            screen.show_running(running)
