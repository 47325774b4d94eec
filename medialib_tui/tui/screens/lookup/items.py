"""What is under the cursor of the look-up: a result, or what was seen lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medialib_tui.tui.screens.usage.survey import SurveyActions
from medialib_tui.tui.widgets.recents import RecentsList
from medialib_tui.tui.widgets.results import ResultsTable

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.query import Query
    from medialib_tui.model.schema import Project


class LookupItems(SurveyActions):
    """Two lists, one of them in view: results once something was asked, else recents."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: Query | None = None
        self._project: Project | None = None

    @property
    def recents(self) -> RecentsList:
        """What was seen lately."""
        return self.query_one(RecentsList)

    @property
    def rows(self) -> ResultsTable | RecentsList:
        """The list in view."""
        return self.results if self._asked is not None else self.recents

    @property
    def item_id(self) -> str | None:
        """The id under the cursor."""
        return self.rows.current_key

    @property
    def item_entry(self) -> Entry | None:
        """The entry under the cursor, where it is loaded."""
        current = self.results.current if self._asked is not None else None
        return current.entry if current else None

    @property
    def item_title(self) -> str:
        """What the item is called, as far as that is known."""
        current = self.recents.current if self._asked is None else None
        return current.title if current else self.item_entry.title if self.item_entry else ""

    @property
    def item_project(self) -> Project:
        """The project's configuration, once it is known."""
        from medialib_tui.model.schema import Project

        return self._project or Project.unknown()

    @property
    def item_absent(self) -> str:
        """Why the row has no entry."""
        row = self.results.current if self._asked is not None else None
        return row.absence if row else ""

    @property
    def listing(self) -> bool:
        """Whether results are listed, not recents."""
        return self._asked is not None
