"""Taking writes back, and refusing to where that would overwrite somebody."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.writing.intent import Intent, NotApplied, Result, Saved
from medialib_tui.core.writing.undo import CannotUndo, Undo, plan_undo, taken_back, undo
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.model.base import JsonObject
from medialib_tui.model.capability import Capability
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RemoveAsset,
    RemoveUsageLogEntry,
    ReplaceAsset,
    RevokeAsset,
    SetMetadataProperty,
    UpdateUsageLogEntry,
)
from medialib_tui.store.records import Record
from tests.core.conftest import OpenOn
from tests.samples import ASSET

ENTRY = "harbour-dawn-01"
PRINT: JsonObject = {"purpose": "print", "state": "pending"}


def setting(value: str | None, name: str = "title") -> AnyOperation:
    """A change of one property."""
    return SetMetadataProperty(property_name=name, value=value)


async def wrote(session: Session, *steps: AnyOperation, entry_id: str = ENTRY) -> Record:
    """Write, and what the journal holds of it."""
    result = await write(session, Intent(await session.client.entry(entry_id), steps))
    assert isinstance(result, Saved)
    return read(session, result.journal)


def read(session: Session, number: int) -> Record:
    """A record of the journal."""
    record = session.journal.get(number)
    assert record is not None
    return record


async def take_back(
    session: Session, record: Record, *, held_only: bool = False
) -> Result | CannotUndo:
    """Plan and undo."""
    planned = plan_undo(record, session.supports)
    if isinstance(planned, CannotUndo):
        return planned
    return await undo(session, planned, held_only=held_only)


async def undone(session: Session, record: Record) -> Record:
    """Undo for good; the record of the undo."""
    result = await take_back(session, record)
    assert isinstance(result, Saved), result
    made = read(session, result.journal)
    assert made.undoes == record.number
    return made


async def test_there_and_back_and_there_again(session: Session, library: Library) -> None:
    stored = library.entries[ENTRY].metadata
    before = dict(stored)
    assert "li-none" not in before
    first = await wrote(session, setting("New"), setting(None, "caption"))
    after = dict(library.entries[ENTRY].metadata)
    back = await undone(session, first)
    assert library.entries[ENTRY].metadata == before
    again = await undone(session, back)
    assert library.entries[ENTRY].metadata == after
    await undone(session, again)
    assert library.entries[ENTRY].metadata == before
    assert back.operation == "undo"
    assert "undo of setMetadataProperty" in back.note


async def test_a_property_that_was_unset_is_removed_again(
    session: Session, library: Library
) -> None:
    library.change(ENTRY, {"caption": None})
    record = await wrote(session, setting("first caption", "caption"))
    await undone(session, record)
    assert "caption" not in library.entries[ENTRY].metadata


async def test_somebody_elses_change_is_never_taken_back(
    session: Session, library: Library
) -> None:
    record = await wrote(session, setting("mine"), setting("mine", "caption"))
    library.change(ENTRY, {"title": "theirs"})
    sent = len(library.changes)
    result = await take_back(session, record)
    assert isinstance(result, CannotUndo)
    assert result.changed == ("title",)
    assert len(library.changes) == sent
    partly = await take_back(session, record, held_only=True)
    assert isinstance(partly, Saved)
    assert library.entries[ENTRY].metadata["title"] == "theirs"
    assert library.entries[ENTRY].metadata["caption"] != "mine"


async def test_another_property_changed_since_does_not_matter(
    session: Session, library: Library
) -> None:
    title = library.entries[ENTRY].metadata["title"]
    record = await wrote(session, setting("mine"))
    library.change(ENTRY, {"caption": "theirs"})
    await undone(session, record)
    stored = library.entries[ENTRY].metadata
    assert (stored["title"], stored["caption"]) == (title, "theirs")


async def test_the_list_of_undone_writes_judges_as_undo_does(session: Session) -> None:
    record = await wrote(session, setting("mine"))
    assert taken_back(session.journal.list(None)) == frozenset()
    back = await undone(session, record)
    assert taken_back(session.journal.list(None)) == {record.number}
    await undone(session, back)
    assert taken_back(session.journal.list(None)) == {back.number}
    assert isinstance(await take_back(session, record), Saved)


async def test_twice_is_refused(session: Session) -> None:
    record = await wrote(session, AddUsageLogEntry(value=PRINT))
    back = await undone(session, record)
    removed = await undone(session, back)
    assert "taken back already" in str(await take_back(session, back))
    assert isinstance(await take_back(session, record), CannotUndo)
    assert isinstance(await take_back(session, removed), Saved)


class TestUsageLog:
    """Uses: added, changed, removed."""

    async def test_an_added_one_is_removed(self, session: Session, library: Library) -> None:
        before = list(library.entries[ENTRY].usage_log)
        await undone(session, await wrote(session, AddUsageLogEntry(value=PRINT)))
        assert list(library.entries[ENTRY].usage_log) == before

    async def test_a_changed_one_gets_its_old_value(
        self, session: Session, library: Library
    ) -> None:
        added = await wrote(session, AddUsageLogEntry(value=PRINT))
        before = list(library.entries[ENTRY].usage_log)
        usage_id = str(json.loads(json.dumps(added.after))["usageIds"][0])
        changed: JsonObject = {**PRINT, "url": "https://example.com/a"}
        step = UpdateUsageLogEntry(usage_log_entry_id=usage_id, value=changed)
        record = await wrote(session, step)
        assert list(library.entries[ENTRY].usage_log) != before
        await undone(session, record)
        assert list(library.entries[ENTRY].usage_log) == before
        later = await take_back(session, record)
        assert isinstance(later, CannotUndo)

    async def test_a_removed_one_comes_back_as_a_new_one(
        self, session: Session, library: Library
    ) -> None:
        added = await wrote(session, AddUsageLogEntry(value=PRINT))
        usage_id = str(json.loads(json.dumps(added.after))["usageIds"][0])
        record = await wrote(session, RemoveUsageLogEntry(usage_log_entry_id=usage_id))
        planned = plan_undo(record)
        assert isinstance(planned, Undo)
        assert "new usage-log entry" in planned.notes[0]
        back = await undone(session, record)
        assert "new usage-log entry" in back.note
        rows = [row for row in library.entries[ENTRY].usage_log if isinstance(row, dict)]
        assert usage_id not in {row["id"] for row in rows}
        assert rows[-1]["purpose"] == "print"

    async def test_an_added_one_that_somebody_confirmed_stays(
        self, session: Session, library: Library
    ) -> None:
        record = await wrote(session, AddUsageLogEntry(value=PRINT))
        *others, own = library.entries[ENTRY].usage_log
        assert isinstance(own, dict)
        library.entries[ENTRY].usage_log = [*others, {**own, "state": "confirmed"}]
        result = await take_back(session, record)
        assert isinstance(result, CannotUndo)
        assert str(own["id"]) in result.reason


class TestAssets:
    """Files and states."""

    async def test_the_former_file_comes_back(self, session: Session, library: Library) -> None:
        before = dict(library.entries[ENTRY].asset or {})
        await undone(session, await wrote(session, ReplaceAsset(value=ASSET)))
        assert library.entries[ENTRY].asset == before

    async def test_not_where_its_key_is_not_told(self, session: Session, library: Library) -> None:
        library.entries[ENTRY].keyless = True
        record = await wrote(session, ReplaceAsset(value=ASSET))
        planned = plan_undo(record)
        assert isinstance(planned, CannotUndo)
        assert "key" in planned.reason

    async def test_a_revoke_is_taken_back(self, session: Session, library: Library) -> None:
        record = await wrote(session, RevokeAsset(note="Sample"))
        planned = plan_undo(record, session.supports)
        assert isinstance(planned, Undo)
        assert planned.notes == ("the revoke note is dropped",)
        back = await undone(session, record)
        assert not library.entries[ENTRY].revoked
        await undone(session, back)
        assert library.entries[ENTRY].revoked

    async def test_not_on_a_server_without_unrevoke(self, session: Session) -> None:
        record = await wrote(session, RevokeAsset())
        session.client.dialect.learn(Capability.UNREVOKE, works=False)
        result = await take_back(session, record)
        assert isinstance(result, CannotUndo)
        assert "cannot take a revoke back" in result.reason

    @pytest.mark.parametrize(
        ("step", "entry_id"),
        [(Archive(), ENTRY), (RemoveAsset(locale="fr"), "translated-picture")],
    )
    async def test_what_has_no_way_back_says_so(
        self, session: Session, library: Library, step: AnyOperation, entry_id: str
    ) -> None:
        if isinstance(step, RemoveAsset):
            translations = library.entries[entry_id].translations
            locale = next(str(t["locale"]) for t in translations if "asset" in t)
            step = RemoveAsset(locale=locale)
        result = await take_back(session, await wrote(session, step, entry_id=entry_id))
        assert isinstance(result, CannotUndo)
        assert f"{step.operation} has no way back" in result.reason


class TestRefused:
    """What cannot be undone at all."""

    async def test_what_was_not_applied(self, open_on: OpenOn) -> None:
        session = open_on(rules=tuple(Faults().add("reset-before", method="PATCH").rules))
        result = await write(session, Intent(await session.client.entry(ENTRY), (setting("x"),)))
        assert isinstance(result, NotApplied)
        assert result.journal is not None
        planned = plan_undo(read(session, result.journal))
        assert isinstance(planned, CannotUndo)
        assert "not applied" in planned.reason

    async def test_on_another_server(self, session: Session) -> None:
        record = await wrote(session, setting("mine"))
        session.client.server = replace(session.server, url="http://other.invalid")
        result = await take_back(session, record)
        assert isinstance(result, CannotUndo)
        assert "another server" in result.reason

    async def test_when_the_entry_is_gone(self, session: Session, library: Library) -> None:
        record = await wrote(session, setting("mine"))
        del library.entries[ENTRY]
        assert isinstance(await take_back(session, record), CannotUndo)

    async def test_when_it_cannot_be_read(self, open_on: OpenOn) -> None:
        record = await wrote(open_on(), setting("mine"))
        rules = tuple(Faults().add("status", method="GET", status=500).rules)
        result = await take_back(open_on(rules=rules), record)
        assert isinstance(result, NotApplied)
        assert result.journal is None
