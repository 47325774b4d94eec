"""Faults in process: what they do, whom they hit, and files that do not hold."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest

from medialib_tui.demo.exchange import ConnectionLost
from medialib_tui.demo.faults import Faults, FaultsError, load_faults, parse_faults
from medialib_tui.demo.library import Library
from tests.demo.conftest import Connect

ENTRY = "/2026-07/mediaLibrary/harbour-dawn-01"
PATCH = {"patches": [{"operation": "archive"}]}


async def test_a_reset_before_leaves_everything_as_it_was(
    connect: Connect, library: Library
) -> None:
    client = connect(faults=Faults().add("reset-before", method="PATCH"))
    with pytest.raises(ConnectionLost):
        await client.patch(ENTRY, json=PATCH)
    assert library.changes == []
    assert [request.method for request in library.requests] == ["PATCH"]


async def test_a_reset_after_has_been_applied(connect: Connect, library: Library) -> None:
    client = connect(faults=Faults().add("reset-after", method="PATCH", nth=1))
    with pytest.raises(ConnectionLost):
        await client.patch(ENTRY, json=PATCH)
    assert len(library.changes) == 1
    assert (await client.patch(ENTRY, json=PATCH)).status_code == 200


async def test_a_drop_breaks_off_in_the_answer(connect: Connect, library: Library) -> None:
    client = connect(faults=Faults().add("drop", bytes=5))
    with pytest.raises(ConnectionLost):
        await client.patch(ENTRY, json=PATCH)
    assert len(library.changes) == 1


async def test_a_truncated_answer_is_complete_http_but_no_json(connect: Connect) -> None:
    whole = (await connect().get(ENTRY)).content
    answer = await connect(faults=Faults().add("truncate", bytes=50)).get(ENTRY)
    assert answer.content == whole[:50]
    assert answer.headers["content-length"] == "50"


async def test_answers_in_place_of_the_real_one(connect: Connect, library: Library) -> None:
    async def under(action: str, **parameters: object) -> httpx.Response:
        faults = parse_faults({"rules": [{"action": action, **parameters}]})
        return await connect(faults=faults).patch(ENTRY, json=PATCH)

    assert (await under("status")).json() == {"status": 503, "error": "Sample Fault"}
    custom = await under("status", json={"a": 1}, headers={"X-Sample": "1"})
    assert (custom.json(), custom.headers["x-sample"]) == ({"a": 1}, "1")
    assert (await under("status", body="plain")).headers["content-type"].startswith("text/plain")
    limited = await under("too-many", retry_after=7)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "7")
    page = await under("html")
    assert (page.status_code, page.text[:15]) == (502, "<!DOCTYPE html>")
    moved = await under("redirect", to="https://elsewhere.example.com/", status=307)
    assert (moved.status_code, moved.headers["location"]) == (307, "https://elsewhere.example.com/")
    huge = await under("huge", bytes=200_000, declare=True)
    assert len(huge.content) == int(huge.headers["content-length"]) == 200_000
    assert len(huge.json()["results"]) == 1
    assert library.changes == []


async def test_answers_that_come_late_or_under_a_wrong_name(connect: Connect) -> None:
    whole = (await connect().get(ENTRY)).content
    for faults in (
        Faults().add("delay", seconds=0),
        Faults().add("delay", seconds=0, when="after"),
        Faults().add("drip", seconds=0, chunk=100),
        Faults().add("content-type", value="text/html"),
    ):
        answer = await connect(faults=faults).get(ENTRY)
        assert answer.content == whole
    assert answer.headers["content-type"] == "text/html"


@pytest.mark.parametrize("after", [False, True])
async def test_a_gate_holds_a_request_up(connect: Connect, library: Library, after: bool) -> None:
    faults = Faults()
    gate = faults.hold(method="PATCH", after=after)
    client = connect(faults=faults)
    async with asyncio.TaskGroup() as group:
        sent = group.create_task(client.patch(ENTRY, json=PATCH))
        await gate.reached.wait()
        assert len(library.changes) == after
        assert (await client.get(ENTRY)).status_code == 200
        gate.release()
    assert sent.result().status_code == 200
    assert len(library.changes) == 1


async def test_stale_reads_show_what_was_before_a_write(connect: Connect) -> None:
    client = connect(faults=Faults().add("stale", path="*/mediaLibrary/*", reads=2))
    before = (await client.get(ENTRY)).json()
    rename = {"operation": "setMetadataProperty", "propertyName": "title", "value": "New"}
    assert (await client.patch(ENTRY, json={"patches": [rename]})).status_code == 200
    for _ in range(2):
        assert (await client.get(ENTRY)).json() == before
    assert (await client.get(ENTRY)).json()["metadata"]["title"] == "New"


async def test_rules_hit_the_requests_they_match(connect: Connect) -> None:
    rules = [
        {
            "match": {"method": ["get", "post"], "path": "*/usageLog", "nth": [1, 3]},
            "action": "html",
        },
        {"match": {"path": "*/keys", "every": 2}, "action": "html"},
        {"match": {"path": "*/keys"}, "action": "delay", "seconds": 0},
    ]
    client = connect(faults=parse_faults({"rules": rules}))

    async def statuses(tail: str) -> list[int]:
        return [(await client.get(f"{ENTRY}/{tail}")).status_code for _ in range(4)]

    assert await statuses("usageLog") == [502, 200, 502, 200]
    assert await statuses("keys") == [200, 502, 200, 502]
    assert (await client.get(ENTRY)).status_code == 200


async def test_chance_is_the_same_for_the_same_seed(connect: Connect) -> None:
    async def statuses(seed: int) -> list[int]:
        rule = {"match": {"probability": 0.5}, "action": "status"}
        client = connect(faults=parse_faults({"seed": seed, "rules": [rule]}))
        return [(await client.get(ENTRY)).status_code for _ in range(30)]

    assert await statuses(1) == await statuses(1)
    assert await statuses(1) != await statuses(2)
    assert set(await statuses(1)) == {200, 503}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("{", "not JSON"),
        ("[]", '"rules", a list'),
        ('{"rules": {}}', '"rules", a list'),
        ('{"rules": [], "more": 1}', 'unknown key "more"'),
        ('{"rules": [], "seed": "x"}', '"seed" must be an integer'),
        ('{"rules": [5]}', "rule 1: must be an object"),
        ('{"rules": [{"name": "n"}]}', 'rule 1 "n": "action" must be one of'),
        ('{"rules": [{"action": "explode"}]}', 'rule 1: "action" must be one of'),
        ('{"rules": [{"action": "html", "match": []}]}', '"match" must be an object'),
        ('{"rules": [{"action": "html", "match": {"host": 1}}]}', 'unknown key "host" in match'),
        ('{"rules": [{"action": "html", "match": {"nth": 0}}]}', '"nth" must be a positive'),
        ('{"rules": [{"action": "html", "match": {"every": true}}]}', '"every" must be'),
        ('{"rules": [{"action": "html", "match": {"probability": 2}}]}', '"probability" must'),
        ('{"rules": [{"action": "html", "match": {"method": 1}}]}', '"method" must be a string'),
        ('{"rules": [{"action": "html", "seconds": 1}]}', 'html has no parameter "seconds"'),
        ('{"rules": [{"action": "delay", "seconds": "1"}]}', '"seconds" has the wrong type'),
        ('{"rules": [{"action": "delay", "seconds": true}]}', '"seconds" has the wrong type'),
        ('{"rules": [{"action": "delay", "when": "later"}]}', '"when" must be'),
        ('{"rules": [{"action": "redirect"}]}', 'redirect needs "to"'),
    ],
)
def test_a_file_that_does_not_hold_names_file_and_rule(
    tmp_path: Path, content: str, text: str
) -> None:
    file = tmp_path / "faults.json"
    file.write_text(content)
    with pytest.raises(FaultsError) as caught:
        load_faults(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert text in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="No such file"):
        load_faults(tmp_path / "none.json")


def test_the_example_of_the_format_holds(tmp_path: Path) -> None:
    from medialib_tui.demo import faults

    text = faults.__doc__ or ""
    example = text[text.index('{"seed"') : text.index("]}") + 2]
    assert len(parse_faults(json.loads(example)).rules) == 3
