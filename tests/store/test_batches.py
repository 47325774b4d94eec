"""Batches and open writes in a long journal: found by their key, at once, in older files too."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from medialib_tui.store.database import Database
from medialib_tui.store.journal import Journal
from medialib_tui.store.migrations import MIGRATIONS
from medialib_tui.store.records import Outcome
from medialib_tui.store.sqlite_file import connect
from medialib_tui.store.unfinished import left_open
from tests.store.test_journal import SERVER, intend


@pytest.fixture
def journal(database: Database) -> Journal:
    """A journal without records."""
    return Journal(database)


def _batch(journal: Journal, key: str, *entry_ids: str) -> list[int]:
    numbers = []
    for entry_id in entry_ids:
        number = intend(journal, key=f"{key}-{entry_id}", entry_id=entry_id, batch=key)
        journal.settle(number, outcome=Outcome.APPLIED)
        numbers.append(number)
    return numbers


def test_the_writes_of_a_batch(journal: Journal) -> None:
    numbers = _batch(journal, "run-1", "a", "b")
    _batch(journal, "run-10", "c")
    _batch(journal, "other-1", "d")
    open_one = intend(journal, key="k", entry_id="e", batch="run-1")
    whole = journal.marks("run-1", whole=True)
    assert [(one.number, one.entry_id, one.outcome) for one in whole] == [
        (numbers[0], "a", Outcome.APPLIED),
        (numbers[1], "b", Outcome.APPLIED),
        (open_one, "e", None),
    ]
    assert {one.entry_id for one in journal.marks("run-")} == {"a", "b", "c", "e"}
    assert [one.entry_id for one in journal.list(batch="run-1")] == ["e", "b", "a"]
    assert journal.marks("nope") == journal.marks("", whole=True) == ()


def test_the_last_outcome_counts(journal: Journal) -> None:
    number = intend(journal, batch="run-1")
    journal.settle(number, outcome=Outcome.UNKNOWN)
    journal.settle(number, outcome=Outcome.NOT_APPLIED)
    (mark,) = journal.marks("run-1")
    assert mark.outcome is Outcome.NOT_APPLIED


def test_what_was_taken_back_and_put_back_again(journal: Journal) -> None:
    (number,) = _batch(journal, "run-1", "a")

    def undo(of: int, outcome: Outcome) -> int:
        made = intend(journal, key=f"u{of}{outcome}", entry_id="a", undoes=of)
        journal.settle(made, outcome=outcome)
        return made

    def taken_back() -> bool:
        return journal.marks("run-1")[0].taken_back

    undo(number, Outcome.NOT_APPLIED)
    undo(number, Outcome.UNKNOWN)
    assert not taken_back()
    first = undo(number, Outcome.APPLIED)
    assert taken_back()
    undo(first, Outcome.APPLIED)
    assert not taken_back()
    assert [one.undoes for one in journal.undone_by(first)] == [first]


def test_open_writes_are_known_at_the_start(journal: Journal, database: Database) -> None:
    assert not left_open(database, SERVER)
    number = intend(journal)
    assert left_open(database, SERVER) and not left_open(database, "https://other.example.com")
    journal.answered(number, answer="late")
    assert left_open(database, SERVER)
    journal.settle(number, outcome=Outcome.UNKNOWN)
    assert not left_open(database, SERVER)


def test_an_older_journal_is_found_the_same(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    database = Database(path)
    journal = Journal(database)
    (number,) = _batch(journal, "run-1", "a")
    intend(journal, key="u", entry_id="a", undoes=number)
    intend(journal, key="plain", entry_id="b")
    database.close()
    with closing(sqlite3.connect(path)) as raw:
        for table in ("journal_links", "journal_open", "import_runs", "import_items"):
            raw.execute(f"DROP TABLE IF EXISTS {table}")
        for index in ("journal_intents", "journal_outcomes"):
            raw.execute(f"DROP INDEX {index}")
        raw.execute("PRAGMA user_version = 2")
        raw.commit()
    connect(path).close()
    journal = Journal(Database(path))
    assert [mark.entry_id for mark in journal.marks("run-1")] == ["a"]
    assert [one.key for one in journal.undone_by(number)] == ["u"]
    assert [one.key for one in journal.unsettled(SERVER)] == ["u", "plain"]
    assert len(MIGRATIONS) > 2


@pytest.mark.parametrize("table", ["journal_open", "journal_links"])
def test_a_long_journal_is_not_read_through(database: Database, table: str) -> None:
    query = {
        "journal_open": "SELECT 1 FROM journal_open WHERE server = ? LIMIT 1",
        "journal_links": "SELECT number FROM journal_links WHERE batch = ? AND batch <> ''",
    }[table]
    (row,) = database.rows(f"EXPLAIN QUERY PLAN {query}", "x")
    assert "SEARCH" in str(row[-1])
