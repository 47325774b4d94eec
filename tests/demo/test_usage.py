"""Usage-log operations."""

from __future__ import annotations

import httpx
import pytest

from medialib_tui.demo.library import Library

ENTRY = "/2026-07/mediaLibrary/pending-usage"
DATE = "2026-05-01T11:00:00.000Z"
ROW = "pen000000003"

Row = dict[str, object]


async def rows(client: httpx.AsyncClient) -> list[Row]:
    listed: list[Row] = (await client.get(f"{ENTRY}/usageLog")).json()["results"]
    return listed


async def send(client: httpx.AsyncClient, operation: str, **fields: object) -> httpx.Response:
    patch = {"operation": f"{operation}UsageLogEntry", **fields}
    return await client.patch(ENTRY, json={"patches": [patch]})


async def test_an_added_row_gets_id_date_and_state(client: httpx.AsyncClient) -> None:
    before = await rows(client)
    answer = await send(client, "add", value={"purpose": "broadcast"})
    assert answer.json() == {"status": 200}
    (added,) = [row for row in await rows(client) if row not in before]
    assert added["state"] == "pending"
    assert set(added) == {"id", "state", "purpose", "reportingDate"}
    assert len(str(added["id"])) == 12


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({}, "purpose"),
        ({"purpose": "nowhere"}, "purpose"),
        ({"purpose": "print", "state": "perhaps"}, "state"),
        ({"purpose": "broadcast", "state": "confirmed"}, "publicationDate"),
        ({"purpose": "broadcast", "publicationDate": "soon"}, "publicationDate"),
        ({"purpose": "broadcast", "url": "nowhere"}, "url"),
        ({"purpose": "print", "params": [1]}, "params"),
        ({"purpose": "print", "params": {"page": "3"}}, "params.page"),
        ({"purpose": "print", "params": {"page": 500}}, "params.page"),
        ({"purpose": "print", "params": {"colour": 1}}, "params.colour"),
        ({"purpose": "print", "state": "confirmed", "publicationDate": DATE}, "params.page"),
        ({"purpose": "social", "params": {"networks": ["fax"]}}, "params.networks"),
        ({"purpose": "broadcast", "billing": True}, "billing"),
        ({"purpose": "broadcast", "documentId": 5}, "documentId"),
    ],
)
async def test_a_value_that_does_not_hold_is_refused_at_its_path(
    client: httpx.AsyncClient, value: Row, path: str
) -> None:
    before = await rows(client)
    answer = await send(client, "add", value=value)
    assert answer.status_code == 400
    assert list(answer.json()["error_details"]) == [f"patches.0.value.{path}"]
    assert await rows(client) == before


async def test_a_pending_row_may_lack_required_params(client: httpx.AsyncClient) -> None:
    assert (await send(client, "add", value={"purpose": "print"})).status_code == 200


async def test_an_update_replaces_the_whole_value(client: httpx.AsyncClient) -> None:
    old = next(row for row in await rows(client) if row["id"] == ROW)
    value = {"state": "confirmed", "purpose": "broadcast", "publicationDate": DATE}
    answer = await send(client, "update", usageLogEntryId=ROW, value=value)
    assert answer.status_code == 200
    new = next(row for row in await rows(client) if row["id"] == ROW)
    assert new == {"id": ROW, "reportingDate": old["reportingDate"], **value}
    bare = await send(client, "update", usageLogEntryId=ROW, value={"purpose": "broadcast"})
    assert list(bare.json()["error_details"]) == ["patches.0.value.state"]


async def test_an_old_value_must_match(client: httpx.AsyncClient) -> None:
    old = next(row for row in await rows(client) if row["id"] == ROW)
    value = {"state": "pending", "purpose": "broadcast"}
    for wrong in ({}, {**old, "state": "confirmed"}):
        answer = await send(client, "update", usageLogEntryId=ROW, value=value, oldValue=wrong)
        assert answer.status_code == 409
        assert answer.json()["error_details"]["message"] == "Cannot update outdated value"
    answer = await send(client, "update", usageLogEntryId=ROW, value=value, oldValue=old)
    assert answer.status_code == 200


async def test_a_removed_row_is_gone(client: httpx.AsyncClient) -> None:
    assert (await send(client, "remove", usageLogEntryId=ROW)).status_code == 200
    assert ROW not in [row["id"] for row in await rows(client)]
    again = await send(client, "remove", usageLogEntryId=ROW)
    message = f"Usage log entry does not exist (id: '{ROW}')"
    assert (again.status_code, again.json()["error_details"]["message"]) == (404, message)


async def test_the_thousands_can_be_changed_one_by_one(client: httpx.AsyncClient) -> None:
    path = "/2026-07/mediaLibrary/busy-usage-log"
    patch = {"operation": "removeUsageLogEntry", "usageLogEntryId": "use000000007"}
    assert (await client.patch(path, json={"patches": [patch]})).status_code == 200
    assert len((await client.get(f"{path}/usageLog")).json()["results"]) == 2_999


@pytest.mark.parametrize("bumps", [True, False])
async def test_a_server_may_or_may_not_count_usage_writes(
    client: httpx.AsyncClient, library: Library, bumps: bool
) -> None:
    library.usage_log_bumps_version = bumps
    before = library.entries["pending-usage"].version
    await send(client, "add", value={"purpose": "broadcast"})
    assert library.entries["pending-usage"].version == before + bumps


async def test_the_usage_log_needs_2025_behavior_and_a_purpose(
    client: httpx.AsyncClient, library: Library
) -> None:
    library.use_2025_behavior = False
    absent = await client.get(f"{ENTRY}/usageLog")
    assert list(absent.json()["error_details"]) == ["url"]
    refused = await send(client, "add", value={"purpose": "broadcast"})
    assert refused.json()["error_details"]["commandIndex"] == 0
    library.use_2025_behavior = True
    library.config["mediaCenter"] = {}
    assert (await send(client, "add", value={"purpose": "broadcast"})).status_code == 400
