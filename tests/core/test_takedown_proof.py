"""Proof after a take-down: per key, in the words of what is known; purge list, open places."""

from __future__ import annotations

import pytest

from medialib_tui.core.session import Session
from medialib_tui.core.takedown.act import revoke, unrevoke
from medialib_tui.core.takedown.evidence import gather
from medialib_tui.core.takedown.plan import TakeDown
from medialib_tui.core.takedown.proof import prove
from medialib_tui.core.writing.intent import Saved
from medialib_tui.demo.library import Library
from tests.core.conftest import OpenOn

ENTRY = "harbour-dawn-01"
VARIANT = "v/2026/edit.webp"


@pytest.fixture
def several_keys(library: Library) -> Library:
    """A picture with a former key and a variant."""
    library.entries[ENTRY].former_keys += ["2025/old.png", VARIANT]
    return library


@pytest.mark.usefixtures("several_keys")
async def test_every_key_is_asked(session: Session) -> None:
    evidence = await gather(session, ENTRY)
    assert (await prove(session, evidence.entry, evidence.check.keys)).down is False
    done = await revoke(session, evidence.entry, "Case #1")
    assert isinstance(done, Saved)
    proof = await prove(session, done.entry, evidence.check.keys, evidence=evidence)
    assert proof.down is True
    assert proof.holds is True
    assert [item.state for item in proof.keys] == ["blocked"] * 3
    assert "revoked from this machine (journal 1)" in proof.keys[0].sentence
    assert set(proof.purge) == {"2026/03/14/harbour-dawn-01.png", "2025/old.png", VARIANT}
    assert {place.name for place in proof.places} >= {"caches", "drafts", "documents", "usageLog"}
    back = await unrevoke(session, done.entry)
    assert isinstance(back, Saved)
    served = await prove(session, back.entry, operation=TakeDown.UNREVOKE)
    assert served.holds is True


@pytest.mark.usefixtures("several_keys")
async def test_a_version_without_keys_says_that_it_knows_one(open_on: OpenOn) -> None:
    session = open_on("2025-11")
    entry = await session.client.entry(ENTRY)
    done = await revoke(session, entry)
    assert isinstance(done, Saved)
    proof = await prove(session, done.entry)
    assert len(proof.keys) == 1
    assert not proof.keys_known
    assert "other keys are not known" in proof.sentence()


async def test_a_refusal_is_revoked_or_invalid(session: Session, library: Library) -> None:
    library.entries[ENTRY].revoked = True
    entry = await session.client.entry(ENTRY)
    elsewhere = await prove(session, entry)
    assert "the server does not say which" in elsewhere.keys[0].sentence
    library.entries[ENTRY].metadata["invalid"] = True
    project = await session.project()
    schema = project.media_type("image")
    assert schema is not None
    flag = next(item.handle for item in schema.metadata if item.type == "li-invalid")
    library.entries[ENTRY].metadata[flag] = True
    marked = await prove(session, await session.client.entry(ENTRY))
    assert "marked invalid; whether it is revoked too is not known" in marked.keys[0].sentence


@pytest.mark.parametrize("version", ["v1", "2026-07"])
async def test_video_and_file_have_no_proof(
    open_on: OpenOn, library: Library, version: str
) -> None:
    session = open_on(version)
    video = next(one.id for one in library.entries.values() if one.media_type == "video")
    proof = await prove(session, await session.client.entry(video))
    assert proof.down is None
    assert "video and file have no serve-image" in proof.sentence()
    assert {item.state for item in proof.keys} <= {"not-asked"}


async def test_files_deleted_by_a_legacy_revoke_are_missing(
    open_on: OpenOn, library: Library
) -> None:
    library.use_2025_behavior = False
    session = open_on()
    done = await revoke(session, await session.client.entry(ENTRY))
    assert isinstance(done, Saved)
    proof = await prove(session, done.entry)
    assert proof.keys[0].state == "missing"
    assert proof.down is True


async def test_a_key_that_is_still_served_is_loud(session: Session, library: Library) -> None:
    entry = await session.client.entry(ENTRY)
    done = await revoke(session, entry)
    assert isinstance(done, Saved)
    other = library.entries["harbour-dusk-02"].asset
    assert other is not None
    proof = await prove(session, done.entry, [str(other["key"])])
    assert proof.down is False
    assert proof.sentence().startswith("STILL SERVED: 1 of 2")
