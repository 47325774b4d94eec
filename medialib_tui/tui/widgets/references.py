"""Incoming references: documents and media, and every place of the selected one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from medialib_tui.core.references import ReferenceList, ReferrerInfo
from medialib_tui.model.reference import ReferenceKind, Referrer
from medialib_tui.tui.present import shown
from medialib_tui.tui.source import Source
from medialib_tui.tui.widgets.filter_field import FilterField
from medialib_tui.tui.widgets.reference_table import (
    BY_INFO,
    NAMES,
    SORTS,
    ReferenceTable,
    matches,
    reference_blocks,
)
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.state_note import StateNote


class ReferencesPane(Vertical):
    """Both lists, a filter over them, and the places of the selected row."""

    DEFAULT_CSS = """
    ReferencesPane {
        .reference-head { height: 1; padding: 0 1; color: $muted; }
        #media-head { margin: 1 0 0 0; }
        #references-lists { width: 3fr; height: 1fr; }
        #references-lists.-both #documents { height: auto; max-height: 65%; }
        #documents.-empty, #media.-empty { display: none; }
        #reference-detail { width: 2fr; border-left: vkey $line; display: none; }
        &.-detail #reference-detail { display: block; }
    }
    """

    @dataclass
    class Selected(Message):
        """Another referrer is selected."""

        kind: ReferenceKind
        item: Referrer | None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words: list[str] = []
        self._sort = 0
        self._backwards = False
        self._sources: dict[ReferenceKind, Source[ReferenceList]] = {}
        self._progress: dict[ReferenceKind, str] = {}
        self.last_kind = ReferenceKind.DOCUMENTS
        self.nameless = ""
        """Why titles of documents cannot be read."""

    def compose(self) -> ComposeResult:
        """The filter, the lists with their heads, the details."""
        yield FilterField("Filter loaded references by title, place or id", id="references-filter")
        with Horizontal():
            with Vertical(id="references-lists"):
                for kind in ReferenceKind:
                    yield Static(id=f"{kind}-head", classes="reference-head")
                    yield StateNote(id=f"{kind}-note")
                    yield ReferenceTable(kind, id=kind.value)
            yield Sheet(id="reference-detail")

    def table(self, kind: ReferenceKind) -> ReferenceTable:
        """The list of that kind."""
        return self.query_one(f"#{kind}", ReferenceTable)

    def on_mount(self) -> None:
        """Both lists are being asked for; details follow the cursor of either."""
        for kind in ReferenceKind:
            table = self.table(kind)
            table.add_class("-empty")
            table.follow = partial(self._follow, table)
            self._head(kind)

    @property
    def active_table(self) -> ReferenceTable:
        """The list that has, or had, the focus."""
        return self.table(self.last_kind)

    def show(self, kind: ReferenceKind, source: Source[ReferenceList]) -> None:
        """Show a list from its beginning, or why there is none."""
        self._sources[kind] = source
        self._fill(kind)

    def grow(self, kind: ReferenceKind, rows: Sequence[Referrer]) -> None:
        """Add the rows of a further page."""
        table = self.table(kind)
        if self.sorted:
            self._fill(kind)
            return
        table.extend(row for row in rows if self._wanted(table, row))
        self._head(kind)

    def progress(self, kind: ReferenceKind, text: str) -> None:
        """Say what is going on behind the honest total."""
        self._progress[kind] = text
        self._head(kind)

    def learn(
        self, kind: ReferenceKind, infos: Mapping[str, ReferrerInfo], *, again: bool = False
    ) -> None:
        """Fill in titles; `again` filters and sorts by them at once."""
        table = self.table(kind)
        table.learn(infos)
        if kind in self._sources:
            self._note(kind)
        if again:
            self._fill(kind)
        if self.last_kind is kind:
            self._detail(table)

    def untitled(self, kind: ReferenceKind, most: int = 1) -> list[Referrer]:
        """Rows whose missing titles decide what is listed, or in what order; at most so many."""
        source = self._sources.get(kind)
        found = source.value if source else None
        if found is None or not (self._words or self._sort in BY_INFO):
            return []
        infos = self.table(kind).infos
        return list(islice((row for row in found.rows if row.key not in infos), most))

    @property
    def sorted(self) -> bool:
        """Whether the rows stand in another order than the server's: further ones go anywhere."""
        return bool(self._sort or self._backwards)

    def next_sort(self) -> None:
        """Sort what is loaded by another column."""
        self._sort, self._backwards = (self._sort + 1) % len(SORTS), False
        self._refill()

    def turn(self) -> None:
        """The same order the other way round."""
        self._backwards = not self._backwards
        self._refill()

    def _refill(self) -> None:
        """In another order; from the first row one stays at the first."""
        at_top = [kind for kind in ReferenceKind if self.table(kind).cursor == 0]
        self._fill_all()
        for kind in at_top:
            self.table(kind).cursor = 0

    def _fill_all(self) -> None:
        for kind in self._sources:
            self._fill(kind)

    def _ordered(self, table: ReferenceTable, rows: list[Referrer]) -> list[Referrer]:
        order = SORTS[self._sort][1]
        if order is not None:
            rows.sort(key=lambda row: order(row, table.infos.get(row.key)))
        return rows[::-1] if self._backwards else rows

    def focus_rows(self) -> None:
        """Type goes to the list last used, or to the one that has rows."""
        if not self.active_table.items:
            other = [kind for kind in ReferenceKind if self.table(kind).items]
            self.last_kind = other[0] if other else self.last_kind
        self.active_table.focus()

    def open_filter(self) -> None:
        """Type goes to the filter."""
        self.query_one(FilterField).open()

    def toggle_detail(self) -> None:
        """Show or hide the places of the selected row where there is no room for both."""
        self.toggle_class("-detail")

    def step_back(self) -> bool:
        """Close the details or the filter; False where neither is open."""
        if self.has_class("-detail") and self.screen.has_class("-narrow"):
            self.toggle_detail()
            return True
        return self.query_one(FilterField).step_back()

    def on_filter_field_wanted(self, event: FilterField.Wanted) -> None:
        """Filter what is loaded."""
        event.stop()
        self._words = event.text.lower().split()
        self._fill_all()

    def on_filter_field_left(self, event: FilterField.Left) -> None:
        """Back to the rows."""
        event.stop()
        self.focus_rows()

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """Pass it on: one sent while this pane filters its rows would end here."""
        event.stop()
        self.screen.post_message(RowList.ViewMoved(event.rows))

    def _follow(self, table: ReferenceTable) -> None:
        if table.has_focus or table is self.active_table:
            self._detail(table)

    def on_descendant_focus(self) -> None:
        """Remember which list is used."""
        focused = self.screen.focused
        if isinstance(focused, ReferenceTable):
            self.last_kind = focused.kind
            self._detail(focused)

    def _detail(self, table: ReferenceTable) -> None:
        item = table.current
        sheet = self.query_one("#reference-detail", Sheet)
        if item is not None:
            sheet.show(reference_blocks(table.kind, item, table.infos.get(item.key)))
        else:
            sheet.show(())
        self.post_message(self.Selected(table.kind, item))

    def _wanted(self, table: ReferenceTable, row: Referrer) -> bool:
        return not self._words or matches(row, table.infos.get(row.key), self._words)

    def _fill(self, kind: ReferenceKind) -> None:
        source, table = self._sources[kind], self.table(kind)
        found = source.value
        rows = [row for row in found.rows if self._wanted(table, row)] if found else []
        table.set_class(not rows, "-empty")
        both = not any(self.table(kind).has_class("-empty") for kind in ReferenceKind)
        self.query_one("#references-lists").set_class(both, "-both")
        neither = all(self.table(kind).has_class("-empty") for kind in ReferenceKind)
        self.set_class(neither, "-none")
        table.show(self._ordered(table, rows))
        self._head(kind)
        if rows and self.display and self.screen.focused is None:
            self.focus_rows()
        self._note(kind)

    def _note(self, kind: ReferenceKind) -> None:
        source, note = self._sources[kind], self.query_one(f"#{kind}-note", StateNote)
        if source.not_offered:
            note.not_offered(source.not_offered)
        elif source.failed is not None:
            note.failed(source.failed)
        elif kind is ReferenceKind.DOCUMENTS and self.nameless and self.table(kind).items:
            note.not_offered(f"Titles and addresses of documents are missing: {self.nameless}")
        else:
            note.clear()

    def _head(self, kind: ReferenceKind) -> None:
        source = self._sources.get(kind)
        text = f"{NAMES[kind]}  "
        if source is None or source.waiting:
            text += "asking…"
        elif source.value is not None:
            text += self._said(kind, source, source.value)
        if progress := self._progress.get(kind):
            text += f"  {progress}"
        self.query_one(f"#{kind}-head", Static).update(shown(text))

    def _said(
        self, kind: ReferenceKind, source: Source[ReferenceList], found: ReferenceList
    ) -> str:
        """The honest total; how many match; the order; the age, where there is room for it."""
        text, busy = found.honest_total(), bool(self._progress.get(kind))
        if self._words and found.rows:
            text = f"{len(self.table(kind).items):,} match of {text}"
        if self._words or self._sort in BY_INFO:
            infos = self.table(kind).infos
            untitled = sum(row.key not in infos for row in found.rows)
            text += f" ({untitled:,} titles not known yet)" if untitled else ""
            busy = busy or bool(untitled)
        order = SORTS[self._sort][0] + (" backwards" if self._backwards else "")
        text += f", {order.strip()}" if order else ""
        if self.sorted and not found.complete and not busy:
            text += " (A loads the rest)"
        if source.at and not busy:
            text += f", as of {source.at}"
        if source.error is not None:
            text += f"; asking again failed: {source.error.title}"
        return text
