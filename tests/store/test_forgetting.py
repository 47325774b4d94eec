"""A server that is removed leaves nothing behind but what was written and typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from medialib_tui.model.schema import Project
from medialib_tui.store.cache import Cache
from medialib_tui.store.database import Database
from medialib_tui.store.editing import add_server
from medialib_tui.store.evidence import Evidence
from medialib_tui.store.forgetting import forget_server
from medialib_tui.store.journal import Journal
from medialib_tui.store.paths import Paths
from medialib_tui.store.recents import Recents
from medialib_tui.store.secrets import has_stored_token, store_token
from medialib_tui.store.settings import load_settings

URL, OTHER = "https://cms.example.com", "https://other.example.com"


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    """Two servers that were worked on."""
    found = Paths(config=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")
    database = Database(found.database)
    for name, url in (("desk", URL), ("other", OTHER)):
        add_server(found.settings, name, {"url": url})
        store_token(found.tokens, name, url, "a-token-of-its-own")
        Recents(database).note(url, "opened")
        Recents(database).pin(url, "pinned")
        Evidence(database, url)["keys"] = True
        Cache(found.cache).keep_project(url, Project(known=True))
        Cache(found.cache).keep_thumbnail(url, "key", "80x24.png", b"pixels")
    Journal(database).intend(
        key="k", server=URL, server_name="desk", entry_id="e", operation="o", body={}, before={}
    )
    database.close()
    return found


def kept(where: Paths, url: str) -> list[bool]:
    """Whether there are recents, pins, evidence and a project extract."""
    database = Database(where.database)
    recents = Recents(database)
    return [
        bool(recents.list(url)),
        bool(recents.pins(url)),
        "keys" in Evidence(database, url),
        Cache(where.cache).project(url) is not None,
    ]


def test_what_was_kept_of_it_goes_and_of_others_stays(where: Paths) -> None:
    left = forget_server(where, "desk")
    assert list(left.servers) == list(load_settings(where.settings).servers) == ["other"]
    assert not has_stored_token(where.tokens, "desk") and has_stored_token(where.tokens, "other")
    assert not any(kept(where, URL)) and all(kept(where, OTHER))
    assert Cache(where.cache).thumbnail(URL, "key", "80x24.png") is None


def test_what_was_written_stays(where: Paths) -> None:
    forget_server(where, "desk")
    assert len(Journal(Database(where.database)).list(URL)) == 1


def test_another_name_for_the_same_address_keeps_it(where: Paths) -> None:
    add_server(where.settings, "night", {"url": URL})
    forget_server(where, "desk")
    assert all(kept(where, URL))


def test_nothing_kept_is_nothing_made(tmp_path: Path) -> None:
    where = Paths(config=tmp_path, state=tmp_path / "state", cache=tmp_path / "cache")
    add_server(where.settings, "desk", {"url": URL})
    forget_server(where, "desk")
    assert not where.state.exists() and not where.cache.exists()
