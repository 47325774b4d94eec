"""Ids on standard input, however they are cut into pieces."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medialib_tui.cli.exits import CliError
from medialib_tui.cli.inputs import read_ids
from medialib_tui.cli.parsing import likely_command

ROOT = Path(__file__).resolve().parents[2]
IDS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1, max_size=20).filter(
        lambda word: "://" not in word and not word.startswith("\ufeff")
    ),
    min_size=1,
    unique=True,
)


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self._step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self._step)


@given(IDS, st.integers(1, 7), st.sampled_from([" ", "\n", "\r\n", "\t\n "]), st.booleans())
def test_ids_survive_any_cut(ids: list[str], step: int, between: str, mark: bool) -> None:
    data = between.join(ids).encode("utf-8-sig" if mark else "utf-8")
    found = [word for group in read_ids(Dripping(data, step)) for word in group]
    assert found == ids


def test_ids_come_in_the_groups_they_arrive_in() -> None:
    groups = read_ids(Dripping(b"aa bb cc dd", 6))
    assert next(groups) == ["aa", "bb"]


def test_the_broken_line_is_named() -> None:
    with pytest.raises(CliError, match="line 3"):
        list(read_ids(Dripping(b"a\nb\n\xff", 2)))


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("chek", "check"),
        ("gett", "get"),
        ("sever", "server"),
        ("9fKagDCiN6sb", None),
        ("dpa:123", None),
        ("harbour-dawn-01", None),
        ("Check", None),
        ("skyline", None),
    ],
)
def test_what_looks_like_a_slip(word: str, command: str | None) -> None:
    assert likely_command(word) == command


def test_a_token_is_typed_without_being_shown(home: Path) -> None:
    (home / "settings.toml").write_text('[servers.desk]\nurl = "https://cms.example.com"\n')
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "medialib_tui", "server", "login"])  # noqa: S606 - a fixed command
    shown = b""
    while b"not shown): " not in shown:
        shown += os.read(terminal, 1024)
    os.write(terminal, b"canary-token-0123456789\n")
    while b"is kept in" not in shown:
        shown += os.read(terminal, 1024)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    os.close(terminal)
    assert b"canary" not in shown
    assert "canary" in (home / "tokens" / "desk").read_text()


def test_no_input_never_asks(home: Path) -> None:
    (home / "settings.toml").write_text('[servers.desk]\nurl = "https://cms.example.com"\n')
    controller, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "medialib_tui", "server", "login", "--no-input"],
        cwd=ROOT,
        stdin=terminal,
        capture_output=True,
        check=False,
    )
    os.close(controller)
    os.close(terminal)
    assert done.returncode == 2
    assert b"--token-stdin" in done.stderr
