"""The draft of a form: on the disk within a second of every change, and at once when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from medialib_tui.model.compare import same
from medialib_tui.model.text import clean
from medialib_tui.store.errors import StoreError
from medialib_tui.tui import notices

if TYPE_CHECKING:
    from medialib_tui.core.form.form import Form
    from medialib_tui.model.base import JsonObject
    from medialib_tui.store.drafts import Draft
    from medialib_tui.tui.screens.edit.screen import EditScreen
    from medialib_tui.tui.screens.usage.screen import UsageScreen

SOON = 0.5
"""Seconds after the first change that is not on the disk yet."""


class DraftKeeper:
    """Keeps the draft of one screen; where it cannot be kept, it says so once."""

    def __init__(self, screen: EditScreen | UsageScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._timer: Timer | None = None
        self._told = False
        self.kept = False

    def find(self) -> Draft | None:
        """The draft to offer for this entry."""
        try:
            return self._session.drafts.get(self._session.server.url, self._screen.draft_key)
        except StoreError as error:
            self._tell(error)
            return None

    def soon(self) -> None:
        """Something changed: it is on the disk in less than a second."""
        self.kept = False
        if self._timer is None:
            self._timer = self._screen.set_timer(SOON, self.now)

    def now(self) -> None:
        """Put it on the disk."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        form = self._screen.form
        if form is None or self.kept:
            return
        try:
            self._session.drafts.save(
                self._session.server.url,
                self._screen.draft_key,
                base_version=form.entry.version,
                base=self.base(form),
                changes=form.draft(),
                title=clean(self.title(form)),
            )
            self.kept = True
        except StoreError as error:
            self._tell(error)

    def base(self, form: Form) -> JsonObject:
        """What the draft was typed on."""
        return form.stored

    def title(self, form: Form) -> str:
        """What the draft is called."""
        return form.entry.title

    def drop(self, sent: Form | None = None) -> None:
        """Forget the draft; after a save only where it is still what was sent."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.kept = True
        drafts, server = self._session.drafts, self._session.server.url
        try:
            found = drafts.get(server, self._screen.draft_key)
            if found is None or (sent is not None and not same(found.changes, sent.draft())):
                return
            drafts.discard(server, self._screen.draft_key)
        except StoreError as error:
            self._tell(error)

    def _tell(self, error: StoreError) -> None:
        if not self._told:
            self._told = True
            notices.say_error(self._screen, error)
