"""Runs and items of imports: kept, resumed, begun anew, held by one process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from medialib_tui.store.database import Database
from medialib_tui.store.errors import NotKept
from medialib_tui.store.hold import hold, is_held
from medialib_tui.store.import_rows import SENT, WAITING, ItemRow, RunRow
from medialib_tui.store.imports import KEPT_RUNS, Imports

SERVER = "https://server.example.com"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "state.db")
    yield made
    made.close()


@pytest.fixture
def imports(database: Database) -> Imports:
    return Imports(database, lambda text: text.replace("a-secret-token", "***"))


def begin(imports: Imports, digest: str = "d1", *, resume: bool = False) -> RunRow:
    return imports.begin(SERVER, digest, "items.json", "/x/items.json", total=3, resume=resume)


def row(place: int, state: str, **more: object) -> ItemRow:
    made = ItemRow(place, place, f"item {place}", f"id-{place}", None, None, state)
    return replace(made, **more)  # type: ignore[arg-type]  # any column


def test_items_are_kept_as_they_are(imports: Imports) -> None:
    run = begin(imports)
    told = row(2, "refused", title="No.", code="refused", status=400, fields=(("a", "b", None),))
    imports.keep(run.number, [row(1, SENT, since=12.5, attempts=1), told])
    imports.keep(run.number, [row(1, "created", since=12.5, attempts=1)], synced=False)
    assert list(imports.rows(run.number)) == [row(1, "created", since=12.5, attempts=1), told]
    assert list(imports.rows(run.number, without=["created"])) == [told]
    assert list(imports.states(run.number)) == [(1, "created"), (2, "refused")]
    assert imports.at(run.number, [2, 3]) == {2: told}
    found = imports.find(SERVER, "d1")
    assert found is not None
    assert found.states == {"created": 1, "refused": 1}


def test_a_resumed_run_goes_on_and_another_begins_anew(imports: Imports) -> None:
    run = begin(imports)
    imports.keep(run.number, [row(1, "created"), row(2, SENT, since=1.0, attempts=1)])
    assert begin(imports, resume=True).states == {"created": 1, SENT: 1}
    anew = begin(imports)
    assert anew.number == run.number
    assert anew.states == {WAITING: 2}
    first, second = imports.rows(run.number)
    assert (first.known, first.attempts) == (True, 0)
    assert (second.known, second.since) == (False, None)


def test_runs_are_by_server_and_content_and_the_oldest_go(imports: Imports) -> None:
    for number in range(KEPT_RUNS + 3):
        run = begin(imports, f"d{number}")
        imports.keep(run.number, [row(1, "created")])
    assert len(imports.runs(SERVER)) == KEPT_RUNS
    assert imports.find(SERVER, "d0") is None
    assert imports.find("https://another.example.com", "d9") is None
    assert imports.runs(SERVER)[0].digest == f"d{KEPT_RUNS + 2}"


def test_the_token_is_not_kept(imports: Imports, tmp_path: Path) -> None:
    run = begin(imports)
    with pytest.raises(NotKept, match="access token"):
        imports.keep(run.number, [row(1, "refused", title="a-secret-token")])
    with pytest.raises(NotKept, match="access token"):
        imports.begin(SERVER, "d", "a-secret-token", "", total=None, resume=False)
    assert not any(b"a-secret-token" in path.read_bytes() for path in tmp_path.glob("state.db*"))


def test_nothing_is_kept_that_would_be_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("medialib_tui.store.sqlite_file.connect", full)
    with pytest.raises(NotKept):
        begin(Imports(Database(tmp_path / "state.db")))


def test_marks_are_on_the_disk_at_once_and_results_with_them(
    imports: Imports, database: Database
) -> None:
    run = begin(imports)
    imports.keep(run.number, [row(1, "created")], synced=False)
    assert database.rows("PRAGMA synchronous") == [(1,)]
    imports.keep(run.number, [row(2, SENT)])
    assert database.rows("PRAGMA synchronous") == [(2,)]


def test_one_process_holds_a_run_and_its_end_lets_go(imports: Imports, tmp_path: Path) -> None:
    held = imports.hold(SERVER, "d1")
    assert held is not None
    assert imports.hold(SERVER, "d1") is None
    assert imports.is_held(SERVER, "d1")
    other = imports.hold(SERVER, "d2")
    assert other is not None
    other.release()
    held.release()
    held.release()
    assert not imports.is_held(SERVER, "d1")
    assert not list((tmp_path / "imports").iterdir())


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from medialib_tui.store.hold import hold;"
        "held = hold(Path(sys.argv[1]), 'x'); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603 - a fixed program
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert is_held(tmp_path, "x")
        assert hold(tmp_path, "x") is None
        process.kill()
    assert not is_held(tmp_path, "x")
    taken = hold(tmp_path, "x")
    assert taken is not None
    assert os.stat(tmp_path / "x.lock").st_mode & 0o077 == 0
    taken.release()
