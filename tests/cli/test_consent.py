"""Grave operations on a terminal: what is asked, and what counts as an answer."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.on_terminal import on_terminal

ENTRY = "harbour-dawn-01"
PRODUCTION = """
[servers.live]
url = "{url}"
api_version = "2026-07"
production = true
token_env = "MEDIALIB_TOKEN"
"""


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """A file with a grave operation."""
    file = tmp_path / "archive.json"
    file.write_text(json.dumps([{"operation": "archive"}]))
    return str(file)


@pytest.mark.parametrize(
    ("answer", "code"), [(b"y\n", 0), (b"yes\n", 0), (b"\n", 7), (b"n\n", 7), (b"Y es\n", 7)]
)
def test_a_person_is_asked(archive: str, answer: bytes, code: int) -> None:
    left, shown = on_terminal("--demo", "patch", ENTRY, archive, answers=(answer,))
    assert (left == 7) is (code == 7)
    assert f"demo: {ENTRY}" in shown
    assert "archived" in shown
    assert ("nothing was sent" in shown) is (code == 7)


@pytest.mark.parametrize("option", ["--no-input", "--yes"])
def test_options_spare_the_question(archive: str, option: str) -> None:
    code, shown = on_terminal("--demo", "patch", ENTRY, archive, option)
    assert (code == 7) is (option == "--no-input")
    assert "Go on?" not in shown


def test_an_interrupted_question_sends_nothing(archive: str) -> None:
    code, shown = on_terminal("--demo", "patch", ENTRY, archive, answers=(None,))
    assert code == 130
    assert "Interrupted." in shown


@pytest.fixture
def production(home: Path, faulty: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The served library as the production server `live`."""
    faulty()
    url = os.environ["MEDIALIB_URL"]
    monkeypatch.delenv("MEDIALIB_URL")
    monkeypatch.setenv("MEDIALIB_SERVER", "live")
    (home / "settings.toml").write_text(PRODUCTION.format(url=url))


@pytest.mark.usefixtures("production")
def test_in_production_the_end_of_the_id_is_typed(archive: str) -> None:
    code, shown = on_terminal("patch", ENTRY, archive, answers=(b"y\n",))
    assert code == 7
    assert f"PRODUCTION live: {ENTRY}" in shown
    code, _ = on_terminal("patch", ENTRY, archive, answers=(b"awn-01\n",))
    assert code in (0, 9)


@pytest.mark.usefixtures("production")
def test_in_production_yes_needs_the_id_itself(archive: str) -> None:
    address = f"https://edit.example.com/media-library/{ENTRY}"
    code, shown = on_terminal("patch", address, archive, "--yes")
    assert code in (2, 7)
    assert "Applied" not in shown
    code, _ = on_terminal("patch", ENTRY, archive, "--yes")
    assert code in (0, 9)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("command", ["archive", "revoke"])
def test_in_production_ids_from_a_file_are_not_typed_ones(tmp_path: Path, command: str) -> None:
    file = tmp_path / "ids.txt"
    file.write_text(f"{ENTRY}\nharbour-dusk-02\n")
    code, shown = on_terminal(command, "--ids", str(file), "--yes")
    assert code == 7
    assert "needs the id in full" in shown and "Applied" not in shown


@pytest.mark.usefixtures("production")
def test_in_production_many_are_set_and_taken_back_as_a_whole() -> None:
    code, shown = on_terminal("set", ENTRY, "harbour-dusk-02", "source=A")
    assert code == 0
    key = shown.rpartition("undo --batch ")[2].split()[0]
    code, shown = on_terminal("undo", "--batch", key, answers=(b"y\n",))
    assert code == 7
    assert "PRODUCTION live" in shown
    code, shown = on_terminal("undo", "--batch", key, "--yes")
    assert code == 0
    assert shown.count("Taken back and verified") == 2


@pytest.mark.usefixtures("production")
def test_in_production_a_grave_undo_needs_its_number(tmp_path: Path) -> None:
    file = tmp_path / "use.json"
    file.write_text('[{"operation": "addUsageLogEntry", "value": {"purpose": "print"}}]')
    assert on_terminal("patch", ENTRY, str(file))[0] == 0
    code, shown = on_terminal("undo", "--yes")
    assert code == 7
    assert "medialib undo 1 --yes" in shown
    assert on_terminal("undo", "1", "--yes")[0] == 0


def test_an_undo_is_shown_and_asked_for(archive: str, faulty: Callable[..., None]) -> None:
    faulty()
    code, _ = on_terminal("set", ENTRY, "title=New")
    assert code == 0
    code, shown = on_terminal("undo", answers=(b"n\n",))
    assert code == 7
    assert "title: “New” → “Fishing boats" in shown
    code, shown = on_terminal("undo", answers=(b"y\n",))
    assert code == 0
    assert "Applied and verified" in shown
