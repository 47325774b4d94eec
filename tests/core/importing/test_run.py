"""Imports against the embedded library: every end proven, nothing twice, whatever goes wrong."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.api.errors import ApiError, NotOffered, ReadOnly, TokenRefused
from medialib_tui.core.importing import trouble
from medialib_tui.core.importing.book import Underway
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.run import Import, ImportOutcome, ItemResult, earlier_imports
from medialib_tui.core.importing.source import Source, open_source
from medialib_tui.core.session import Session
from medialib_tui.core.writing.settle import reconcile
from medialib_tui.core.writing.undo import CannotUndo, plan_undo
from medialib_tui.demo.faults import Faults, Rule
from medialib_tui.demo.library import Library, RecordedRequest
from medialib_tui.demo.tokens import EXPIRED
from medialib_tui.model.base import JsonObject
from medialib_tui.model.server import Access
from medialib_tui.store.imports import SENT
from medialib_tui.store.records import Outcome
from tests.core.conftest import OpenOn

CREATED, EXISTS, REFUSED = (
    ImportOutcome.CREATED,
    ImportOutcome.EXISTS,
    ImportOutcome.REFUSED,
)
SMALL = Limits(items=5)


def item(number: int, **more: object) -> dict[str, object]:
    asset = {
        "key": f"2026/11/{number}.png",
        "url": f"https://media.example.com/{number}.png",
        "size": 1,
        "width": 64,
        "height": 40,
        "mimeType": "image/png",
        "filename": "new.png",
    }
    metadata = {"title": f"New {number}", "credit": "Sample"}
    return {
        "id": f"new-{number}",
        "mediaType": "image",
        "asset": asset,
        "metadata": metadata,
        **more,
    }


def external(number: int) -> dict[str, object]:
    made = item(number, systemName="agency", externalId=f"ext-{number}")
    del made["id"]
    return made


def source(tmp_path: Path, items: Sequence[object], name: str = "items.jsonl") -> Source:
    path = tmp_path / name
    path.write_text("".join(json.dumps(one) + "\n" for one in items))
    return open_source(path)


async def run(work: Import) -> dict[str, ItemResult]:
    """The results as they came, by label; none may come twice."""
    came = [result async for group in work.run() for result in group]
    assert max(Counter(result.place for result in came).values(), default=0) <= 1
    came.sort(key=lambda one: one.place)
    kept = [one for one in work.results() if one.outcome is not ImportOutcome.WAITING]
    assert work.resume or came == kept
    return {result.label: result for result in came}


def new(library: Library) -> list[str]:
    """The entries that were created, as often as they were."""
    return [one.media_id for one in library.changes if one.event == "mediaLibraryEntry.create"]


def rules(*found: tuple[str, dict[str, object]]) -> tuple[Rule, ...]:
    faults = Faults()
    for action, more in found:
        faults.add(action, **{"method": "POST", **more})  # type: ignore[arg-type]  # options of any rule
    return tuple(faults.rules)


async def test_every_item_is_created_once(
    session: Session, library: Library, tmp_path: Path
) -> None:
    work = Import(session, source(tmp_path, [item(n) for n in range(23)]), limits=SMALL, total=23)
    found = await run(work)
    assert {one.outcome for one in found.values()} == {CREATED}
    assert sorted(new(library)) == sorted(f"new-{n}" for n in range(23))
    assert work.counts().to_json()["created"] == 23
    assert work.progress.text().startswith("23 of 23")
    assert all(request.path.endswith("/import/mediaLibrary") for request in posts(library))
    assert len(posts(library)) == 5


def posts(library: Library) -> list[RecordedRequest]:
    return [one for one in library.requests if one.method == "POST"]


@pytest.mark.parametrize("shape", ["empty", "record", "entries"])
@pytest.mark.parametrize("make", [item, external])
async def test_both_result_shapes_are_understood(
    session: Session, library: Library, tmp_path: Path, shape: str, make: object
) -> None:
    library.import_shape = shape
    assert callable(make)
    await run(Import(session, source(tmp_path, [make(1), make(2)], "before.jsonl")))
    items = [make(3), make(1), item(4), make(5)]
    items[2]["asset"]["key"] = "v/4.png"
    found = await run(Import(session, source(tmp_path, items)))
    assert [one.outcome for one in found.values()] == [CREATED, EXISTS, REFUSED, CREATED]
    for label, result in found.items():
        if result.outcome is not REFUSED:
            assert result.id in library.entries
            stored = library.entries[result.id or ""]
            assert label in (stored.id, f"{stored.system_name}:{stored.external_id}")
    assert len(new(library)) == 4


@pytest.mark.parametrize(
    "fault",
    [
        ("reset-before", {}),
        ("reset-after", {}),
        ("drop", {}),
        ("truncate", {}),
        ("status", {"status": 500}),
        ("status", {"status": 503}),
        ("status", {"status": 504}),
        ("html", {}),
        ("content-type", {}),
        ("too-many", {"retry_after": "2"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("make", [item, external])
async def test_a_fault_loses_and_doubles_nothing(
    open_on: OpenOn,
    library: Library,
    tmp_path: Path,
    fault: tuple[str, dict[str, object]],
    nth: int,
    make: object,
) -> None:
    assert callable(make)
    action, more = fault
    session = open_on(rules=rules((action, {**more, "nth": nth})))
    items = [make(n) for n in range(13)]
    found = await run(Import(session, source(tmp_path, items), limits=SMALL))
    assert {one.outcome for one in found.values()} == {CREATED}
    assert len(new(library)) == len(set(new(library))) == 13


async def test_what_others_made_is_never_called_created(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    """The answer is lost, and of what is found there one entry is older than the sending."""
    await run(Import(open_on(), source(tmp_path, [item(2)], "before.jsonl")))
    library.entries["new-2"].created_at = "2026-01-01T10:00:00.000Z"
    session = open_on(rules=rules(("reset-after", {"nth": 1})))
    found = await run(Import(session, source(tmp_path, [item(1), item(2), item(3)])))
    assert [one.outcome for one in found.values()] == [CREATED, EXISTS, CREATED]


async def test_too_large_requests_become_smaller_and_stay_so(
    session: Session, library: Library, tmp_path: Path
) -> None:
    library.body_limit = 2_000
    items = [item(n) for n in range(30)]
    items[7] = item(7, metadata={"title": "Long", "credit": "Sample", "caption": "x" * 3_000})
    found = await run(Import(session, source(tmp_path, items), limits=Limits(at_once=1)))
    assert [label for label, one in found.items() if one.outcome is REFUSED] == ["new-7"]
    assert found["new-7"].code == "request-too-large"
    assert len(new(library)) == 29
    sizes = [len(one.body) for one in library.requests if one.method == "POST"]
    assert sum(size > 2_000 for size in sizes) < 10


async def test_what_a_refused_request_names_is_refused_and_the_rest_sent_again(
    session: Session, library: Library, tmp_path: Path
) -> None:
    """A rule that only this server has: unknown to the checks of this machine."""
    items = [item(n, **({"oddity": 1} if n in (2, 5) else {})) for n in range(8)]
    found = await run(Import(session, source(tmp_path, items)))
    refused = [label for label, one in found.items() if one.outcome is REFUSED]
    assert refused == ["new-2", "new-5"]
    assert [one.field for one in found["new-2"].fields] == ["oddity"]
    assert len(new(library)) == 6


async def test_an_item_the_server_fails_on_is_found_and_the_others_created(
    open_on: OpenOn, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_on()
    send = session.client.import_entries

    async def failing(items: Sequence[JsonObject | bytes]) -> object:
        if any(b'"new-6"' in one for one in items if isinstance(one, bytes)):
            from medialib_tui.api.errors import Unavailable

            raise Unavailable("The server cannot answer now (status 500).", status=500)
        return await send(items)

    monkeypatch.setattr(session.client, "import_entries", failing)
    found = await run(Import(session, source(tmp_path, [item(n) for n in range(16)])))
    assert [label for label, one in found.items() if one.outcome is REFUSED] == ["new-6"]
    assert "not there" in found["new-6"].title
    assert len(new(library)) == 15


async def test_locally_refused_items_are_not_sent(
    session: Session, library: Library, tmp_path: Path
) -> None:
    bad = item(2)
    del bad["asset"]
    found = await run(Import(session, source(tmp_path, [item(1), bad, item(3)])))
    assert found["new-2"].outcome is REFUSED
    assert (found["new-2"].line, found["new-2"].attempts) == (2, 0)
    assert found["new-2"].fields[0].field == "asset"
    assert len(new(library)) == 2


async def test_the_same_file_again_creates_nothing(
    session: Session, library: Library, tmp_path: Path
) -> None:
    items = [item(1), external(2), {**item(3), "id": None}]
    del items[2]["id"]
    file = source(tmp_path, items)
    first = await run(Import(session, file))
    again = Import(session, file)
    assert again.earlier is not None
    assert again.earlier.created == 3
    second = await run(again)
    assert {one.outcome for one in second.values()} == {EXISTS}
    assert [one.id for one in second.values()] == [one.id for one in first.values()]
    assert len(new(library)) == 3


async def test_resume_goes_on_with_what_has_no_proven_end(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    """A process that ended in the middle: some sent and there, some sent and not, some not sent."""
    session, file = open_on(), source(tmp_path, [item(n) for n in range(60)])
    work = Import(session, file, limits=Limits(items=3, at_once=1))
    async for _ in work.run():
        work.stop()
    done = work.counts().created
    assert 3 <= done < 60
    imports, server = session.imports, session.server.url
    found = imports.find(server, file.digest)
    assert found is not None
    kept = list(imports.rows(found.number))
    lost = [replace(one, state=SENT) for one in kept[:2]]
    imports.keep(found.number, lost)
    resumed = Import(session, file, limits=SMALL, resume=True)
    assert len(await run(resumed)) == 60 - done + 2
    assert resumed.counts().created == 60
    assert sorted(new(library)) == sorted(f"new-{n}" for n in range(60))
    (listed,) = earlier_imports(session)
    assert listed.finished
    assert listed.counts.created == 60


async def test_two_at_once_on_the_same_file_are_one(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    session, file = open_on(), source(tmp_path, [item(n) for n in range(20)])
    first = Import(session, file, limits=SMALL).run()
    await anext(first)
    with pytest.raises(Underway):
        await run(Import(open_on(), file))
    async for _ in first:
        pass
    assert len(new(library)) == 20


async def test_a_changed_file_is_another_import(
    session: Session, library: Library, tmp_path: Path
) -> None:
    await run(Import(session, source(tmp_path, [item(1), item(2)])))
    changed = Import(session, source(tmp_path, [item(1), item(3)]), resume=True)
    assert changed.earlier is None
    found = await run(changed)
    assert [one.outcome for one in found.values()] == [EXISTS, CREATED]


async def test_a_refused_token_ends_all_and_the_rest_waits(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    work = Import(open_on(token=EXPIRED), source(tmp_path, [item(n) for n in range(9)]))
    with pytest.raises(TokenRefused):
        await run(work)
    assert work.counts().waiting == 9
    assert {one.outcome for one in work.results()} == {ImportOutcome.WAITING}
    assert all("expired" in one.title for one in work.results())
    assert not new(library)


async def test_a_server_that_stays_away_ends_all_and_nothing_is_claimed(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    session = open_on(rules=rules(("status", {"status": 503})))
    work = Import(session, source(tmp_path, [item(n) for n in range(9)]), limits=SMALL)
    with pytest.raises(ApiError) as raised:
        await run(work)
    assert raised.value.status == 503
    assert (work.counts().waiting, work.counts().unknown) == (9, 0)
    assert len(posts(library)) <= trouble.FIRST_PATIENCE * 3
    session = open_on()
    await run(Import(session, source(tmp_path, [item(n) for n in range(9)]), resume=True))
    assert len(new(library)) == 9


async def test_what_cannot_be_looked_up_is_unknown_and_settled_by_a_resume(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    lost = Faults().add("reset-after", method="POST").add("status", method="GET", status=403)
    file = source(tmp_path, [item(1), item(2)])
    work = Import(open_on(rules=tuple(lost.rules)), file)
    found = await run(work)
    assert {one.outcome for one in found.values()} == {ImportOutcome.UNKNOWN}
    assert {one.to_json()["outcome"] for one in found.values()} == {"unknown"}
    session = open_on()
    (record,) = session.journal.list()
    assert record.outcome is Outcome.UNKNOWN
    resumed = await run(Import(session, file, resume=True))
    assert {one.outcome for one in resumed.values()} == {CREATED}
    assert len(new(library)) == 2
    assert {one.outcome for one in session.journal.list()} == {Outcome.APPLIED}


async def test_read_only_and_servers_without_import_are_told_before_anything(
    session: Session, open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    file = source(tmp_path, [item(1)])
    session.client.server = replace(session.server, access=Access.READ_ONLY)
    with pytest.raises(ReadOnly):
        await run(Import(session, file))
    library.switched_off = {"import"}
    with pytest.raises(NotOffered):
        await run(Import(open_on(), file))
    assert not new(library)


async def test_the_journal_tells_of_the_run_and_it_cannot_be_undone(
    session: Session, tmp_path: Path
) -> None:
    await run(Import(session, source(tmp_path, [item(1), item(2)])))
    (record,) = session.journal.list()
    assert (record.operation, record.outcome) == ("import", Outcome.APPLIED)
    assert record.detail == "2 created"
    found = plan_undo(record)
    assert isinstance(found, CannotUndo)
    assert "deletes no entries" in found.reason
    assert session.journal.verify().sound


async def test_a_cut_off_import_is_told_once(session: Session, tmp_path: Path) -> None:
    """As after a kill: the record is open, and nobody holds the run."""
    file = source(tmp_path, [item(n) for n in range(60)])
    work = Import(session, file, limits=Limits(items=2, at_once=1), total=60)
    running = work.run()
    await anext(running)
    assert await reconcile(session) == []
    await running.aclose()
    done = work.counts().created
    number = session.journal.intend(
        key="cut-off",
        server=session.server.url,
        server_name="demo",
        entry_id="",
        operation="import",
        body={"file": "items.jsonl", "digest": file.digest},
        before={},
        title="items.jsonl",
    )
    (settled,) = await reconcile(session)
    assert settled.record.number == number
    assert settled.outcome is Outcome.UNKNOWN
    assert f"cut off after {done} of 60 items" in settled.sentence
    assert "medialib import items.jsonl --resume goes on" in settled.sentence
    assert await reconcile(session) == []


async def test_stopping_awaits_what_is_on_its_way(
    open_on: OpenOn, library: Library, tmp_path: Path
) -> None:
    faults = Faults()
    gate = faults.hold(method="POST", nth=2, after=True)
    session = open_on(rules=tuple(faults.rules))
    work = Import(session, source(tmp_path, [item(n) for n in range(40)]), limits=SMALL, total=40)
    came: list[ItemResult] = []

    async def follow() -> None:
        async for group in work.run():
            came.extend(group)

    task = asyncio.ensure_future(follow())
    await gate.reached.wait()
    work.stop()
    gate.release()
    await task
    assert {one.outcome for one in came} == {CREATED}
    assert len(came) == len(new(library)) == work.counts().created
    assert work.counts().waiting == 40 - len(came)


async def test_a_cancelled_import_leaves_nothing_claimed(
    open_on: OpenOn, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("medialib_tui.core.importing.run.GRACE", 0.05)
    faults = Faults()
    gate = faults.hold(method="POST", after=True)
    session = open_on(rules=tuple(faults.rules))
    file = source(tmp_path, [item(n) for n in range(5)])
    work = Import(session, file)
    task = asyncio.ensure_future(run(work))
    await gate.reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.counts().unknown == 5
    assert {one.outcome for one in work.results()} == {ImportOutcome.UNKNOWN}
    gate.release()
    resumed = await run(Import(open_on(), file, resume=True))
    assert {one.outcome for one in resumed.values()} == {CREATED}
    assert len(new(library)) == 5
