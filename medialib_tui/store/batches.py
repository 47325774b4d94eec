"""The writes of a batch in the journal, in short: whole records of ten thousand are too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from medialib_tui.store.database import Database, Row
from medialib_tui.store.records import Outcome

_OUTCOME = (
    "(SELECT json_extract(later.record, '$.outcome') FROM journal AS later"
    " WHERE later.intent = links.number AND later.kind = 'outcome'"
    " ORDER BY later.number DESC LIMIT 1)"
)
_IN_BATCH = "links.batch <> '' AND links.batch >= ?1 AND links.batch < ?2"
_MARKS = (
    f"SELECT own.number, own.entry_id, own.server, links.batch, {_OUTCOME}"  # noqa: S608 - constant
    " FROM journal_links AS links JOIN journal AS own ON own.number = links.number"
    f" WHERE {_IN_BATCH} ORDER BY links.number"
)
_UNDOES = (
    "WITH RECURSIVE undo(undoes, number) AS (SELECT later.undoes, later.number"  # noqa: S608 - constant
    " FROM journal_links AS links JOIN journal_links AS later ON later.undoes = links.number"
    f" WHERE {_IN_BATCH} UNION SELECT later.undoes, later.number"
    " FROM undo JOIN journal_links AS later ON later.undoes = undo.number)"
    f" SELECT links.undoes, links.number, {_OUTCOME} FROM undo AS links"
)
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Mark:
    """One write of a batch; `outcome` is None while it is open.

    `taken_back` where an undo of it is applied and stands.
    """

    number: int
    entry_id: str
    server: str
    batch: str
    outcome: Outcome | None
    taken_back: bool = False


def marks_of(database: Database, start: str, *, whole: bool = False) -> tuple[Mark, ...]:
    """The writes whose batch begins with `start`, or is it as a `whole`, oldest first."""
    span = (start, f"{start}\x00" if whole else f"{start}{_LAST}")
    found = database.rows(_MARKS, *span)
    back = _taken_back(database.rows(_UNDOES, *span)) if found else frozenset[int]()
    return tuple(_mark(row, back) for row in found)


def _mark(row: Row, back: frozenset[int]) -> Mark:
    number = int(str(row[0]))
    entry_id, server, batch = (str(value) for value in row[1:4])
    return Mark(number, entry_id, server, batch, _outcome(row[4]), number in back)


def _taken_back(rows: Iterable[Row]) -> frozenset[int]:
    """The numbers that an applied undo takes back which was not itself taken back."""
    undos: dict[int, list[int]] = defaultdict(list)
    for undone, number, outcome in rows:
        if _outcome(outcome) is Outcome.APPLIED:
            undos[int(str(undone))].append(int(str(number)))
    standing: dict[int, bool] = {}

    def back(number: int) -> bool:
        if number not in standing:
            standing[number] = any(not back(undo) for undo in undos.get(number, ()))
        return standing[number]

    for number in sorted(undos, reverse=True):
        back(number)
    return frozenset(number for number, is_back in standing.items() if is_back)


def _outcome(value: object) -> Outcome | None:
    return Outcome(str(value)) if value in set(Outcome) else None
