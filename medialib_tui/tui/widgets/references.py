"""Incoming references: documents and media, and every place of the selected one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
        """Both lists are being asked for."""
        for kind in ReferenceKind:
            self.table(kind).add_class("-empty")
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

    def learn(self, kind: ReferenceKind, infos: Mapping[str, ReferrerInfo]) -> None:
        """Fill in titles."""
        table = self.table(kind)
        table.learn(infos)
        if self.last_kind is kind:
            self._detail(table)

    @property
    def sorted(self) -> bool:
        """Whether the rows stand in another order than the server's: further ones go anywhere."""
        return bool(self._sort or self._backwards)

    def next_sort(self) -> None:
        """Sort what is loaded by another column."""
        self._sort, self._backwards = (self._sort + 1) % len(SORTS), False
        self._fill_all()

    def turn(self) -> None:
        """The same order the other way round."""
        self._backwards = not self._backwards
        self._fill_all()

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

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        """Show the places of the row."""
        event.stop()
        table = event.rows
        if isinstance(table, ReferenceTable) and (table.has_focus or table is self.active_table):
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
        note = self.query_one(f"#{kind}-note", StateNote)
        found = source.value
        rows = [row for row in found.rows if self._wanted(table, row)] if found else []
        table.set_class(not rows, "-empty")
        both = not any(self.table(kind).has_class("-empty") for kind in ReferenceKind)
        self.query_one("#references-lists").set_class(both, "-both")
        table.show(self._ordered(table, rows))
        self._head(kind)
        if source.not_offered:
            note.not_offered(source.not_offered)
        elif source.failed is not None:
            note.failed(source.failed)
        else:
            note.clear()

    def _head(self, kind: ReferenceKind) -> None:
        source = self._sources.get(kind)
        text = f"{NAMES[kind]}  "
        if source is None or source.waiting:
            text += "asking…"
        elif source.value is not None:
            text += source.value.honest_total()
            if self._words:
                text += f", {len(self.table(kind).items):,} match the filter"
                infos = self.table(kind).infos
                untitled = sum(row.key not in infos for row in source.value.rows)
                text += f" ({untitled:,} titles not known yet)" if untitled else ""
            order = SORTS[self._sort][0] + (" backwards" if self._backwards else "")
            text += f", {order.strip()}" if order else ""
            if self.sorted and not source.value.complete:
                text += " (A loads the rest)"
            if source.at:
                text += f", as of {source.at}"
            if source.error is not None:
                text += f"; asking again failed: {source.error.title}"
        if progress := self._progress.get(kind):
            text += f"  {progress}"
        self.query_one(f"#{kind}-head", Static).update(shown(text))
