"""The draft of a form over many entries: kept under the set of their ids, which it names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.core.form.form import Form
from medialib_tui.store.errors import StoreError
from medialib_tui.tui.screens.edit.draft import DraftKeeper

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.model.base import JsonObject
    from medialib_tui.store.drafts import Draft
    from medialib_tui.tui.screens.edit_many.screen import EditManyScreen

IDS = "$ids"
"""Where a draft's base names the entries it is for; no property is called so."""

_START = "many "


def draft_key(ids: Sequence[str]) -> str:
    """The same for the same entries, in whatever order they were marked."""
    text = "\n".join(sorted(set(ids)))
    return f"{_START}{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def many_drafts(session: Session) -> list[tuple[Draft, tuple[str, ...]]]:
    """Drafts over many entries on this server, newest first, with their ids."""
    try:
        drafts = session.drafts.list(session.server.url)
    except StoreError:
        return []
    found = []
    for draft in drafts:
        ids = draft.base.get(IDS)
        if draft.entry_id.startswith(_START) and isinstance(ids, list):
            found.append((draft, tuple(str(one) for one in ids)))
    return found


class ManyDrafts(DraftKeeper):
    """Keeps the draft with the ids, so that it can be found again without marking them."""

    def __init__(self, screen: EditManyScreen) -> None:
        super().__init__(screen)
        self._ids = screen.ids

    def base(self, form: Form) -> JsonObject:
        """What all of them hold, and which they are."""
        return {**form.stored, IDS: list(self._ids)}

    def title(self, form: Form) -> str:
        """How many, and the first of them."""
        more = " …" if len(self._ids) > 1 else ""
        return f"{len(self._ids):,} entries: {self._ids[0]}{more}"
