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
    (
        """
        CREATE TABLE journal (
            number INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            intent INTEGER NOT NULL,
            server TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            intent_key TEXT NOT NULL,
            record TEXT NOT NULL,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL
        )
        """,
        "CREATE INDEX journal_by_intent ON journal (intent, number)",
        "CREATE INDEX journal_by_entry ON journal (server, entry_id, number)",
        "CREATE INDEX journal_by_key ON journal (intent_key) WHERE intent_key <> ''",
        """
        CREATE TABLE journal_head (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL,
            hash TEXT NOT NULL
        )
        """,
        """
        CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """,
        """
        CREATE TRIGGER journal_is_not_deleted BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """,
        """
        CREATE TRIGGER journal_is_not_replaced BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """,
        """
        CREATE TABLE drafts (
            server TEXT NOT NULL,
            entry_id TEXT NOT NULL,
            holder TEXT NOT NULL,
            title TEXT NOT NULL,
            base_version INTEGER,
            base TEXT NOT NULL,
            changes TEXT NOT NULL,
            who TEXT NOT NULL,
            pid INTEGER NOT NULL,
            saved REAL NOT NULL,
            PRIMARY KEY (server, entry_id, holder)
        ) WITHOUT ROWID
        """,
    ),
    (
        """
        CREATE TABLE journal_links (
            number INTEGER PRIMARY KEY,
            batch TEXT NOT NULL,
            undoes INTEGER
        )
        """,
        "CREATE INDEX journal_links_by_batch ON journal_links (batch, number) WHERE batch <> ''",
        "CREATE INDEX journal_links_by_undoes ON journal_links (undoes) WHERE undoes IS NOT NULL",
        """
        INSERT INTO journal_links
        SELECT number, batch, undoes FROM (
            SELECT number, coalesce(json_extract(sound, '$.batch'), '') AS batch,
                json_extract(sound, '$.undoes') AS undoes
            FROM (
                SELECT number, CASE WHEN json_valid(record) THEN record END AS sound
                FROM journal WHERE kind = 'intent'
            )
        ) WHERE batch <> '' OR undoes IS NOT NULL
        """,
        "CREATE INDEX journal_intents ON journal (server, number) WHERE kind = 'intent'",
        "CREATE INDEX journal_outcomes ON journal (intent, number) WHERE kind = 'outcome'",
    ),
    (
        """
        CREATE TABLE import_runs (
            number INTEGER PRIMARY KEY,
            server TEXT NOT NULL,
            digest TEXT NOT NULL,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            began TEXT NOT NULL,
            who TEXT NOT NULL,
            total INTEGER,
            finished INTEGER NOT NULL,
            journal TEXT NOT NULL,
            UNIQUE (server, digest)
        )
        """,
        """
        CREATE TABLE import_items (
            run INTEGER NOT NULL REFERENCES import_runs (number) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            line INTEGER NOT NULL,
            label TEXT NOT NULL,
            entry_id TEXT,
            external_id TEXT,
            system_name TEXT,
            state TEXT NOT NULL,
            since REAL,
            known INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            title TEXT NOT NULL,
            code TEXT NOT NULL,
            status INTEGER,
            fields TEXT NOT NULL,
            PRIMARY KEY (run, place)
        ) WITHOUT ROWID
        """,
    ),
    (
        "CREATE TABLE journal_open (number INTEGER PRIMARY KEY, server TEXT NOT NULL)",
        "CREATE INDEX journal_open_by_server ON journal_open (server, number)",
        """
        INSERT INTO journal_open SELECT number, server FROM journal AS own WHERE kind = 'intent'
            AND NOT EXISTS (SELECT 1 FROM journal AS later
            WHERE later.intent = own.number AND later.kind = 'outcome')
        """,
    ),
)
"""Each step is a tuple of statements; `user_version` counts the steps a file has seen."""
