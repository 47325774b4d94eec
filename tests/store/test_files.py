"""Private files, replaced in one step."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from medialib_tui.store.files import locked, make_folder, write_private


def mode(path: Path) -> int:
    """The permission bits of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def test_new_folders_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        make_folder(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_file_in_the_way_of_a_folder_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(NotADirectoryError):
        make_folder(tmp_path / "a" / "b")


def test_new_files_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "new" / "file", b"text")
    finally:
        os.umask(before)
    assert mode(tmp_path / "new" / "file") == 0o600
    assert (tmp_path / "new" / "file").read_bytes() == b"text"


def test_replacing_tightens_the_mode(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, b"new")
    assert mode(file) == 0o600


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "settings.toml"
    target.parent.mkdir()
    target.write_text("old")
    link = tmp_path / "settings.toml"
    link.symlink_to(target)
    write_private(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_reader_with_the_file_open_keeps_the_old_text(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_private(file, b"old")
    with file.open("rb") as reader:
        write_private(file, b"new")
        assert reader.read() == b"old"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    write_private(file, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_lock_makes_its_folder_and_leaves_nothing_in_it(tmp_path: Path) -> None:
    with locked(tmp_path / "new"):
        assert list((tmp_path / "new").iterdir()) == []
