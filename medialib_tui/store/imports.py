"""The imports of this machine: one row an item, marked on the disk before it is sent.

Items themselves are not kept, only what names them and how they ended.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.model.dates import now_iso
from medialib_tui.store.errors import NotKept
from medialib_tui.store.hold import Hold, hold, is_held
from medialib_tui.store.import_rows import (
    ITEMS,
    UPSERT,
    ItemRow,
    RunRow,
    item_of,
    number_of,
    values_of,
)
from medialib_tui.store.person import this_person

if TYPE_CHECKING:
    import sqlite3

    from medialib_tui.store.database import Database, Row

KEPT_RUNS = 30
_PAGE = 500
_FOLDER = "imports"
_HINT = "Make room or the folder writable; nothing is imported without its record."
_T = TypeVar("_T")


_RUNS = (
    "SELECT number, name, path, digest, began, who, total, finished, journal"
    " FROM import_runs WHERE server = ?"
)
_TURN = (
    "UPDATE import_items SET state = ? WHERE run = ? AND place IN (SELECT value FROM json_each(?))"
)


class Imports:
    """Runs by server root and content of the file; `scrub` takes the access token out of a text."""

    def __init__(self, database: Database, scrub: Callable[[str], str] | None = None) -> None:
        self._database = database
        self.scrub = scrub or str

    def hold(self, server: str, digest: str) -> Hold | None:
        """Keep other processes from importing the same; None while one does. Raises NotKept."""
        try:
            return hold(self._folder, _name(server, digest))
        except OSError as error:
            raise NotKept(
                f"{self._folder} cannot be written: {error.strerror}", hint=_HINT
            ) from None

    def is_held(self, server: str, digest: str) -> bool:
        """Whether some process is importing the same now."""
        return is_held(self._folder, _name(server, digest))

    def begin(
        self, server: str, digest: str, name: str, path: str, *, total: int | None, resume: bool
    ) -> RunRow:
        """The run of a file; every item is offered anew unless it is resumed. Raises NotKept."""
        self._require_clean(f"{name}\n{path}")

        def work(connection: sqlite3.Connection) -> None:
            found = connection.execute(
                "SELECT number FROM import_runs WHERE server = ? AND digest = ?", (server, digest)
            ).fetchone()
            values = (name, path, now_iso(), this_person().who, total)
            if found is None:
                connection.execute(
                    "INSERT INTO import_runs (name, path, began, who, total, server, digest,"
                    " finished, journal) VALUES (?, ?, ?, ?, ?, ?, ?, 0, '[]')",
                    (*values, server, digest),
                )
            else:
                connection.execute(
                    "UPDATE import_runs SET name = ?, path = ?, began = ?, who = ?,"
                    " total = coalesce(?, total), finished = 0 WHERE number = ?",
                    (*values, found[0]),
                )
                if not resume:
                    _begin_anew(connection, int(found[0]))
            _prune(connection)

        self._write(work)
        run = self.find(server, digest)
        if run is None:
            raise NotKept(f"{self._database.path} does not keep what is written", hint=_HINT)
        return run

    def find(self, server: str, digest: str) -> RunRow | None:
        """The run of that content on that server."""
        rows = self._database.rows(f"{_RUNS} AND digest = ?", server, digest)
        return self._run(rows[0]) if rows else None

    def runs(self, server: str) -> tuple[RunRow, ...]:
        """Every run to that server, newest first."""
        rows = self._database.rows(f"{_RUNS} ORDER BY began DESC, number DESC", server)
        return tuple(map(self._run, rows))

    def journalled(self, run: int, number: int) -> None:
        """Note the journal's number of one more sitting. Raises NotKept."""
        self._write(
            lambda connection: connection.execute(
                "UPDATE import_runs SET journal = json_insert(journal, '$[#]', ?2)"
                " WHERE number = ?1",
                (run, number),
            )
        )

    def keep(
        self,
        run: int,
        rows: Sequence[ItemRow],
        *,
        synced: bool = True,
        turned: tuple[str, Sequence[int]] = ("", ()),
    ) -> None:
        """Write items as they stand now, `synced` on the disk on return. Raises NotKept.

        `turned` is a state and the places of items that are kept and of which nothing else is new.
        """
        values = [(run, *values_of(row)) for row in rows]
        self._require_clean("\n".join(f"{row.label}\n{row.title}\n{row.fields}" for row in rows))
        state, places = turned

        def work(connection: sqlite3.Connection) -> None:
            if values:
                connection.executemany(UPSERT, values)
            if places:
                connection.execute(_TURN, (state, run, json.dumps(list(places))))

        self._write(work, synced=synced)

    def read_to_the_end(self, run: int, total: int) -> None:
        """Note how many items the file has. Raises NotKept."""
        self._write(
            lambda connection: connection.execute(
                "UPDATE import_runs SET total = ?2 WHERE number = ?1", (run, total)
            )
        )

    def finish(self, run: int) -> None:
        """Note that every item has a proven end. Raises NotKept."""
        self._write(
            lambda connection: connection.execute(
                "UPDATE import_runs SET finished = 1 WHERE number = ?", (run,)
            )
        )

    def states(self, run: int) -> Iterator[tuple[int, str]]:
        """Place and state of every item that was ever looked at, in file order."""
        last = 0
        while rows := self._database.rows(
            "SELECT place, state FROM import_items WHERE run = ? AND place > ?"
            " ORDER BY place LIMIT 5000",
            run,
            last,
        ):
            for place, state in rows:
                last = int(str(place))
                yield last, str(state)

    def rows(self, run: int, *, without: Iterable[str] = ()) -> Iterator[ItemRow]:
        """Every item in file order, but for those in the states named."""
        skipped = json.dumps(list(without))
        last = 0
        while found := self._database.rows(
            f"{ITEMS} AND place > ?"  # noqa: S608 - constant
            " AND state NOT IN (SELECT value FROM json_each(?)) ORDER BY place LIMIT ?",
            run,
            last,
            skipped,
            _PAGE,
        ):
            for row in map(item_of, found):
                last = row.place
                yield row

    def at(self, run: int, places: Sequence[int]) -> dict[int, ItemRow]:
        """The items of those places, as far as they are kept."""
        found = self._database.rows(
            f"{ITEMS} AND place IN (SELECT value FROM json_each(?))",  # noqa: S608 - constant
            run,
            json.dumps(list(places)),
        )
        return {row.place: row for row in map(item_of, found)}

    def _run(self, row: Row) -> RunRow:
        number, total = int(str(row[0])), row[6]
        states = self._database.rows(
            "SELECT state, count(*) FROM import_items WHERE run = ? GROUP BY state", number
        )
        return RunRow(
            number=number,
            name=str(row[1]),
            path=str(row[2]),
            digest=str(row[3]),
            began=str(row[4]),
            who=str(row[5]),
            total=number_of(total),
            finished=bool(row[7]),
            journal=tuple(json.loads(str(row[8]))),
            states={str(state): int(str(count)) for state, count in states},
        )

    def _require_clean(self, text: str) -> None:
        if self.scrub(text) != text:
            raise NotKept(
                "The access token is among the values; it is not kept and not sent",
                hint="take it out of the file and of its name",
            )

    def _write(self, work: Callable[[sqlite3.Connection], _T], *, synced: bool = True) -> _T:
        """Run one transaction that stays. Raises NotKept."""
        if self._database.durable:
            result = self._database.write(work, synced=synced)
            if self._database.durable:
                return result
        raise NotKept(f"The import cannot be kept: {self._database.warning}", hint=_HINT)

    @property
    def _folder(self) -> Path:
        return self._database.path.parent / _FOLDER


def _begin_anew(connection: sqlite3.Connection, run: int) -> None:
    """Nothing has an end any more; what was on the server before this run stays known."""
    connection.execute(
        "UPDATE import_items SET state = 'waiting', since = NULL, attempts = 0, title = '',"
        " code = '', status = NULL, fields = '[]',"
        " known = known OR state IN ('created', 'exists') WHERE run = ?",
        (run,),
    )


def _prune(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM import_runs WHERE number NOT IN"
        " (SELECT number FROM import_runs ORDER BY began DESC, number DESC LIMIT ?)",
        (KEPT_RUNS,),
    )


def _name(server: str, digest: str) -> str:
    return hashlib.sha256(f"{server}\n{digest}".encode()).hexdigest()[:32]
