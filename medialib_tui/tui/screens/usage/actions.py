"""The actions on the rows of the usage log and of the references, as a part of the entry screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from medialib_tui.model.capability import Capability
from medialib_tui.tui import notices
from medialib_tui.tui.screens.items import ItemScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from medialib_tui.tui.dialogs.copy import CopyItem
    from medialib_tui.tui.screens.entry.data import EntryData
    from medialib_tui.tui.screens.usage.jobs import UsageJobs
    from medialib_tui.tui.widgets.references import ReferencesPane
    from medialib_tui.tui.widgets.usage import UsagePane


class UsageActions(ItemScreen):
    """What keys do on the usage log; sorting and exporting also on the references."""

    data: EntryData

    @property
    def usage_jobs(self) -> UsageJobs:
        """What is done with the uses."""
        raise NotImplementedError

    @property
    def references(self) -> ReferencesPane:
        """The references tab."""
        return cast("ReferencesPane", self.query_one("#references"))

    @property
    def tab(self) -> str:
        """The tab in view."""
        raise NotImplementedError

    @property
    def uses(self) -> UsagePane:
        """The usage log."""
        return cast("UsagePane", self.query_one("#usage"))

    @property
    def item_link(self) -> str | None:
        """The selected document's or use's address on their tabs, else the asset's."""
        if self.tab == "references":
            table = self.references.active_table
            info = table.infos.get(table.current_key or "")
            return info.url if info else None
        if self.tab == "usage":
            uses = self.uses.table
            return uses.link_of(uses.current) if uses.current else None
        return super().item_link

    def copy_items(self) -> Sequence[CopyItem]:
        """What the copy menu offers: the selected reference or use and its link first, all keys."""
        from medialib_tui.tui.dialogs.copy import CopyItem, items_of

        items: list[CopyItem] = []
        if self.tab == "references" and (key := self.references.active_table.current_key):
            items.append(CopyItem("r", "Reference", key))
        if self.tab == "usage" and (use := self.uses.table.current) is not None:
            items.append(CopyItem("g", "Use", use.entry.id))
            items += [CopyItem("d", "Document", use.document)] if use.document else []
        if self.tab in {"references", "usage"} and self.item_link:
            items.append(CopyItem("l", "Link", self.item_link))
        entry, keys = self.item_entry, self.data.keys.value or ()
        if entry is None:
            return [*items, CopyItem("i", "Id", self.item_id or "")]
        items += items_of(entry, keys=keys)
        if self.tab == "asset":
            items += [
                CopyItem(str(place), f"Key {place}", key)
                for place, key in enumerate(keys[:9], 1)
                if key != entry.asset_key
            ]
        return items

    @property
    def uses_editable(self) -> bool:
        """Whether this server takes writes to its usage log."""
        return self.library.supports(Capability.WRITE_USAGE_LOG).possible

    def action_item_edit(self) -> None:
        """Edit the use under the cursor, or the entry's metadata."""
        if self.tab == "usage":
            self.usage_jobs.edit()
        else:
            super().action_item_edit()

    def action_usage_add(self) -> None:
        """Log a use."""
        self.usage_jobs.add()

    def action_usage_confirm(self) -> None:
        """Confirm uses."""
        self.usage_jobs.confirm()

    def action_usage_remove(self) -> None:
        """Remove uses."""
        self.usage_jobs.remove()

    def action_usage_mark(self) -> None:
        """Mark the use, or clear its mark."""
        if not self.uses.table.mark():
            notices.say(self, "It is not marked: publishing writes it, nobody edits it by hand.")
        self.uses.say()

    def action_usage_mark_all(self) -> None:
        """Mark every use listed, or none again."""
        self.uses.table.mark_all()
        self.uses.say()

    def action_usage_details(self) -> None:
        """Show or hide everything about the use."""
        self.uses.toggle_detail()

    def action_entry_usage_state(self) -> None:
        """All uses, confirmed ones, pending ones."""
        self.uses.next_state()

    def action_entry_usage_sort(self) -> None:
        """The next order of the rows."""
        self._sorted.next_sort()

    def action_entry_turn(self) -> None:
        """The same order the other way round."""
        self._sorted.turn()

    def action_entry_export(self) -> None:
        """Write the rows listed to a file."""
        self.usage_jobs.export()

    @property
    def _sorted(self) -> UsagePane | ReferencesPane:
        return self.uses if self.tab == "usage" else self.references
