"""What the entry screen shows of its data, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widgets import ContentSwitcher

from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.core.check import Verdict
from medialib_tui.core.facts import badges
from medialib_tui.tui.widgets import entry_text
from medialib_tui.tui.widgets.entry_header import EntryHeader
from medialib_tui.tui.widgets.overview import Overview
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.tab_row import TabRow
from medialib_tui.tui.widgets.uses import known_uses, never_checked, spaced

if TYPE_CHECKING:
    from medialib_tui.core.references import ReferenceList
    from medialib_tui.model.entry import Entry
    from medialib_tui.tui.screens.entry.screen import EntryScreen
    from medialib_tui.tui.widgets.asset import AssetView
    from medialib_tui.tui.widgets.json_view import JsonView

_USES = {
    Verdict.IN_USE: "in use",
    Verdict.NONE_FOUND: "no use found",
    Verdict.INCOMPLETE: "uses not fully known",
}


class EntryPainter:
    """Hands the screen's data to its widgets; equal data changes nothing on the screen."""

    def __init__(self, screen: EntryScreen) -> None:
        self._screen = screen
        self._data = screen.data
        self._language = screen.session.language
        self._json_of: Entry | None = None

    def entry(self) -> None:
        """The entry wherever it is shown, or why there is none."""
        entry, screen = self._data.entry.value, self._screen
        self._note(self._data.entry.failed)
        self.uses()
        if entry is None:
            return
        project = self._data.project
        screen.query_one(EntryHeader).title = entry.title
        if screen.furnished:
            metadata = entry_text.metadata(entry, project, self._language)
            screen.query_one("#metadata", Sheet).show(metadata)
            self.asset()
        if screen.tab == "json":
            self.json()

    def _note(self, error: ApiError | None) -> None:
        note = self._screen.query_one("#entry-note", StateNote)
        self._screen.query_one(ContentSwitcher).display = error is None
        if error is None:
            note.clear()
        elif isinstance(error, NotFound):
            title = f"This server has no entry {self._data.entry_id}."
            hint = "Press esc to go back."
            note.failed(NotFound(title, detail=error.detail, hint=hint), retry=False)
        else:
            note.failed(error)

    def uses(self) -> None:
        """Known uses, facts, badges and counts."""
        data, entry = self._data, self._data.entry.value
        project, language, check = data.project, self._language, data.check()
        uses = known_uses(
            data.documents, data.media, data.usage, data.serving, check, project, language
        )
        facts = (
            spaced(
                entry_text.identity(entry, project, language),
                entry_text.asset(entry),
                entry_text.license_rules(entry, project, language),
            )
            if entry
            else entry_text.unread(data.entry_id)
        )
        self._screen.query_one(Overview).show(uses, facts, never_checked())
        self._screen.query_one(TabRow).counts = self._counts()
        if entry is not None:
            said = _USES[check.verdict] if check else None
            found = badges(entry, project, language, serving=data.serving.value, uses=said)
            self._screen.query_one(EntryHeader).badges = tuple(found)

    def usage(self) -> None:
        """The usage log."""
        self._screen.uses.show(self._data.usage, self._data.project, self._language)

    def asset(self) -> None:
        """Asset, serve state and keys."""
        data, entry = self._data, self._data.entry.value
        if entry is not None:
            pane = cast("AssetView", self._screen.query_one("#asset"))
            pane.show_asset(entry, data.serving, data.keys)

    def json(self) -> None:
        """The entry as sent, once it is looked at."""
        entry = self._data.entry.value
        if entry is not None and entry is not self._json_of:
            self._json_of = entry
            cast("JsonView", self._screen.query_one("#json")).show_object(entry.sent)

    def _counts(self) -> dict[str, str]:
        counts = {}
        if self._data.usage.value is not None:
            counts["usage"] = f"{len(self._data.usage.value.entries):,}"
        documents, media = self._data.documents.value, self._data.media.value
        if documents is not None and media is not None:
            counts["references"] = say_count(documents, media)
        return counts


def say_count(*lists: ReferenceList) -> str:
    """How many references there are in all; with a plus where more may come."""
    totals = [found.known_total for found in lists]
    count = sum(len(f.rows) if t is None else t for f, t in zip(lists, totals, strict=True))
    exact = None not in totals
    return f"{count:,}" if exact else f"{count:,}+"
