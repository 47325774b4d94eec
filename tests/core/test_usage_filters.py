"""Periods and filters of uses."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from medialib_tui.api.errors import BadInput
from medialib_tui.core.usage.filters import EVERY_USE, Filter, month_of, period
from medialib_tui.core.usage.log import UsageLog, usage_rows
from medialib_tui.model.schema import Project
from medialib_tui.model.usage import UsageLogEntry


@pytest.fixture(autouse=True)
def _zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from _in_zone(monkeypatch, "Europe/Zurich")


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Kiritimati"])
def _far_away(
    _zone: None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[None]:
    yield from _in_zone(monkeypatch, request.param)


def _in_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> Iterator[None]:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def _use(published: str | None, reported: str | None = None, **more: object) -> UsageLogEntry:
    dates = {"publicationDate": published, "reportingDate": reported}
    return UsageLogEntry.model_validate({"id": "u", **dates, **more})


@pytest.mark.parametrize(
    ("start", "end", "moment", "held"),
    [
        ("2026-05", "2026-05", "2026-04-30T22:00:00.000Z", True),
        ("2026-05", "2026-05", "2026-04-30T21:59:59.000Z", False),
        ("2026-05", "2026-05", "2026-05-31T21:59:59.000Z", True),
        ("2026-05", "2026-05", "2026-05-31T22:00:00.000Z", False),
        ("2026-12", "2026-12", "2026-12-31T22:59:00.000Z", True),
        ("2026-05-02", "", "2026-05-01T23:00:00.000Z", True),
        ("", "2026-05-02", "2026-05-02T21:59:00.000Z", True),
        ("", "2026-05-02", "2026-05-02T22:00:00.000Z", False),
        ("2026", "2026", "2026-07-01T00:00:00.000Z", True),
        ("2026-05-01T12:00:00Z", "", "2026-05-01T11:59:00.000Z", False),
        ("2026-05", "2026-05", "2026-05-01", True),
        ("2026-05", "2026-05", "2026-05-31", True),
        ("2026-05", "2026-05", "2026-06-01", False),
    ],
)
def test_both_sides_are_included_in_local_time(
    start: str, end: str, moment: str, held: bool
) -> None:
    assert period(start, end).holds(_use(moment)) is held


@pytest.mark.usefixtures("_far_away")
@pytest.mark.parametrize("day", ["2026-05-01", "2026-05-31"])
def test_a_day_is_in_its_own_month_everywhere(day: str) -> None:
    assert period("2026-05", "2026-05").holds(_use(day))
    assert period(day, day).holds(_use(day))
    assert month_of(_use(day)) == "2026-05"


def test_the_report_counts_where_nothing_was_published() -> None:
    may = period("2026-05", "2026-05")
    assert may.holds(_use(None, "2026-05-20T10:00:00.000Z"))
    assert not may.holds(_use("2026-06-01T10:00:00.000Z", "2026-05-20T10:00:00.000Z"))
    assert not may.holds(_use(None))
    assert period().holds(_use(None))


@pytest.mark.parametrize("text", ["May", "2026-13", "2026-02-30", "20", "0000"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(BadInput, match="is no day"):
        period(text)


def test_a_period_that_ends_first() -> None:
    with pytest.raises(BadInput, match="before it begins"):
        period("2026-06", "2026-05")


def test_the_month_is_local() -> None:
    assert month_of(_use("2026-04-30T22:30:00.000Z")) == "2026-05"
    assert month_of(_use(None)) == ""


def test_all_conditions_together() -> None:
    uses = [
        _use(f"2026-0{month}-10T10:00:00.000Z", state=state, purpose=purpose)
        for month in range(1, 7)
        for state in ("pending", "confirmed")
        for purpose in ("print", "web")
    ]
    rows = usage_rows(UsageLog(tuple(uses), ""), Project(known=False), "en")
    wanted = Filter("PRINT", "pending", "print", period("2026-02", "2026-03"))
    assert [row.published for row in wanted.of(rows)] == [
        "2026-02-10T10:00:00.000Z",
        "2026-03-10T10:00:00.000Z",
    ]
    assert EVERY_USE.of(rows) == rows
