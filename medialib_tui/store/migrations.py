"""The tables of the SQLite file, by version; a step, once released, never changes."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE recents (
            server TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            title TEXT NOT NULL,
            media_type TEXT NOT NULL,
            seen REAL NOT NULL,
            PRIMARY KEY (server, entry_id)
        ) WITHOUT ROWID
        """,
        "CREATE INDEX recents_by_time ON recents (server, seen)",
        """
        CREATE TABLE pins (
            server TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            title TEXT NOT NULL,
            media_type TEXT NOT NULL,
            label TEXT NOT NULL,
            pinned REAL NOT NULL,
            PRIMARY KEY (server, entry_id)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE evidence (
            server TEXT NOT NULL,
            capability TEXT NOT NULL,
            works INTEGER NOT NULL,
            seen REAL NOT NULL,
            PRIMARY KEY (server, capability)
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE versions (
            server TEXT NOT NULL PRIMARY KEY,
            version TEXT NOT NULL,
            seen REAL NOT NULL
        ) WITHOUT ROWID
        """,
    ),
)
"""Each step is a tuple of statements; `user_version` counts the steps a file has seen."""
