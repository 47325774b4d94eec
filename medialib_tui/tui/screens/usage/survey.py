"""License, known uses and serve state of what a look-up found, asked for on demand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.worker import Worker

from medialib_tui.tui import jobs, notices
from medialib_tui.tui.screens.items import ItemScreen
from medialib_tui.tui.widgets.results import ResultsTable

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry


class SurveyActions(ItemScreen):
    """Checks the marked entries of the results, or all of them; a second key stops it."""

    _survey: Worker[None] | None = None

    @property
    def results(self) -> ResultsTable:
        """What was found."""
        return self.query_one(ResultsTable)

    def action_lookup_check(self) -> None:
        """Begin to check, or stop it."""
        if self._survey is not None and not self._survey.is_finished:
            self._survey.cancel()
            self.results.say_checking(())
            notices.say(self, "Stopped; what was found out stays.")
            return
        rows = self.results.items if self.results.display else ()
        wanted = set(self.item_marked)
        entries = [r.entry for r in rows if r.entry and (not wanted or r.id in wanted)]
        if not entries:
            notices.say(self, "There is no entry to check here.")
            return
        self.results.say_checking([entry.id for entry in entries])
        self._survey = jobs.start_read(self, partial(self._check_all, entries), group="survey")

    async def _check_all(self, entries: Sequence[Entry]) -> None:
        from medialib_tui.core.publication_media import survey

        async for found in survey(self.session, entries):
            self.results.learn_check(found)

    def forget_checks(self) -> None:
        """Other results: nothing is known of them."""
        self.workers.cancel_group(self, "survey")
        self.results.forget_checks()
