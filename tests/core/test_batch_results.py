"""One format for results, and the order in which many are worked through."""

from __future__ import annotations

import asyncio
import csv
import io
import json

import pytest

from medialib_tui.api.errors import FieldError, NotFound, NotReached, Refused
from medialib_tui.core.batch.order import hopeless, in_order
from medialib_tui.core.batch.planning import Item, plan_all
from medialib_tui.core.batch.results import (
    FIELDS,
    as_csv,
    as_json_lines,
    error_of,
    item_json,
    result_json,
)
from medialib_tui.core.batch.runs import Run
from medialib_tui.core.editing.reading import Cut
from medialib_tui.core.writing.intent import Conflict, Intent, Invalid, Saved, Unproven
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import SetMetadataProperty
from medialib_tui.store.batches import Mark
from medialib_tui.store.records import Outcome

ENTRY = Entry.read({"id": "e1", "version": 3, "metadata": {"title": "A"}})
INTENT = Intent(ENTRY, (SetMetadataProperty(property_name="title", value="B"),))
KEYS = ["id", "operation", "outcome", "versionBefore", "versionAfter", "entry", "journal"]


def test_a_write_as_an_object() -> None:
    after = Entry.read({"id": "e1", "version": 4, "metadata": {"title": "B"}})
    data = result_json(INTENT, Saved(after, 3, 4, 7))
    assert list(data) == KEYS
    assert (data["outcome"], data["versionAfter"], data["journal"]) == ("applied", 4, 7)


def test_a_conflict_tells_its_sides() -> None:
    theirs = Entry.read({"id": "e1", "version": 5, "metadata": {"title": "C"}})
    result = Conflict(ENTRY, theirs, INTENT, 7)
    data = result_json(INTENT, result)
    assert data["conflict"] == [{"property": "title", "base": "A", "mine": "B", "theirs": "C"}]
    error = data["error"]
    assert isinstance(error, dict) and error["code"] == "version-conflict"
    assert "version 5, not 3" in str(error_of(result))


def test_a_refusal_names_its_properties() -> None:
    error = Refused("Bad Request", status=400, fields=(FieldError("patches.0.value", "no"),))
    data = result_json(INTENT, Invalid(error, (FieldError("title", "no"),), 7))
    told = data["error"]
    assert isinstance(told, dict)
    assert told["fields"] == [{"field": "title", "message": "no", "locale": None}]


def test_an_item_that_gets_no_write() -> None:
    cut = Cut(ENTRY)
    mark = Mark(9, "e1", "http://x", "b-1", Outcome.APPLIED)
    assert item_json(Item("e1", cut), "set", holds=True)["outcome"] == "applied"
    assert item_json(Item("e1", cut), "set")["outcome"] == "not-applied"
    assert item_json(Item[Cut]("e1", done=mark), "set")["journal"] == 9
    failed = item_json(Item[Cut]("nope", error=NotFound("No.")), "set")
    assert failed["versionBefore"] is None and isinstance(failed["error"], dict)
    unsent = item_json(Item("e1", cut, INTENT), "set")
    assert "Not sent" in str(unsent["error"])


def test_files_of_results() -> None:
    failed = item_json(Item[Cut]("=1+1", error=NotFound("No, “x”.")), "set")
    rows = list(csv.reader(io.StringIO("".join(as_csv([failed])))))
    assert rows[0] == list(FIELDS)
    assert rows[1][0] == "'=1+1" and rows[1][-2:] == ["No, “x”.", ""]
    (line,) = as_json_lines([failed])
    assert json.loads(line) == failed and line.endswith("\n")


def test_a_row_says_why_nothing_was_sent() -> None:
    mark = Mark(9, "e1", "http://x", "b-1", Outcome.APPLIED)
    none = item_json(Item("e1", Cut(ENTRY)), "usage confirm")
    held = item_json(Item("e1", Cut(ENTRY)), "set", holds=True)
    before = item_json(Item[Cut]("e1", done=mark), "set")
    rows = list(csv.reader(io.StringIO("".join(as_csv([none, held, before])))))
    assert [row[-1] for row in rows[1:]] == [
        "nothing to write",
        "as it was wanted already",
        "done already",
    ]


async def test_results_come_in_order_and_a_few_run_at_once() -> None:
    running, most = 0, 0

    async def work(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(10 - number):
            await asyncio.sleep(0)
        running -= 1
        return number

    assert [one async for one in in_order(range(10), work, 3)] == list(range(10))
    assert most == 3


async def test_behind_a_slow_one_others_are_done_ahead_and_wait_their_turn() -> None:
    ended: list[int] = []
    others = asyncio.Event()

    async def work(number: int) -> int:
        if number == 0:
            await others.wait()
        ended.append(number)
        if len(ended) == 4:
            others.set()
        return number

    assert [one async for one in in_order(range(10), work, 2, ahead=3)] == list(range(10))
    assert ended[:5] == [1, 2, 3, 4, 0]


async def test_leaving_early_ends_what_is_on_its_way() -> None:
    ended: list[int] = []

    async def work(number: int) -> int:
        try:
            await asyncio.Event().wait() if number else None
        finally:
            ended.append(number)
        return number

    results = in_order(range(5), work, 3)
    assert await anext(results) == 0
    await results.aclose()
    assert ended == [0, 1, 2]


async def test_nothing_further_is_asked_where_nothing_answers() -> None:
    asked: list[str] = []

    async def plan(entry_id: str) -> tuple[Cut, Intent | None]:
        asked.append(entry_id)
        raise NotReached("down")

    items = [one async for one in plan_all([f"e{n}" for n in range(50)], plan)]
    assert len(items) == 50 and all(hopeless(item.error) for item in items)
    assert len(asked) <= 4


@pytest.mark.parametrize(
    ("outcome", "word"), [(None, "may still arrive"), ("unknown", "not known")]
)
async def test_what_may_be_there_is_not_planned_again(outcome: str | None, word: str) -> None:
    mark = Mark(9, "e1", "http://x", "b-1", Outcome(outcome) if outcome else None)

    async def plan(entry_id: str) -> tuple[Cut, Intent | None]:
        raise AssertionError(entry_id)

    (item,) = [one async for one in plan_all(["e1"], plan, Run("b-1", {"e1": mark}))]
    assert isinstance(item.error, Unproven) and word in item.error.title
