"""Usage-log writes that meet somebody else's change, or a server that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from medialib_tui.api.errors import StateConflict
from medialib_tui.core.session import Session
from medialib_tui.core.usage.plan import Options, ground, plan_confirm, plan_remove, plan_update
from medialib_tui.core.usage.stale import stale_uses
from medialib_tui.core.usage.values import Changes, changed_value
from medialib_tui.core.writing.intent import Conflict, Intent, NotApplied, Result, Saved, Unknown
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faulting import Options as Parameters
from medialib_tui.demo.faults import Rule
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
PENDING = "prn00000"
MANY = "pending-usage"
COMPARED = Options(old_value=True)


def _rows(library: Library, entry_id: str = ENTRY) -> dict[str, JsonObject]:
    rows = library.entries[entry_id].usage_log
    return {str(row["id"]): row for row in rows if isinstance(row, dict)}


def _refused(message: str) -> Rule:
    body = {"name": "Conflict", "message": message}
    return Rule(
        action="status",
        method=frozenset({"PATCH"}),
        options=Parameters({"status": 409, "json": body}),
    )


async def _update(session: Session, options: Options) -> Intent:
    found = await ground(session, ENTRY)
    value = changed_value(found.row(PENDING).sent, Changes(url="https://example.com/mine"))
    return plan_update(session, found, PENDING, value, options)


def _patches(library: Library) -> int:
    return sum(one.method == "PATCH" for one in library.requests)


@pytest.mark.parametrize("plan", [plan_confirm, plan_remove])
async def test_uses_listed_in_another_order_are_no_change(
    session: Session, library: Library, plan: Callable[..., Intent]
) -> None:
    """The server lists the oldest first, people see the newest first."""
    found = await ground(session, MANY)
    listed = list(_rows(library, MANY))
    shown = [row.id for row in found.log.entries]
    assert listed != shown and len(listed) == 12
    result: Result = await write(session, plan(session, found, shown))
    assert isinstance(result, Saved)


async def test_a_true_became_one_is_a_change(session: Session, library: Library) -> None:
    row = _rows(library)["soc00000"]
    row["params"] = {"paid": True}
    intent = plan_remove(session, await ground(session, ENTRY), ["soc00000"])
    row["params"] = {"paid": 1}
    assert isinstance(await write(session, intent), Conflict)


async def test_the_server_finds_a_change_that_came_in_between(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last reading and the write, on a server that leaves the version alone."""
    library.usage_log_bumps_version = False
    intent = await _update(session, COMPARED)
    send = session.client.patch

    async def meanwhile(entry_id: str, patch: object) -> None:
        _rows(library)[PENDING]["url"] = "https://example.com/theirs"
        await send(entry_id, intent.patch())

    monkeypatch.setattr(session.client, "patch", meanwhile)
    result = await write(session, intent)
    assert isinstance(result, Conflict) and result.journal is not None
    (stale,) = stale_uses(result)
    assert stale.theirs is not None and stale.theirs.url == "https://example.com/theirs"
    assert stale.mine is not None and stale.mine["url"] == "https://example.com/mine"
    assert _rows(library)[PENDING]["url"] == "https://example.com/theirs"


@pytest.mark.parametrize("said", ["Cannot update outdated value", "The entry is not as expected"])
@pytest.mark.parametrize("options", [COMPARED, Options()])
async def test_a_conflict_that_nothing_explains_is_not_blamed_on_others(
    open_on: OpenOn, library: Library, said: str, options: Options
) -> None:
    session = open_on(rules=(_refused(said),))
    result = await write(session, await _update(session, options))
    assert isinstance(result, NotApplied) and isinstance(result.error, StateConflict)
    assert "nothing differs" in result.error.title
    assert said in result.error.detail
    assert ("former value" in result.error.hint) is options.old_value
    assert _patches(library) == 1


async def test_a_conflict_behind_an_applied_part_is_not_called_unapplied(
    session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that is done with the first use when the second one does not match."""
    found = await ground(session, MANY)
    first, second = (row.id for row in found.log.entries[:2])
    intent = plan_confirm(session, found, [first, second], options=COMPARED)
    send = session.client.patch

    async def in_parts(entry_id: str, patch: object) -> None:
        _rows(library, MANY)[first]["state"] = "confirmed"
        _rows(library, MANY)[second]["url"] = "https://example.com/theirs"
        await send(entry_id, intent.patch())

    monkeypatch.setattr(session.client, "patch", in_parts)
    result = await write(session, intent)
    assert isinstance(result, Unknown)
    assert "a part of it is applied" in result.error.title
