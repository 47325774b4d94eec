"""What was typed for a take-down: on the disk within a second, back when it is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from medialib_tui.model.base import JsonObject
from medialib_tui.model.text import clean
from medialib_tui.store.errors import StoreError
from medialib_tui.tui import notices
from medialib_tui.tui.screens.edit.draft import SOON
from medialib_tui.tui.widgets.asset_pane import AssetPane

if TYPE_CHECKING:
    from medialib_tui.tui.screens.takedown.screen import TakeDownScreen


class Typed:
    """Note and asset form of one screen; `values` is what stands there and was not sent."""

    def __init__(self, screen: TakeDownScreen) -> None:
        self._screen = screen
        self._session = screen.session
        self._key = f"{screen.entry_id} take-down"
        self._timer: Timer | None = None
        self._told = False
        self.values: JsonObject = {}
        self._known: JsonObject = {}

    def _read(self) -> JsonObject:
        asset: JsonObject = {}
        asset.update(self._screen.query_one(AssetPane).texts)
        note = self._screen.note.text
        return {**({"note": note} if note else {}), **({"asset": asset} if asset else {})}

    def bring_back(self) -> None:
        """Fill in what was typed earlier and not sent."""
        if self.values:
            return
        try:
            draft = self._session.drafts.get(self._session.server.url, self._key)
        except StoreError:
            return
        if draft is None:
            return
        note, asset = draft.changes.get("note"), draft.changes.get("asset")
        if isinstance(note, str):
            self._screen.note.put(note)
        if isinstance(asset, dict):
            texts = {name: text for name, text in asset.items() if isinstance(text, str)}
            self._screen.query_one(AssetPane).put_texts(texts)
        self.values = self._known = self._read()
        notices.say(self._screen, "What you typed here earlier is back in its fields.")

    def soon(self) -> None:
        """Something was typed: it is on the disk in less than a second."""
        self.values = self._read()
        if self._timer is None:
            self._timer = self._screen.set_timer(SOON, self.now)

    def now(self) -> None:
        """Put it on the disk."""
        self._stop()
        values, evidence = self.values, self._screen.evidence
        if evidence is None or values == self._known:
            return
        try:
            self._session.drafts.save(
                self._session.server.url,
                self._key,
                base_version=evidence.entry.version,
                base={},
                changes=values,
                title=clean(evidence.entry.title),
            )
            self._known = values
        except StoreError as error:
            if not self._told:
                self._told = True
                notices.say_error(self._screen, error)

    def drop(self) -> None:
        """It is on the server, or not wanted any more."""
        self.values = {}
        self.now()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
