"""Plans of usage-log writes: what is sent, what is refused before, what is found stale."""

from __future__ import annotations

import pytest

from medialib_tui.api.errors import BadInput, FieldError, NotAllowed, NotFound, NotOffered, Refused
from medialib_tui.core.session import Session
from medialib_tui.core.usage.plan import (
    PLAIN,
    Ground,
    Options,
    ground,
    plan_add,
    plan_confirm,
    plan_remove,
    plan_update,
)
from medialib_tui.core.usage.removal import removal
from medialib_tui.core.usage.stale import stale_uses
from medialib_tui.core.usage.values import Changes, changed_value, new_value
from medialib_tui.core.writing.intent import Conflict, Saved
from medialib_tui.core.writing.write import write
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import WRITE_NO_CONFIG
from medialib_tui.model.base import JsonObject
from medialib_tui.model.patch import AddUsageLogEntry, UpdateUsageLogEntry
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
PENDING = "prn00000"
DATE = "2026-05-01T11:00:00.000Z"


def _stored(library: Library) -> dict[str, dict[str, object]]:
    rows = library.entries[ENTRY].usage_log
    return {str(row["id"]): row for row in rows if isinstance(row, dict)}


def _update(
    found: Ground, session: Session, changes: Changes, how: Options = PLAIN
) -> UpdateUsageLogEntry:
    value = changed_value(found.row(PENDING).sent, changes, found.project)
    intent = plan_update(session, found, PENDING, value, how)
    step = intent.operations[0]
    assert isinstance(step, UpdateUsageLogEntry)
    return step


async def _fields(session: Session, value: JsonObject) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        plan_add(session, await ground(session, ENTRY), value)
    return {item.field: item.message for item in caught.value.fields}


async def test_an_add_is_written_and_its_id_found(session: Session, library: Library) -> None:
    value = new_value(Changes(purpose="print", params={"page": 3}))
    result = await write(session, plan_add(session, await ground(session, ENTRY), value))
    assert isinstance(result, Saved)
    (made,) = result.added
    assert _stored(library)[made]["params"] == {"page": 3}
    assert _stored(library)[made]["state"] == "pending"


async def test_a_confirmed_use_needs_its_date_and_required_params(session: Session) -> None:
    found = await _fields(session, {"purpose": "print", "state": "confirmed"})
    assert found == {
        "publicationDate": "is required for a confirmed use",
        "params.page": "is required for a confirmed use",
    }


async def test_a_pending_use_may_be_incomplete(session: Session) -> None:
    plan_add(session, await ground(session, ENTRY), {"purpose": "print", "state": "pending"})


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "purpose"),
        ({"purpose": "prnt"}, "purpose"),
        ({"purpose": "print", "state": "done"}, "state"),
        ({"purpose": "print", "url": "example.com/x"}, "url"),
        ({"purpose": "print", "url": "https://example.com/a b"}, "url"),
        ({"purpose": "print", "url": "javascript://x/%0aalert(1)"}, "url"),
        ({"purpose": "print", "url": "https://example.com/\x1b[31m"}, "url"),
        ({"purpose": "print", "url": "https://somebody:secret@example.com/"}, "url"),
        ({"purpose": "print", "url": "https://example.com:99999/"}, "url"),
        ({"purpose": "print", "url": "https://[::1"}, "url"),
        ({"purpose": "print", "url": "https://:80/"}, "url"),
        ({"purpose": "print", "url": 3}, "url"),
        ({"purpose": "print", "publicationDate": "yesterday"}, "publicationDate"),
        ({"purpose": "print", "publicationDate": "2026-05-01"}, "publicationDate"),
        ({"purpose": "print", "params": {"page": 121}}, "params.page"),
        ({"purpose": "print", "params": {"page": "3"}}, "params.page"),
        ({"purpose": "print", "params": {"medium": "Radio"}}, "params.medium"),
        ({"purpose": "print", "params": {"pgae": 3}}, "params.pgae"),
        ({"purpose": "print", "params": [3]}, "params"),
        ({"purpose": "print", "billing": True}, "billing"),
        ({"purpose": "print", "documentId": 3}, "documentId"),
    ],
)
async def test_what_is_wrong_is_named(session: Session, value: JsonObject, field: str) -> None:
    assert list(await _fields(session, value)) == [field]


async def test_an_address_of_an_editor_of_its_own(session: Session) -> None:
    value: JsonObject = {"purpose": "print", "url": "layout-desk://issue/12?page=3"}
    assert plan_add(session, await ground(session, ENTRY), value).operations


async def test_what_the_server_holds_is_not_held_against_a_write(
    session: Session, library: Library
) -> None:
    """Stored before the rules, the configuration or this client were as they are."""
    odd = {"purpose": "gone", "url": "www.example.com/x", "publicationDate": "2026-05-01"}
    _stored(library)[PENDING].update(odd, params={"page": "3", "gone": 1})
    intent = plan_confirm(session, await ground(session, ENTRY), [PENDING])
    step = intent.operations[0]
    assert isinstance(step, UpdateUsageLogEntry)
    assert step.value == {**odd, "params": {"page": "3", "gone": 1}, "state": "confirmed"}
    _stored(library)[PENDING]["purpose"] = "print"
    assert plan_confirm(session, await ground(session, ENTRY), [PENDING]).operations
    with pytest.raises(Refused):
        _update(await ground(session, ENTRY), session, Changes(url="www.example.com/y"))


async def test_internal_purposes_are_locked_and_can_be_unlocked(session: Session) -> None:
    found = await ground(session, ENTRY)
    with pytest.raises(NotAllowed, match="internal"):
        plan_add(session, found, {"purpose": "web"})
    with pytest.raises(NotAllowed, match="internal"):
        plan_remove(session, found, ["web00000"])
    with pytest.raises(NotAllowed, match="internal"):
        plan_update(session, found, PENDING, {"purpose": "web", "state": "pending"})
    assert plan_add(session, found, {"purpose": "web"}, Options(unlock=True)).operations


async def test_without_configuration_anything_goes(open_on: OpenOn) -> None:
    session = open_on(token=WRITE_NO_CONFIG)
    found = await ground(session, ENTRY)
    assert not found.project.known
    intent = plan_add(session, found, {"purpose": "web", "params": {"own": [1]}})
    assert isinstance(intent.operations[0], AddUsageLogEntry)


async def test_an_update_sends_the_whole_value(session: Session, library: Library) -> None:
    before = _stored(library)[PENDING]
    step = _update(await ground(session, ENTRY), session, Changes(url="https://example.com/p"))
    assert step.value == {
        "state": "pending",
        "purpose": "print",
        "publicationDate": before["publicationDate"],
        "url": "https://example.com/p",
        "params": before["params"],
    }
    assert step.old_value is None


async def test_the_former_value_is_an_option(session: Session, library: Library) -> None:
    library.entries[ENTRY].usage_log = [
        {**row, "billing": True} for row in _stored(library).values()
    ]
    found = await ground(session, ENTRY)
    step = _update(found, session, Changes(state="confirmed"), Options(old_value=True))
    assert step.old_value is not None
    assert step.old_value["id"] == PENDING
    assert "billing" not in step.old_value
    value = changed_value(found.row(PENDING).sent, Changes(state="confirmed"))
    intent = plan_update(session, found, PENDING, value, Options(old_value=True))
    assert isinstance(await write(session, intent), Saved)


async def test_another_purpose_leaves_the_former_params_out(session: Session) -> None:
    step = _update(await ground(session, ENTRY), session, Changes(purpose="broadcast"))
    assert (step.value["purpose"], step.value["params"]) == ("broadcast", {})


async def test_a_param_is_removed_alone(session: Session) -> None:
    step = _update(await ground(session, ENTRY), session, Changes(params={"page": None}))
    assert isinstance(step.value["params"], dict)
    assert "page" not in step.value["params"] and "medium" in step.value["params"]


async def test_a_change_since_it_was_read_is_found_before_anything_is_sent(
    session: Session, library: Library
) -> None:
    found = await ground(session, ENTRY)
    intent = plan_confirm(session, found, [PENDING])
    _stored(library)[PENDING]["url"] = "https://example.com/theirs"
    library.requests.clear()
    result = await write(session, intent)
    assert isinstance(result, Conflict) and result.journal is None
    (stale,) = stale_uses(result)
    assert stale.base is not None and stale.base.url is None
    assert stale.theirs is not None and stale.theirs.url == "https://example.com/theirs"
    assert stale.mine is not None and stale.mine["state"] == "confirmed"
    assert [one.method for one in library.requests if one.method == "PATCH"] == []


async def test_a_use_removed_since_it_was_read_is_stale(session: Session, library: Library) -> None:
    intent = plan_remove(session, await ground(session, ENTRY), [PENDING])
    library.entries[ENTRY].usage_log = []
    result = await write(session, intent)
    assert isinstance(result, Conflict)
    (stale,) = stale_uses(result)
    assert stale.theirs is None and stale.mine is None


async def test_several_are_confirmed_by_one_request(session: Session, library: Library) -> None:
    rows = [
        {"id": f"new{n}", "state": "pending", "purpose": "broadcast", "params": {}}
        for n in range(3)
    ]
    library.entries[ENTRY].usage_log = [*library.entries[ENTRY].usage_log, *rows]
    found = await ground(session, ENTRY)
    library.requests.clear()
    ids = ["new0", "new1", "new2", "soc00000"]
    result = await write(session, plan_confirm(session, found, ids, date=DATE))
    assert isinstance(result, Saved)
    stored = _stored(library)
    assert {stored[f"new{n}"]["state"] for n in range(3)} == {"confirmed"}
    assert {stored[f"new{n}"]["publicationDate"] for n in range(3)} == {DATE}
    assert [one.method for one in library.requests].count("PATCH") == 1


async def test_confirming_keeps_a_date_that_is_there(session: Session, library: Library) -> None:
    before = _stored(library)[PENDING]["publicationDate"]
    intent = plan_confirm(session, await ground(session, ENTRY), [PENDING], date=DATE)
    step = intent.operations[0]
    assert isinstance(step, UpdateUsageLogEntry)
    assert step.value["publicationDate"] == before != DATE


async def test_confirming_without_any_date_is_refused(session: Session, library: Library) -> None:
    del _stored(library)[PENDING]["publicationDate"]
    with pytest.raises(Refused) as caught:
        plan_confirm(session, await ground(session, ENTRY), [PENDING])
    wanted = FieldError("publicationDate", "is required for a confirmed use")
    assert caught.value.fields == (wanted,)


async def test_confirmed_already(session: Session) -> None:
    with pytest.raises(BadInput, match="already"):
        plan_confirm(session, await ground(session, ENTRY), ["soc00000"])


async def test_a_use_that_is_not_there(session: Session) -> None:
    with pytest.raises(NotFound, match="nope"):
        plan_remove(session, await ground(session, ENTRY), ["nope"])


async def test_a_server_without_a_usage_log(open_on: OpenOn) -> None:
    session = open_on()
    from medialib_tui.model.capability import Capability

    session.client.dialect.learn(Capability.USAGE_LOG, False)
    session.client.dialect.learn(Capability.WRITE_USAGE_LOG, False)
    with pytest.raises(NotOffered):
        await ground(session, ENTRY)


async def test_removal_says_what_hangs_on_it(session: Session, library: Library) -> None:
    _stored(library)["soc00000"].update(billing=True, documentId=121)
    lines = removal(await ground(session, ENTRY), ["soc00000"], "en")
    assert lines[0].startswith("soc00000: Social media, confirmed")
    assert any("license approval for document 121" in line for line in lines)
    assert any("billing is required" in line for line in lines)
    assert "new id" in lines[-1]
