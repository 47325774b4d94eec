"""Imports against the embedded library: every end proven, nothing twice, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.api.errors import NotOffered, ReadOnly
from medialib_tui.core.importing.limits import Limits
from medialib_tui.core.importing.run import Import
from medialib_tui.core.session import Session
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.server import Access
from tests.core.conftest import OpenOn
from tests.core.importing.files import numbered as item
from tests.core.importing.runs import (
    CREATED,
    EXISTS,
    REFUSED,
    SMALL,
    external,
    new,
    posts,
    rules,
    run,
    source,
)


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
