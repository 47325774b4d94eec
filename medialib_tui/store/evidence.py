"""What a server was seen to offer, and the API version it was found to answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, MutableMapping

from medialib_tui.store.database import Database

DAY = 86_400.0
EVIDENCE_LIFE = 7 * DAY
VERSION_LIFE = DAY
_SKEW = 300.0


class Evidence(MutableMapping[str, bool]):
    """Capability -> seen to work or not, for one server's root; read once, written through.

    Evidence older than a week counts as none, so that an upgraded server is noticed.
    """

    def __init__(
        self, database: Database, server_url: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._server = server_url
        self._clock = clock
        self._known: dict[str, tuple[bool, float]] | None = None

    def __getitem__(self, capability: str) -> bool:
        works, seen = self._loaded()[capability]
        if not self._fresh(seen, EVIDENCE_LIFE):
            raise KeyError(capability)
        return works

    def __setitem__(self, capability: str, works: bool) -> None:
        known = self._loaded().get(capability)
        now = self._clock()
        if known and known[0] is works and self._fresh(known[1], DAY):
            return
        self._loaded()[capability] = (works, now)
        self._database.keep(
            (
                "INSERT OR REPLACE INTO evidence VALUES (?, ?, ?, ?)",
                (self._server, capability, int(works), now),
            )
        )

    def __delitem__(self, capability: str) -> None:
        del self._loaded()[capability]
        self._database.keep(
            (
                "DELETE FROM evidence WHERE server = ? AND capability = ?",
                (self._server, capability),
            )
        )

    def __iter__(self) -> Iterator[str]:
        return (key for key, (_, seen) in [*self._loaded().items()] if self._fresh_evidence(seen))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def resolved_version(self) -> str | None:
        """The API version found for `auto` within the last day."""
        rows = self._database.rows(
            "SELECT version, seen FROM versions WHERE server = ?", self._server
        )
        for version, seen in rows:
            if isinstance(seen, int | float) and self._fresh(seen, VERSION_LIFE):
                return str(version)
        return None

    def remember_version(self, version: str) -> None:
        """Keep the API version found for `auto` for a day."""
        self._database.keep(
            (
                "INSERT OR REPLACE INTO versions VALUES (?, ?, ?)",
                (self._server, version, self._clock()),
            )
        )

    def forget(self) -> None:
        """Drop everything known of this server, its API version included."""
        self._known = {}
        self._database.keep(
            ("DELETE FROM evidence WHERE server = ?", (self._server,)),
            ("DELETE FROM versions WHERE server = ?", (self._server,)),
        )

    def _loaded(self) -> dict[str, tuple[bool, float]]:
        if self._known is None:
            rows = self._database.rows(
                "SELECT capability, works, seen FROM evidence WHERE server = ?", self._server
            )
            self._known = {
                str(capability): (bool(works), float(seen))
                for capability, works, seen in rows
                if isinstance(seen, int | float)
            }
        return self._known

    def _fresh_evidence(self, seen: float) -> bool:
        return self._fresh(seen, EVIDENCE_LIFE)

    def _fresh(self, seen: float, life: float) -> bool:
        return -_SKEW <= self._clock() - seen < life
