"""The rows of the journal: appended within a transaction, read as records and as links."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from medialib_tui.model.base import JsonObject
from medialib_tui.store import chain
from medialib_tui.store.chain import Link
from medialib_tui.store.database import Row
from medialib_tui.store.errors import NotKept
from medialib_tui.store.records import Record, read_record

if TYPE_CHECKING:
    import sqlite3

ONE = (
    "SELECT record, hash FROM journal WHERE intent = ?1"
    " AND EXISTS (SELECT 1 FROM journal WHERE number = ?1 AND kind = 'intent') ORDER BY number"
)
ALL = (
    "SELECT number, record, previous, hash, kind, intent, server, entry_id, intent_key FROM journal"
)


def append(
    connection: sqlite3.Connection,
    record: JsonObject,
    place: tuple[int | None, str, str, str],
) -> int:
    """Put a record at the end of the chain; its number. `place` is intent, server, entry, key."""
    head = connection.execute("SELECT number, hash FROM journal_head").fetchone()
    last, previous = (int(head[0]), str(head[1])) if head else (0, chain.GENESIS)
    text = chain.canonical(record)
    number, made = last + 1, chain.link_hash(previous, text)
    intent = number if place[0] is None else place[0]
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, record["kind"], intent, *place[1:], text, previous, made),
    )
    _note_place(connection, record, number, place)
    connection.execute(
        "INSERT INTO journal_head VALUES (1, ?1, ?2)"
        " ON CONFLICT (id) DO UPDATE SET number = ?1, hash = ?2",
        (number, made),
    )
    return number


def _note_place(
    connection: sqlite3.Connection,
    record: JsonObject,
    number: int,
    place: tuple[int | None, str, str, str],
) -> None:
    """Keep what is looked for at every start, or by thousands, where it is found at once."""
    if record["kind"] == "outcome":
        connection.execute("DELETE FROM journal_open WHERE number = ?", (place[0],))
    if record["kind"] != "intent":
        return
    connection.execute("INSERT INTO journal_open VALUES (?, ?)", (number, place[1]))
    batch, undoes = record.get("batch"), record.get("undoes")
    if batch or undoes is not None:
        link = (number, batch or "", undoes)
        connection.execute("INSERT INTO journal_links VALUES (?, ?, ?)", link)


def refer(connection: sqlite3.Connection, record: JsonObject, number: int) -> None:
    """Append what became of an intent."""
    about = read(connection, number)
    append(connection, record, (number, about.server, about.entry_id, ""))


def read(connection: sqlite3.Connection, number: int) -> Record:
    """The write with that number. Raises NotKept where there is none."""
    rows = connection.execute(ONE, (number,)).fetchall()
    if not rows:
        raise NotKept(f"The journal has no write {number}")
    return as_record(number, rows)


def as_record(number: int, rows: Sequence[Row]) -> Record:
    """The rows that ONE found, as one write."""
    return read_record(number, [str(row[0]) for row in rows], str(rows[-1][1]))


def as_link(row: Row) -> Link:
    """A row as a link; columns that do not repeat the record make it one that cannot hold."""
    number, text, previous, made = int(str(row[0])), str(row[1]), str(row[2]), str(row[3])
    kind, intent, _server, _entry_id, key = row[4:]
    try:
        record = json.loads(text)
    except ValueError:
        record = {}
    told = (record.get("kind"), record.get("intent", number), record.get("key", ""))
    place_holds = record.get("kind") != "intent" or (
        (record.get("server"), record.get("entryId")) == row[6:8]
    )
    sound = told == (kind, intent, key) and place_holds
    return Link(number, text, previous, made if sound else "")
