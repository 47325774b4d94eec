"""What is said before a take-down: the way back, the files, warnings; and the writes themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from medialib_tui.api.errors import BadInput, NotAllowed, NotOffered, Refused, StateConflict
from medialib_tui.core.session import Session
from medialib_tui.core.takedown.act import (
    archive,
    remove_asset,
    replace_asset,
    revoke,
    send,
    simple_intent,
    unrevoke,
)
from medialib_tui.core.takedown.assets import asset_errors, asset_fields, removable
from medialib_tui.core.takedown.evidence import gather
from medialib_tui.core.takedown.notes import fill, left, note_problem
from medialib_tui.core.takedown.plan import TakeDown, plan
from medialib_tui.core.takedown.reversal import Reversible
from medialib_tui.core.writing.intent import Conflict, Invalid, NotApplied, Saved
from medialib_tui.demo.library import Library
from medialib_tui.demo.tokens import READ_ONLY
from medialib_tui.model.base import JsonObject
from medialib_tui.model.entry import Entry
from tests.core.conftest import OpenOn
from tests.samples import ASSET

ENTRY = "harbour-dawn-01"


async def test_with_signs_of_2025_behavior_it_can_be_undone(session: Session) -> None:
    made = plan(session, await gather(session, ENTRY))
    assert made.reversible is Reversible.YES
    assert "kept" in made.way.files
    assert "usage purposes are configured" in made.way.because
    assert made.warnings[0].startswith("In use: 4 documents")


async def test_without_any_sign_it_is_to_be_taken_as_final(
    open_on: OpenOn, library: Library
) -> None:
    library.use_2025_behavior = False
    for media_type in library.config["mediaTypes"]:  # type: ignore[attr-defined] # plain JSON
        media_type.pop("deletionRoutine", None)
    session = open_on()
    made = plan(session, await gather(session, ENTRY))
    assert made.reversible is Reversible.UNKNOWN
    assert "Take it as final" in made.way.sentence
    assert "deletes the files" in made.way.files


async def test_what_was_deleted_is_not_promised_back(session: Session) -> None:
    evidence = await gather(session, "revoked-deleted")
    made = plan(session, evidence, TakeDown.UNREVOKE)
    assert made.way.files.startswith("No file is stored under its key")
    assert not [line for line in made.lines() if "served again" in line]
    tried = await send(session, simple_intent(session, evidence.entry, TakeDown.UNREVOKE))
    assert isinstance(tried, Invalid)
    assert tried.error.title == "The server does not take the revoke back; nothing was changed."
    assert "files that a revoke did not delete" in tried.error.hint
    kept = plan(session, await gather(session, "revoked-picture"), TakeDown.UNREVOKE)
    assert kept.way.files == "The files are served again."


async def test_an_old_server_says_what_it_lacks(open_on: OpenOn, library: Library) -> None:
    library.release = "2025-03"
    session = open_on("2025-03")
    first = plan(session, await gather(session, ENTRY))
    assert first.reversible is Reversible.UNKNOWN
    assert "release 2026-01" in f"{first.note.reason} {first.way.because}"
    library.entries[ENTRY].revoked = True
    entry = await session.client.entry(ENTRY)
    tried = await unrevoke(session, entry)
    assert isinstance(tried, NotApplied)
    assert isinstance(tried.error, NotOffered)
    after = plan(session, await gather(session, ENTRY))
    assert after.reversible is Reversible.NO
    assert plan(session, await gather(session, ENTRY), TakeDown.UNREVOKE).possible.possible is False


async def test_a_token_that_reads_no_configuration_leaves_it_open(open_on: OpenOn) -> None:
    session = open_on(token=READ_ONLY)
    evidence = await gather(session, ENTRY)
    made = plan(session, evidence)
    assert evidence.project.known is False
    assert made.reversible in (Reversible.YES, Reversible.UNKNOWN)


@pytest.mark.parametrize(
    ("operation", "reversible"),
    [
        (TakeDown.ARCHIVE, Reversible.NO),
        (TakeDown.REMOVE_ASSET, Reversible.NO),
        (TakeDown.UNREVOKE, Reversible.YES),
        (TakeDown.REPLACE_ASSET, Reversible.YES),
    ],
)
async def test_each_says_its_way_back(
    session: Session, operation: TakeDown, reversible: Reversible
) -> None:
    made = plan(session, await gather(session, ENTRY), operation)
    assert made.reversible is reversible
    assert made.lines()


async def test_archive_is_not_store_in_archive(session: Session) -> None:
    said = " ".join(plan(session, await gather(session, ENTRY), TakeDown.ARCHIVE).lines())
    assert "not the editor's “Store in Archive”" in said
    assert "No way back" in said
    assert "takes nothing down" in said


async def test_in_production_the_end_of_the_id_is_typed(session: Session) -> None:
    evidence = await gather(session, ENTRY)
    assert plan(session, evidence).typed == ""
    session.client.server = replace(session.server, production=True)
    assert plan(session, evidence).typed == "awn-01"


def test_notes_are_counted_in_code_points() -> None:
    assert left("👩‍👩‍👧" * 40) == 0
    assert note_problem("ä" * 200) is None
    assert note_problem(f"  {'ä' * 200}  ") is None
    assert "1 character too long" in str(note_problem("ä" * 201))
    assert note_problem("\udc80") is not None


def test_a_template_is_filled_and_fits() -> None:
    entry = Entry.read({"id": "a1", "metadata": {"title": "T" * 300}})
    filled = fill("Case {id} {title} {other}", entry)
    assert filled.startswith("Case a1 TTT")
    assert filled.endswith("… {other}")
    assert left(filled) == 0


async def test_revoke_and_back(session: Session, library: Library) -> None:
    entry = await session.client.entry(ENTRY)
    done = await revoke(session, entry, "  Case #1  ")
    assert isinstance(done, Saved)
    assert library.entries[ENTRY].revoke_note == "Case #1"
    assert isinstance(await unrevoke(session, done.entry), Saved)
    assert not library.entries[ENTRY].revoked


async def test_the_two_conflicts_get_their_own_words(session: Session, library: Library) -> None:
    old = await session.client.entry(ENTRY)
    done = await revoke(session, old, "First")
    assert isinstance(done, Saved)
    outdated = await revoke(session, old, "Second")
    assert isinstance(outdated, Conflict)
    again = await revoke(session, done.entry, "Second")
    assert isinstance(again, NotApplied)
    assert isinstance(again.error, StateConflict)
    assert "revoked already" in again.error.title
    assert library.entries[ENTRY].revoke_note == "First"
    back = await unrevoke(session, await session.client.entry("harbour-dusk-02"))
    assert isinstance(back, NotApplied)
    assert "was not revoked" in back.error.title


async def test_a_setting_alone_proves_no_behavior(open_on: OpenOn, library: Library) -> None:
    library.use_2025_behavior = False
    session = open_on()
    made = plan(session, await gather(session, ENTRY))
    assert made.reversible is Reversible.UNKNOWN
    assert "a media type has a deletion routine" in made.way.because
    assert "deletes the files" in made.way.files


async def test_a_refused_note_is_explained(open_on: OpenOn, library: Library) -> None:
    library.use_2025_behavior = False
    session = open_on()
    done = await revoke(session, await session.client.entry(ENTRY), "Case #1")
    assert isinstance(done, Invalid)
    assert "does not take this note" in done.error.title
    assert not library.entries[ENTRY].revoked


async def test_an_old_path_never_drops_a_note(open_on: OpenOn, library: Library) -> None:
    library.entries[ENTRY].revoked, library.entries[ENTRY].revoke_note = True, "First"
    session = open_on("2025-11")
    evidence = await gather(session, ENTRY)
    done = await revoke(session, evidence.entry, "Second", seen=evidence.check.serving)
    assert isinstance(done, NotApplied)
    assert done.journal is None
    assert "most likely" in done.error.title
    assert not [one for one in library.requests if one.method == "PATCH"]


async def test_what_is_wrong_is_not_sent(session: Session, library: Library) -> None:
    entry = await session.client.entry(ENTRY)
    for result in (
        await revoke(session, entry, "x" * 201),
        await replace_asset(session, entry, {**ASSET, "key": "v/new.png"}),
        await replace_asset(session, entry, {"key": "new.png"}),
        await remove_asset(session, entry, "de"),
    ):
        assert isinstance(result, NotApplied)
        assert result.journal is None
        assert isinstance(result.error, BadInput | Refused)
    assert not [one for one in library.requests if one.method == "PATCH"]


async def test_assets_that_may_not_be_replaced_are_not(session: Session, library: Library) -> None:
    for media_type in library.config["mediaTypes"]:  # type: ignore[attr-defined] # plain JSON
        media_type["asset"] = {"replaceable": False}
    result = await replace_asset(session, await session.client.entry(ENTRY), ASSET)
    assert isinstance(result, NotApplied)
    assert isinstance(result.error, NotAllowed)


async def test_an_asset_is_replaced_and_a_translated_one_removed(
    session: Session, library: Library
) -> None:
    result = await replace_asset(session, await session.client.entry(ENTRY), ASSET)
    assert isinstance(result, Saved)
    assert (library.entries[ENTRY].asset or {}).get("key") == ASSET["key"]
    entry = await session.client.entry("translated-picture")
    offered = removable(entry, await session.project())
    assert [one.locale for one in offered] == ["fr"]
    assert isinstance(await remove_asset(session, entry, "fr"), Saved)


async def test_archive_says_so(session: Session, library: Library) -> None:
    assert isinstance(await archive(session, await session.client.entry(ENTRY)), Saved)
    assert library.entries[ENTRY].archived


def test_each_media_type_has_its_fields() -> None:
    names = {kind: {f.name for f in asset_fields(kind)} for kind in ("image", "video", "file")}
    base = {"key", "url", "size", "filename", "mimeType"}
    assert names["file"] == base
    assert names["image"] == base | {"width", "height"}
    assert names["video"] == base | {"width", "height", "duration"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"size": "10"}, "size"),
        ({"size": 0}, "size"),
        ({"size": True}, "size"),
        ({"width": 1.5}, "width"),
        ({"duration": 3}, "duration"),
        ({"url": "https://example.com/new.tiff"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"key": " a.png"}, "key"),
        ({"filename": ""}, "filename"),
        ({"storage": "x"}, "storage"),
    ],
)
async def test_each_field_is_checked(session: Session, change: JsonObject, field: str) -> None:
    entry, project = await session.client.entry(ENTRY), await session.project()
    assert not asset_errors(ASSET, entry, project)
    assert field in {item.field for item in asset_errors(ASSET | change, entry, project)}
