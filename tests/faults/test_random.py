"""Many writes under random faults, a lagging server, and somebody else at work."""

from __future__ import annotations

import random

import pytest

from medialib_tui.core.writing.intent import Conflict, Intent, Invalid, NotApplied, Saved, Unknown
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faults import Faults, parse_faults
from medialib_tui.demo.library import RecordedRequest
from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
)
from medialib_tui.store.records import Outcome
from tests.faults.conftest import Bench, open_session

ENTRY = "harbour-dawn-01"
WRITES = 25


def rules(seed: int) -> Faults:
    """A third of the writes and a sixth of the readings go wrong."""
    patch = {"method": "PATCH"}
    actions = ("reset-before", "reset-after", "drop", "truncate", "html")
    told: list[dict[str, object]] = [
        {"match": {**patch, "probability": 0.08}, "action": action} for action in actions
    ]
    told += [
        {"match": {**patch, "probability": 0.05}, "action": "status", "status": status}
        for status in (500, 504)
    ]
    told += [
        {"match": {"method": "GET", "probability": 0.15}, "action": "reset-before"},
        {"match": {"method": "GET"}, "action": "stale", "reads": 1},
    ]
    return parse_faults({"seed": seed, "rules": told})


def operations(chance: random.Random, value: str) -> tuple[AnyOperation, ...]:
    """Some write, its values never used before."""
    use: JsonObject = {"purpose": "print", "url": f"https://example.com/{value}"}
    choices: list[tuple[AnyOperation, ...]] = [
        (SetMetadataProperty(property_name="title", value=value),),
        (
            SetMetadataProperty(property_name="title", value=value),
            SetMetadataProperty(property_name="caption", value=value),
        ),
        (AddUsageLogEntry(value=use),),
        (AddUsageLogEntry(value=use), SetMetadataProperty(property_name="title", value=value)),
        (RevokeAsset(note=value),),
        (UnrevokeAsset(),),
        (Archive(),),
    ]
    return chance.choice(choices)


@pytest.mark.parametrize("bumps", [True, False], ids=["", "flat"])
@pytest.mark.parametrize("seed", range(6))
async def test_no_outcome_is_ever_false(bench: Bench, seed: int, bumps: bool) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    bench.library.usage_log_bumps_version = bumps
    broken = open_session(bench.library, rules(seed), bench.path)
    truth: dict[int, bool] = {}

    def somebody(request: RecordedRequest) -> None:
        if chance.random() < 0.1:
            name = chance.choice(["title", "caption", "source"])
            bench.library.change(ENTRY, {name: f"theirs {chance.random()}"})

    for number in range(WRITES):
        bench.library.on_request = None
        intent = Intent(
            await bench.session.client.entry(ENTRY), operations(chance, f"{seed}-{number}")
        )
        bench.library.on_request = somebody
        applied, sent = len(bench.library.changes), bench.patches()
        result = await write(broken, intent)
        assert bench.patches() - sent <= 1
        is_applied = len(bench.library.changes) > applied
        match result:
            case Saved():
                assert is_applied
            case NotApplied() | Invalid() | Conflict():
                assert not is_applied
            case Unknown():
                pass
        if result.journal is not None:
            truth[result.journal] = is_applied
    await broken.aclose()
    await settled(bench, truth)


async def settled(bench: Bench, truth: dict[int, bool]) -> None:
    """After the next start every outcome in the journal is true or unknown."""
    bench.library.on_request = None
    later = bench.again()
    await reconcile(later)
    for number, is_applied in truth.items():
        record = later.journal.get(number)
        assert record is not None
        if record.outcome in {Outcome.APPLIED, Outcome.NOT_APPLIED}:
            assert (record.outcome is Outcome.APPLIED) is is_applied, record
    assert later.journal.verify().sound
    await later.aclose()
