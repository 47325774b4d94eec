"""The usage log in words, sorted and filtered."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import NotOffered
from medialib_tui.core.session import Session
from medialib_tui.core.usage.log import filter_usage, load_usage_log, usage_params, usage_rows
from medialib_tui.demo.library import Library
from medialib_tui.model.dates import parse_date
from tests.core.conftest import OpenOn


async def test_3000_rows_are_sorted_newest_first_and_counted(session: Session) -> None:
    log = await load_usage_log(session, "busy-usage-log")
    dates = [parse_date(entry.publication_date) for entry in log.entries]
    known = [date for date in dates if date]
    assert known == sorted(known, reverse=True)
    assert all(date is None for date in dates[len(known) :])
    assert log.confirmed + log.pending == len(log.entries) == sum(log.by_purpose.values()) == 3_000


async def test_rows_name_purpose_and_params_in_the_persons_language(session: Session) -> None:
    log = await load_usage_log(session, "harbour-dawn-01")
    project = await session.project()
    english = {row.purpose_label for row in usage_rows(log, project, "en")}
    german = {row.purpose_label for row in usage_rows(log, project, "de")}
    assert english and german and english != german


async def test_filters_combine(session: Session) -> None:
    log = await load_usage_log(session, "busy-usage-log")
    rows = usage_rows(log, await session.project(), "en")
    purpose = rows[0].entry.purpose
    found = filter_usage(rows, state="pending", purpose=purpose)
    assert found
    assert all(not row.entry.confirmed and row.entry.purpose == purpose for row in found)
    assert filter_usage(rows, rows[5].entry.id) == [rows[5]]
    assert filter_usage(rows, "no such words anywhere") == []


async def test_a_missing_param_is_a_dash_and_an_unknown_one_is_shown(session: Session) -> None:
    project = await session.project()
    purpose = next(item for item in project.purposes if item.params_schema)
    log = await load_usage_log(session, "harbour-dawn-01")
    entry = log.entries[0].model_copy(
        update={"purpose": purpose.handle, "params": {"neverConfigured": 1}}
    )
    pairs = usage_params(entry, project, "en")
    assert pairs[-1] == ("neverConfigured", "1")
    assert {text for _, text in pairs[:-1]} == {"-"}


async def test_a_server_without_usage_log_says_not_offered(
    open_on: OpenOn, library: Library
) -> None:
    library.release = "2026-03"
    with pytest.raises(NotOffered):
        await load_usage_log(open_on("2026-03"), "harbour-dawn-01")
