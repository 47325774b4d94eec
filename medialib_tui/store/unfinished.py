"""Whether writes were left without outcome: asked at every start, so it imports nothing more."""

from __future__ import annotations

from medialib_tui.store.database import Database


def left_open(database: Database, server: str) -> bool:
    """Whether the journal holds a write to the server that has no outcome yet."""
    return bool(
        database.rows(
            "SELECT 1 FROM journal AS own WHERE kind = 'intent' AND server = ?"
            " AND NOT EXISTS (SELECT 1 FROM journal AS later WHERE later.intent = own.number"
            " AND later.kind = 'outcome') LIMIT 1",
            server,
        )
    )
