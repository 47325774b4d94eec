"""Usage logs of many entries: as rows for spreadsheets, as JSON, and as a monthly report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import JsonValue

from medialib_tui.api.errors import ApiError, NotFound, NotOffered, ScopeMissing, TokenRefused
from medialib_tui.core.batch.order import AHEAD, in_order
from medialib_tui.core.describe import field_value
from medialib_tui.core.lookup import batches
from medialib_tui.core.usage.filters import EVERY_USE, Filter, month_of
from medialib_tui.core.usage.log import UsageRow, load_usage_log, usage_rows
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.property import Property
from medialib_tui.model.query import Ids
from medialib_tui.model.schema import Project

if TYPE_CHECKING:
    from medialib_tui.core.session import Session

_HOPELESS = (NotOffered, ScopeMissing, TokenRefused)

FIELDS = (
    "id",
    "state",
    "purpose",
    "publicationDate",
    "reportingDate",
    "documentId",
    "publicationId",
    "url",
    "billing",
    "params",
)
"""Fields of a use in the order of a spreadsheet."""

REPORT_FIELDS = ("month", "purpose", "label", "state", "uses", "entries", "billed")


@dataclass(frozen=True, slots=True)
class Logged:
    """The uses of one entry that were asked for, or why they are not there."""

    id: str
    entry: Entry | None = None
    rows: tuple[UsageRow, ...] = ()
    error: ApiError | None = None

    def to_json(self) -> JsonObject:
        """The entry's id, title and version, and its uses as sent."""
        return {
            "id": self.id,
            "title": self.entry.title if self.entry else None,
            "version": self.entry.version if self.entry else None,
            "usageLog": [row.entry.sent for row in self.rows],
        }


async def logs(
    session: Session, ids: Sequence[str], wanted: Filter = EVERY_USE
) -> AsyncIterator[Logged]:
    """The usage log of each id in the order asked, a few at a time.

    Raises ApiError where no log at all can be read.
    """
    unique = tuple(dict.fromkeys(ids))
    if not unique:
        return
    project = await session.project()

    async def ask(logged: Logged) -> Logged:
        if logged.error is not None:
            return logged
        try:
            log = await load_usage_log(session, logged.id)
        except _HOPELESS:
            raise
        except ApiError as error:
            return replace(logged, error=error)
        return replace(logged, rows=tuple(wanted.of(usage_rows(log, project, session.language))))

    async with aclosing(batches(session, Ids(unique))) as found:
        async for batch in found:
            known = {item.id: Logged(item.id, error=item.error) for item in batch.failed}
            for one in batch.missing:
                known[one] = Logged(one, error=NotFound(f"There is no entry {one}."))
            known |= {entry.id: Logged(entry.id, entry) for entry in batch.entries}
            asked = [known[one] for one in unique if one in known]
            async with aclosing(in_order(asked, ask, ahead=AHEAD)) as read:
                async for logged in read:
                    yield logged


def columns(project: Project) -> tuple[str, ...]:
    """The heading of a spreadsheet: every configured param has a column of its own."""
    params = {prop.handle: None for item in project.purposes for prop in item.params_schema}
    return ("entryId", "entryTitle", "purposeLabel", *FIELDS, *(f"params.{one}" for one in params))


def cells(
    logged: Logged, heading: Sequence[str], project: Project, language: str
) -> Iterator[list[str]]:
    """A row a use, as far as the heading asks; `params` as sent, `params.page` to be read."""
    title = logged.entry.title if logged.entry else ""
    for row in logged.rows:
        found = {name: _cell(value) for name, value in row.entry.sent.items()}
        found |= {"entryId": logged.id, "entryTitle": title, "purposeLabel": row.purpose_label}
        purpose = project.purpose(row.entry.purpose)
        schema = {prop.handle: prop for prop in purpose.params_schema} if purpose else {}
        for name, value in row.entry.params.items():
            found[f"params.{name}"] = _param(schema.get(name), value, project, language)
        yield [found.get(name, "") for name in heading]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Uses of one month, purpose and state; `billed` of them are known to be billed."""

    month: str
    purpose: str
    label: str
    state: str
    uses: int
    entries: int
    billed: int

    def to_json(self) -> JsonObject:
        """The line as JSON; month null where the uses have no date."""
        found: JsonObject = {name: getattr(self, name) for name in REPORT_FIELDS}
        return {**found, "month": self.month or None}

    @property
    def counts(self) -> tuple[int, int, int]:
        """Uses, entries, billed uses."""
        return self.uses, self.entries, self.billed

    def cells(self) -> list[str]:
        """The line for a spreadsheet."""
        return [str(getattr(self, name)) for name in REPORT_FIELDS]


class Report:
    """A monthly report by purpose, state and date, fed entry by entry."""

    def __init__(self) -> None:
        self._uses: Counter[tuple[str, str, str]] = Counter()
        self._billed: Counter[tuple[str, str, str]] = Counter()
        self._entries: dict[tuple[str, str, str], set[str]] = {}
        self._labels: dict[str, str] = {}

    def take(self, logged: Logged) -> None:
        """Count the uses of one entry."""
        for row in logged.rows:
            purpose = row.entry.purpose or ""
            key = (month_of(row.entry), purpose, row.state)
            self._uses[key] += 1
            self._billed[key] += row.entry.billing is True
            self._entries.setdefault(key, set()).add(logged.id)
            self._labels[purpose] = row.purpose_label

    def lines(self) -> list[ReportLine]:
        """By month, the newest first, then by purpose and state."""
        keys = sorted(self._uses, key=lambda key: key[1:])
        keys.sort(key=lambda key: key[0], reverse=True)
        return [
            ReportLine(
                *(key[0], key[1], self._labels[key[1]], key[2]),
                self._uses[key],
                len(self._entries[key]),
                self._billed[key],
            )
            for key in keys
        ]


def _param(prop: Property | None, value: JsonValue, project: Project, language: str) -> str:
    """Plain values as stored, several in one cell, objects in words."""
    if isinstance(value, list) and not any(isinstance(item, dict | list) for item in value):
        return "; ".join(map(_cell, value))
    return field_value(prop, value, project, language) if isinstance(value, dict) else _cell(value)


def _cell(value: JsonValue) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
