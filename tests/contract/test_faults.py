"""Every fault of the embedded library, on a read and on a write."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import (
    ApiError,
    BadAnswer,
    NotReached,
    Redirected,
    TooManyRequests,
    Unavailable,
)
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.model.patch import Patch, SetMetadataProperty
from tests.contract.conftest import connect

ENTRY = "harbour-dawn-01"
TITLE = "written through a fault"
PATCH = Patch(patches=(SetMetadataProperty(property_name="title", value=TITLE),))

ONCE: list[tuple[str, dict[str, object], type[ApiError] | None]] = [
    ("status", {"status": 503}, None),
    ("status", {"status": 500}, Unavailable),
    ("too-many", {}, None),
    ("reset-before", {}, None),
    ("reset-after", {}, None),
    ("html", {}, None),
    ("html", {"status": 200}, BadAnswer),
    ("drop", {}, None),
    ("truncate", {}, BadAnswer),
    ("huge", {"bytes": 17 * 1024 * 1024}, BadAnswer),
    ("huge", {"bytes": 17 * 1024 * 1024, "declare": True}, BadAnswer),
    ("redirect", {"to": "https://elsewhere.example.net/"}, Redirected),
    ("content-type", {}, None),
]


@pytest.mark.parametrize(("action", "parameters", "expected"), ONCE)
async def test_a_read_through_one_fault(
    readable: Library,
    action: str,
    parameters: dict[str, object],
    expected: type[ApiError] | None,
) -> None:
    faults = Faults().add(action, nth=1, **parameters)  # type: ignore[arg-type]  # as in a file
    client = connect(readable, faults=faults)
    if expected is None:
        assert (await client.entry(ENTRY)).id == ENTRY
        return
    with pytest.raises(expected):
        await client.entry(ENTRY)


WRITTEN: list[tuple[str, dict[str, object], type[ApiError], bool]] = [
    ("status", {"status": 503}, Unavailable, False),
    ("too-many", {}, TooManyRequests, False),
    ("html", {}, Unavailable, False),
    ("reset-before", {}, NotReached, False),
    ("reset-after", {}, NotReached, True),
    ("drop", {}, NotReached, True),
    ("truncate", {}, BadAnswer, True),
    ("redirect", {"to": "/elsewhere"}, Redirected, False),
]


@pytest.mark.parametrize(("action", "parameters", "expected", "applied"), WRITTEN)
async def test_a_write_through_a_fault_is_sent_once(
    library: Library,
    action: str,
    parameters: dict[str, object],
    expected: type[ApiError],
    applied: bool,
) -> None:
    faults = Faults().add(action, method="PATCH", **parameters)  # type: ignore[arg-type]  # as above
    client = connect(library, faults=faults)
    with pytest.raises(expected) as caught:
        await client.patch(ENTRY, PATCH)
    assert getattr(caught.value, "sent", True)
    assert [r.method for r in library.requests] == ["PATCH"]
    assert ((await client.entry(ENTRY)).metadata["title"] == TITLE) is applied
