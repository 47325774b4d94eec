"""A batch of the journal, with the way back of the whole of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from medialib_tui.core.batch.planning import Item, done_item
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.batch.undo import Undone, already_back
from medialib_tui.core.usage.plan import Ground
from medialib_tui.core.writing.intent import NotApplied
from medialib_tui.store.records import Outcome
from medialib_tui.tui.screens.batch.words import Words
from medialib_tui.tui.screens.usage.run import UsageRunScreen


class JournalBatchScreen(UsageRunScreen):
    """What a batch wrote, an entry a row; asks at once whether to take it back."""

    WORDS = Words("Take back", "write", "written", earlier="")
    OPERATION = "undo"

    def __init__(self, key: str, ids: tuple[str, ...]) -> None:
        super().__init__(ids)
        self._key = key
        self._asked = False

    def find_run(self) -> Run:
        """The writes of the batch that may stand, or were taken back."""
        marks = self.session.journal.marks(self._key, whole=True)
        wrote = [mark for mark in marks if mark.outcome is not Outcome.NOT_APPLIED]
        return Run(self._key, {mark.entry_id: mark for mark in wrote})

    async def plan_items(self, run: Run) -> AsyncIterator[Item[Ground]]:
        """Nothing is planned: what was written, and what of it was taken back."""
        for entry_id, mark in run.done.items():
            if mark.taken_back:
                ended = NotApplied(already_back(mark), None)
                self.back.ends[entry_id] = Undone(mark, None, ended)
            yield done_item(mark)

    def planned(self) -> None:
        """Ask, the first time."""
        if not self._asked:
            self._asked = True
            self.back.start()

    def hint(self) -> str:
        """What to do next."""
        return "u takes all of it back" if self._some_left else ""

    @property
    def _some_left(self) -> bool:
        """Whether anything of it stands, as far as is known."""
        ends = self.back.ends
        return any(one not in ends or not ends[one].good for one in self.items)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is written once more here."""
        if action == "use_batch_anew":
            return False
        if action == "rows_undo" and self.items and not self._some_left:
            return False
        return super().check_action(action, parameters)
