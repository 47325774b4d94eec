"""The SQLite file of this machine, shared by several processes.

Where the file cannot be written, reading goes on from a copy in memory and `warning` says so; a
damaged file is moved aside, never deleted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.store.errors import NotKept

if TYPE_CHECKING:
    import sqlite3

Value = str | int | float | bytes | None
Row = tuple[Value, ...]
Statement = tuple[str, Sequence[Value]]
_T = TypeVar("_T")


class Database:
    """One owner's connection, opened on first use; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.warning = ""
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._in_memory = False
        self._moved_aside = False

    @property
    def durable(self) -> bool:
        """Whether what is written now is expected to be there after a restart. Raises NotKept."""
        self._run(lambda _: None)
        return not self._in_memory

    def rows(self, query: str, *values: Value) -> list[Row]:
        """The rows of a query; none, with a `warning`, while another process holds the file."""
        try:
            return self._run(lambda connection: connection.execute(query, values).fetchall())
        except NotKept as error:
            self.warning = error.title
            return []

    def keep(self, *statements: Statement) -> None:
        """Write convenience data in one transaction; trouble ends in `warning`, never raised."""

        def work(connection: sqlite3.Connection) -> None:
            for statement, values in statements:
                connection.execute(statement, values)

        try:
            self.write(work)
        except NotKept as error:
            self.warning = error.title

    def write(self, work: Callable[[sqlite3.Connection], _T], *, synced: bool = True) -> _T:
        """Run one transaction, on the disk on return; `work` may be run again after a rollback.

        What is not `synced` survives the end of the process, but perhaps not of the machine.
        Raises NotKept while another process holds the file. See `durable`.
        """

        def transaction(connection: sqlite3.Connection) -> _T:
            connection.execute(f"PRAGMA synchronous = {'FULL' if synced else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:  # an interrupt, too, leaves no transaction open
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            return result

        return self._run(transaction)

    def close(self) -> None:
        """Give the file back; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._in_memory = False

    def _run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        import sqlite3

        with self._lock:
            while True:
                try:
                    return work(self._open())
                except sqlite3.DatabaseError as error:
                    if self._in_memory or not self._recovered(error):
                        raise

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            from medialib_tui.store.sqlite_file import NewerFile, connect

            try:
                self._connection = connect(self.path)
            except NewerFile:
                self._to_memory("was made by a newer version of medialib", copied=False)
            except OSError as error:
                self._to_memory(f"cannot be opened: {error.strerror}")
        if self._connection is None:
            raise RuntimeError("no database")
        return self._connection

    def _recovered(self, error: sqlite3.DatabaseError) -> bool:
        """Make another attempt worth while; False where the statement itself is wrong."""
        import sqlite3

        code = getattr(error, "sqlite_errorcode", 0)
        match code & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise NotKept(
                    f"{self.path} is held by another process", hint="try again in a moment"
                ) from None
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                self._replace_damaged()
            case sqlite3.SQLITE_FULL:
                self._to_memory("cannot be written: the disk is full")
            case (
                sqlite3.SQLITE_READONLY
                | sqlite3.SQLITE_IOERR
                | sqlite3.SQLITE_CANTOPEN
                | sqlite3.SQLITE_PERM
                | sqlite3.SQLITE_PROTOCOL
            ):
                self._to_memory(f"cannot be written: {error}")
            case _:
                return False
        return True

    def _replace_damaged(self) -> None:
        from medialib_tui.store.sqlite_file import move_aside

        self.close()
        if self._moved_aside:
            self._to_memory("is damaged", copied=False)
            return
        self._moved_aside = True
        try:
            aside = move_aside(self.path)
        except OSError as error:
            self._to_memory(f"is damaged and cannot be moved: {error.strerror}", copied=False)
            return
        if aside is not None:
            self.warning = f"{self.path} was damaged; it was moved to {aside.name} and begun anew"

    def _to_memory(self, reason: str, *, copied: bool = True) -> None:
        from medialib_tui.store.sqlite_file import copy_in_memory

        self.close()
        self._connection = copy_in_memory(self.path if copied else None)
        self._in_memory = True
        self.warning = f"{self.path} {reason}; nothing new is kept after this session"
