"""Which uses are meant: by text, state, purpose and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from medialib_tui.api.errors import BadInput
from medialib_tui.core.usage.log import UsageRow, filter_usage
from medialib_tui.model.dates import is_date_only, parse_date
from medialib_tui.model.usage import UsageLogEntry

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` until before `end`, both aware; None leaves a side open."""

    start: datetime | None = None
    end: datetime | None = None

    def holds(self, entry: UsageLogEntry) -> bool:
        """Whether a use falls into it; one without any date does into the whole of time only."""
        if self.start is None and self.end is None:
            return True
        moment = when(entry)
        if moment is None:
            return False
        early = self.start is not None and moment < self.start
        return not early and (self.end is None or moment < self.end)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Filter:
    """All conditions together; an empty one holds for every use."""

    text: str = ""
    state: str | None = None
    purpose: str | None = None
    period: Period = ALWAYS

    def of(self, rows: Sequence[UsageRow]) -> list[UsageRow]:
        """The rows meant, in their order."""
        found = filter_usage(rows, self.text, self.state, self.purpose)
        if self.period == ALWAYS:
            return found
        return [row for row in found if self.period.holds(row.entry)]


EVERY_USE = Filter()


def when(entry: UsageLogEntry) -> datetime | None:
    """When a use took place: its publication, else its report; a day begins in local time."""
    for text in (entry.publication_date, entry.reporting_date):
        moment = parse_date(text)
        if moment is None or text is None:
            continue
        try:
            return moment.replace(tzinfo=None).astimezone() if is_date_only(text) else moment
        except (OverflowError, ValueError, OSError):
            return moment
    return None


def month_of(entry: UsageLogEntry) -> str:
    """The month of a use as `2026-05`, in local time; empty where it has no date."""
    moment = when(entry)
    if moment is None:
        return ""
    try:
        return moment.astimezone().strftime("%Y-%m")
    except (OverflowError, ValueError, OSError):
        return moment.strftime("%Y-%m")


def period(start: str = "", end: str = "") -> Period:
    """A period of typed days, months or years, both sides included, in local time.

    `2026-05` as start and end is the whole of May. Raises BadInput.
    """
    found = Period(_bounds(start)[0] if start else None, _bounds(end)[1] if end else None)
    if found.start and found.end and found.start >= found.end:
        raise BadInput(f"The period ends before it begins: {start} to {end}.")
    return found


def _bounds(text: str) -> tuple[datetime, datetime]:
    """The first moment of what a text names, and the first one behind it."""
    text = text.strip()
    try:
        if _YEAR.fullmatch(text):
            return _local(int(text), 1, 1), _local(int(text) + 1, 1, 1)
        if month := _MONTH.fullmatch(text):
            year, number = int(month[1]), int(month[2])
            later = (year + number // 12, number % 12 + 1)
            return _local(year, number, 1), _local(*later, 1)
        moment = datetime.fromisoformat(text)
        if is_date_only(text):
            after = moment + timedelta(days=1)
            return moment.astimezone(), after.astimezone()
        return moment.astimezone(UTC), moment.astimezone(UTC) + timedelta(microseconds=1)
    except (ValueError, OverflowError, OSError):
        raise BadInput(
            f"“{text[:40]}” is no day, month or year.",
            hint="Such as 2026-05-01, 2026-05 or 2026.",
        ) from None


def _local(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day).astimezone()
