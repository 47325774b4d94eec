"""The program in a real pseudo terminal, with either driver."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any, cast

from medialib_tui.store.paths import paths
from medialib_tui.store.settings import Ui
from medialib_tui.tui import line
from tests.architecture.sources import ROOT
from tests.benchmarks.views import READY
from tests.screen import Screen
from tests.terminal import Terminal

SIZE = (90, 28)
LEAN = Ui()


def started(home: Path, settings: str, **more: str) -> Terminal:
    """The program on the embedded library, at rest."""
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "MEDIALIB_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **more,
    }
    command = [sys.executable, "-m", "medialib_tui", "--demo"]
    terminal = Terminal(command, environ, columns=SIZE[0], rows=SIZE[1])
    terminal.wait_for(READY)
    terminal.until_quiet()
    return terminal


def seen(terminal: Terminal) -> list[tuple[str, ...]]:
    """The cells as they look: nothing of a blank but its ground."""
    cells = cast("list[Any]", terminal.cells())
    return [
        (cell.data, cell.bg)
        if cell.data == " " and not (cell.reverse or cell.underscore or cell.strikethrough)
        else (cell.data, cell.fg, cell.bg, *map(str, cell[3:]))
        for cell in cells
    ]


def test_both_drivers_show_the_same_and_one_sends_a_fraction(tmp_path: Path) -> None:
    with (
        started(tmp_path / "one", "[ui]\nwire = 'lean'\n") as lean,
        started(tmp_path / "two", "[ui]\nwire = 'plain'\n") as plain,
    ):
        assert seen(lean) == seen(plain)
        for key in ("a", "b", "<esc>", "?", "<pagedown>", "<esc>", "<ctrl+p>", "<down>", "<esc>"):
            lean.step(key)
            plain.step(key)
            assert seen(lean) == seen(plain), key
        assert lean.size < 0.1 * plain.size


def test_after_a_stop_everything_is_painted_again(tmp_path: Path) -> None:
    with started(tmp_path / "one", "") as terminal:
        before = terminal.text
        os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.until_quiet()
        stopped = os.waitid(os.P_PID, terminal.process.pid, os.WSTOPPED | os.WNOWAIT)
        assert stopped is not None
        terminal.screen = Screen(*SIZE)
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.wait_for(READY)
        terminal.until_quiet()
        assert terminal.text == before


def test_a_storm_of_sizes_ends_with_the_same_screen(tmp_path: Path) -> None:
    with (
        started(tmp_path / "one", "") as lean,
        started(tmp_path / "two", "[ui]\nwire = 'plain'\n") as plain,
    ):
        for terminal in (lean, plain):
            for columns, rows in ((60, 20), (130, 41), (81, 24), (44, 12), (110, 30)):
                terminal.resize(columns, rows)
                terminal.until_quiet(10)
            terminal.until_quiet()
        assert seen(lean) == seen(plain)


def test_after_a_foreign_program_everything_is_painted_again(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf '\\033[2J\\033[5;5Hforeign'\necho more >> \"$1\"\n")
    editor.chmod(0o700)
    found = []
    for name, wire in (("one", "lean"), ("two", "plain")):
        settings = f"[ui]\nwire = '{wire}'\n"
        with started(tmp_path / name, settings, EDITOR=str(editor)) as terminal:
            for keys, shows in (
                ("harbour-dawn-01", "harbour-dawn-01"),
                ("<enter>", "Known uses"),
                ("e", "f2 Review"),
                ("<down>", "Caption"),
                ("<enter>", "f4 Editor"),
                ("<f4>", "1 changed"),
            ):
                terminal.step(keys)
                terminal.wait_for(shows)
            terminal.until_quiet()
            assert "foreign" not in terminal.text
            found.append(seen(terminal))
    assert found[0] == found[1]


def test_redraw_paints_over_whatever_came_between(tmp_path: Path) -> None:
    with started(tmp_path / "one", "") as terminal:
        before = terminal.text
        terminal.screen.feed(b"\x1b[2J\x1b[5;9r\x1b[?6h\x1b[2;5Ha message from elsewhere")
        terminal.step("<ctrl+l>")
        assert terminal.text == before


def test_few_colours_name_no_exact_one(tmp_path: Path) -> None:
    for colours, said in (("256", b";5;"), ("16", b"\x1b[")):
        settings = f"[ui]\ncolors = '{colours}'\n"
        with started(tmp_path / colours, settings) as terminal:
            sent = b"".join(data for _, data in terminal.chunks)
            assert b"8;2;" not in sent
            assert said in sent


def test_only_known_terminals_are_sent_less_unless_it_is_asked_for() -> None:
    assert line.is_lean(LEAN, {"TERM": "xterm-256color"})
    assert not line.is_lean(LEAN, {"TERM": "vt100"})
    assert line.is_lean(Ui(given=frozenset({"wire"})), {"TERM": "vt100"})
    assert not line.is_lean(Ui(wire="plain"), {"TERM": "xterm-256color"})


def test_dropped_sequences_are_told_by_the_next_doctor(tmp_path: Path) -> None:
    from medialib_tui.store.dropped import last_dropped, note_dropped

    state = paths({"MEDIALIB_HOME": str(tmp_path)}).state
    assert last_dropped(state) == 0
    note_dropped(state, 3)
    assert last_dropped(state) == 3
    note_dropped(state, 0)
    assert last_dropped(state) == 0
