"""The driver in a real pseudo terminal, under apps of a few lines."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]

_BUSY = """
from textual.app import App
from medialib_tui.tui.wire.driver import LeanDriver

class Busy(App):
    def on_mount(self):
        for number in range(2_000):
            self._driver.write(f"\\x1b[{1 + number % 20};1H{number:060}")
        for y in range(1, 41):
            cells = [f"\\x1b[38;2;{y};{x};9;48;2;9;{y};{x}m#" for x in range(120)]
            self._driver.write(f"\\x1b[{y};1H" + "".join(cells) + "\\x1b[m")
        self.exit(return_code=7)

app = Busy()
app.driver_class = LeanDriver
app.run()
raise SystemExit(app.return_code)
"""


def test_a_terminal_that_takes_nothing_is_not_waited_for_and_left_as_it_was(tmp_path: Path) -> None:
    environ = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "HOME": str(tmp_path)}
    with Terminal([sys.executable, "-c", _BUSY], environ) as terminal:
        assert terminal.process.wait(timeout=60) == 7
        terminal.until_quiet()
        assert terminal.size < 20_000
        assert b"\x1b[?1049l\x1b[?25h" in terminal.output
        assert b"\x1b[?1003l" in terminal.output


_AWAY = """
import asyncio
from textual.app import App
from textual.widgets import Label
from medialib_tui.tui.wire.driver import LeanDriver

class Away(App):
    def compose(self):
        yield Label("at home")

    async def on_key(self, event):
        label = self.query_one(Label)
        with self.suspend():
            for number in range(3):
                label.update(f"away {number}")
                await asyncio.sleep(0.1)
        label.update("back")

Away(driver_class=LeanDriver).run()
"""


def test_what_is_painted_while_the_terminal_is_given_away_holds_up_nothing(tmp_path: Path) -> None:
    environ = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "HOME": str(tmp_path)}
    with Terminal([sys.executable, "-c", _AWAY], environ) as terminal:
        terminal.wait_for("at home")
        for _ in range(2):
            terminal.write("x")
            terminal.wait_for("back", limit_s=3)
        assert b"away" not in terminal.output
