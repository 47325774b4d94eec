"""What can be done with one entry wherever it stands: open, copy, pin, preview, follow its link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.tui import notices
from medialib_tui.tui.jobs import start_flow
from medialib_tui.tui.screens.base import BaseScreen

if TYPE_CHECKING:
    from medialib_tui.core.takedown.plan import TakeDown
    from medialib_tui.model.entry import Entry
    from medialib_tui.model.schema import Project
    from medialib_tui.tui.dialogs.copy import CopyItem


class ItemScreen(BaseScreen[None]):
    """A screen with one entry under the cursor; subclasses say which."""

    @property
    def item_id(self) -> str | None:
        """Its id."""
        raise NotImplementedError

    @property
    def item_entry(self) -> Entry | None:
        """The entry, where it is loaded."""
        raise NotImplementedError

    @property
    def item_title(self) -> str:
        """What it is called, as far as that is known."""
        return self.item_entry.title if self.item_entry else ""

    @property
    def item_link(self) -> str | None:
        """The link `open link` follows."""
        entry = self.item_entry
        return entry.asset.url if entry and entry.asset else None

    @property
    def item_project(self) -> Project:
        """The project's configuration, as far as it is known."""
        raise NotImplementedError

    @property
    def item_absent(self) -> str:
        """Why there is no such entry, in a sentence; empty where there is or may be one."""
        return ""

    def said_absent(self) -> bool:
        """Whether there is no such entry; if so the reason is said."""
        if self.item_absent:
            notices.say(self, self.item_absent, severity="warning")
        return bool(self.item_absent)

    def copy_items(self) -> Sequence[CopyItem]:
        """What the copy menu offers."""
        from medialib_tui.tui.dialogs.copy import CopyItem, items_of

        if self.item_entry is not None:
            return items_of(self.item_entry)
        pairs = (("i", "Id", self.item_id or ""), ("t", "Title", self.item_title))
        return [CopyItem(key, label, text) for key, label, text in pairs if text]

    def pins_changed(self) -> None:
        """The entry was pinned or unpinned."""

    def open_entry(self, entry_id: str, entry: Entry | None = None) -> None:
        """Show an entry above this screen."""
        from medialib_tui.tui.screens.entry.screen import EntryScreen

        self.app.push_screen(EntryScreen(entry_id, entry))

    def action_item_edit(self) -> None:
        """Open the form of the entry's metadata."""
        from medialib_tui.tui.screens.edit.screen import EditScreen

        if self.item_id is not None and not self.said_absent():
            self.app.push_screen(EditScreen(self.item_id))

    @property
    def item_marked(self) -> Sequence[str]:
        """Ids of several marked entries."""
        return ()

    def action_item_take_down(self) -> None:
        """Check the entry, or all that are marked, then revoke."""
        from medialib_tui.core.takedown.plan import TakeDown

        self._take_down(TakeDown.REVOKE)

    def action_item_acts(self) -> None:
        """Choose what is to be done, then check."""
        if self.item_id is not None and (self.item_marked or not self.said_absent()):
            start_flow(self.library, "act", self._choose_act)

    async def _choose_act(self) -> None:
        from medialib_tui.tui.screens.takedown.asking import choose_act

        chosen = await choose_act(self.library, several=bool(self.item_marked))
        if chosen is not None:
            self._take_down(chosen)

    def _take_down(self, operation: TakeDown) -> None:
        from medialib_tui.tui.screens.takedown.batch import BatchScreen
        from medialib_tui.tui.screens.takedown.screen import TakeDownScreen

        if self.item_marked:
            self.app.push_screen(BatchScreen(self.item_marked, operation))
        elif self.item_id is not None and not self.said_absent():
            self.app.push_screen(TakeDownScreen(self.item_id, self.item_entry, operation))

    def action_usage_add(self) -> None:
        """Log a use of the entry, or the same use of all that are marked."""
        from medialib_tui.tui.screens.usage.screen import UsageScreen

        if self.item_marked:
            first, *also = self.item_marked
            self.app.push_screen(UsageScreen(first, also=tuple(also)))
        elif self.item_id is not None and not self.said_absent():
            self.app.push_screen(UsageScreen(self.item_id))

    def action_item_copy(self) -> None:
        """Ask what to copy."""
        from medialib_tui.tui.dialogs.copy import open_copy_menu

        items = self.copy_items()
        if items:
            open_copy_menu(self.library, items)
        else:
            notices.say(self, "There is nothing to copy here.")

    def action_item_open_link(self) -> None:
        """Follow the link."""
        from medialib_tui.tui.opener import open_link

        if self.item_link:
            open_link(self.library, self.item_link)
        else:
            notices.say(self, "There is no link here.")

    def action_item_pin(self) -> None:
        """Pin the entry, or let it go."""
        if self.item_id is None or self.said_absent():
            return
        recents, url = self.session.recents, self.session.server.url
        if recents.is_pinned(url, self.item_id):
            recents.unpin(url, self.item_id)
            notices.say(self, f"Unpinned {self.item_id}")
        else:
            entry = self.item_entry
            media_type = entry.media_type or "" if entry else ""
            recents.pin(url, self.item_id, title=self.item_title, media_type=media_type)
            notices.say(self, f"Pinned {self.item_id}")
        self.pins_changed()

    def action_item_preview(self) -> None:
        """Show the picture; nothing is fetched before."""
        from medialib_tui.core.serving import unservable
        from medialib_tui.tui.dialogs.preview import PreviewDialog

        entry = self.item_entry
        if self.said_absent():
            return
        if entry is None:
            notices.say(self, "Open the entry first: its picture is not known yet.")
            return
        reason = unservable(self.session, entry, self.item_project)
        if reason is not None:
            notices.say(self, f"No preview: {reason.sentence}.", severity="warning")
            return
        self.app.push_screen(PreviewDialog(self.session, entry))
