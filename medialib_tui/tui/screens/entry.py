"""One entry: everything known of it on tabs, every source on its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from medialib_tui.api.errors import ApiError, NotFound
from medialib_tui.core.check import Verdict
from medialib_tui.core.facts import badges
from medialib_tui.core.references import ReferenceList
from medialib_tui.model.entry import Entry
from medialib_tui.model.reference import ReferenceKind, Referrer
from medialib_tui.model.schema import Project
from medialib_tui.tui import notices
from medialib_tui.tui.actions import bindings
from medialib_tui.tui.jobs import start_read
from medialib_tui.tui.screens.entry_data import PARTS, EntryData
from medialib_tui.tui.screens.entry_references import ReferenceJobs
from medialib_tui.tui.screens.items import ItemScreen
from medialib_tui.tui.source import Source
from medialib_tui.tui.widgets import entry_text
from medialib_tui.tui.widgets.asset import AssetView
from medialib_tui.tui.widgets.entry_header import EntryHeader
from medialib_tui.tui.widgets.json_view import JsonView
from medialib_tui.tui.widgets.overview import Overview
from medialib_tui.tui.widgets.references import ReferencesPane
from medialib_tui.tui.widgets.row_list import RowList
from medialib_tui.tui.widgets.sheet import Sheet
from medialib_tui.tui.widgets.state_note import StateNote
from medialib_tui.tui.widgets.tab_row import Tab, TabRow
from medialib_tui.tui.widgets.usage import UsagePane
from medialib_tui.tui.widgets.uses import known_uses, never_checked, spaced

if TYPE_CHECKING:
    from medialib_tui.tui.dialogs.copy import CopyItem

TABS = (
    Tab("overview", "Overview", "Overview"),
    Tab("metadata", "Metadata", "Metadata"),
    Tab("references", "References", "References"),
    Tab("usage", "Usage log", "Usage"),
    Tab("asset", "Asset and keys", "Asset"),
    Tab("json", "JSON", "JSON"),
)


class EntryScreen(ItemScreen):
    """Shows an entry by its id; `entry` is shown at once and read again behind it."""

    CSS_PATH = "../styles/entry.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("entry")
    AUTO_FOCUS = ""

    def __init__(self, entry_id: str, entry: Entry | None = None) -> None:
        super().__init__()
        self.entry_id = entry_id
        self._handed_in = entry
        self._json_of: Entry | None = None

    def compose_body(self) -> ComposeResult:
        """Header, tabs, and what each of them shows."""
        yield EntryHeader()
        yield TabRow(TABS)
        with Vertical(id="entry-body"):
            yield StateNote(id="entry-note")
            with ContentSwitcher(initial="overview"):
                yield Overview(id="overview")
                yield Sheet(id="metadata")
                yield ReferencesPane(id="references")
                yield UsagePane(id="usage")
                yield AssetView(id="asset")
                yield JsonView(id="json")

    # Items

    @property
    def item_id(self) -> str | None:
        """The entry of this screen."""
        return self.entry_id

    @property
    def item_entry(self) -> Entry | None:
        """The entry, once it is there."""
        return self.data.entry.value

    @property
    def item_project(self) -> Project:
        """The project's configuration, as far as it is known."""
        return self.data.project

    @property
    def item_link(self) -> str | None:
        """The selected document's or use's address on their tabs, else the asset's."""
        if self.tab == "references":
            table = self.references.active_table
            info = table.infos.get(table.current_key or "")
            return info.url if info else None
        if self.tab == "usage":
            row = self.query_one(UsagePane).table.current
            return row.url if row else None
        return super().item_link

    def copy_items(self) -> Sequence[CopyItem]:
        """What the copy menu offers: the selected reference's id and link first, all keys."""
        from medialib_tui.tui.dialogs.copy import CopyItem, items_of

        items: list[CopyItem] = []
        if self.tab == "references" and (key := self.references.active_table.current_key):
            items.append(CopyItem("r", "Reference", key))
        if self.tab in {"references", "usage"} and self.item_link:
            items.append(CopyItem("l", "Link", self.item_link))
        entry, keys = self.item_entry, self.data.keys.value or ()
        if entry is None:
            return [*items, CopyItem("i", "Id", self.entry_id)]
        items += items_of(entry, keys=keys)
        if self.tab == "asset":
            items += [
                CopyItem(str(place), f"Key {place}", key)
                for place, key in enumerate(keys[:9], 1)
                if key != entry.asset_key
            ]
        return items

    # Life

    def on_mount(self) -> None:
        """Ask every source side by side."""
        self.data = EntryData(self.session, self.entry_id, self._handed_in)
        self.reference_jobs = ReferenceJobs(self)
        self.query_one(EntryHeader).entry_id = self.entry_id
        self._show_tab("overview")
        self._ask()

    def _ask(self) -> None:
        self.query_one(EntryHeader).age = "asking…"
        self._show_entry()
        for part in PARTS:
            start_read(self, partial(self._load, part), group=part)

    async def _load(self, part: str) -> None:
        await self.data.load(part)
        match part:
            case "entry":
                self._entry_came()
            case "project":
                self._show_entry()
                self._show_usage()
            case "usage":
                self._show_usage()
            case "documents" | "media":
                kind = ReferenceKind(part)
                self.references.show(kind, self._source(kind))
                self.reference_jobs.view_moved(kind)
            case "keys":
                self._show_asset()
        self._show_uses()

    def _entry_came(self) -> None:
        source = self.data.entry
        header = self.query_one(EntryHeader)
        header.age = f"as of {source.at}" if source.at else ""
        if source.value is not None and source.error is None:
            entry, recents = source.value, self.session.recents
            url = self.session.server.url
            recents.note(url, self.entry_id, entry.title, entry.media_type or "")
            start_read(self, self._load_serving, group="serving")
        elif source.value is not None and source.error is not None:
            notices.say_error(self, source.error)
        self._show_entry()

    async def _load_serving(self) -> None:
        await self.data.load("serving")
        self._show_badges()
        self._show_uses()
        self._show_asset()

    # Showing

    @property
    def tab(self) -> str:
        """The tab in view."""
        return self.query_one(TabRow).active

    @property
    def references(self) -> ReferencesPane:
        """The references tab."""
        return self.query_one(ReferencesPane)

    def _source(self, kind: ReferenceKind) -> Source[ReferenceList]:
        return self.data.documents if kind is ReferenceKind.DOCUMENTS else self.data.media

    def _show_entry(self) -> None:
        entry, project, language = self._words()
        note = self.query_one("#entry-note", StateNote)
        error = self.data.entry.failed
        if isinstance(error, NotFound):
            note.failed(_no_entry(error, self.entry_id), retry=False)
        elif error is not None:
            note.failed(error)
        else:
            note.clear()
        if entry is None:
            return
        self.query_one(EntryHeader).title = entry.title
        self.query_one("#metadata", Sheet).show(entry_text.metadata(entry, project, language))
        if self.tab == "json":
            self._show_json()
        self._show_badges()
        self._show_asset()

    def _words(self) -> tuple[Entry | None, Project, str]:
        return self.data.entry.value, self.data.project, self.session.language

    def _show_badges(self) -> None:
        entry, project, language = self._words()
        if entry is None:
            return
        check = self.data.check()
        uses = None
        if check is not None:
            uses = {
                Verdict.IN_USE: "in use",
                Verdict.NONE_FOUND: "no use found",
                Verdict.INCOMPLETE: "uses not fully known",
            }[check.verdict]
        found = badges(entry, project, language, serving=self.data.serving.value, uses=uses)
        self.query_one(EntryHeader).badges = tuple(found)

    def _show_uses(self) -> None:
        entry, project, language = self._words()
        data = self.data
        if data.entry.failed is not None:
            return
        uses = known_uses(
            data.documents, data.media, data.usage, data.serving, data.check(), project, language
        )
        facts = spaced(
            entry_text.identity(entry, project, language) if entry else iter(()),
            entry_text.asset(entry) if entry else iter(()),
            entry_text.license_rules(entry, project, language) if entry else iter(()),
        )
        self.query_one(Overview).show(uses, facts, never_checked())
        self._show_badges()
        self._show_counts()

    def _show_usage(self) -> None:
        self.query_one(UsagePane).show(self.data.usage, self.data.project, self.session.language)

    def _show_asset(self) -> None:
        data = self.data
        if data.entry.value is not None:
            view = self.query_one(AssetView)
            view.show_asset(data.entry.value, data.serving, data.keys)

    def _show_json(self) -> None:
        entry = self.data.entry.value
        if entry is not None and entry is not self._json_of:
            self._json_of = entry
            self.query_one(JsonView).show_object(entry.sent)

    def _show_counts(self) -> None:
        counts = {}
        if self.data.usage.value is not None:
            counts["usage"] = f"{len(self.data.usage.value.entries):,}"
        lists = [self.data.documents.value, self.data.media.value]
        if all(found is not None for found in lists):
            known = [found for found in lists if found is not None]
            exact = all(found.complete or found.total is not None for found in known)
            loaded = sum(
                len(found.rows) if found.complete else found.total or len(found.rows)
                for found in known
            )
            counts["references"] = f"{loaded:,}" if exact else f"{loaded:,}+"
        self.query_one(TabRow).counts = counts

    def _show_tab(self, tab: str) -> None:
        self.query_one(TabRow).active = tab
        self.query_one(ContentSwitcher).current = tab
        if tab == "json":
            self._show_json()
        pane = self.query_one(f"#{tab}")
        if isinstance(pane, Overview | ReferencesPane | UsagePane):
            pane.focus_rows()
        else:
            pane.focus()

    # Events

    def on_tab_row_chosen(self, event: TabRow.Chosen) -> None:
        """A tab was clicked."""
        self._show_tab(event.tab)

    def on_row_list_view_moved(self, event: RowList.ViewMoved) -> None:
        """More rows, or titles for those in view, may be wanted."""
        if event.rows.id in {kind.value for kind in ReferenceKind}:
            self.reference_jobs.view_moved(ReferenceKind(event.rows.id))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A double click opens."""
        self.action_entry_open()

    # Actions

    def action_tab(self, tab: str) -> None:
        """Show a tab."""
        self._show_tab(tab)

    def action_entry_open(self) -> None:
        """Open the selected media reference; show the places or details of anything else."""
        if self.tab == "usage":
            self.query_one(UsagePane).toggle_detail()
        elif self.tab == "references":
            self._open_reference(self.references.active_table.kind)

    def _open_reference(self, kind: ReferenceKind) -> None:
        selected: Referrer | None = self.references.table(kind).current
        if selected is not None and kind is ReferenceKind.MEDIA:
            self.open_entry(selected.key)
        else:
            self.references.toggle_detail()

    def action_entry_filter(self) -> None:
        """Filter the rows of this tab."""
        if self.tab == "usage":
            self.query_one(UsagePane).open_filter()
        elif self.tab == "references":
            self.references.open_filter()

    def action_entry_load_all(self) -> None:
        """Load the rest of the reference list in use, or stop loading it."""
        if self.tab == "references":
            self.reference_jobs.toggle_all(self.references.active_table.kind)

    def action_entry_usage_state(self) -> None:
        """All uses, confirmed ones, pending ones."""
        if self.tab == "usage":
            self.query_one(UsagePane).next_state()

    def action_entry_usage_sort(self) -> None:
        """The next order of the uses."""
        if self.tab == "usage":
            self.query_one(UsagePane).next_sort()

    def action_item_refresh(self) -> None:
        """Ask every source again."""
        self._ask()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what the tab in view has no use for."""
        tabs = _ONLY_ON.get(action)
        if tabs is not None and self.is_mounted and self.tab not in tabs:
            return False
        return super().check_action(action, parameters)


_ONLY_ON = {
    "entry_filter": {"references", "usage"},
    "entry_open": {"references", "usage"},
    "entry_load_all": {"references"},
    "entry_usage_state": {"usage"},
    "entry_usage_sort": {"usage"},
}


def _no_entry(error: ApiError, entry_id: str) -> NotFound:
    return NotFound(
        f"This server has no entry {entry_id}.",
        detail=error.detail,
        hint="Press esc to go back to the look-up.",
    )
