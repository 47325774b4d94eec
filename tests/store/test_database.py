"""The SQLite file: migrations, several processes, and everything that can befall it."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from medialib_tui.store import sqlite_file
from medialib_tui.store.database import Database
from medialib_tui.store.errors import NotKept
from medialib_tui.store.migrations import MIGRATIONS
from medialib_tui.store.recents import Recents

SERVER = "https://cms.example.com"


def ids(database: Database) -> list[str]:
    """The recents of the server, by id."""
    return sorted(recent.entry_id for recent in Recents(database).list(SERVER, 1000))


def note(database: Database, *entry_ids: str) -> None:
    """Put entries into the recents."""
    for entry_id in entry_ids:
        Recents(database).note(SERVER, entry_id)


def raw(path: Path) -> sqlite3.Connection:
    """The file as another program sees it."""
    return sqlite3.connect(path, isolation_level=None, timeout=0)


class TestOpening:
    """A file made on first use."""

    def test_nothing_is_made_before_the_first_use(self, database: Database) -> None:
        assert not database.path.parent.exists()

    def test_files_and_folder_are_private(self, database: Database) -> None:
        before = os.umask(0)
        try:
            note(database, "1")
        finally:
            os.umask(before)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in database.path.parent.iterdir()
        }
        assert modes == dict.fromkeys(("state.db", "state.db-wal", "state.db-shm"), 0o600)
        assert stat.S_IMODE(database.path.parent.stat().st_mode) == 0o700

    def test_a_file_others_can_read_is_closed_to_them(self, database: Database) -> None:
        note(database, "1")
        database.close()
        database.path.chmod(0o644)
        assert ids(database) == ["1"]
        assert stat.S_IMODE(database.path.stat().st_mode) == 0o600

    def test_it_is_set_up_for_several_sessions(self, database: Database) -> None:
        pragmas = {
            name: database.rows(f"PRAGMA {name}")[0][0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "user_version")
        }
        assert pragmas == {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "synchronous": 2,
            "user_version": len(MIGRATIONS),
        }

    def test_what_is_written_is_there_next_time(self, database: Database) -> None:
        note(database, "1", "2")
        database.close()
        assert ids(database) == ["1", "2"]
        assert database.durable
        assert database.warning == ""

    def test_an_older_file_is_migrated_and_keeps_its_rows(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note(database, "1")
        database.close()
        later = (*MIGRATIONS, ("CREATE TABLE later (a)", "INSERT INTO later VALUES (1)"))
        monkeypatch.setattr(sqlite_file, "MIGRATIONS", later)
        assert database.rows("SELECT a FROM later") == [(1,)]
        database.close()
        assert database.rows("SELECT a FROM later") == [(1,)]
        assert ids(database) == ["1"]

    def test_a_migration_that_fails_changes_nothing(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note(database, "1")
        database.close()
        broken = (*MIGRATIONS, ("CREATE TABLE later (a)", "not SQL"))
        with monkeypatch.context() as patch:
            patch.setattr(sqlite_file, "MIGRATIONS", broken)
            with pytest.raises(sqlite3.OperationalError):
                database.rows("SELECT 1")
        assert database.rows("SELECT name FROM sqlite_master WHERE name = 'later'") == []

    def test_a_newer_file_is_left_alone(self, database: Database) -> None:
        note(database, "1")
        database.close()
        with closing(raw(database.path)) as other:
            other.execute("PRAGMA user_version = 99")
        note(database, "2")
        assert ids(database) == ["2"]
        assert not database.durable
        assert "newer version" in database.warning
        with closing(raw(database.path)) as other:
            assert other.execute("SELECT entry_id FROM recents").fetchall() == [("1",)]


class TestTransactions:
    """One transaction holds or does not."""

    def test_an_error_inside_rolls_everything_back(self, database: Database) -> None:
        def work(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT INTO versions VALUES ('a', 'v1', 1)")
            raise KeyError("stop")

        with pytest.raises(KeyError):
            database.write(work)
        assert database.rows("SELECT * FROM versions") == []
        database.keep(("INSERT INTO versions VALUES ('b', 'v1', 1)", ()))
        assert len(database.rows("SELECT * FROM versions")) == 1

    def test_a_result_is_given_back(self, database: Database) -> None:
        assert database.write(lambda connection: connection.total_changes) == 0

    def test_wrong_sql_is_an_error_and_not_a_warning(self, database: Database) -> None:
        with pytest.raises(sqlite3.OperationalError):
            database.rows("SELECT nothing FROM nowhere")
        assert database.durable

    def test_threads_share_a_database(self, database: Database) -> None:
        threads = [
            threading.Thread(target=note, args=(database, *(f"{n}-{i}" for i in range(20))))
            for n in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(ids(database)) == 80


class TestNoDisk:
    """Where nothing can be written, reading goes on."""

    def test_a_home_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "state").write_text("a file where a folder should be")
        database = Database(tmp_path / "state" / "state.db")
        note(database, "1")
        assert ids(database) == ["1"]
        assert not database.durable
        assert "nothing new is kept" in database.warning
        database.close()

    def test_a_home_made_read_only_still_shows_what_was_kept(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note(database, "1")
        database.close()

        def refuse(*_: object) -> int:
            raise OSError(30, "Read-only file system")

        with monkeypatch.context() as patch:
            patch.setattr(os, "open", refuse)
            note(database, "2")
            assert ids(database) == ["1", "2"]
            assert "Read-only file system" in database.warning
        database.close()
        assert ids(database) == ["1"]

    def test_a_file_that_becomes_read_only_in_use(self, database: Database) -> None:
        note(database, "1")
        database.rows("PRAGMA query_only = ON")
        note(database, "2")
        assert ids(database) == ["1", "2"]
        assert "cannot be written" in database.warning
        assert not database.durable

    def test_a_full_disk(self, database: Database) -> None:
        note(database, "1")
        pages = database.rows("PRAGMA page_count")[0][0]
        database.rows(f"PRAGMA max_page_count = {pages!r}")
        many = [f"entry-{'x' * 200}-{number}" for number in range(100)]
        note(database, *many)
        assert ids(database) == sorted(["1", *many])
        assert "the disk is full" in database.warning
        database.close()
        with closing(raw(database.path)) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def test_a_file_held_by_another_process_is_said_and_not_waited_for_for_ever(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.05)
        note(database, "1")
        with closing(raw(database.path)) as other:
            other.execute("BEGIN EXCLUSIVE")
            note(database, "2")
            assert "held by another process" in database.warning
            with pytest.raises(NotKept):
                database.write(lambda connection: None)
            assert ids(database) == ["1"]
        note(database, "3")
        assert ids(database) == ["1", "3"]
        assert database.durable


class TestDamage:
    """A damaged file is moved aside and never deleted."""

    @pytest.mark.parametrize("text", [b"not a database at all" * 100, b"SQLite format 3\0" * 300])
    def test_a_file_that_is_none(self, database: Database, text: bytes) -> None:
        database.path.parent.mkdir()
        database.path.write_bytes(text)
        note(database, "1")
        assert ids(database) == ["1"]
        assert database.durable
        assert "was damaged" in database.warning
        [aside] = database.path.parent.glob("state.db.damaged-*Z")
        assert aside.read_bytes() == text

    def test_damage_found_in_use(self, database: Database) -> None:
        note(database, *(f"{'x' * 200}{number}" for number in range(150)))
        database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        data = bytearray(database.path.read_bytes())
        data[4096:] = b"\xff" * (len(data) - 4096)
        database.path.write_bytes(data)
        assert ids(database) == []
        note(database, "1")
        assert ids(database) == ["1"]
        assert len(list(database.path.parent.glob("state.db.damaged-*Z"))) == 1

    def test_an_empty_file_is_simply_filled(self, database: Database) -> None:
        database.path.parent.mkdir()
        database.path.write_bytes(b"")
        note(database, "1")
        assert database.warning == ""

    def test_a_folder_in_its_place_is_no_crash(self, database: Database) -> None:
        database.path.mkdir(parents=True)
        note(database, "1")
        assert ids(database) == ["1"]
        assert not database.durable

    def test_two_sessions_move_one_damaged_file_once(self, database: Database) -> None:
        database.path.parent.mkdir()
        database.path.write_bytes(b"not a database at all" * 100)
        second = Database(database.path)
        note(database, "1")
        note(second, "2")
        second.close()
        assert ids(database) == ["1", "2"]
        assert len(list(database.path.parent.glob("state.db.damaged-*Z"))) == 1


def _write_many(path: Path, first: int) -> None:
    database = Database(path)
    note(database, *(str(number) for number in range(first, first + 30)))
    database.close()
    if database.warning:
        raise SystemExit(database.warning)


def _write_for_ever(path: Path, started: threading.Event) -> None:
    database = Database(path)
    number = 0
    while True:
        number += 1
        note(database, f"e{number % 50}")
        if number == 20:
            started.set()


class TestProcesses:
    """Several sessions at once."""

    def test_sessions_started_together_lose_nothing(self, database: Database) -> None:
        spawn = multiprocessing.get_context("spawn")
        children = [
            spawn.Process(target=_write_many, args=(database.path, 100 * number))
            for number in range(1, 5)
        ]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0] * 4
        assert len(ids(database)) == 120

    def test_a_session_killed_while_writing_harms_nobody(self, database: Database) -> None:
        note(database, "mine")
        spawn = multiprocessing.get_context("spawn")
        started = spawn.Event()
        child = spawn.Process(target=_write_for_ever, args=(database.path, started))
        child.start()
        assert started.wait(60)
        child.kill()
        child.join(60)
        note(database, "mine too")
        assert {"mine", "mine too"} < set(ids(database))
        assert database.rows("PRAGMA integrity_check") == [("ok",)]
        assert database.warning == ""
