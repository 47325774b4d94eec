"""The journal: every write of this machine, kept before it is sent.

Append-only, hash-chained, on the disk before a call returns, safe for several processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from medialib_tui.model.base import JsonObject
from medialib_tui.model.dates import now_iso
from medialib_tui.store import chain
from medialib_tui.store.batches import Mark, marks_of
from medialib_tui.store.chain import Chain
from medialib_tui.store.database import Database, Row
from medialib_tui.store.errors import NotKept
from medialib_tui.store.journal_rows import ALL, ONE, append, as_link, as_record, read, refer
from medialib_tui.store.person import this_person
from medialib_tui.store.records import Outcome, Record

if TYPE_CHECKING:
    import sqlite3

_T = TypeVar("_T")
_PAGE = 500
_NO_END = 2**62
_OF_BATCH = "SELECT number FROM journal_links WHERE batch = ? AND batch <> ''"
_OF_KEY = (
    "SELECT number FROM journal WHERE intent_key = ? AND intent_key <> '' AND kind = 'intent'"
    " ORDER BY number DESC"
)
_MANY = "SELECT record, hash, intent FROM journal WHERE intent IN"
_HINT = "Make room or the folder writable; nothing is written to a server without its record."


class SentBefore(NotKept):
    """This very intent was journalled before and is not proven to have failed."""

    code = "sent-before"

    def __init__(self, number: int) -> None:
        super().__init__(
            f"This write was sent before (journal {number}); it is not sent twice",
            hint="look at its outcome in the journal",
        )
        self.number = number


class Journal:
    """Intents, answers and outcomes; a server is named by its root.

    `scrub` takes the access token out of a text: a record that holds it is refused.
    """

    def __init__(self, database: Database, scrub: Callable[[str], str] | None = None) -> None:
        self._database = database
        self._scrub = scrub

    @property
    def durable(self) -> bool:
        """Whether a record written now would be on the disk; tries the file anew if not so far."""
        return not self.why_not

    @property
    def why_not(self) -> str:
        """Why nothing can be written now, in a sentence; empty where it can."""
        try:
            return self._reopened() if self._in_memory() else ""
        except NotKept as error:
            return error.title

    def intend(
        self,
        *,
        key: str,
        server: str,
        server_name: str,
        entry_id: str,
        operation: str,
        body: JsonObject,
        before: JsonObject,
        title: str = "",
        undoes: int | None = None,
        batch: str = "",
        note: str = "",
    ) -> int:
        """Record what is about to be sent; its number. Raises NotKept, SentBefore among them.

        `key` names the intent: the same one is taken again only after proof that it failed.
        """
        me = this_person()
        record: JsonObject = {
            "kind": "intent",
            "at": now_iso(),
            "key": key,
            "server": server,
            "serverName": server_name,
            "entryId": entry_id,
            "title": title,
            "operation": operation,
            "who": me.who,
            "pid": me.pid,
            "body": body,
            "before": before,
            "undoes": undoes,
            "batch": batch,
            "note": note,
        }

        def work(connection: sqlite3.Connection) -> int:
            self._refuse_twice(connection, key)
            return append(connection, record, (None, server, entry_id, key))

        return self._write(record, work)

    def answered(self, number: int, *, answer: str, detail: str = "") -> None:
        """Note what the server said to an intent: "yes" or "nothing". Raises NotKept."""
        record: JsonObject = {"kind": "answer", "at": now_iso(), "intent": number}
        record |= {"answer": answer, "detail": detail}
        self._write(record, lambda connection: refer(connection, record, number))

    def settle(
        self,
        number: int,
        *,
        outcome: Outcome,
        version_after: int | None = None,
        detail: str = "",
        after: JsonObject | None = None,
    ) -> bool:
        """Record how an intent ended; False where that is known already. Raises NotKept.

        An outcome that is unknown may be followed by a known one.
        """
        me = this_person()
        record: JsonObject = {
            "kind": "outcome",
            "at": now_iso(),
            "intent": number,
            "outcome": Outcome(outcome).value,
            "versionAfter": version_after,
            "detail": detail,
            "after": after or {},
            "who": me.who,
            "pid": me.pid,
        }

        def work(connection: sqlite3.Connection) -> bool:
            known = read(connection, number).outcome
            if known is not None and (known is not Outcome.UNKNOWN or known == outcome):
                return False
            refer(connection, record, number)
            return True

        return self._write(record, work)

    def get(self, number: int) -> Record | None:
        """The write with that number."""
        rows = self._database.rows(ONE, number)
        return as_record(number, rows) if rows else None

    def of_key(self, key: str) -> Record | None:
        """The write of the intent with that key, the newest where it was made again."""
        return next(iter(self._records(self._database.rows(_OF_KEY, key))), None)

    def list(
        self,
        server: str | None = None,
        entry_id: str | None = None,
        *,
        batch: str | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> tuple[Record, ...]:
        """The writes, newest first; `before` continues behind that number."""
        wanted = {"server": server, "entry_id": entry_id}
        given = {name: value for name, value in wanted.items() if value is not None}
        where = "".join(f" AND {name} = ?" for name in given)
        if batch is not None:
            given["batch"] = batch
            where += f" AND number IN ({_OF_BATCH})"
        rows = self._database.rows(
            f"SELECT number FROM journal WHERE kind = 'intent'{where}"  # noqa: S608 - own names
            " AND number < ? ORDER BY number DESC LIMIT ?",
            *given.values(),
            before if before is not None else _NO_END,
            limit,
        )
        return self._records(rows)

    def unsettled(self, server: str) -> tuple[Record, ...]:
        """The writes to a server that have no outcome yet, oldest first."""
        query = "SELECT number FROM journal_open WHERE server = ? ORDER BY number"
        return self._records(self._database.rows(query, server))

    def marks(self, batch: str, *, whole: bool = False) -> tuple[Mark, ...]:
        """The writes whose batch begins with that text, or is it as a `whole`, oldest first."""
        return marks_of(self._database, batch, whole=whole)

    def undone_by(self, number: int) -> tuple[Record, ...]:
        """The writes that were made to take that one back, newest first."""
        query = "SELECT number FROM journal_links WHERE undoes = ? ORDER BY number DESC"
        return self._records(self._database.rows(query, number))

    def verify(self) -> Chain:
        """Follow the whole chain: finds changed, missing and reordered records. Raises NotKept."""

        def work(connection: sqlite3.Connection) -> Chain:
            head = connection.execute("SELECT number, hash FROM journal_head").fetchone()
            links = map(as_link, connection.execute(f"{ALL} ORDER BY number"))
            return chain.check_chain(links, tuple(head) if head else (0, chain.GENESIS))

        return self._database.write(work)

    def export(self) -> Iterator[JsonObject]:
        """Every record in order, with its number and hashes, so that others can check them."""
        last = 0
        while rows := self._database.rows(
            f"{ALL} WHERE number > ? ORDER BY number LIMIT ?", last, _PAGE
        ):
            for link in map(as_link, rows):
                last = link.number
                yield {
                    "number": link.number,
                    "record": link.record,
                    "previous": link.previous,
                    "hash": link.hash,
                }

    def _records(self, rows: Sequence[Row]) -> tuple[Record, ...]:
        numbers = [int(str(row[0])) for row in rows]
        found: dict[int, list[Row]] = {}
        for start in range(0, len(numbers), _PAGE):
            page = numbers[start : start + _PAGE]
            marks = ", ".join("?" * len(page))
            query = f"{_MANY} ({marks}) ORDER BY intent, number"
            for row in self._database.rows(query, *page):
                found.setdefault(int(str(row[2])), []).append(row)
        return tuple(as_record(one, found[one]) for one in numbers if one in found)

    def _in_memory(self) -> bool:
        return not self._database.durable

    def _reopened(self) -> str:
        """Try the file anew, as the disk may have room again; what is wrong with it."""
        self._database.close()
        if not self._in_memory():
            return ""
        return self._database.warning or f"{self._database.path} cannot be written"

    def _refuse_twice(self, connection: sqlite3.Connection, key: str) -> None:
        for (number,) in connection.execute(_OF_KEY, (key,)).fetchall():
            if read(connection, int(number)).outcome is not Outcome.NOT_APPLIED:
                raise SentBefore(int(number))

    def _write(self, record: JsonObject, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run one transaction that is on the disk on return. Raises NotKept."""
        try:
            text = chain.canonical(record)
        except ValueError as error:
            raise NotKept(f"This cannot be journalled: {error}") from None
        if self._scrub is not None and self._scrub(text) != text:
            raise NotKept(
                "The access token is among the values; it is not kept and not sent",
                hint="clear the clipboard and type the value again",
            )
        if reason := self.why_not:
            raise NotKept(f"The journal cannot be written: {reason}", hint=_HINT)
        import sqlite3

        try:
            result = self._database.write(work)
        except sqlite3.IntegrityError as error:
            raise NotKept(
                f"The journal was tampered with: {error}",
                hint="medialib journal verify says where; move the file aside to begin anew",
            ) from None
        if self._in_memory():
            self._database.close()
            raise NotKept(f"The journal cannot be written: {self._database.warning}", hint=_HINT)
        return result
