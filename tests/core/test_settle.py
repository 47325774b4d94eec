"""What reading back proves, and what is settled at the next start."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.writing import settle as module
from medialib_tui.core.writing.intent import Intent, NotApplied, Saved, Unknown
from medialib_tui.core.writing.judging import Seen, judge
from medialib_tui.core.writing.settle import in_flight, reconcile
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.trace import Trace
from medialib_tui.model.usage import UsageLogEntry
from medialib_tui.store import journal as journalling
from medialib_tui.store.person import Person, this_person
from medialib_tui.store.records import Outcome
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
APPLIED, NOT_APPLIED, UNKNOWN = Outcome.APPLIED, Outcome.NOT_APPLIED, Outcome.UNKNOWN
TITLE = SetMetadataProperty(property_name="title", value="new")
UNSET = SetMetadataProperty(property_name="caption")
KEY: JsonObject = {"key": "new.png", "url": "https://example.com/new.png"}
OLD: JsonObject = {"key": "old.png", "url": "https://example.com/old.png"}
ROW: JsonObject = {"id": "u1", "state": "pending", "purpose": "print"}
PRINT: JsonObject = {"purpose": "print"}


def seen(
    version: int = 2,
    *,
    asset: JsonObject | None = None,
    locale: JsonObject | None = None,
    usage: list[JsonObject] | None = None,
    served: str = "",
    **metadata: str,
) -> Seen:
    """What was read back."""
    answer: JsonObject = {"id": "e1", "version": version, "metadata": dict(metadata)}
    if asset is not None:
        answer["asset"] = asset
    if locale is not None:
        answer["translations"] = [{"locale": "fr", "metadata": {}, "asset": locale}]
    rows = None if usage is None else tuple(UsageLogEntry.read(row) for row in usage)
    return Seen(Entry.read(answer), rows, served)


BEFORE = Trace(version=1, metadata={"title": "old", "caption": "c"})
ASSETS = Trace(version=1, asset=OLD, translated={"fr": OLD})
SERVED = Trace(version=1, served="served")
BLOCKED = Trace(version=1, served="blocked")
USES = Trace(version=1, usage_ids=("u1",), usage=(ROW,))
UPDATE = UpdateUsageLogEntry(usage_log_entry_id="u1", value={**PRINT, "state": "confirmed"})
REMOVE = RemoveUsageLogEntry(usage_log_entry_id="u1")
ADD = AddUsageLogEntry(value=PRINT)
NEW: JsonObject = {**ROW, "id": "u2"}

LOST = [
    # metadata: the version decides first
    (TITLE, BEFORE, seen(1, title="old"), NOT_APPLIED),
    (TITLE, BEFORE, seen(2, title="new"), APPLIED),
    (TITLE, BEFORE, seen(2, title="old"), UNKNOWN),
    (TITLE, BEFORE, seen(2, title="theirs"), UNKNOWN),
    (TITLE, BEFORE, seen(1, title="new"), APPLIED),
    (TITLE, BEFORE, seen(1, title="theirs"), UNKNOWN),
    (UNSET, BEFORE, seen(1, caption="c"), NOT_APPLIED),
    (UNSET, BEFORE, seen(2), APPLIED),
    (TITLE, Trace(metadata={"title": "old"}), seen(2, title="old"), UNKNOWN),
    (TITLE, Trace(metadata={"title": "old"}), seen(2, title="new"), APPLIED),
    # assets
    (ReplaceAsset(value=KEY), ASSETS, seen(2, asset=KEY), APPLIED),
    (ReplaceAsset(value=KEY), ASSETS, seen(2, asset={**KEY, "url": "https://cdn"}), APPLIED),
    (ReplaceAsset(value=KEY), ASSETS, seen(2, asset={"url": KEY["url"]}), APPLIED),
    (ReplaceAsset(value=KEY), ASSETS, seen(2, asset=OLD), UNKNOWN),
    (ReplaceAsset(value=KEY), ASSETS, seen(1, asset=OLD), NOT_APPLIED),
    (ReplaceAsset(value=KEY), ASSETS, seen(2), UNKNOWN),
    (RemoveAsset(locale="fr"), ASSETS, seen(2), APPLIED),
    (RemoveAsset(locale="fr"), ASSETS, seen(2, locale=OLD), UNKNOWN),
    (RemoveAsset(locale="fr"), ASSETS, seen(1, locale=OLD), NOT_APPLIED),
    # states: what serve-image says, else the version
    (RevokeAsset(), SERVED, seen(2, served="blocked"), APPLIED),
    (RevokeAsset(), SERVED, seen(1, served="blocked"), APPLIED),
    (RevokeAsset(), SERVED, seen(1, served="served"), NOT_APPLIED),
    (RevokeAsset(), SERVED, seen(2, served="served"), UNKNOWN),
    (RevokeAsset(), BLOCKED, seen(2, served="blocked"), UNKNOWN),
    (RevokeAsset(), BLOCKED, seen(1, served="blocked"), NOT_APPLIED),
    (RevokeAsset(), Trace(version=1), seen(2), UNKNOWN),
    (RevokeAsset(), Trace(version=1), seen(1), NOT_APPLIED),
    (UnrevokeAsset(), BLOCKED, seen(2, served="served"), APPLIED),
    (UnrevokeAsset(), BLOCKED, seen(1, served="blocked"), NOT_APPLIED),
    (UnrevokeAsset(), SERVED, seen(2, served="served"), UNKNOWN),
    (Archive(), BEFORE, seen(2), UNKNOWN),
    (Archive(), BEFORE, seen(1), NOT_APPLIED),
    # the usage log: the log decides, whatever the version does
    *((ADD, USES, seen(v, usage=[ROW, NEW]), APPLIED) for v in (1, 2)),
    *((ADD, USES, seen(v, usage=[ROW]), NOT_APPLIED) for v in (1, 2)),
    (ADD, USES, seen(2, usage=[ROW, {**NEW, "purpose": "web"}]), NOT_APPLIED),
    (ADD, USES, seen(2, usage=[ROW, {**NEW, "publicationDate": "2026-05-01"}]), APPLIED),
    (ADD, Trace(version=1), seen(2, usage=[ROW]), UNKNOWN),
    (ADD, Trace(version=1), seen(1, usage=[ROW]), UNKNOWN),
    (ADD, USES, seen(1), UNKNOWN),
    *((UPDATE, USES, seen(v, usage=[{**ROW, "state": "confirmed"}]), APPLIED) for v in (1, 2)),
    *((UPDATE, USES, seen(v, usage=[ROW]), NOT_APPLIED) for v in (1, 2)),
    (UPDATE, USES, seen(2, usage=[]), UNKNOWN),
    (UPDATE, USES, seen(2, usage=[{**ROW, "purpose": "web"}]), UNKNOWN),
    *((REMOVE, USES, seen(v, usage=[]), APPLIED) for v in (1, 2)),
    *((REMOVE, USES, seen(v, usage=[ROW]), NOT_APPLIED) for v in (1, 2)),
    (TITLE, BEFORE, Seen(None), UNKNOWN),
]


@pytest.mark.parametrize(("step", "before", "now", "outcome"), LOST)
def test_a_lost_answer(step: AnyOperation, before: Trace, now: Seen, outcome: Outcome) -> None:
    assert judge((step,), before, now).outcome is outcome


SAID_YES = [
    (TITLE, BEFORE, seen(2, title="new"), APPLIED, False),
    (TITLE, BEFORE, seen(1, title="old"), UNKNOWN, False),
    (TITLE, BEFORE, seen(2, title="other"), UNKNOWN, True),
    (TITLE, Trace(version=1, metadata={"title": "new"}), seen(1, title="new"), APPLIED, False),
    (Archive(), BEFORE, seen(2), APPLIED, False),
    (Archive(), BEFORE, seen(1), UNKNOWN, False),
    (RevokeAsset(), SERVED, seen(1, served="blocked"), APPLIED, False),
    (RevokeAsset(), SERVED, seen(2, served="served"), UNKNOWN, False),
    (ADD, USES, seen(1, usage=[ROW, NEW]), APPLIED, False),
    (ADD, USES, seen(1, usage=[ROW]), UNKNOWN, False),
    (ADD, USES, seen(2, usage=[ROW]), UNKNOWN, False),
]


@pytest.mark.parametrize(("step", "before", "now", "outcome", "final"), SAID_YES)
def test_a_success_still_has_to_be_seen(
    step: AnyOperation, before: Trace, now: Seen, outcome: Outcome, final: bool
) -> None:
    verdict = judge((step,), before, now, said_yes=True)
    assert (verdict.outcome, verdict.final) == (outcome, final)
    assert ("server said yes" in verdict.sentence) is (outcome is UNKNOWN)


def test_parts_of_several_operations_prove_nothing() -> None:
    both = (TITLE, UNSET)
    assert judge(both, BEFORE, seen(2, title="new")).outcome is APPLIED
    assert judge(both, BEFORE, seen(2, title="new", caption="c")).outcome is UNKNOWN
    assert judge((TITLE, Archive()), BEFORE, seen(2, title="new")).outcome is UNKNOWN
    mixed = Trace(version=1, metadata={"title": "old"}, usage_ids=())
    assert judge((TITLE, ADD), mixed, seen(2, title="theirs", usage=[])).outcome is UNKNOWN


def test_equal_adds_are_told_apart_by_their_number() -> None:
    both = (ADD, ADD)
    assert judge(both, USES, seen(2, usage=[ROW, NEW])).outcome is UNKNOWN
    third: JsonObject = {**ROW, "id": "u3"}
    verdict = judge(both, USES, seen(2, usage=[NEW, ROW, third]))
    assert (verdict.outcome, set(verdict.added)) == (APPLIED, {"u2", "u3"})


async def unfinished(open_on: OpenOn, fault: str, *steps: AnyOperation) -> Session:
    """A session whose write was cut off and could not be read back."""
    faults = Faults().add(fault, method="PATCH")
    session = open_on()
    entry = await session.client.entry(ENTRY)
    broken = open_on(rules=tuple(faults.add("reset-before", method="GET").rules))
    result = await write(broken, Intent(entry, steps or (TITLE,)))
    assert isinstance(result, Unknown)
    assert result.open
    return session


class TestReconcile:
    """At the next start."""

    @pytest.mark.parametrize(
        ("fault", "outcome"), [("reset-before", NOT_APPLIED), ("reset-after", APPLIED)]
    )
    async def test_open_writes_are_settled_once(
        self, open_on: OpenOn, library: Library, fault: str, outcome: Outcome
    ) -> None:
        session = await unfinished(open_on, fault)
        heard: list[Entry] = []
        session.listen(heard.append)
        (settled,) = await reconcile(session)
        assert (settled.outcome, len(heard)) == (outcome, 1)
        assert settled.entry is not None
        assert await reconcile(session) == []
        assert sum(request.method == "PATCH" for request in library.requests) == 1

    async def test_it_stays_open_while_nothing_can_be_read(self, open_on: OpenOn) -> None:
        session = await unfinished(open_on, "reset-after")
        rules = tuple(Faults().add("status", method="GET", status=500).rules)
        (settled,) = await reconcile(open_on(rules=rules))
        assert settled.outcome is None
        assert "could not be read back" in settled.sentence
        assert len(session.journal.unsettled(session.server.url)) == 1

    async def test_other_servers_are_left_alone(self, open_on: OpenOn) -> None:
        session = await unfinished(open_on, "reset-after")
        elsewhere = replace(session.server, url="http://other.invalid")
        session.client.server = elsewhere
        assert await reconcile(session) == []

    async def test_a_write_of_this_process_under_way_is_left_alone(self, open_on: OpenOn) -> None:
        faults = Faults()
        gate = faults.hold(method="PATCH")
        session, beside = open_on(rules=tuple(faults.rules)), open_on()
        intent = Intent(await session.client.entry(ENTRY), (TITLE,))
        task = asyncio.create_task(write(session, intent))
        await gate.reached.wait()
        assert intent.key in in_flight
        assert await reconcile(beside) == []
        gate.release()
        assert isinstance(await task, Saved)

    @pytest.mark.parametrize(("pid", "left"), [(1, True), (2**22 + 1, False)])
    async def test_a_write_of_another_process_is_left_while_it_may_run(
        self, session: Session, monkeypatch: pytest.MonkeyPatch, pid: int, left: bool
    ) -> None:
        with monkeypatch.context() as other:
            other.setattr(journalling, "this_person", lambda: Person(this_person().who, pid))
            intend(session, await session.client.entry(ENTRY))
        settled = await reconcile(session)
        assert [one.outcome for one in settled] == ([] if left else [NOT_APPLIED])

    async def test_a_young_one_is_waited_for(self, session: Session) -> None:
        intend(session, await session.client.entry(ENTRY))
        waited: list[float] = []

        async def note(seconds: float) -> None:
            waited.append(seconds)

        session.sleep = note
        (settled,) = await reconcile(session)
        assert settled.outcome is NOT_APPLIED
        assert 0 < waited[0] <= module.QUIET

    async def test_a_server_that_was_slow_is_given_time(
        self, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        session = open_on(rules=tuple(Faults().add("status", method="PATCH", status=504).rules))
        result = await write(session, Intent(await session.client.entry(ENTRY), (TITLE,)))
        assert isinstance(result, Unknown)
        assert result.open
        assert "may still be at work" in result.error.title
        (settled,) = await reconcile(session)
        assert settled.outcome is None
        monkeypatch.setattr(module, "LATE", 0.0)
        (settled,) = await reconcile(session)
        assert settled.outcome is NOT_APPLIED

    async def test_an_add_is_not_repeated_without_proof(
        self, open_on: OpenOn, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = len(library.entries[ENTRY].usage_log)
        faults = Faults().add("status", method="PATCH", nth=1, status=504)
        session = open_on(rules=tuple(faults.rules))
        entry = await session.client.entry(ENTRY)
        assert isinstance(await write(session, Intent(entry, (ADD,))), Unknown)
        again = await write(session, Intent(entry, (ADD,)))
        assert isinstance(again, NotApplied)
        assert "may still arrive" in again.error.title
        other = AddUsageLogEntry(value={**PRINT, "url": "https://example.com/other"})
        assert isinstance(await write(session, Intent(entry, (other,))), Saved)
        monkeypatch.setattr(module, "LATE", 0.0)
        fresh = Intent(await session.client.entry(ENTRY), (ADD,))
        assert isinstance(await write(session, fresh), Saved)
        assert len(library.entries[ENTRY].usage_log) == before + 2

    async def test_a_record_that_cannot_be_read_is_unknown(self, session: Session) -> None:
        entry = await session.client.entry(ENTRY)
        intend(session, entry, body={"patches": [{"operation": "somethingNewer"}]})
        (settled,) = await reconcile(session)
        assert settled.outcome is UNKNOWN

    async def test_a_deleted_entry_is_unknown(self, open_on: OpenOn, library: Library) -> None:
        session = await unfinished(open_on, "reset-after")
        del library.entries[ENTRY]
        (settled,) = await reconcile(session)
        assert (settled.outcome, settled.entry) == (UNKNOWN, None)
        assert "no longer there" in settled.sentence


def intend(session: Session, entry: Entry, **more: JsonObject) -> int:
    """An intent whose process ended before it could note anything."""
    intent = Intent(entry, (TITLE,))
    return session.journal.intend(
        key=intent.key,
        server=session.server.url,
        server_name="demo",
        entry_id=entry.id,
        operation="set",
        body=more.get("body", intent.body()),
        before=Trace(version=entry.version, metadata={"title": entry.title}).to_json(),
    )


async def test_a_settled_not_applied_can_be_written_again(open_on: OpenOn) -> None:
    session = open_on(rules=tuple(Faults().add("reset-before", method="PATCH", nth=1).rules))
    intent = Intent(await session.client.entry(ENTRY), (TITLE,))
    assert isinstance(await write(session, intent), NotApplied)
    assert isinstance(await write(session, intent), Saved)
