"""A text in the person's own editor: private, whole, and as it was where anything goes wrong."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from medialib_tui.tui.screens.edit import external as edit_external
from medialib_tui.tui.screens.edit.external import (
    MOST,
    EditorFailed,
    edit_outside,
    editor_command,
)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program that stands for an editor; tests write it."""
    file = tmp_path / "my editor"
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


def edited(script: Path, lines: str, text: str) -> str:
    script.write_text(f"#!/bin/sh\n{lines}\n")
    return edit_outside(text, {"EDITOR": f"'{script}'"})


def test_visual_comes_before_editor_and_may_have_arguments() -> None:
    assert editor_command({"VISUAL": "code -w", "EDITOR": "nano"}) == ["code", "-w"]
    assert editor_command({"EDITOR": "nano"}) == ["nano"]
    assert editor_command({}) == ["vi"]
    with pytest.raises(EditorFailed):
        editor_command({"EDITOR": "'unfinished"})


def test_the_file_is_private_and_gone_afterwards(script: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    edited(script, f'ls -l "$1" > "{seen}"; echo "$1" >> "{seen}"', "text")
    listed, name = seen.read_text().splitlines()
    assert listed.startswith("-rw-------")
    assert not Path(name).exists()
    assert not Path(name).parent.exists()


@pytest.mark.parametrize("text", ["", "one", "one\n", "a\r\nb\x1b[2J\x00\u202e\udcff€\n\n"])
def test_an_untouched_text_comes_back_as_it_was(script: Path, text: str) -> None:
    assert edited(script, "true", text) == text


def test_the_line_break_editors_add_is_taken_off(script: Path) -> None:
    assert edited(script, 'printf "new\\n" > "$1"', "old") == "new"
    assert edited(script, 'printf "new\\n" > "$1"', "old\n") == "new\n"


@pytest.mark.parametrize(
    "lines",
    [
        "exit 3",
        'printf "\\377\\377" > "$1"',
        'rm "$1"',
        f'head -c {MOST + 1} /dev/zero > "$1"',
    ],
)
def test_what_cannot_be_taken_is_said(script: Path, lines: str) -> None:
    with pytest.raises(EditorFailed):
        edited(script, lines, "old")


def test_an_editor_that_is_not_there_is_said() -> None:
    with pytest.raises(EditorFailed, match="cannot be started"):
        edit_outside("x", {"EDITOR": "no-such-editor-anywhere"})


def test_an_interrupt_in_the_editor_does_not_reach_the_app(script: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert edited(script, 'kill -INT $PPID; printf done > "$1"', "x") == "done"
    with pytest.raises(EditorFailed):
        edited(script, "kill -INT $$; printf done", "x")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_hang_up_while_the_editor_starts_ends_it_too(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        edit_external, "_take_interrupts", lambda: os.kill(os.getppid(), signal.SIGTERM)
    )
    assert edited(script, "exec sleep 30", "old") == "old"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_hang_up_ends_the_editor_and_what_it_wrote_counts(script: Path, number: int) -> None:
    def mine(_number: int, _frame: object) -> None:
        raise AssertionError

    before = signal.signal(number, mine)
    try:
        written = f'printf kept > "$1"; kill -{int(number)} $PPID; exec sleep 30'
        assert edited(script, written, "old") == "kept"
        assert signal.getsignal(number) is mine
    finally:
        signal.signal(number, before)
