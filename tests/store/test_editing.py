"""Changing the settings file without losing what a person wrote."""

from __future__ import annotations

import multiprocessing
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from medialib_tui.store import editing
from medialib_tui.store.errors import SettingsError
from medialib_tui.store.settings import Settings, load_settings
from tests.store.conftest import Write

WRITTEN = """\
# the newsroom
server = "live" # by default

[servers.live] # careful
url = "https://cms.example.com"
production = true

[ui] # looks
theme = "light"   # by day

[servers.test]
url = "localhost:9090"

[keymap]
"app.quit" = "q"
"""
COMMENTS = ("# the newsroom", "# by default", "# careful", "# looks", "# by day")


def test_the_first_server_makes_the_file_and_is_the_default(file: Path) -> None:
    settings = editing.add_server(file, "live", {"url": "https://h.example", "production": True})
    assert settings == load_settings(file)
    assert settings.current == "live"
    assert settings.servers["live"].production
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_second_server_leaves_the_default(file: Path) -> None:
    editing.add_server(file, "live", {"url": "https://h.example"})
    settings = editing.add_server(file, "test", {"url": "localhost:9090"})
    assert list(settings.servers) == ["live", "test"]
    assert settings.current == "live"


CHANGES: list[tuple[Callable[[Path], Settings], Callable[[Settings], bool]]] = [
    (
        lambda file: editing.add_server(file, "new", {"url": "https://n.example"}),
        lambda settings: settings.servers["new"].url == "https://n.example",
    ),
    (
        lambda file: editing.remove_server(file, "test"),
        lambda settings: list(settings.servers) == ["live"],
    ),
    (lambda file: editing.use_server(file, "test"), lambda settings: settings.current == "test"),
    (
        lambda file: editing.set_ui(file, "density", "compact"),
        lambda settings: settings.ui.density == "compact" and settings.ui.theme == "light",
    ),
]


@pytest.mark.parametrize(("change", "holds"), CHANGES)
def test_every_change_holds_and_keeps_comments_and_all_else(
    write: Write,
    file: Path,
    change: Callable[[Path], Settings],
    holds: Callable[[Settings], bool],
) -> None:
    write(WRITTEN)
    settings = change(file)
    assert holds(settings)
    assert settings == load_settings(file)
    text = file.read_text(encoding="utf-8")
    assert all(comment in text for comment in COMMENTS)


@pytest.mark.parametrize(
    "text",
    [
        "servers = {}",
        'servers = { live = { url = "https://h.example" } }',
        'servers.live.url = "https://h.example"',
        '[servers]\nlive.url = "https://h.example"\n[ui]\n',
        "[servers]\n[ui]\ntheme = 'light'\n",
        '[ui]\r\ntheme = "light"\r\n[servers.live]\r\nurl = "h.example"\r\n',
        "# nothing but a comment",
        '[servers.a]\nurl = "a.example"\n[ui]\n[servers.b]\nurl = "b.example"\n[keymap]\n',
    ],
)
def test_every_way_of_writing_tables_can_be_changed(write: Write, file: Path, text: str) -> None:
    write(text)
    before = load_settings(file)
    editing.add_server(file, "new", {"url": "https://n.example"})
    editing.use_server(file, "new")
    settings = editing.set_ui(file, "mouse", False)
    assert settings == load_settings(file)
    assert {**before.servers, "new": settings.servers["new"]} == settings.servers
    assert settings.ui.theme == before.ui.theme
    assert not settings.ui.mouse
    assert editing.remove_server(file, "new").servers == before.servers


def test_none_goes_back_to_the_default(write: Write, file: Path) -> None:
    write(WRITTEN)
    assert editing.set_ui(file, "theme", None).ui.theme == "dark"


def test_the_removed_default_is_no_default(write: Write, file: Path) -> None:
    write(WRITTEN + '[servers.third]\nurl = "localhost:1"\n')
    assert editing.remove_server(file, "live").current is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: editing.add_server(file, "live", {"url": "h"}), "already"),
        (lambda file: editing.add_server(file, "a b", {"url": "h"}), "cannot name"),
        (lambda file: editing.add_server(file, "new", {"url": "ftp://h"}), "http or https"),
        (lambda file: editing.add_server(file, "new", {}), "is missing"),
        (lambda file: editing.add_server(file, "new", {"url": "h", "timeout": -1}), "above 0"),
        (
            lambda file: editing.add_server(file, "new", {"url": "h", "colour": "red"}),
            "not a setting",
        ),
        (lambda file: editing.remove_server(file, "life"), "no server “life”"),
        (lambda file: editing.use_server(file, "life"), "no server “life”"),
        (lambda file: editing.set_ui(file, "density", "tight"), "must be one of"),
        (lambda file: editing.set_ui(file, "densty", "compact"), "not a setting"),
    ],
)
def test_a_refused_change_leaves_the_file_as_it_was(
    write: Write, file: Path, change: Callable[[Path], Settings], words: str
) -> None:
    write(WRITTEN)
    with pytest.raises(SettingsError) as caught:
        change(file)
    assert words in caught.value.title
    assert file.read_text(encoding="utf-8") == WRITTEN


def test_a_server_can_be_replaced_on_request(write: Write, file: Path) -> None:
    write(WRITTEN)
    settings = editing.add_server(file, "live", {"url": "https://n.example"}, replace=True)
    assert settings.servers["live"].given == {"url"}


def test_a_broken_file_is_not_touched(write: Write, file: Path) -> None:
    write("[ui")
    with pytest.raises(SettingsError, match="not valid TOML"):
        editing.set_ui(file, "mouse", False)
    assert file.read_text(encoding="utf-8") == "[ui"


def test_a_wrong_server_can_be_removed_to_repair_the_file(write: Write, file: Path) -> None:
    write(WRITTEN + '[servers.bad]\nurl = "ftp://h"\n')
    assert list(editing.remove_server(file, "bad").servers) == ["live", "test"]


def test_a_linked_settings_file_stays_linked(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text(WRITTEN, encoding="utf-8")
    file.parent.mkdir()
    file.symlink_to(target)
    editing.use_server(file, "test")
    assert file.is_symlink()
    assert 'server = "test"' in target.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(SettingsError, match="cannot be written"):
        editing.set_ui(tmp_path / "config" / "settings.toml", "mouse", False)


def test_a_full_disk_is_a_settings_error(
    write: Write, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(WRITTEN)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        editing.use_server(file, "test")
    assert file.read_text(encoding="utf-8") == WRITTEN


def _add_several(file: Path, first: int) -> None:
    for number in range(first, first + 5):
        editing.add_server(file, f"s{number}", {"url": f"localhost:{9000 + number}"})


def test_changes_from_several_processes_all_hold(file: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    children = [spawn.Process(target=_add_several, args=(file, first)) for first in (0, 10, 20)]
    for child in children:
        child.start()
    for child in children:
        child.join(60)
    assert [child.exitcode for child in children] == [0, 0, 0]
    assert len(load_settings(file).servers) == 15
