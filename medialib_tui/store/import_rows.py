"""Runs and items of imports as rows of the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medialib_tui.store.database import Row, Value

WAITING = "waiting"
SENT = "sent"
"""The state of an item whose answer has not been seen."""


@dataclass(slots=True)
class ItemRow:
    """One item: `since` is when it was first sent (seconds, this machine's clock).

    `known` says that it was on the server before this run. `fields` are (field, message, locale).
    """

    place: int
    line: int
    label: str
    entry_id: str | None
    external_id: str | None
    system_name: str | None
    state: str
    since: float | None = None
    known: bool = False
    attempts: int = 0
    title: str = ""
    code: str = ""
    status: int | None = None
    fields: tuple[tuple[str, str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class RunRow:
    """One import: `total` is None until the file was read to its end once.

    `journal` numbers the intents, one each time it was begun or resumed; `states` counts items.
    """

    number: int
    name: str
    path: str
    digest: str
    began: str
    who: str
    total: int | None
    finished: bool
    journal: tuple[int, ...] = ()
    states: dict[str, int] = field(default_factory=dict)


_COLUMNS = tuple(one.name for one in fields(ItemRow))
ITEMS = f"SELECT {', '.join(_COLUMNS)} FROM import_items WHERE run = ?"  # noqa: S608 - our own columns
"""What finds the items of a run, column by column as `item_of` takes them."""

UPSERT = (
    f"INSERT INTO import_items (run, {', '.join(_COLUMNS)})"  # noqa: S608 - our own columns
    f" VALUES ({', '.join('?' * (1 + len(_COLUMNS)))})"
    " ON CONFLICT (run, place) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
)
"""What keeps an item of a run; its values are the run's number and `values_of`."""


def values_of(row: ItemRow) -> tuple[str | int | float | None, ...]:
    """The columns of an item."""
    return (
        *(row.place, row.line, row.label, row.entry_id, row.external_id, row.system_name),
        *(row.state, row.since, row.known, row.attempts, row.title, row.code, row.status),
        json.dumps(row.fields) if row.fields else "[]",
    )


def item_of(row: Row) -> ItemRow:
    """The item of a row that `ITEMS` found."""
    since = row[7]
    return ItemRow(
        place=int(str(row[0])),
        line=int(str(row[1])),
        label=str(row[2]),
        entry_id=_text(row[3]),
        external_id=_text(row[4]),
        system_name=_text(row[5]),
        state=str(row[6]),
        since=since if isinstance(since, float) else None,
        known=bool(row[8]),
        attempts=int(str(row[9])),
        title=str(row[10]),
        code=str(row[11]),
        status=number_of(row[12]),
        fields=tuple((str(one[0]), str(one[1]), one[2]) for one in json.loads(str(row[13]))),
    )


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def number_of(value: Value) -> int | None:
    """A number, where the column holds one."""
    return value if isinstance(value, int) else None
