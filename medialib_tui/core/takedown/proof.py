"""Proof after a take-down: what serve-image says of every image key, and what stays open.

A 403 means revoked or invalid, the status does not say which (API reference 2.1): what is known
beside it is said, and where it comes from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from medialib_tui.api.errors import ApiError, NotOffered
from medialib_tui.core.batch.order import AHEAD, in_order
from medialib_tui.core.check import answer
from medialib_tui.core.license import invalid_because
from medialib_tui.core.serving import is_image
from medialib_tui.core.takedown.keys import AssetKey, asset_keys
from medialib_tui.core.takedown.known import known_here
from medialib_tui.core.takedown.places import Place, open_places
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability
from medialib_tui.model.dates import now_iso
from medialib_tui.model.entry import Entry
from medialib_tui.model.serve import ServeState

if TYPE_CHECKING:
    from medialib_tui.core.session import Session
    from medialib_tui.core.takedown.evidence import Evidence

MOST = 500
"""How many keys are asked at most: serve-image is an origin, not to be hammered."""

KeyState = Literal["blocked", "served", "missing", "not-asked", "failed"]


@dataclass(frozen=True, slots=True)
class KeyProof:
    """What serve-image said of one key, and why as far as it is known."""

    key: AssetKey
    state: KeyState
    sentence: str
    at: str

    def to_json(self) -> JsonObject:
        """The key in the report."""
        said: JsonObject = {"state": self.state, "said": self.sentence, "at": self.at}
        return self.key.to_json() | said


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven; `cannot` says what is not provable, `keys_known` whether all keys are."""

    entry_id: str
    operation: TakeDown
    keys: tuple[KeyProof, ...]
    keys_known: bool
    keys_reason: str
    purge: tuple[str, ...]
    places: tuple[Place, ...]
    cannot: tuple[str, ...]
    checked_at: str

    @property
    def down(self) -> bool | None:
        """True: no asked key is served. False: one is. None: not provable."""
        asked = [item.state for item in self.keys if item.state != "not-asked"]
        if "served" in asked:
            return False
        if not asked or "failed" in asked:
            return None
        return None if len(asked) < len(self.keys) else True

    @property
    def up(self) -> bool | None:
        """Whether the current key is served; None where that is not known."""
        states = [item.state for item in self.keys if item.key.kind == "current"]
        if not states or states[0] in ("not-asked", "failed"):
            return None
        return states[0] == "served"

    @property
    def holds(self) -> bool | None:
        """Whether what was wanted is so: down after a revoke, else the current key served."""
        if self.operation is TakeDown.REVOKE:
            return self.down
        return None if self.operation is TakeDown.ARCHIVE else self.up

    def sentence(self) -> str:
        """The proof in one line."""
        asked = [item.state for item in self.keys if item.state != "not-asked"]
        if not asked:
            return f"Not provable: {self.cannot[0] if self.cannot else 'no key is known'}."
        if self.operation is TakeDown.REVOKE:
            return self._taken_down(asked)
        if self.operation is TakeDown.ARCHIVE:
            return "Archive takes nothing down: " + ("it is served." if self.up else "not served.")
        if self.up:
            return "Proven: the current key is served."
        state = next((item for item in self.keys if item.key.kind == "current"), None)
        said = state.sentence if state else "no current key is known"
        return f"NOT SERVED: {said}." if self.up is False else f"Not proven: {said}."

    def _taken_down(self, asked: Sequence[KeyState]) -> str:
        served = asked.count("served")
        gone = asked.count("blocked") + asked.count("missing")
        keys = "1 key is" if len(self.keys) == 1 else f"all {len(self.keys):,} keys are"
        if self.down:
            beside = "" if self.keys_known else "; other keys are not known"
            return f"Proven: {keys} not served{beside}."
        if served:
            return f"STILL SERVED: {served:,} of {len(asked):,} keys asked."
        left = len(self.keys) - gone
        return f"Not proven: {gone:,} keys are not served, {left:,} could not be asked."

    def to_json(self) -> JsonObject:
        """The proof as the commands and the report print it."""
        return {
            "down": self.down,
            "served": self.up,
            "sentence": self.sentence(),
            "keys": [item.to_json() for item in self.keys],
            "keysKnown": self.keys_known,
            "keysReason": self.keys_reason,
            "purge": list(self.purge),
            "openPlaces": [place.to_json() for place in self.places],
            "cannotBeProven": list(self.cannot),
            "checkedAt": self.checked_at,
        }


async def prove(
    session: Session,
    entry: Entry,
    keys: Sequence[str] | None = None,
    *,
    operation: TakeDown = TakeDown.REVOKE,
    evidence: Evidence | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Ask serve-image for every key there is now and every key in `keys`; raises nothing.

    `entry` is the entry after the write. Without the `keys` endpoint only the entry's own keys
    are known, and that is said.
    """
    listed = await answer(session.client.keys(entry.id))
    known_now = not isinstance(listed, ApiError)
    every = [*(keys or ()), *([] if isinstance(listed, ApiError) else listed)]
    found = asset_keys(entry, every)
    reason = listed.title if isinstance(listed, ApiError) else ""
    asked = await _Asking(session, entry, progress).all(found)
    return Proof(
        entry_id=entry.id,
        operation=operation,
        keys=asked,
        keys_known=known_now,
        keys_reason=reason,
        purge=tuple(item.key for item in found),
        places=open_places(evidence, found, operation),
        cannot=tuple(_cannot(entry, asked, reason, known_now)),
        checked_at=now_iso(),
    )


class _Asking:
    """One round through the keys."""

    def __init__(
        self, session: Session, entry: Entry, progress: Callable[[str], None] | None
    ) -> None:
        self._session = session
        self._entry = entry
        self._progress = progress
        self._done = 0
        self._blocked = ""

    async def all(self, keys: Sequence[AssetKey]) -> tuple[KeyProof, ...]:
        """A proof for each key, in their order."""
        project = await self._session.project()
        supported = self._session.supports(Capability.SERVE_IMAGE)
        if not is_image(self._entry, project):
            return _not_asked(keys, "video and file have no serve-image")
        if not supported.possible:
            return _not_asked(keys, supported.reason)
        self._blocked = await self._why_blocked(invalid_because(self._entry, project))

        async def ask(key: AssetKey) -> KeyProof:
            found = await self._one(key)
            self._done += 1
            if self._progress is not None:
                self._progress(f"{self._done:,} of {len(keys):,} keys asked")
            return found

        first = [one async for one in in_order(keys[:MOST], ask, ahead=AHEAD)]
        return (*first, *_not_asked(keys[MOST:], f"only the first {MOST} keys are asked"))

    async def _one(self, key: AssetKey) -> KeyProof:
        try:
            state = await self._session.client.serve_state(key.key)
        except NotOffered as error:
            return KeyProof(key, "not-asked", error.title, now_iso())
        except ApiError as error:
            return KeyProof(key, "failed", error.title, now_iso())
        match state:
            case ServeState.SERVED:
                return KeyProof(key, "served", "served", now_iso())
            case ServeState.MISSING:
                return KeyProof(key, "missing", "nothing is stored under this key", now_iso())
            case ServeState.BLOCKED:
                return KeyProof(key, "blocked", self._blocked, now_iso())

    async def _why_blocked(self, invalid: str | None) -> str:
        """The 403 in words: revoked is known from the journal, invalid from the metadata."""
        known = await asyncio.to_thread(known_here, self._session, self._entry.id)
        if known.revoked is not None:
            here = f"revoked from this machine (journal {known.revoked.journal})"
            return f"blocked: {invalid}, and {here}" if invalid else f"blocked: {here}"
        if invalid:
            return f"blocked: {invalid}; whether it is revoked too is not known"
        return "blocked: revoked or invalid, the server does not say which; most likely revoked"


def _not_asked(keys: Sequence[AssetKey], why: str) -> tuple[KeyProof, ...]:
    return tuple(KeyProof(key, "not-asked", why, "") for key in keys)


def _cannot(entry: Entry, asked: Sequence[KeyProof], reason: str, known: bool) -> Iterator[str]:
    skipped = dict.fromkeys(item.sentence for item in asked if item.state == "not-asked")
    yield from skipped
    if not asked:
        yield "the server tells no asset key"
    if not known:
        yield f"other keys than the entry's own are not known: {reason}"
    if entry.asset is not None and entry.asset.url:
        yield "whether storage still hands out the asset's own address is not asked"
    yield "copies in CDN, image services and browsers are not visible to the API"
