"""Several results at once: marked, from a file, and what can be done with all of them."""

from __future__ import annotations

from functools import partial

from medialib_tui.model.query import Ids, Query
from medialib_tui.tui import jobs, notices
from medialib_tui.tui.dialogs.choice import Choice, ChoiceDialog
from medialib_tui.tui.screens.lookup.items import LookupItems

_LISTED, _FILE, _DRAFT = "listed", "file", "draft "
_KEYS = "E edit, x take down, a add use, C confirm, c check, esc clear"
"""Fits on one line of 80 cells behind ten thousand marks: the rows below do not jump."""


class ManyActions(LookupItems):
    """A list of results with marks."""

    _mark_when_there: Ids | None = None

    def look_up(self, text: str, query: Query | None = None) -> None:
        """Start to look something up."""
        raise NotImplementedError

    def say_marked(self, said: str) -> None:
        """Say what is marked; nothing where nothing is."""
        raise NotImplementedError

    # Marks

    @property
    def item_marked(self) -> tuple[str, ...]:
        """Ids of the marked rows."""
        return self.results.marked if self.listing else ()

    def clear_marks(self) -> bool:
        """Mark none; False where none was."""
        cleared = bool(self.item_marked) and self.results.clear_marks()
        if cleared:
            self._say()
        return cleared

    def looked_up(self, query: Query) -> None:
        """A look-up is complete: where its ids came from a file they are marked."""
        if query is self._mark_when_there:
            self._mark_when_there = None
            self.results.mark_all()
            self._say()

    def _say(self) -> None:
        count = len(self.item_marked)
        self.say_marked(f"{count:,} marked: {_KEYS}" if count else "")

    def action_lookup_mark(self) -> None:
        """Mark the row, or clear its mark."""
        if self.listing:
            self.results.mark()
            self._say()

    def action_lookup_mark_all(self) -> None:
        """Mark every entry listed, or none again."""
        if self.listing:
            self.results.mark_all()
            self._say()

    # Edit many

    def action_lookup_edit_many(self) -> None:
        """Edit the marked entries; without marks ask which."""
        if self.item_marked:
            self._edit(self.item_marked)
        else:
            jobs.start_flow(self.library, "edit-many", self._choose)

    def _edit(self, ids: tuple[str, ...]) -> None:
        from medialib_tui.tui.screens.edit_many.screen import EditManyScreen

        self.app.push_screen(EditManyScreen(ids))

    async def _choose(self) -> None:
        from medialib_tui.tui.screens.edit_many.draft import many_drafts

        rows = self.results.items if self.listing else ()
        listed = tuple(row.id for row in rows if row.entry)
        drafts = many_drafts(self.session)
        choices = [
            Choice(_LISTED, f"All {len(listed):,} listed", "a", absent=not listed),
            Choice(_FILE, "Ids from a file", "f", "or from results of an earlier batch"),
        ]
        choices += [
            Choice(f"{_DRAFT}{place}", f"Draft of {draft.title}", "", f"by {draft.who}")
            for place, (draft, _) in enumerate(drafts[:9])
        ]
        chosen = await self.app.push_screen_wait(ChoiceDialog("Edit which entries?", choices))
        if chosen == _LISTED:
            self._edit(listed)
        elif chosen == _FILE and (ids := await self._ids_of_file()):
            self._edit(ids)
        elif chosen and chosen.startswith(_DRAFT):
            self._edit(drafts[int(chosen.removeprefix(_DRAFT))][1])

    # Confirm many

    def action_lookup_confirm_many(self) -> None:
        """Confirm the pending uses of the marked entries."""
        if self.item_marked:
            jobs.start_flow(self.library, "confirm", self._confirm)
        else:
            notices.say(self, "Mark entries with space or * first.")

    async def _confirm(self) -> None:
        from medialib_tui.tui.dialogs.usage_date import UsageDateDialog
        from medialib_tui.tui.screens.usage.confirm import ConfirmManyScreen

        ids = self.item_marked
        date = await self.app.push_screen_wait(UsageDateDialog(0))
        if date is not None:
            self.app.push_screen(ConfirmManyScreen(ids, date))

    # Ids from a file

    def action_lookup_ids_file(self) -> None:
        """Ask for a file, look its ids up, and mark what is there."""
        jobs.start_flow(self.library, "ids-file", self._look_up_file)

    async def _look_up_file(self) -> None:
        if ids := await self._ids_of_file():
            self._mark_when_there = query = Ids(ids)
            self.call_next(partial(self.look_up, " ".join(ids[:50]), query))
            notices.say(self, f"{len(ids):,} ids", title="Read")

    async def _ids_of_file(self) -> tuple[str, ...]:
        from medialib_tui.tui.dialogs.ids_file import IdsFileDialog

        return await self.app.push_screen_wait(IdsFileDialog()) or ()
