"""What a server was seen to offer."""

from __future__ import annotations

import pytest

from medialib_tui.store.database import Database
from medialib_tui.store.evidence import DAY, Evidence

SERVER = "https://cms.example.com"


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that is set."""
    return Clock()


def again(database: Database, clock: Clock, server: str = SERVER) -> Evidence:
    """The evidence as the next session sees it."""
    return Evidence(database, server, clock)


def test_it_is_remembered_for_the_next_session(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    evidence["import"] = False
    assert dict(evidence) == dict(again(database, clock)) == {"revoke": True, "import": False}


def test_it_changes_and_is_withdrawn(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    evidence["revoke"] = False
    assert again(database, clock)["revoke"] is False
    del evidence["revoke"]
    assert "revoke" not in again(database, clock)
    with pytest.raises(KeyError):
        del evidence["revoke"]


def test_servers_do_not_mix(database: Database, clock: Clock) -> None:
    again(database, clock)["revoke"] = True
    assert len(again(database, clock, "https://other.example.com")) == 0


def test_after_a_week_it_counts_as_none(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = False
    clock.now += 7 * DAY - 1
    assert evidence["revoke"] is False
    clock.now += 1
    for found in (evidence, again(database, clock)):
        assert found.get("revoke") is None
        assert len(found) == 0


def test_what_is_seen_again_lives_on(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    clock.now += 6 * DAY
    evidence["revoke"] = True
    clock.now += 6 * DAY
    assert again(database, clock)["revoke"] is True


def test_the_same_again_writes_nothing(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    before = database.rows("SELECT total_changes()")
    evidence["revoke"] = True
    assert database.rows("SELECT total_changes()") == before


def test_evidence_from_the_future_counts_as_none(database: Database, clock: Clock) -> None:
    again(database, clock)["revoke"] = True
    clock.now -= 30 * DAY
    assert "revoke" not in again(database, clock)


def test_the_version_is_remembered_for_a_day(database: Database, clock: Clock) -> None:
    again(database, clock).remember_version("2026-05")
    assert again(database, clock).resolved_version() == "2026-05"
    clock.now += DAY
    assert again(database, clock).resolved_version() is None


def test_everything_is_forgotten_at_once(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    evidence.remember_version("v1")
    again(database, clock, "https://other.example.com")["revoke"] = True
    evidence.forget()
    assert len(evidence) == len(again(database, clock)) == 0
    assert again(database, clock).resolved_version() is None
    assert len(again(database, clock, "https://other.example.com")) == 1


def test_it_can_change_while_it_is_read(database: Database, clock: Clock) -> None:
    evidence = again(database, clock)
    evidence["revoke"] = True
    for _ in evidence:
        evidence["import"] = True
    assert len(evidence) == 2
