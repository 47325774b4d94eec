"""Recents and pins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.store.database import Database
from medialib_tui.store.recents import KEPT, Recents

SERVER = "https://cms.example.com"
OTHER = "https://other.example.com"


@pytest.fixture
def recents(database: Database) -> Recents:
    """Recents in a database of their own."""
    return Recents(database)


def test_the_newest_is_first(recents: Recents) -> None:
    for number in (1, 3, 2):
        recents.note(SERVER, f"e{number}", f"Title {number}", "image", when=number)
    assert [(r.entry_id, r.title, r.media_type, r.when) for r in recents.list(SERVER, 2)] == [
        ("e3", "Title 3", "image", 3.0),
        ("e2", "Title 2", "image", 2.0),
    ]


def test_an_entry_is_there_once_with_its_latest_title(recents: Recents) -> None:
    recents.note(SERVER, "e1", "Old", "image", when=1)
    recents.note(SERVER, "e1", "New", when=2)
    [only] = recents.list(SERVER)
    assert (only.title, only.media_type, only.when) == ("New", "image", 2.0)


def test_an_empty_title_leaves_the_known_one(recents: Recents) -> None:
    recents.note(SERVER, "e1", "Known", when=1)
    recents.note(SERVER, "e1", when=2)
    assert recents.list(SERVER)[0].title == "Known"


def test_servers_do_not_mix(recents: Recents) -> None:
    recents.note(SERVER, "e1")
    recents.pin(SERVER, "e1")
    assert recents.list(OTHER) == ()
    assert recents.pins(OTHER) == ()


def test_only_so_many_are_kept(recents: Recents) -> None:
    recents.note(OTHER, "other", when=0)
    for number in range(KEPT + 5):
        recents.note(SERVER, f"e{number}", when=number)
    kept = recents.list(SERVER, KEPT * 2)
    assert len(kept) == KEPT
    assert kept[-1].entry_id == "e5"
    assert len(recents.list(OTHER)) == 1


def test_clearing_one_server_leaves_the_other_and_the_pins(recents: Recents) -> None:
    for server in (SERVER, OTHER):
        recents.note(server, "e1")
    recents.pin(SERVER, "e1")
    recents.clear(SERVER)
    assert recents.list(SERVER) == ()
    assert len(recents.list(OTHER)) == 1
    assert len(recents.pins(SERVER)) == 1


def test_clearing_all(recents: Recents) -> None:
    for server in (SERVER, OTHER):
        recents.note(server, "e1")
    recents.clear()
    assert recents.list(SERVER) == recents.list(OTHER) == ()


def test_pins_stay_in_their_order_and_take_labels(recents: Recents) -> None:
    recents.pin(SERVER, "b", "check again", title="B", media_type="image")
    recents.pin(SERVER, "a")
    recents.pin(SERVER, "b", "done")
    assert [(pin.entry_id, pin.label, pin.title) for pin in recents.pins(SERVER)] == [
        ("b", "done", "B"),
        ("a", "", ""),
    ]


def test_a_pin_learns_the_title_when_its_entry_is_opened(recents: Recents) -> None:
    recents.pin(SERVER, "a", "mine")
    recents.note(SERVER, "a", "Title", "image")
    recents.note(SERVER, "a")
    [pin] = recents.pins(SERVER)
    assert (pin.title, pin.media_type, pin.label) == ("Title", "image", "mine")


def test_unpinning(recents: Recents) -> None:
    recents.pin(SERVER, "a")
    assert recents.is_pinned(SERVER, "a")
    recents.unpin(SERVER, "a")
    recents.unpin(SERVER, "never")
    assert not recents.is_pinned(SERVER, "a")


def test_what_cannot_be_a_key_is_not_kept(recents: Recents) -> None:
    for entry_id in ("", "\ud800", "x" * 1000):
        recents.note(SERVER, entry_id)
        recents.pin(SERVER, entry_id)
        recents.unpin(SERVER, entry_id)
    assert recents.list(SERVER) == ()
    assert recents.pins(SERVER) == ()
    assert recents.warning == ""


def test_a_long_title_is_cut(recents: Recents) -> None:
    recents.note(SERVER, "a", "x" * 100_000)
    assert len(recents.list(SERVER)[0].title) == 300


@given(title=st.text(st.characters(codec=None), max_size=50))
def test_any_title_is_kept_as_it_was(title: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    database = Database(tmp_path_factory.mktemp("state") / "state.db")
    recents = Recents(database)
    recents.note(SERVER, "a", title)
    kept = recents.list(SERVER)[0].title
    database.close()
    assert kept == title.encode("utf-8", "replace").decode()
