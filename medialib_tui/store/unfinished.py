"""Whether writes were left without outcome: asked at every start, so it imports nothing more."""

from __future__ import annotations

from medialib_tui.store.database import Database


def left_open(database: Database, server: str) -> bool:
    """Whether the journal holds a write to the server that has no outcome yet."""
    query = "SELECT 1 FROM journal_open WHERE server = ? LIMIT 1"
    return bool(database.rows(query, server))
