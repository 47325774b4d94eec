"""What a take-down knows of its entry: asked at once, more of it on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from medialib_tui.api.errors import ApiError
from medialib_tui.core.references import ReferrerInfo, describe
from medialib_tui.core.takedown.evidence import (
    Evidence,
    all_pages,
    follow_upwards,
    gather,
    list_beside,
)
from medialib_tui.model.reference import ReferenceKind
from medialib_tui.tui import jobs
from medialib_tui.tui.screens.takedown.rows import MOST

if TYPE_CHECKING:
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen

_Work = Callable[[Evidence], Awaitable[Evidence]]


class Reading:
    """The evidence of one screen; its reads die with the screen."""

    def __init__(self, screen: TakeDownScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self.evidence: Evidence | None = None
        self.infos: dict[str, ReferrerInfo] = {}

    def check(self) -> None:
        """Ask every source anew."""
        self._screen.say("asking every source…")
        jobs.start_read(self._screen, self._gather, group="check", on_error=self._screen.failed)

    async def _gather(self) -> None:
        entry_id = self._screen.entry_id
        self.evidence = await gather(self._session, entry_id, progress=self._screen.progress)
        await self._screen.gathered(self.evidence)
        self._ask_titles()

    def pages(self) -> None:
        """Read every page of both lists, or stop that."""
        self._more("pages", self._pages, "reading every page…")

    def upwards(self) -> None:
        """Follow the media that hold it, or stop that."""
        self._more("upwards", self._upwards, "following media upwards…")

    def beside(self) -> None:
        """Read what else is in its publications, or stop that."""
        self._more("beside", self._beside, "reading the publications…")

    async def _pages(self, evidence: Evidence) -> Evidence:
        return await all_pages(self._session, evidence, progress=self._screen.progress)

    async def _upwards(self, evidence: Evidence) -> Evidence:
        return await follow_upwards(self._session, evidence, progress=self._screen.progress)

    async def _beside(self, evidence: Evidence) -> Evidence:
        return await list_beside(self._session, evidence, progress=self._screen.progress)

    def _more(self, group: str, work: _Work, said: str) -> None:
        screen = self._screen
        if any(one.group == group and not one.is_finished for one in screen.workers):
            screen.workers.cancel_group(screen, group)
            screen.say("stopped; what was read before stays", "warn")
        elif self.evidence is not None:
            screen.say(said)
            jobs.start_read(
                screen, partial(self._learn, group, work), group=group, on_error=screen.failed
            )

    async def _learn(self, group: str, work: _Work) -> None:
        """Take over the part that was asked for: others may be on their way as well."""
        if self.evidence is None:
            return
        found = await work(self.evidence)
        match group:
            case "pages":
                self.evidence = replace(self.evidence, check=found.check)
            case "upwards":
                self.evidence = replace(self.evidence, upwards=found.upwards)
            case _:
                self.evidence = replace(self.evidence, beside=found.beside)
        self._screen.say("")
        self._screen.show_evidence()
        self._screen.found.table.go_to(group)
        self._ask_titles()

    def _ask_titles(self) -> None:
        jobs.start_read(self._screen, self._titles, group="titles", on_error=self._no_titles)

    async def _titles(self) -> None:
        if self.evidence is None:
            return
        found = self.evidence.check
        for kind, rows in (
            (ReferenceKind.DOCUMENTS, found.documents.rows[:MOST]),
            (ReferenceKind.MEDIA, found.media.rows[:MOST]),
        ):
            wanted = [row for row in rows if row.key not in self.infos]
            if wanted:
                self.infos |= await describe(self._session, kind, wanted)
        self._screen.found.show_detail()

    def _no_titles(self, error: ApiError) -> None:
        self._screen.say(f"titles are not known: {error.title}", "warn")
