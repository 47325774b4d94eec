"""A fault at every point of the exchange, for every kind of write."""

from __future__ import annotations

from copy import deepcopy

import pytest

from medialib_tui.core.writing.intent import Invalid, NotApplied, Result, Saved, Unknown
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faults import Faults
from medialib_tui.store.records import Outcome
from tests.faults.conftest import KINDS, Bench, Kind

FAULTS: dict[str, dict[str, object]] = {
    "reset-before": {"action": "reset-before"},
    "reset-after": {"action": "reset-after"},
    "drop": {"action": "drop"},
    "truncate": {"action": "truncate", "bytes": 5},
    "502": {"action": "html"},
    "503": {"action": "status", "status": 503},
    "500": {"action": "status", "status": 500},
    "504": {"action": "status", "status": 504},
    "408": {"action": "status", "status": 408},
    "garbage-200": {"action": "html", "status": 200},
    "yes-but-nothing": {"action": "status", "status": 200, "json": {"status": 200}},
    "429": {"action": "too-many"},
    "redirect": {"action": "redirect", "to": "https://elsewhere.example.com/"},
    "403": {"action": "status", "status": 403},
    "400": {"action": "status", "status": 400},
    "404-html": {"action": "html", "status": 404},
}


def add(faults: Faults, name: str, **match: object) -> None:
    """Arrange a fault by its name."""
    options = dict(FAULTS[name])
    faults.add(str(options.pop("action")), **{"method": "PATCH", **match, **options})  # type: ignore[arg-type] # parameters of the action


def truthful(result: Result, applied: bool) -> None:
    """No false "applied", no false "not applied"."""
    if applied:
        assert not isinstance(result, NotApplied | Invalid)
    else:
        assert not isinstance(result, Saved)


LAGGING = ("reset-before", "reset-after", "yes-but-nothing", "")
CASES = [
    *((kind, fault, 0, True) for kind in KINDS for fault in FAULTS),
    *((kind, fault, 1, True) for kind in KINDS for fault in LAGGING),
    *((kind, fault, 0, False) for kind in KINDS if "usage" in kind.name for fault in FAULTS),
]


@pytest.mark.parametrize(
    ("kind", "fault", "lag", "bumps"),
    CASES,
    ids=[f"{k.name}-{fault}-{lag}{'' if bumps else '-flat'}" for k, fault, lag, bumps in CASES],
)
async def test_every_fault_of_the_patch(
    bench: Bench, kind: Kind, fault: str, lag: int, bumps: bool
) -> None:
    bench.library.usage_log_bumps_version = bumps
    bench.stored(kind).revoked = kind.revoked_before
    was = deepcopy(bench.stored(kind))
    if lag:
        bench.faults.add("stale", method="GET", reads=lag)
    if fault:
        add(bench.faults, fault)
    result = await write(bench.session, await bench.intent(kind))
    applied = kind.holds(bench.stored(kind), was)
    assert bench.patches() == 1
    truthful(result, applied)
    assert bench.session.journal.verify().sound
    if kind.provable and fault not in {"504", "yes-but-nothing"}:
        assert isinstance(result, Saved) is applied
        assert isinstance(result, NotApplied | Invalid) is not applied


@pytest.mark.parametrize("fault", ["reset-before", "503", "garbage-200", "403"])
@pytest.mark.parametrize("lost", ["reset-before", "reset-after", ""])
async def test_nothing_can_be_read_back(bench: Bench, kind: Kind, fault: str, lost: str) -> None:
    bench.stored(kind).revoked = kind.revoked_before
    was = deepcopy(bench.stored(kind))
    intent = await bench.intent(kind)
    before_reads = sum(r.method == "GET" for r in bench.library.requests)
    gone = False

    if lost:
        add(bench.faults, lost, nth=1)
    gate = bench.faults.hold(method="PATCH", nth=1, after=not lost)
    gate.release()
    bench.library.on_request = lambda request: add_reads(request.method)

    def add_reads(method: str) -> None:
        nonlocal gone
        if method == "PATCH" and not gone:
            gone = True
            add(bench.faults, fault, method="GET")

    result = await write(bench.session, intent)
    applied = kind.holds(bench.stored(kind), was)
    assert applied is (lost != "reset-before")
    assert isinstance(result, Unknown)
    assert result.open
    assert ("said yes" in result.error.title) is (lost == "")
    assert before_reads
    record = bench.session.journal.get(result.journal)
    assert record is not None
    assert record.outcome is None

    bench.faults.rules.clear()
    later = bench.again()
    (settled,) = await reconcile(later)
    await later.aclose()
    if kind.provable or lost == "":
        assert settled.outcome is (Outcome.APPLIED if applied else Outcome.NOT_APPLIED)
    else:
        assert settled.outcome is (Outcome.UNKNOWN if applied else Outcome.NOT_APPLIED)
    assert bench.patches() == 1
