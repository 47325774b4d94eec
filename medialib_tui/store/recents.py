"""Entries looked at lately, and entries pinned, for each server."""

from __future__ import annotations

import time
from dataclasses import dataclass

from medialib_tui.store.database import Database, Value

KEPT = 200
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Recent:
    """An entry opened lately; `when` is a Unix time. Title and media type are the server's text."""

    entry_id: str
    title: str
    media_type: str
    when: float


@dataclass(frozen=True, slots=True)
class Pin:
    """An entry kept at hand; `label` is the person's own word for it, empty where none."""

    entry_id: str
    title: str
    media_type: str
    label: str
    when: float


class Recents:
    """Recents and pins; a server is named by its root."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def warning(self) -> str:
        """What is wrong with keeping them, in a sentence; empty when all is well."""
        return self._database.warning

    def note(
        self,
        server_url: str,
        entry_id: str,
        title: str = "",
        media_type: str = "",
        when: float | None = None,
    ) -> None:
        """Put an entry first; an empty title or media type leaves the known one."""
        values = (server_url, entry_id, _short(title), _short(media_type))
        if not _keepable(server_url, entry_id):
            return
        self._database.keep(
            (
                "INSERT INTO recents VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " title = coalesce(nullif(excluded.title, ''), title),"
                " media_type = coalesce(nullif(excluded.media_type, ''), media_type),"
                " seen = excluded.seen",
                (*values, time.time() if when is None else when),
            ),
            (
                "UPDATE pins SET title = coalesce(nullif(?3, ''), title),"
                " media_type = coalesce(nullif(?4, ''), media_type)"
                " WHERE server = ?1 AND entry_id = ?2",
                values,
            ),
            (
                "DELETE FROM recents WHERE server = ?1 AND entry_id NOT IN"
                " (SELECT entry_id FROM recents WHERE server = ?1 ORDER BY seen DESC LIMIT ?2)",
                (server_url, KEPT),
            ),
        )

    def list(self, server_url: str, limit: int = 20) -> tuple[Recent, ...]:
        """The entries opened last, newest first."""
        rows = self._database.rows(
            "SELECT entry_id, title, media_type, seen FROM recents WHERE server = ?"
            " ORDER BY seen DESC, entry_id LIMIT ?",
            server_url,
            limit,
        )
        return tuple(Recent(str(a), str(b), str(c), _number(d)) for a, b, c, d in rows)

    def clear(self, server_url: str | None = None) -> None:
        """Forget the recents of a server, or of all; pins stay."""
        if server_url is None:
            self._database.keep(("DELETE FROM recents", ()))
        else:
            self._database.keep(("DELETE FROM recents WHERE server = ?", (server_url,)))

    def forget(self, server_url: str) -> None:
        """Forget the recents and the pins of a server."""
        self._database.keep(
            ("DELETE FROM recents WHERE server = ?", (server_url,)),
            ("DELETE FROM pins WHERE server = ?", (server_url,)),
        )

    def pin(
        self,
        server_url: str,
        entry_id: str,
        label: str = "",
        *,
        title: str = "",
        media_type: str = "",
    ) -> None:
        """Keep an entry at hand; pinning it again changes its label and keeps its place."""
        if not _keepable(server_url, entry_id):
            return
        self._database.keep(
            (
                "INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " title = coalesce(nullif(excluded.title, ''), title),"
                " media_type = coalesce(nullif(excluded.media_type, ''), media_type),"
                " label = excluded.label",
                (
                    server_url,
                    entry_id,
                    _short(title),
                    _short(media_type),
                    _short(label),
                    time.time(),
                ),
            )
        )

    def unpin(self, server_url: str, entry_id: str) -> None:
        """Let a pinned entry go."""
        if _keepable(server_url, entry_id):
            self._database.keep(
                ("DELETE FROM pins WHERE server = ? AND entry_id = ?", (server_url, entry_id))
            )

    def is_pinned(self, server_url: str, entry_id: str) -> bool:
        """Whether the entry is pinned."""
        return any(pin.entry_id == entry_id for pin in self.pins(server_url))

    def pins(self, server_url: str) -> tuple[Pin, ...]:
        """All pinned entries of a server, in the order they were pinned."""
        rows = self._database.rows(
            "SELECT entry_id, title, media_type, label, pinned FROM pins WHERE server = ?"
            " ORDER BY pinned, entry_id",
            server_url,
        )
        return tuple(Pin(str(a), str(b), str(c), str(d), _number(e)) for a, b, c, d, e in rows)


def _short(text: str) -> str:
    """Cut to a bounded length; half a surrogate pair cannot be kept and becomes `?`."""
    return text[:_LONGEST].encode("utf-8", "replace").decode()


def _keepable(*keys: str) -> bool:
    return all(key and _short(key) == key for key in keys)


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
