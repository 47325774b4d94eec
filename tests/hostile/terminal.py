"""The app in a pseudo terminal, read byte by byte."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.terminal import Terminal

APP = """
import sys
from medialib_tui.store.resolve import Flags
from medialib_tui.tui.run import run
sys.exit(run(Flags(demo=True), sys.argv[1]))
"""


def terminal(home: Path, query: str, *, code: str = APP, **more: str) -> Terminal:
    """The app started at a look-up, on 100 columns and 30 lines.

    `more` are variables of its environment, in place of the usual ones.
    """
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "MEDIALIB_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        **more,
    }
    return Terminal([sys.executable, "-c", code, query], environ, columns=100, rows=30)


def shows(screen: Terminal, text: str) -> None:
    """Wait until the text stands on the screen and the line is quiet."""
    screen.wait_for(text, limit_s=30)
    screen.until_quiet(400, 30)
