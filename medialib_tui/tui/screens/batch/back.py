"""Taking a whole batch back: asked for, loud about what has no way back, one result each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.core.batch.progress import Progress
from medialib_tui.core.batch.results import well
from medialib_tui.core.batch.undo import BatchUndo, Preview, Undone
from medialib_tui.core.takedown.guards import typed_end
from medialib_tui.core.writing.intent import Invalid, NotApplied, Unknown
from medialib_tui.core.writing.told import in_one_line
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.widgets.columns import Tone
from medialib_tui.tui.widgets.sheet import Block, Fact, Gap, Heading, Said

if TYPE_CHECKING:
    from medialib_tui.tui.screens.batch.run import AnyRunScreen


class Back:
    """The way back of one batch's screen."""

    def __init__(self, screen: AnyRunScreen) -> None:
        self._screen = screen
        self._app = screen.library
        self.ends: dict[str, Undone] = {}

    def start(self) -> None:
        """Ask, then take every write of the batch back."""
        if self._screen.running:
            notices.say(self._screen, "It is on its way; s stops it.")
        elif self._screen.run is not None:
            jobs.start_flow(self._app, "undo", partial(self._ask, self._screen.run.key))

    async def _ask(self, key: str) -> None:
        from medialib_tui.tui.dialogs.consent import ConsentDialog

        work = await BatchUndo(self._screen.session, key).read()
        mine = set(self._screen.ids)
        work.marks = tuple(mark for mark in work.marks if mark.entry_id in mine)
        if not work.marks:
            notices.say(self._screen, "Nothing was written here that could be taken back.")
            return
        found = await work.preview()
        if not found.possible:
            why = "; ".join(found.cannot) or "every write of it is taken back already"
            notices.say(self._screen, f"{why}.", title="Nothing to take back", severity="warning")
            return
        production, last = self._screen.session.server.production, work.marks[-1].entry_id
        dialog = ConsentDialog(
            f"Take back {_writes(found.possible)}?",
            list(_blocks(found)),
            agree="Take back",
            whose=f"the last id, {last}",
            typed=typed_end([last]) if production else "",
        )
        if await self._app.push_screen_wait(dialog) and self._screen in self._app.screen_stack:
            self._screen.sending = work
            name = f"take back {_writes(found.possible)}"
            jobs.start_write(self._app, partial(self._run, work), name=name)

    async def _run(self, work: BatchUndo) -> None:
        screen, progress = self._screen, Progress(len(work.marks))
        screen.begin(progress, "taking back")
        screen.refresh_bindings()
        good = 0
        try:
            async for undone in work.run():
                good += undone.good
                self.ends[undone.mark.entry_id] = undone
                progress.ended(well(undone.result, good=undone.good))
                screen.put(undone.mark.entry_id)
        finally:
            screen.sending = None
            screen.rest()
        left = len(work.marks) - good
        said = f"{good:,} taken back" + (f"; {left:,} not" if left else "")
        if progress.unknown:
            said += f", {progress.unknown:,} of them not known"
        notices.say(self._app, said, title="Undo", severity="warning" if left else "information")


def ending(undone: Undone) -> tuple[str, Tone, bool]:
    """How taking one back ended, its tone, and whether a person has to look at it."""
    if undone.good:
        return "taken back", "muted", False
    match undone.result:
        case NotApplied(error=error) | Invalid(error=error):
            return f"not taken back: {error.title}", "bad", True
        case Unknown(error=error):
            return f"not known whether taken back: {error.title}", "bad", True
        case _:
            return "not taken back: changed by somebody else meanwhile", "warn", True


def _blocks(found: Preview) -> Iterator[Block]:
    for reason, count in found.cannot.items():
        yield Said(f"! No way back for {_writes(count)}: {reason}.", "bad")
    if found.grave:
        yield Said("! Taking these back removes something that has no way back again.", "bad")
    if found.already:
        yield Said(f"{_writes(found.already)} taken back already: left alone.", "muted")
    yield Said("Each is taken back only while the entry still holds what was written.")
    notes = dict.fromkeys(note for one in found.samples for note in one.notes)
    for note in notes:
        yield Said(f"Not as it was: {note}.", "warn")
    yield Gap()
    for one in found.samples:
        yield Heading(one.record.entry_id, one.record.title)
        yield Fact("", f"takes back {in_one_line(one.record)}", "muted")
    if found.possible > len(found.samples):
        yield Said(f"… and {found.possible - len(found.samples):,} more", "muted")


def _writes(count: int) -> str:
    return "1 write" if count == 1 else f"{count:,} writes"
