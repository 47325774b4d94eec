"""A fault at every step of a take-down: what it says is so, or it says that it does not know."""

from __future__ import annotations

import json

import pytest

from medialib_tui.api.errors import ApiError
from medialib_tui.core.check import Verdict
from medialib_tui.core.takedown.batch import Batch, Done, check_all, take_down_all
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.takedown.report import digest, report_of, to_json, to_markdown
from medialib_tui.core.takedown.verify import verify
from medialib_tui.core.writing.intent import Conflict, Invalid, NotApplied, Result, Saved, Unknown
from medialib_tui.demo.faults import parse_faults
from tests.faults.conftest import Bench
from tests.faults.test_exchange import FAULTS, add

ENTRY = "harbour-dawn-01"
NOTE = "Case #1"
STEPS = {
    "entry": "*/mediaLibrary/harbour-dawn-01",
    "documents": "*/incomingDocumentReferences",
    "media": "*/incomingMediaReferences",
    "usage-log": "*/usageLog",
    "keys": "*/keys",
    "serve-image": "*/serve-image/*",
    "project": "*/projectConfig",
    "publication": "*/latestPublication",
}
WRITE_FAULTS = ("reset-before", "reset-after", "504", "garbage-200", "yes-but-nothing")


async def taken_down(bench: Bench, operation: TakeDown = TakeDown.REVOKE) -> list[Done]:
    """The whole way of one entry; nothing is written where the entry could not be read."""
    items = [item async for item in check_all(bench.session, [ENTRY], operation)]
    batch = Batch(operation, tuple(items), NOTE if operation is TakeDown.REVOKE else "")
    return [done async for done in take_down_all(bench.session, batch)]


def truthful(bench: Bench, result: Result, *, applied: bool) -> None:
    """No false outcome."""
    match result:
        case Saved():
            assert applied
        case NotApplied() | Invalid() | Conflict():
            assert not applied
        case Unknown():
            pass
    assert bench.session.journal.verify().sound


def proven(bench: Bench, done: Done) -> None:
    """No false proof."""
    if done.proof is None:
        return
    stored = bench.library.entries[ENTRY]
    if done.proof.down:
        assert stored.revoked
    if done.proof.down is False:
        assert not stored.revoked


CASES = [
    *((step, fault, "") for step in STEPS for fault in FAULTS if fault != "yes-but-nothing"),
    *(
        (step, fault, write)
        for step in STEPS
        for fault in ("reset-after", "503", "garbage-200")
        for write in WRITE_FAULTS
    ),
]


@pytest.mark.parametrize(("step", "fault", "write"), CASES, ids=map("-".join, CASES))
async def test_a_step_fails_all_the_way(bench: Bench, step: str, fault: str, write: str) -> None:
    add(bench.faults, fault, method="GET", path=STEPS[step])
    if write:
        add(bench.faults, write)
    for done in await taken_down(bench):
        truthful(bench, done.result, applied=bench.library.entries[ENTRY].revoked)
        proven(bench, done)
        check = done.evidence.check
        if step in ("documents", "media", "usage-log"):
            assert check.verdict is not Verdict.NONE_FOUND
        made = await report_of(bench.session, done.evidence, done.result, done.proof)
        assert "unused" not in to_markdown(made)
        assert digest(json.loads(json.dumps(to_json(made)["evidence"])))
    assert bench.patches() <= 1


@pytest.mark.parametrize("fault", ["reset-before", "503", "garbage-200", "403", "404-html"])
@pytest.mark.parametrize("step", ["entry", "keys", "serve-image"])
@pytest.mark.parametrize("operation", [TakeDown.REVOKE, TakeDown.UNREVOKE])
async def test_a_step_fails_after_the_write(
    bench: Bench, step: str, fault: str, operation: TakeDown
) -> None:
    bench.library.entries[ENTRY].revoked = operation is TakeDown.UNREVOKE

    def begin(request: object) -> None:
        if getattr(request, "method", "") == "PATCH":
            add(bench.faults, fault, method="GET", path=STEPS[step])

    bench.library.on_request = begin
    (done,) = await taken_down(bench, operation)
    applied = bench.library.entries[ENTRY].revoked is (operation is TakeDown.REVOKE)
    assert applied
    truthful(bench, done.result, applied=applied)
    proven(bench, done)
    assert bench.patches() == 1


async def test_anything_fails_at_random(bench: Bench) -> None:
    told: list[dict[str, object]] = [
        {"match": {"method": "GET", "probability": 0.2}, "action": "status", "status": 503},
        {"match": {"method": "PATCH", "probability": 0.2}, "action": "reset-after"},
        {"match": {"method": "PATCH", "probability": 0.2}, "action": "reset-before"},
    ]
    bench.faults.rules += parse_faults({"seed": 4, "rules": told}).rules
    ended: set[str] = set()
    for turn in range(60):
        operation = TakeDown.UNREVOKE if turn % 2 else TakeDown.REVOKE
        wanted = operation is TakeDown.REVOKE
        bench.library.entries[ENTRY].revoked = not wanted
        for done in await taken_down(bench, operation):
            revoked = bench.library.entries[ENTRY].revoked
            truthful(bench, done.result, applied=revoked is wanted)
            proven(bench, done)
            ended.add(type(done.result).__name__)
    assert {"Saved", "NotApplied"} <= ended


async def test_a_lost_answer_is_found_again_at_the_next_start(bench: Bench) -> None:
    from medialib_tui.core.writing.settle import reconcile
    from medialib_tui.store.records import Outcome

    add(bench.faults, "reset-after", nth=1)

    def begin(request: object) -> None:
        if getattr(request, "method", "") == "PATCH":
            add(bench.faults, "503", method="GET")

    bench.library.on_request = begin
    (done,) = await taken_down(bench)
    assert isinstance(done.result, Unknown)
    bench.faults.rules.clear()
    later = bench.again()
    (settled,) = await reconcile(later)
    assert settled.outcome is Outcome.APPLIED
    (item,) = [one async for one in check_all(later, [ENTRY])]
    assert item.done is not None
    assert item.done.note == NOTE
    assert not item.ready
    await later.aclose()
    assert bench.patches() == 1


async def test_a_report_of_a_faulty_run_can_be_verified(bench: Bench) -> None:
    add(bench.faults, "503", method="GET", path=STEPS["documents"])
    (done,) = await taken_down(bench)
    made = await report_of(bench.session, done.evidence, done.result, done.proof)
    bench.faults.rules.clear()
    (item,) = [one async for one in check_all(bench.session, [ENTRY])]
    assert item.evidence is not None
    written = json.loads(json.dumps(to_json(made)))
    found = verify(written, item.evidence, bench.session.journal)
    assert found.sound
    assert not found.unknown
    assert "documents: readable only now" in found.changes
    written["evidence"]["check"]["verdict"] = "none-found"
    assert not verify(written, item.evidence, bench.session.journal).sound


async def test_several_end_where_nothing_further_can_be_expected(bench: Bench) -> None:
    ids = [ENTRY, "harbour-dusk-02", "ferry-queue-22"]
    ids += ["bridge-works-03", "market-square-04", "every-plugin"]
    items = [item async for item in check_all(bench.session, ids)]
    refused = {"error_details": {"access_token": "no"}}
    for nth in range(2, 6):
        bench.faults.add("status", method="PATCH", nth=nth, status=401, json=refused)
    batch = Batch(TakeDown.REVOKE, tuple(items), NOTE)
    done = [one async for one in take_down_all(bench.session, batch)]
    ends = [type(one.result) for one in done]
    assert ends.count(Saved) == 1 and ends.count(NotApplied) == len(done) - 1 < len(ids) - 1
    revoked = [one for one in ids if bench.library.entries[one].revoked]
    assert revoked == [one.evidence.entry.id for one in done if isinstance(one.result, Saved)]
    bench.faults.rules.clear()
    again = [item async for item in check_all(bench.session, ids)]
    assert [item.id for item in again if not item.ready] == revoked
    rest = Batch(TakeDown.REVOKE, tuple(again), NOTE)
    assert [type(d.result) async for d in take_down_all(bench.session, rest)] == [Saved] * 5
    assert bench.patches() == len(done) + 5


async def test_what_changed_since_it_was_shown_is_not_written(bench: Bench) -> None:
    items = [item async for item in check_all(bench.session, [ENTRY])]
    bench.library.entries[ENTRY].version += 1
    batch = Batch(TakeDown.REVOKE, tuple(items), NOTE)
    (done,) = [one async for one in take_down_all(bench.session, batch)]
    assert isinstance(done.result, Conflict)
    assert not bench.library.entries[ENTRY].revoked


async def test_an_entry_that_cannot_be_read_is_not_written(bench: Bench) -> None:
    items = [item async for item in check_all(bench.session, ["no-such-entry", ENTRY])]
    assert isinstance(items[0].error, ApiError)
    assert [item.ready for item in items] == [False, True]
