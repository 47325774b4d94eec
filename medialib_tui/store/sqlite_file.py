"""Opening, migrating, copying and moving aside one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from medialib_tui.store.files import FILE_MODE, locked, make_folder
from medialib_tui.store.migrations import MIGRATIONS

BUSY_SECONDS = 5.0
_COMPANIONS = ("", "-wal", "-shm")


class NewerFile(Exception):
    """The file has tables that this version of the program does not know."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, made and migrated as needed, in WAL mode.

    Raises OSError, sqlite3.DatabaseError, or NewerFile.
    """
    make_folder(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
    if path.stat().st_mode & 0o077:
        path.chmod(FILE_MODE)
    connection = _raw(str(path))
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if _version(connection) != len(MIGRATIONS):
            with locked(path.parent):
                connection.execute("PRAGMA journal_mode = WAL")
                migrate(connection)
    except BaseException:  # whatever it was, nobody else can close the connection
        connection.close()
        raise
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date in one transaction. Raises NewerFile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in _missing_steps(_version(connection)):
            for statement in step:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:  # an interrupt, too, leaves no half step behind
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def copy_in_memory(path: Path | None) -> sqlite3.Connection:
    """A database in memory with what can be read from the file, or an empty one."""
    memory = _raw(":memory:")
    try:
        if path is not None:
            _copy(path, memory)
        migrate(memory)
    except (sqlite3.DatabaseError, NewerFile):
        memory.close()
        memory = _raw(":memory:")
        migrate(memory)
    return memory


def move_aside(path: Path) -> Path | None:
    """Rename a damaged file and its companions; None where it turns out to be sound.

    Another process may have done so already. Raises OSError.
    """
    with locked(path.parent):
        if _is_sound(path):
            return None
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        aside = path.with_name(f"{path.name}.damaged-{stamp}")
        for companion in _COMPANIONS:
            with suppress(FileNotFoundError):
                Path(f"{path}{companion}").rename(f"{aside}{companion}")
        return aside


def _raw(name: str, *, uri: bool = False) -> sqlite3.Connection:
    return sqlite3.connect(
        name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=uri
    )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _missing_steps(version: int) -> tuple[tuple[str, ...], ...]:
    if version > len(MIGRATIONS):
        raise NewerFile
    return MIGRATIONS[version:]


def _copy(path: Path, memory: sqlite3.Connection) -> None:
    """Read through the WAL where possible, else the file alone (a read-only folder)."""
    address = path.absolute().as_uri()
    try:
        with closing(_raw(f"{address}?mode=ro", uri=True)) as disk:
            disk.backup(memory)
    except sqlite3.DatabaseError:
        with closing(_raw(f"{address}?mode=ro&immutable=1", uri=True)) as disk:
            disk.backup(memory)


def _is_sound(path: Path) -> bool:
    try:
        with closing(_raw(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError:
        return False
