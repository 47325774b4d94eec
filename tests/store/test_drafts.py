"""Drafts: kept at once, one for each terminal, never lost to another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from medialib_tui.store import drafts as module
from medialib_tui.store.database import Database
from medialib_tui.store.drafts import Drafts
from medialib_tui.store.errors import NotKept
from medialib_tui.store.person import Person, this_person

SERVER = "https://cms.example.com"
GONE = 2**22 + 1
"""A process id that no system gives."""


@pytest.fixture
def drafts(database: Database) -> Drafts:
    """No drafts yet; time goes on by a second with every look at the clock."""
    times = iter(range(1, 10_000))
    return Drafts(database, clock=lambda: float(next(times)))


def save(drafts: Drafts, changes: JsonObject, entry_id: str = "e1") -> None:
    """Save a draft made on version 3."""
    drafts.save(SERVER, entry_id, base_version=3, base={"title": "old"}, changes=changes)


def as_process(monkeypatch: pytest.MonkeyPatch, pid: int) -> None:
    """Go on as another process of the same person."""
    me = this_person()
    monkeypatch.setattr(module, "this_person", lambda: Person(me.who, pid))


def test_a_draft_is_kept_with_its_base_and_replaced_by_the_next(drafts: Drafts) -> None:
    save(drafts, {"title": "n"})
    save(drafts, {"title": "new", "caption": None})
    draft = drafts.get(SERVER, "e1")
    assert draft is not None
    assert draft.changes == {"title": "new", "caption": None}
    assert (draft.base, draft.base_version, draft.saved) == ({"title": "old"}, 3, 2.0)
    assert not draft.live
    assert len(drafts.list(SERVER)) == 1
    assert drafts.list("https://other.example.com") == ()


def test_a_draft_without_changes_is_none(drafts: Drafts) -> None:
    save(drafts, {"title": "new"})
    save(drafts, {})
    assert drafts.get(SERVER, "e1") is None


def test_newest_first(drafts: Drafts) -> None:
    for entry_id in ("e1", "e2", "e3"):
        save(drafts, {"title": "new"}, entry_id)
    assert [draft.entry_id for draft in drafts.list()] == ["e3", "e2", "e1"]
    assert drafts.discard(SERVER, "e2") == 1
    assert drafts.discard(SERVER, "e2") == 0
    assert [draft.entry_id for draft in drafts.list()] == ["e3", "e1"]


def test_another_terminal_keeps_its_own(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    save(drafts, {"title": "mine"})
    with monkeypatch.context() as other:
        as_process(other, 1)
        offered = drafts.get(SERVER, "e1")
        assert offered is not None
        assert offered.live
        save(drafts, {"title": "theirs"})
        own = drafts.get(SERVER, "e1")
        assert own is not None
        assert own.changes == {"title": "theirs"}
        assert drafts.discard(SERVER, "e1") == 1
    left = drafts.get(SERVER, "e1")
    assert left is not None
    assert left.changes == {"title": "mine"}


def test_the_draft_of_a_terminal_that_is_gone_is_handed_on(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other:
        as_process(other, GONE)
        save(drafts, {"title": "left behind"})
    offered = drafts.get(SERVER, "e1")
    assert offered is not None
    assert not offered.live
    save(drafts, {**offered.changes, "caption": "and more"})
    assert [draft.changes for draft in drafts.list()] == [
        {"title": "left behind", "caption": "and more"}
    ]


def test_all_can_be_discarded(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as other:
        as_process(other, 1)
        save(drafts, {"title": "theirs"})
    assert drafts.discard(SERVER, "e1") == 0
    assert drafts.discard(SERVER, "e1", everyone=True) == 1


def test_what_is_not_on_the_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    database = Database(tmp_path / "state" / "state.db")
    with pytest.raises(NotKept, match="not on the disk"):
        save(Drafts(database), {"title": "new"})
    database.close()


def test_a_full_disk_is_said_and_room_again_is_used(drafts: Drafts, database: Database) -> None:
    save(drafts, {"title": "one"})
    pages = database.rows("PRAGMA page_count")[0][0]
    database.rows(f"PRAGMA max_page_count = {pages!r}")
    with pytest.raises(NotKept, match="disk is full"):
        save(drafts, {"title": "x" * 100_000})
    save(drafts, {"title": "two"})
    assert [draft.changes for draft in drafts.list()] == [{"title": "two"}]


def test_the_token_is_kept_out(database: Database) -> None:
    drafts = Drafts(database, lambda text: text.replace("canary", "***"))
    with pytest.raises(NotKept):
        save(drafts, {"title": "canary"})
    assert drafts.list() == ()


def test_damaged_text_is_no_crash(drafts: Drafts, database: Database) -> None:
    save(drafts, {"title": "new"})
    database.keep(("UPDATE drafts SET changes = 'not JSON', base = '[]'", ()))
    (draft,) = drafts.list()
    assert (draft.changes, draft.base) == ({}, {})
