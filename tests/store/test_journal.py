"""The journal: what it keeps, what it refuses, and what checking it finds."""

from __future__ import annotations

import getpass
import multiprocessing
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from medialib_tui.model.base import JsonObject
from medialib_tui.store.chain import Link, check_chain
from medialib_tui.store.database import Database
from medialib_tui.store.errors import NotKept
from medialib_tui.store.journal import _OF_KEY, Journal, SentBefore
from medialib_tui.store.person import Person, may_be_alive, this_person
from medialib_tui.store.records import Outcome

SERVER = "https://cms.example.com"
BODY: JsonObject = {"version": 3, "patches": [{"operation": "archive"}]}


def intend(journal: Journal, key: str = "k", entry_id: str = "e1", **more: object) -> int:
    """Journal an intent."""
    given: dict[str, object] = {
        "server": SERVER,
        "server_name": "live",
        "operation": "archive",
        "body": BODY,
        "before": {"version": 3},
        **more,
    }
    return journal.intend(key=key, entry_id=entry_id, **given)  # type: ignore[arg-type] # as given


@pytest.fixture
def journal(database: Database) -> Journal:
    """A journal without records."""
    return Journal(database)


class TestRecords:
    """Intents, answers, outcomes."""

    def test_an_intent_is_found_by_its_key_without_reading_the_others(
        self, journal: Journal, database: Database
    ) -> None:
        intend(journal, "mine", "e0")
        for number in range(30):
            intend(journal, f"k{number}")
        found = journal.of_key("mine")
        assert found is not None and found.entry_id == "e0"
        assert journal.of_key("none") is None
        (plan,) = database.rows(f"EXPLAIN QUERY PLAN {_OF_KEY.partition(' ORDER')[0]}", "mine")
        assert "journal_by_key" in str(plan[-1])

    def test_an_intent_is_open_until_its_outcome(self, journal: Journal) -> None:
        number = intend(journal, title="A \ud83d title", note="n", batch="b", undoes=7)
        (record,) = journal.unsettled(SERVER)
        assert record.number == number
        assert (record.outcome, record.version_before, record.body) == (None, 3, BODY)
        assert (record.who, record.pid) == (this_person().who, os.getpid())
        assert (record.note, record.batch, record.undoes) == ("n", "b", 7)
        assert record.to_json()["outcome"] == "open"
        journal.answered(number, answer="late", detail="slow")
        assert journal.settle(number, outcome=Outcome.APPLIED, version_after=4, after={"a": 1})
        assert journal.unsettled(SERVER) == ()
        found = journal.get(number)
        assert found is not None
        assert (found.answer, found.outcome, found.version_after) == ("late", Outcome.APPLIED, 4)
        assert found.after == {"a": 1}
        assert found.hash != record.hash

    def test_an_outcome_is_final_but_an_unknown_one_may_become_known(
        self, journal: Journal
    ) -> None:
        number = intend(journal)
        assert journal.settle(number, outcome=Outcome.UNKNOWN)
        assert not journal.settle(number, outcome=Outcome.UNKNOWN)
        assert journal.settle(number, outcome=Outcome.NOT_APPLIED)
        assert not journal.settle(number, outcome=Outcome.APPLIED)
        assert [record.outcome for record in journal.list()] == [Outcome.NOT_APPLIED]

    def test_one_intent_is_taken_once_unless_it_is_proven_to_have_failed(
        self, journal: Journal
    ) -> None:
        first = intend(journal, "same")
        with pytest.raises(SentBefore) as caught:
            intend(journal, "same")
        assert caught.value.number == first
        journal.settle(first, outcome=Outcome.NOT_APPLIED)
        second = intend(journal, "same")
        journal.settle(second, outcome=Outcome.UNKNOWN)
        with pytest.raises(SentBefore):
            intend(journal, "same")

    def test_lists_by_server_and_entry_newest_first_and_page_by_page(
        self, journal: Journal
    ) -> None:
        numbers = [intend(journal, str(n), f"e{n % 2}") for n in range(6)]
        other = intend(journal, "o", server="https://other.example.com")
        journal.settle(numbers[0], outcome=Outcome.APPLIED)
        assert [record.number for record in journal.list()] == [other, *reversed(numbers)]
        assert [r.number for r in journal.list(SERVER, "e1")] == numbers[5::-2]
        page = journal.list(SERVER, limit=2)
        assert [r.number for r in page] == numbers[5:3:-1]
        following = journal.list(SERVER, limit=2, before=page[-1].number)
        assert [r.number for r in following] == numbers[3:1:-1]
        assert [r.number for r in journal.unsettled(SERVER)] == numbers[1:]
        assert journal.get(999) is None

    def test_undos_are_found(self, journal: Journal) -> None:
        first = intend(journal, "1")
        second = intend(journal, "2", undoes=first)
        assert [record.number for record in journal.undone_by(first)] == [second]
        assert journal.undone_by(second) == ()

    def test_settling_what_is_not_there(self, journal: Journal) -> None:
        with pytest.raises(NotKept):
            journal.settle(5, outcome=Outcome.APPLIED)

    def test_the_token_is_kept_out(self, database: Database) -> None:
        journal = Journal(database, lambda text: text.replace("canary", "***"))
        with pytest.raises(NotKept) as caught:
            intend(journal, body={"value": "the canary"})
        assert "canary" not in str(caught.value) + caught.value.hint
        assert journal.list() == ()
        assert list(journal.export()) == []

    def test_what_is_no_json_is_refused(self, journal: Journal) -> None:
        with pytest.raises(NotKept):
            intend(journal, body={"value": float("nan")})


class TestNoDisk:
    """What cannot be kept is refused, and nothing is pretended."""

    def test_a_home_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("a file where a folder should be")
        database = Database(tmp_path / "state" / "state.db")
        journal = Journal(database)
        assert not journal.durable
        assert "cannot be opened" in journal.why_not
        with pytest.raises(NotKept, match="cannot be opened"):
            intend(journal)
        database.close()

    def test_a_full_disk_and_room_again(self, journal: Journal, database: Database) -> None:
        first = intend(journal, "1")
        pages = database.rows("PRAGMA page_count")[0][0]
        database.rows(f"PRAGMA max_page_count = {pages!r}")
        with pytest.raises(NotKept, match="disk is full"):
            intend(journal, "2", body={"value": "x" * 100_000})
        assert [record.number for record in journal.list()] == [first]
        assert intend(journal, "3") == first + 1
        assert journal.durable
        assert journal.verify().sound

    def test_a_file_that_becomes_read_only(self, journal: Journal, database: Database) -> None:
        intend(journal, "1")
        database.rows("PRAGMA query_only = ON")
        with pytest.raises(NotKept, match="cannot be written"):
            intend(journal, "2")


def tamper(database: Database, *statements: str) -> None:
    """Change the file as somebody with another program would, the triggers gone."""
    database.close()
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        for name in ("changed", "deleted", "replaced"):
            other.execute(f"DROP TRIGGER journal_is_not_{name}")
        for statement in statements:
            other.execute(statement)


class TestChain:
    """Nothing is changed, dropped or moved without being found."""

    @pytest.fixture
    def filled(self, journal: Journal) -> Journal:
        """Six rows: three intents, each with its outcome."""
        for key in "abc":
            number = intend(journal, key)
            journal.settle(number, outcome=Outcome.APPLIED)
        return journal

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE journal SET record = '{}' WHERE number = 2",
            "DELETE FROM journal WHERE number = 2",
            "INSERT OR REPLACE INTO journal SELECT number, 'x', intent, server, entry_id,"
            " intent_key, record, previous, hash FROM journal WHERE number = 2",
        ],
    )
    def test_the_file_itself_refuses(
        self, filled: Journal, database: Database, statement: str
    ) -> None:
        database.close()
        with (
            closing(sqlite3.connect(database.path)) as other,
            pytest.raises(sqlite3.DatabaseError, match="append-only"),
        ):
            other.execute(statement)
        assert filled.verify().sound

    @pytest.mark.parametrize(
        ("broken", "statements"),
        [
            (2, ["UPDATE journal SET record = replace(record, 'applied', 'denied')"]),
            (3, ["DELETE FROM journal WHERE number = 3"]),
            (1, ["DELETE FROM journal WHERE number = 1"]),
            (6, ["DELETE FROM journal WHERE number = 6"]),
            (1, ["DELETE FROM journal"]),
            (1, ["UPDATE journal SET server = 'x' WHERE number = 1"]),
            (2, ["UPDATE journal SET intent = 3 WHERE number = 2"]),
            (1, ["UPDATE journal SET intent_key = '' WHERE number = 1"]),
            (
                2,
                [
                    "UPDATE journal SET number = 99 WHERE number = 2",
                    "UPDATE journal SET number = 2 WHERE number = 4",
                    "UPDATE journal SET number = 4 WHERE number = 99",
                ],
            ),
        ],
    )
    def test_tampering_is_found(
        self, filled: Journal, database: Database, broken: int, statements: list[str]
    ) -> None:
        assert filled.verify().count == 6
        tamper(database, *statements)
        found = filled.verify()
        assert not found.sound
        assert found.broken == broken
        assert found.why

    def test_a_chain_without_its_end_takes_no_more(
        self, filled: Journal, database: Database
    ) -> None:
        database.keep(("DELETE FROM journal_head", ()))
        assert filled.verify().broken == 7
        with pytest.raises(NotKept, match="tampered"):
            intend(filled, "d")

    def test_an_export_can_be_checked_by_others(self, filled: Journal) -> None:
        lines = list(filled.export())
        links = [Link(**line) for line in lines]  # type: ignore[arg-type] # four fields by name
        assert check_chain(links).count == 6
        assert check_chain(links[1:]).broken == 1
        assert check_chain([*links[:2], *links[3:]]).broken == 3


def _append_many(path: Path, name: str) -> None:
    journal = Journal(Database(path))
    for number in range(25):
        made = intend(journal, f"{name}-{number}")
        journal.settle(made, outcome=Outcome.APPLIED)


class TestProcesses:
    """Several terminals at once."""

    def test_the_chain_does_not_fork(self, journal: Journal, database: Database) -> None:
        spawn = multiprocessing.get_context("spawn")
        children = [
            spawn.Process(target=_append_many, args=(database.path, name)) for name in "abc"
        ]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0] * 3
        found = journal.verify()
        assert found.sound
        assert found.count == 150
        assert len(journal.list(limit=1000)) == 75

    def test_who_may_still_be_alive(self, monkeypatch: pytest.MonkeyPatch) -> None:
        me = this_person()
        assert may_be_alive(me, me)
        assert may_be_alive(Person("somebody@elsewhere", 1), me)
        assert not may_be_alive(Person(me.who, 2**22 + 1), me)

        def nobody() -> str:
            raise OSError("no such user")

        monkeypatch.setattr(getpass, "getuser", nobody)
        assert this_person().who.startswith("uid-")
