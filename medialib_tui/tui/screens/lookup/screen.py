"""The home screen: one field that takes anything, what it found, and what was seen lately."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from medialib_tui.api.errors import ApiError
from medialib_tui.core.lookup import Batch, batches, only_entry
from medialib_tui.model.query import Ids, Query, Unusable, parse_query
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.jobs import Failure, start_read
from medialib_tui.tui.screens.lookup.many import ManyActions
from medialib_tui.tui.widgets.item_text import head_of, item_blocks
from medialib_tui.tui.widgets.query_field import MOST, QueryField
from medialib_tui.tui.widgets.recents import Known, RecentsList, narrowed, remembered
from medialib_tui.tui.widgets.results import ResultsTable, results_of
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.state_note import StateNote

if TYPE_CHECKING:
    from medialib_tui.model.entry import Entry

_REPAINT = 1.0
"""Seconds between two repaints while further parts of a long look-up come in."""


class LookupScreen(ManyActions):
    """Looks anything up; `query` is looked up at once, unless `came` is what it came to."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("lookup")
    AUTO_FOCUS = "#lookup-field"

    def __init__(self, query: str = "", came: Batch | None = None) -> None:
        super().__init__()
        self._first = self._text = query
        self._came = came
        self._known: list[Known] = []
        self._awake = False
        self._found = Content("")

    def compose_body(self) -> ComposeResult:
        """Field, headline, rows, details."""
        with Horizontal(id="lookup-line"):
            yield Static(Content("Look up"), id="lookup-label")
            yield QueryField(self._first, id="lookup-field")
        yield Static(id="lookup-head")
        with Horizontal(id="lookup-body"):
            with Vertical(id="lookup-list"):
                yield StateNote(id="lookup-note")
                yield ResultsTable(id="results")
                yield RecentsList(id="recents")
            yield Sheet(id="lookup-details", labels=14)

    @property
    def field(self) -> QueryField:
        """Where one types."""
        return self.query_one(QueryField)

    def pins_changed(self) -> None:
        """Show pins where they belong."""
        self._load_known()

    # Life

    def on_mount(self) -> None:
        """Look up what was asked on the way in; details follow the cursor."""
        self.results.follow = self.recents.follow = self._show_details
        self._load_known()
        if self._came is not None and results_of([self._came]):
            self._list(self._came, parse_query(self._first))
        elif self._came is None and self._first.strip():
            self.look_up(self._first)
        else:
            self._show_recents()
        self._deaf = self.session.listen(self._written)

    def on_unmount(self) -> None:
        """Nobody to tell any more."""
        self._deaf()

    def _written(self, entry: Entry) -> None:
        """A write changed an entry: its row shows it as the server holds it now."""
        self.results.learn(entry)

    def on_screen_resume(self) -> None:
        """An entry may have been opened meanwhile."""
        if self.is_mounted:
            self._load_known()

    def _wake(self) -> None:
        """Somebody is at work: have the client ready, and know the project's words."""
        if not self._awake:
            self._awake = True
            start_read(self, self._load_project, group="project")

    async def _load_project(self) -> None:
        await self.session.prepare()
        self._project = await self.session.project()
        self.results.project = self._project
        self.results.language = self.session.language
        self.results.repaint_rows()
        self._show_details()

    def _load_known(self) -> None:
        recents, url = self.session.recents, self.session.server.url
        self._known = remembered(recents.pins(url), recents.list(url, 100))
        if self._asked is None:
            self._show_recents()

    # Looking up

    def look_up(self, text: str, query: Query | None = None) -> None:
        """Start to look up what is typed, or what it stands for; a newer one replaces it."""
        self._wake()
        self.forget_checks()
        query = query or parse_query(text)
        self._text, self._asked = text, query
        self.results.display = False
        self.recents.display = False
        note = self.query_one("#lookup-note", StateNote)
        if isinstance(query, Unusable):
            self.workers.cancel_group(self, "look-up")
            self._asked = None
            self._head(Content(""))
            note.empty(query.reason, query.hint)
            return
        note.clear()
        asked = f"{len(query.ids):,} ids" if isinstance(query, Ids) and len(query.ids) > 1 else ""
        self._head(Content.styled(f"Looking up {asked}".strip() + "…", "$muted"))
        work = partial(self._look_up, query)
        start_read(self, work, group="look-up", on_error=self._failed)

    async def _look_up(self, query: Query) -> None:
        await self.session.prepare()
        found: list[Batch] = []
        painted = 0.0
        async for batch in batches(self.session, query):
            found.append(batch)
            if monotonic() - painted > _REPAINT:
                painted = monotonic()
                self._show_results(found, query, done=False)
        self._show_results(found, query, done=True)
        self.looked_up(query)
        hit = only_entry(found)
        if hit is not None and self.app.screen is self:
            self.open_entry(hit.id, hit)

    def _list(self, came: Batch, query: Query) -> None:
        """List what was opened before there was this screen."""
        self._wake()
        self._asked = query
        self.recents.display = False
        self.query_one("#lookup-note", StateNote).clear()
        self._show_results([came], query, done=True)

    def _show_results(self, found: list[Batch], query: Query, *, done: bool) -> None:
        results = results_of(found)
        document = next((batch.document for batch in found if batch.document), None)
        first = not self.results.display
        self.results.display = bool(results)
        self.results.show(results)
        asked = len(query.ids) if isinstance(query, Ids) else 0
        unseen = next((batch.unseen for batch in found if batch.unseen), "")
        self._found = head_of(results, document, done=done, asked=asked, unseen=unseen)
        self._head(self._found)
        note = self.query_one("#lookup-note", StateNote)
        if done and not results:
            note.empty("This publication uses no media." if document else "Nothing was found.")
        if first and results:
            self.results.focus()

    def _failed(self, error: Failure) -> None:
        self._head(Content(""))
        self.results.display = bool(self.results.items) and self.results.display
        note = self.query_one("#lookup-note", StateNote)
        if isinstance(error, ApiError):
            note.failed(error, key="enter" if self.field.has_focus else "r")
        else:
            note.empty(error.title)

    def _head(self, content: Content) -> None:
        self.query_one("#lookup-head", Static).update(content)

    def say_marked(self, said: str) -> None:
        """Say what is marked, or again what was found."""
        self._head(Content.styled(said, "$primary") if said else self._found)

    # Recents

    def _show_recents(self) -> None:
        self._asked = None
        text = self.field.text
        listed = narrowed(self._known, text)
        self.results.display = False
        self.recents.display = bool(listed)
        self.recents.show(listed)
        note = self.query_one("#lookup-note", StateNote)
        if listed:
            self._head(Content.styled("Pinned and recent", "$muted"))
            note.clear()
        elif text:
            self._head(Content(""))
            note.empty("No pinned or recent entry matches.", "Press enter to look it up.")
        else:
            self._head(Content(""))
            note.empty(
                "Paste or type what to look up, then press enter.",
                "Entries you open are listed here; f pins one.",
            )

    # Events

    def on_key(self, event: events.Key) -> None:
        """`esc` in the rows leads back to the field."""
        if event.key == "escape" and self.rows.has_focus:
            event.stop()
            if not self.clear_marks():
                self.action_lookup_field()

    def on_query_field_asked(self, event: QueryField.Asked) -> None:
        """Enter in the field."""
        self.look_up(event.text)

    def on_query_field_typed(self, event: QueryField.Typed) -> None:
        """Recents follow what is typed; results stay until the field is emptied."""
        self._wake()
        if self._asked is None or not event.text:
            self.workers.cancel_group(self, "look-up")
            self._show_recents()

    def on_query_field_too_long(self, event: QueryField.TooLong) -> None:
        """Say what the field takes."""
        self.query_one("#lookup-note", StateNote).empty(
            f"{event.length:,} characters are more than the {MOST:,} one look-up takes.",
            "Split the list, or use: medialib get - --jsonl",
        )

    def on_query_field_left(self) -> None:
        """To the rows; where there are none, out of the field, so that single keys work."""
        self.set_focus(self.rows if self.rows.display else None)

    def on_row_list_left_above(self) -> None:
        """Back to the field."""
        self.field.focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Details follow the cursor."""
        if self.rows.has_focus:
            self._wake()
        self._show_details()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click opens."""
        self.action_lookup_open()

    def on_resize(self) -> None:
        """There may be room for details now."""
        self._show_details()

    def _show_details(self) -> None:
        if not self.has_class("-wide"):
            return
        item = self.rows.current
        blocks = item_blocks(item, self._project, self.session.language) if item else ()
        self.query_one("#lookup-details", Sheet).show(blocks)

    # Actions

    def action_lookup_field(self) -> None:
        """To the field."""
        self.field.focus()
        self.field.select_all()

    def action_lookup_open(self) -> None:
        """Open the row under the cursor."""
        if self.item_id and not self.said_absent():
            self.open_entry(self.item_id, self.item_entry)

    def action_item_refresh(self) -> None:
        """Ask again."""
        if self._asked is not None:
            self.look_up(self._text, self._asked)
        else:
            self._load_known()
