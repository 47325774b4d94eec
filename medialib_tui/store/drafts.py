"""Drafts: what was typed and not yet confirmed by a server, one for each entry and terminal."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.model.base import JsonObject
from medialib_tui.store.database import Database, Row, Value
from medialib_tui.store.errors import NotKept
from medialib_tui.store.person import Person, may_be_alive, this_person

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = "server, entry_id, holder, title, base_version, base, changes, who, pid, saved"
_DELETE = "DELETE FROM drafts WHERE server = ? AND entry_id = ? AND holder = ?"


@dataclass(frozen=True, slots=True)
class Draft:
    """Unconfirmed changes to an entry: handle -> value, None for a property to be removed.

    `base` is the metadata they were typed on, of version `base_version`; `saved` is a Unix time.
    `live` tells that another terminal may still be editing it.
    """

    server: str
    entry_id: str
    title: str
    base_version: int | None
    base: JsonObject
    changes: JsonObject
    who: str
    pid: int
    saved: float
    live: bool


class Drafts:
    """The drafts of this machine; a server is named by its root.

    Terminals that edit the same entry keep a draft each. A draft whose terminal is gone is handed
    to the next one that saves or discards that entry's draft.
    """

    def __init__(
        self,
        database: Database,
        scrub: Callable[[str], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._scrub = scrub
        self._clock = clock

    def save(
        self,
        server: str,
        entry_id: str,
        *,
        base_version: int | None,
        base: JsonObject,
        changes: JsonObject,
        title: str = "",
    ) -> None:
        """Keep the changes in place of this terminal's earlier draft; on the disk on return.

        No changes discard it. Raises NotKept where it cannot be kept.
        """
        if not changes:
            self.discard(server, entry_id)
            return
        me = this_person()
        kept = self._text(changes)
        given = (title, base_version, self._text(base), kept, me.who, me.pid, self._clock())
        theirs = [draft for draft in self._left_behind(server, entry_id) if not _is(draft, me)]

        def work(connection: sqlite3.Connection) -> None:
            for draft in theirs:
                connection.execute(_DELETE, _place(draft))
            connection.execute(
                f"INSERT OR REPLACE INTO drafts ({_COLUMNS})"  # noqa: S608 - our own names
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (server, entry_id, _holder(me), *given),
            )

        if not self._database.durable:
            self._database.close()  # the disk may have room again
        self._database.write(work)
        if not self._database.durable:
            raise NotKept(
                f"The draft is not on the disk: {self._database.warning}",
                hint="save now, or copy what you typed to another place",
            )

    def get(self, server: str, entry_id: str) -> Draft | None:
        """The draft to be offered for an entry: this terminal's own, else the newest."""
        me = this_person()
        found = [d for d in self.list(server) if d.entry_id == entry_id]
        own = [d for d in found if _is(d, me)]
        return next(iter(own or found), None)

    def list(self, server: str | None = None) -> tuple[Draft, ...]:
        """The drafts of a server, or of all, newest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM drafts WHERE ?1 IS NULL OR server = ?1"  # noqa: S608 - ours
            " ORDER BY saved DESC, entry_id",
            server,
        )
        me = this_person()
        return tuple(_draft(row, me) for row in rows)

    def discard(self, server: str, entry_id: str, *, everyone: bool = False) -> int:
        """Drop the draft; how many were dropped. Those of other live terminals stay unless
        `everyone`."""
        found = (draft for draft in self.list(server) if draft.entry_id == entry_id)
        dropped = [draft for draft in found if everyone or not draft.live]
        if dropped:
            self._database.keep(*((_DELETE, _place(draft)) for draft in dropped))
        return len(dropped)

    def _left_behind(self, server: str, entry_id: str) -> Iterable[Draft]:
        """The drafts of an entry that no other live terminal holds."""
        return (d for d in self.list(server) if d.entry_id == entry_id and not d.live)

    def _text(self, value: JsonObject) -> str:
        text = json.dumps(value)
        if self._scrub is not None and self._scrub(text) != text:
            raise NotKept(
                "The access token is among the values; this draft is not kept",
                hint="clear the clipboard and remove the token from the form",
            )
        return text


def _is(draft: Draft, person: Person) -> bool:
    return (draft.who, draft.pid) == (person.who, person.pid)


def _place(draft: Draft) -> tuple[str, str, str]:
    return draft.server, draft.entry_id, _holder(Person(draft.who, draft.pid))


def _holder(person: Person) -> str:
    return f"{person.who}:{person.pid}"


def _draft(row: Row, me: Person) -> Draft:
    server, entry_id, _, title, version, base, changes, who, pid, saved = row
    holder = Person(str(who), _integer(pid) or 0)
    return Draft(
        server=str(server),
        entry_id=str(entry_id),
        title=str(title),
        base_version=_integer(version),
        base=_object(base),
        changes=_object(changes),
        who=holder.who,
        pid=holder.pid,
        saved=float(saved) if isinstance(saved, int | float) else 0.0,
        live=(holder != me) and may_be_alive(holder, me),
    )


def _integer(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _object(value: Value) -> JsonObject:
    try:
        found: JsonValue = json.loads(str(value))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
