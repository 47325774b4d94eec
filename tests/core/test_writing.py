"""Writing once, and knowing afterwards what the server holds."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.api.client import Client
from medialib_tui.api.errors import BadInput, ReadOnly, ScopeMissing, StateConflict
from medialib_tui.core.session import Session
from medialib_tui.core.writing import shelter
from medialib_tui.core.writing.intent import (
    Conflict,
    Intent,
    Invalid,
    NotApplied,
    NotRecorded,
    Saved,
    Unknown,
)
from medialib_tui.core.writing.merge import rebase
from medialib_tui.core.writing.write import write
from medialib_tui.demo.faults import Faults
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from medialib_tui.model.patch import (
    AddUsageLogEntry,
    AnyOperation,
    Archive,
    RemoveUsageLogEntry,
    RevokeAsset,
    SetMetadataProperty,
    UnrevokeAsset,
    UpdateUsageLogEntry,
)
from medialib_tui.model.server import Access
from medialib_tui.store.database import Database
from medialib_tui.store.journal import Journal
from medialib_tui.store.records import Outcome, Record
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
PRINT: JsonObject = {"purpose": "print", "state": "pending"}


def setting(value: str | int | None, name: str = "title") -> AnyOperation:
    """A change of one property."""
    return SetMetadataProperty(property_name=name, value=value)


async def intent(session: Session, *operations: AnyOperation) -> Intent:
    """An intent on the entry as it is now."""
    return Intent(await session.client.entry(ENTRY), operations)


def patches(library: Library) -> list[JsonObject]:
    """The bodies of the PATCH requests so far."""
    return [json.loads(r.body) for r in library.requests if r.method == "PATCH"]


def recorded(session: Session, number: int | None) -> Record:
    """What the journal holds."""
    assert number is not None
    record = session.journal.get(number)
    assert record is not None
    return record


class TestSaved:
    """The plain way."""

    async def test_one_patch_and_one_get(self, session: Session, library: Library) -> None:
        wanted = await intent(session, setting("New"))
        library.requests.clear()
        result = await write(session, wanted)
        assert isinstance(result, Saved)
        assert result.entry.metadata["title"] == "New"
        assert [request.method for request in library.requests] == ["PATCH", "GET"]
        record = recorded(session, result.journal)
        assert record.outcome is Outcome.APPLIED
        assert record.body == wanted.body() == patches(library)[0]
        assert (record.version_before, record.version_after) == (
            wanted.entry.version,
            result.version_after,
        )
        assert record.before["metadata"] == {"title": wanted.entry.metadata["title"]}
        assert record.after["metadata"] == {"title": "New"}

    async def test_the_intent_is_on_the_disk_before_anything_is_sent(
        self, session: Session, library: Library, tmp_path: Path
    ) -> None:
        wanted = await intent(session, setting("New"))
        seen: list[int] = []

        def look(_: object) -> None:
            other = Database(tmp_path / "state.db")
            seen.append(len(Journal(other).unsettled(session.server.url)))
            other.close()

        library.on_request = look
        await write(session, wanted)
        assert seen == [1, 1]

    async def test_listeners_hear_of_it_until_they_stop(self, session: Session) -> None:
        heard: list[Entry] = []
        stop = session.listen(heard.append)
        await write(session, await intent(session, setting("One")))
        stop()
        stop()
        await write(session, await intent(session, setting("Two")))
        assert [entry.metadata["title"] for entry in heard] == ["One"]

    async def test_ids_of_added_uses_are_found(self, session: Session, library: Library) -> None:
        steps = tuple(AddUsageLogEntry(value=PRINT) for _ in range(2))
        result = await write(session, await intent(session, *steps))
        assert isinstance(result, Saved)
        rows = [row for row in library.entries[ENTRY].usage_log if isinstance(row, dict)]
        assert set(result.added) <= {str(row["id"]) for row in rows}
        assert len(set(result.added)) == 2
        assert recorded(session, result.journal).after["usageIds"] == list(result.added)

    async def test_preserving_the_date(self, session: Session) -> None:
        before = await session.client.entry(ENTRY)
        result = await write(session, Intent(before, (setting("kept"),), preserve_updated_at=True))
        assert isinstance(result, Saved)
        assert result.entry.updated_at == before.updated_at

    async def test_a_server_that_wants_text_versions(
        self, session: Session, library: Library
    ) -> None:
        library.version_as = "string"
        assert isinstance(await write(session, await intent(session, setting("a"))), Saved)
        assert isinstance(await write(session, await intent(session, setting("b"))), Saved)
        assert [type(body["version"]) for body in patches(library)] == [int, str, str]


class TestRefused:
    """What is known not to be applied."""

    async def test_fields_are_named_by_property(self, session: Session, library: Library) -> None:
        for shape in ("errors", "paths"):
            library.patch_errors = shape
            result = await write(
                session, await intent(session, setting("fine", "caption"), setting(7))
            )
            assert isinstance(result, Invalid)
            assert [item.field for item in result.fields] == ["title"]
            assert recorded(session, result.journal).outcome is Outcome.NOT_APPLIED

    async def test_a_read_only_server_is_asked_for_nothing(
        self, open_on: OpenOn, library: Library
    ) -> None:
        session = open_on()
        wanted = await intent(session, setting("New"))
        session.client.server = replace(session.server, access=Access.READ_ONLY)
        library.requests.clear()
        result = await write(session, wanted)
        assert isinstance(result, NotApplied)
        assert isinstance(result.error, ReadOnly)
        assert library.requests == []
        assert session.journal.list() == ()

    async def test_without_the_scope(self, open_on: OpenOn) -> None:
        session = open_on(token=READ_ONLY)
        result = await write(session, await intent(session, setting("New")))
        assert isinstance(result, NotApplied)
        assert isinstance(result.error, ScopeMissing)
        assert recorded(session, result.journal).outcome is Outcome.NOT_APPLIED

    async def test_a_journal_that_cannot_be_written_stops_the_write(
        self, session: Session, library: Library, tmp_path: Path
    ) -> None:
        wanted = await intent(session, setting("New"))
        session.journal._database.rows("PRAGMA query_only = ON")
        library.requests.clear()
        result = await write(session, wanted)
        assert isinstance(result, NotApplied)
        assert isinstance(result.error, NotRecorded)
        assert "nothing was sent" in result.error.title
        assert library.requests == []

    async def test_a_session_without_a_journal_does_not_write(
        self, session: Session, library: Library
    ) -> None:
        bare = Session(session.client, recents=session.recents)
        result = await write(bare, await intent(session, setting("New")))
        assert isinstance(result, NotApplied)
        assert isinstance(result.error, NotRecorded)
        assert patches(library) == []

    async def test_one_intent_is_sent_once(self, session: Session, library: Library) -> None:
        wanted = await intent(session, AddUsageLogEntry(value=PRINT))
        assert isinstance(await write(session, wanted), Saved)
        second = await write(session, wanted)
        assert isinstance(second, NotApplied)
        assert "sent before" in second.error.title
        assert len(patches(library)) == 1

    @pytest.mark.parametrize("operations", [(), (setting("New"),)])
    async def test_what_cannot_be_guarded_is_not_sent(
        self, session: Session, library: Library, operations: tuple[AnyOperation, ...]
    ) -> None:
        entry = (await session.client.entry(ENTRY)).model_copy(update={"version": None})
        result = await write(session, Intent(entry, operations))
        assert isinstance(result, NotApplied)
        assert isinstance(result.error, BadInput)
        assert patches(library) == []

    async def test_revoked_already_and_not_revoked(self, session: Session) -> None:
        for operation, words in (
            (UnrevokeAsset(), "was not revoked"),
            (RevokeAsset(note="first"), ""),
            (RevokeAsset(note="second"), "revoked already; this note was not stored"),
        ):
            result = await write(session, await intent(session, operation))
            if not words:
                assert isinstance(result, Saved)
                continue
            assert isinstance(result, NotApplied)
            assert isinstance(result.error, StateConflict)
            assert words in result.error.title

    async def test_a_usage_that_is_gone(self, session: Session) -> None:
        step = RemoveUsageLogEntry(usage_log_entry_id="gone")
        result = await write(session, await intent(session, step))
        assert isinstance(result, NotApplied)
        assert "usage-log entry is no longer there" in result.error.title


class TestTwoEditors:
    """Somebody else was quicker."""

    async def test_a_conflict_shows_theirs_and_rebases_in_one_step(
        self, session: Session, library: Library
    ) -> None:
        mine = await intent(session, setting("mine"))
        library.change(ENTRY, {"caption": "theirs"})
        result = await write(session, mine)
        assert isinstance(result, Conflict)
        assert result.base is mine.entry
        assert result.theirs.metadata["caption"] == "theirs"
        assert recorded(session, result.journal).outcome is Outcome.NOT_APPLIED
        again = rebase(result.intent, result.theirs)
        assert again.clashes == ()
        assert again.intent is not None
        assert isinstance(await write(session, again.intent), Saved)
        stored = library.entries[ENTRY].metadata
        assert (stored["title"], stored["caption"]) == ("mine", "theirs")

    async def test_both_on_one_property_never_overwrite_silently(
        self, session: Session, library: Library
    ) -> None:
        mine = await intent(session, setting("mine"))
        library.change(ENTRY, {"title": "theirs"})
        result = await write(session, mine)
        assert isinstance(result, Conflict)
        found = rebase(result.intent, result.theirs)
        assert found.intent is None
        assert [clash.theirs for clash in found.clashes] == ["theirs"]
        assert library.entries[ENTRY].metadata["title"] == "theirs"

    async def test_a_lagging_answer_is_not_taken_for_theirs(
        self, open_on: OpenOn, library: Library
    ) -> None:
        rules = (*Faults().add("stale", method="GET", reads=2).rules,)
        session = open_on(rules=rules)
        mine = await intent(session, setting("mine"))
        library.change(ENTRY, {"caption": "theirs"})
        result = await write(session, mine)
        assert isinstance(result, Conflict)
        assert result.theirs.version != mine.entry.version

    async def test_theirs_cannot_be_read(self, open_on: OpenOn, library: Library) -> None:
        mine = await intent(open_on(), setting("mine"))
        library.change(ENTRY, {"caption": "theirs"})
        rules = tuple(Faults().add("reset-before", method="GET").rules)
        result = await write(open_on(rules=rules), mine)
        assert isinstance(result, NotApplied)
        assert result.error.code == "version-conflict"

    async def test_a_use_changed_by_somebody_is_found_before_anything_is_sent(
        self, session: Session, library: Library
    ) -> None:
        added = await write(session, await intent(session, AddUsageLogEntry(value=PRINT)))
        assert isinstance(added, Saved)
        (usage_id,) = added.added
        seen = tuple(await session.client.usage_log(ENTRY))
        stored = library.entries[ENTRY]
        stored.usage_log = [
            {**row, "url": "https://example.com/theirs"} if row["id"] == usage_id else row
            for row in stored.usage_log
            if isinstance(row, dict)
        ]
        step = UpdateUsageLogEntry(usage_log_entry_id=usage_id, value=PRINT)
        entry = await session.client.entry(ENTRY)
        sent = len(patches(library))
        result = await write(session, Intent(entry, (step,), usage=seen))
        assert isinstance(result, Conflict)
        assert (result.journal, len(patches(library))) == (None, sent)
        assert result.usage is not None
        assert "https://example.com/theirs" in {row.url for row in result.usage}


class TestCancelled:
    """The person leaves in the middle."""

    async def test_the_outcome_is_still_found(self, open_on: OpenOn, library: Library) -> None:
        faults = Faults()
        gate = faults.hold(method="PATCH")
        session = open_on(rules=tuple(faults.rules))
        task = asyncio.create_task(write(session, await intent(session, setting("New"))))
        await gate.reached.wait()
        task.cancel()
        await asyncio.sleep(0)
        gate.release()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert library.entries[ENTRY].metadata["title"] == "New"
        assert [record.outcome for record in session.journal.list()] == [Outcome.APPLIED]

    async def test_after_a_moment_it_is_left_open(
        self, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shelter, "GRACE", 0.0)
        faults = Faults()
        gate = faults.hold(method="PATCH")
        session = open_on(rules=tuple(faults.rules))
        task = asyncio.create_task(write(session, await intent(session, setting("New"))))
        await gate.reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (record,) = session.journal.list()
        assert (record.outcome, record.answer) == (None, "late")

    async def test_between_answer_and_reading_the_yes_is_kept(
        self, open_on: OpenOn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shelter, "GRACE", 0.0)
        faults = Faults()
        gate = faults.hold(method="GET", nth=2)
        session = open_on(rules=tuple(faults.rules))
        task = asyncio.create_task(write(session, await intent(session, setting("New"))))
        await gate.reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        (record,) = session.journal.list()
        assert (record.outcome, record.answer) == (None, "yes")


class TestPartly:
    """A refused request of several operations may have been applied in part."""

    async def test_what_is_applied_of_it_is_told(
        self, session: Session, library: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = await intent(session, setting("New"), Archive())
        send = Client.patch

        async def half(self: Client, entry_id: str, patch: object) -> None:
            library.change(ENTRY, {"title": "New"})
            refused = wanted.patch().model_copy(update={"patches": (setting(7), setting(8))})
            fresh = library.entries[ENTRY].version
            await send(self, entry_id, refused.model_copy(update={"version": fresh}))

        monkeypatch.setattr(Client, "patch", half)
        result = await write(session, wanted)
        assert isinstance(result, Unknown)
        assert "a part of it is applied" in result.error.title
        assert recorded(session, result.journal).outcome is Outcome.UNKNOWN
