"""From one consent to many outcomes: the writes belong to the app, each with its proof."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.results import well
from medialib_tui.core.takedown.batch import Batch, Done, take_down_all
from medialib_tui.core.writing.intent import Unknown
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.consent import ConsentDialog
from medialib_tui.tui.screens.takedown.acting import looked_again
from medialib_tui.tui.screens.takedown.batch_rows import (
    consent_blocks,
    done_head,
    done_row,
    left_row,
)
from medialib_tui.tui.screens.takedown.steps import PROOF
from medialib_tui.tui.screens.takedown.words import NAMES
from medialib_tui.tui.widgets.sheet import Fact

if TYPE_CHECKING:
    from medialib_tui.tui.screens.takedown.batch import BatchScreen


class ActingMany:
    """What was written so far, and what is on its way; it outlives the screen."""

    def __init__(self, screen: BatchScreen) -> None:
        self._screen = screen
        self.done: list[Done] = []
        self.sending: Batch | None = None

    @property
    def unsure(self) -> bool:
        """Whether there are outcomes that are not known."""
        return any(isinstance(one.result, Unknown) for one in self.done)

    @property
    def stoppable(self) -> bool:
        """Whether further writes would be begun."""
        return self.sending is not None and not self.sending.stopped

    def begin_anew(self) -> None:
        """Everything is checked again."""
        self.done, self.sending = [], None

    def stop(self) -> bool:
        """Begin no further one; whether any is on its way."""
        if self.sending is None:
            return False
        self.sending.stop()
        return True

    async def ask(self) -> None:
        """Name all that are to be written, then have the app write them."""
        screen, app = self._screen, self._screen.library
        items, note, operation = screen.left, screen.note_text, screen.operation
        batch = Batch(operation, items, note)
        fact = Fact("Note for all", note or "none") if screen.input_step else None
        count = "1 entry" if len(items) == 1 else f"{len(items):,} entries"
        agreed = await app.push_screen_wait(
            ConsentDialog(
                f"{NAMES[operation]} {count}?",
                list(consent_blocks(items, fact)),
                agree=NAMES[operation],
                whose=f"the last id, {items[-1].id}",
                typed=batch.typed if screen.session.server.production else "",
            )
        )
        if agreed and screen in app.screen_stack:
            self.sending = batch
            screen.go(PROOF)
            self.show()
            name = f"{operation.value} {count}"
            jobs.start_write(app, partial(self._write, batch), name=name)

    async def _write(self, batch: Batch) -> None:
        screen, app = self._screen, self._screen.library
        progress = Progress(len(batch.ready))
        screen.proven.progress.follow(progress, "writing and proving")
        try:
            async for one in take_down_all(screen.session, batch):
                self.done.append(one)
                row = done_row(one, batch.operation)
                progress.ended(well(one.result, good=not row.failed))
                if screen in app.screen_stack:
                    screen.proven.put(row)
                    self._count()
        finally:
            self.sending = None
        if screen in app.screen_stack:
            screen.say("")
            screen.proven.progress.rest()
            self.show()
        else:
            said = done_head(self.done, len(screen.left), running=False).plain.splitlines()[0]
            title = f"{NAMES[batch.operation]}: {len(screen.ids):,} entries"
            notices.say(app, said, title=title)

    def show(self) -> None:
        """Every row: how it ended, or that it was not sent."""
        screen, left = self._screen, self._screen.left
        rows = [done_row(one, screen.operation) for one in self.done]
        head = done_head(self.done, len(left), running=self.sending is not None)
        screen.proven.show(head, [*rows, *map(left_row, left)])
        screen.refresh_bindings()

    def _count(self) -> None:
        """Count how they ended, no more often than it can be read."""
        if self._screen.due():
            left = len(self._screen.left)
            self._screen.proven.say(done_head(self.done, left, running=self.sending is not None))

    async def look_again(self) -> None:
        """Read again those whose outcome is not known."""
        for place, one in enumerate(self.done):
            if isinstance(one.result, Unknown):
                result = await looked_again(self._screen.session, one.result)
                self.done[place] = Done(one.evidence, one.intent, result, one.proof)
        self._screen.say("")
        self.show()
