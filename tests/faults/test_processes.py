"""Over a real connection: processes killed at random moments, slow servers, broken lines."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from medialib_tui.core.writing import settle
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Saved, Unknown
from medialib_tui.core.writing.merge import rebase
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.core.writing.write import write
from medialib_tui.model.patch import AddUsageLogEntry, SetMetadataProperty
from medialib_tui.store.records import Outcome, Record
from tests.faults.conftest import KINDS, Kind, Served, connect
from tests.faults.writer import ENTRY

TITLE = SetMetadataProperty(property_name="title", value="Written")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings in quick succession: this server is through with a request at once."""
    monkeypatch.setattr(settle, "QUIET", 0.3)
    monkeypatch.setattr(settle, "WAITS", (0.0, 0.02, 0.02))


async def killed(served: Served, folder: Path, seconds: float) -> None:
    """Run the writer until its alarm ends it."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.writer",
        served.url,
        str(folder),
        str(seconds),
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await child.communicate()
    assert child.returncode == -signal.SIGALRM, errors.decode()


def value_of(record: Record) -> str:
    """The value that a write of the writer carries."""
    step = json.loads(json.dumps(record.body))["patches"][0]
    return str(step["value"] if step["operation"] == TITLE.operation else step["value"]["url"])


async def test_killed_at_random_moments(served: Served, tmp_path: Path) -> None:
    moments = random.Random(3)  # noqa: S311 - moments, not secrets
    held: set[str] = set()
    stored = served.library.entries

    def note(_: object) -> None:
        held.add(str(stored[ENTRY].metadata["title"]))

    served.library.on_request = note
    for _ in range(6):
        await killed(served, tmp_path, moments.uniform(0.01, 0.25))
        session = connect(served.url, tmp_path)
        open_before = session.journal.unsettled(served.url)
        settled = await reconcile(session)
        assert [one.record.number for one in settled] == [r.number for r in open_before]
        assert len(open_before) <= 1
        note(None)
        truth = (
            held
            | Counter(
                row["url"]
                for row in stored[ENTRY].usage_log
                if isinstance(row, dict) and "url" in row
            ).keys()
        )
        for record in session.journal.list(limit=1000):
            applied = value_of(record) in truth
            assert record.outcome is (Outcome.APPLIED if applied else Outcome.NOT_APPLIED)
        assert session.journal.verify().sound
        await session.aclose()
    urls = [row["url"] for row in stored[ENTRY].usage_log if isinstance(row, dict) if "url" in row]
    assert max(Counter(map(str, urls)).values()) == 1
    sent = Counter(request.body for request in served.library.requests if request.method == "PATCH")
    assert max(sent.values()) == 1


@pytest.mark.parametrize("fault", ["reset-before", "reset-after", "drop", "truncate"])
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[6]], ids=lambda kind: kind.name)
async def test_faults_on_the_wire(served: Served, tmp_path: Path, fault: str, kind: Kind) -> None:
    served.faults.add(fault, method="PATCH")
    session = connect(served.url, tmp_path)
    stored = served.library.entries[kind.entry_id]
    entry = await session.client.entry(kind.entry_id)
    result = await write(session, Intent(entry, kind.operations(stored)))
    applied = kind.holds(served.library.entries[kind.entry_id], stored)
    assert applied is (fault != "reset-before")
    assert isinstance(result, Saved if applied else NotApplied)
    assert sum(request.method == "PATCH" for request in served.library.requests) == 1
    await session.aclose()


async def test_a_write_that_arrives_late_was_not_called_not_applied(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = served.faults.hold(method="PATCH")
    hasty, session = connect(served.url, tmp_path, timeout=0.3), connect(served.url, tmp_path)
    entry = await session.client.entry(ENTRY)
    result = await write(hasty, Intent(entry, (TITLE,)))
    await hasty.aclose()
    assert isinstance(result, Unknown)
    assert result.open
    (early,) = await reconcile(session)
    assert early.outcome is None
    gate.release()
    outcomes: set[Outcome | None] = {early.outcome}
    for _ in range(200):
        settled = await reconcile(session)
        if not settled:
            break
        outcomes.add(settled[0].outcome)
    assert outcomes == {None, Outcome.APPLIED}
    assert served.library.entries[ENTRY].metadata["title"] == "Written"
    await session.aclose()


async def test_two_editors_on_one_entry_lose_nothing(served: Served, tmp_path: Path) -> None:
    """Each adds a use and sets a property of its own, many times, side by side."""
    together = asyncio.Barrier(2)

    async def edit(name: str) -> int:
        session = connect(served.url, tmp_path / name)
        conflicts = 0
        for number in range(10):
            step = SetMetadataProperty(property_name=name, value=f"{name} {number}")
            use = AddUsageLogEntry(
                value={"purpose": "print", "url": f"https://x.com/{name}{number}"}
            )
            intent: Intent | None = Intent(await session.client.entry(ENTRY), (step, use))
            await together.wait()
            while intent is not None:
                result = await write(session, intent)
                if isinstance(result, Saved):
                    break
                assert isinstance(result, Conflict)
                conflicts += 1
                found = rebase(result.intent, result.theirs)
                assert found.clashes == ()
                intent = found.intent
        await session.aclose()
        return conflicts

    conflicts = await asyncio.gather(edit("title"), edit("caption"))
    stored = served.library.entries[ENTRY]
    assert (stored.metadata["title"], stored.metadata["caption"]) == ("title 9", "caption 9")
    urls = Counter(
        str(row["url"]) for row in stored.usage_log if isinstance(row, dict) and "url" in row
    )
    assert {f"https://x.com/{name}{n}" for name in ("title", "caption") for n in range(10)} <= set(
        urls
    )
    assert max(urls.values()) == 1
    assert sum(conflicts) >= 10
