"""Export of usage logs over many entries, and the monthly report."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import NotFound, NotOffered, Unavailable
from medialib_tui.core.session import Session
from medialib_tui.core.spreadsheet import harmless
from medialib_tui.core.usage.export import Logged, Report, cells, columns, logs
from medialib_tui.core.usage.filters import EVERY_USE, Filter
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from tests.core.conftest import OpenOn

IDS = ("market-square-04", "nope", "harbour-dawn-01")


async def _all(
    session: Session, ids: tuple[str, ...] = IDS, wanted: Filter = EVERY_USE
) -> list[Logged]:
    return [one async for one in logs(session, ids, wanted)]


async def test_in_the_order_asked_with_what_is_missing(session: Session) -> None:
    found = await _all(session)
    assert [one.id for one in found] == list(IDS)
    assert [len(one.rows) for one in found] == [2, 0, 3]
    assert isinstance(found[1].error, NotFound)
    assert len(found[0].to_json()) == 4


async def test_filtered(session: Session) -> None:
    found = await _all(session, wanted=Filter(state="pending"))
    assert [[row.entry.purpose for row in one.rows] for one in found] == [
        ["syndication"],
        [],
        ["print"],
    ]


async def test_one_request_for_many_entries(session: Session, library: Library) -> None:
    await session.project()
    library.requests.clear()
    ids = tuple(list(library.entries)[:28])
    await _all(session, ids)
    assert len(library.requests) == 1 + len(ids)


async def test_one_log_that_fails(open_on: OpenOn) -> None:
    session = open_on(rules=tuple(Faults().add("status", path="*/harbour-dawn-01/usageLog").rules))
    found = await _all(session)
    assert isinstance(found[2].error, Unavailable)
    assert found[0].rows


async def test_no_usage_log_at_all_is_an_error(open_on: OpenOn, library: Library) -> None:
    library.release = "2026-01"
    session = open_on("2026-01")
    with pytest.raises(NotOffered):
        await _all(session)


async def test_every_param_has_a_column(session: Session) -> None:
    heading = columns(await session.project())
    (logged,) = await _all(session, ("harbour-dawn-01",), Filter(purpose="print"))
    (row,) = cells(logged, heading, await session.project(), "en")
    told = dict(zip(heading, row, strict=True))
    assert told["entryId"] == "harbour-dawn-01"
    assert told["purposeLabel"] == "Print"
    assert (told["params.page"], told["params.medium"]) == ("1", "Paper")
    assert told["params.customer"] == ""
    (logged,) = await _all(session, ("harbour-dawn-01",), Filter(purpose="social"))
    (row,) = cells(logged, heading, await session.project(), "en")
    told = dict(zip(heading, row, strict=True))
    assert (told["params.networks"], told["params.paid"]) == ("short; clips", "true")
    assert told["params"] == '{"networks": ["short", "clips"], "paid": true}'


async def test_the_report_counts_by_month_purpose_and_state(
    session: Session, library: Library
) -> None:
    for one in ("harbour-dawn-01", "market-square-04"):
        library.entries[one].usage_log = [
            {
                "id": str(n),
                "purpose": "print",
                "state": "confirmed",
                "publicationDate": date,
                **more,
            }
            for n, (date, more) in enumerate(
                [
                    ("2026-05-10T10:00:00.000Z", {"billing": True}),
                    ("2026-05-11T10:00:00.000Z", {}),
                    ("2026-06-11T10:00:00.000Z", {}),
                ]
            )
        ]
    report = Report()
    for logged in await _all(session):
        report.take(logged)
    lines = report.lines()
    assert [(line.month, line.counts) for line in lines] == [
        ("2026-06", (2, 2, 0)),
        ("2026-05", (4, 2, 2)),
    ]
    assert lines[0].to_json()["label"] == "Print"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r\n@", "\uff1d", "\uff20"])
def test_a_spreadsheet_runs_no_cell(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
