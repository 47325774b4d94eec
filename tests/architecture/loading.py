"""Which modules a start path loads, seen from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.terminal import Terminal

_REPORT = """
import atexit, json, os, sys
def report():
    names = sorted(name for name, module in sys.modules.items() if module)
    with open({report!r}, "w") as file:
        json.dump(names, file)
def leave(code, leave=os._exit):
    report()
    leave(code)
atexit.register(report)
os._exit = leave
sys.argv = {argv!r}
{code}
"""
_MAIN = "from medialib_tui.__main__ import main\nsys.exit(main())"


def loaded(
    code: str, *argv: str, environ: Mapping[str, str] | None = None, leaves: int = 0
) -> set[str]:
    """Names in `sys.modules` when a fresh interpreter has run the code and exited as expected."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "modules.json"
        done = subprocess.run(  # noqa: S603 - this interpreter, code of the tests
            _command(code, argv, report),
            cwd=ROOT,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == leaves, done.stdout + done.stderr
        return set(json.loads(report.read_text()))


def command(*argv: str, environ: Mapping[str, str] | None = None, leaves: int = 0) -> set[str]:
    """Names loaded by one run of `medialib` with these arguments."""
    return loaded(_MAIN, *argv, environ=environ, leaves=leaves)


def app(*argv: str, ready: str, environ: Mapping[str, str]) -> set[str]:
    """Names loaded by the app when its first screen stands and it is left."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "modules.json"
        variables = {**os.environ, "TERM": "xterm-256color", **environ}
        with Terminal(_command(_MAIN, argv, report), variables, columns=80, rows=24) as terminal:
            terminal.wait_for(ready)
            terminal.until_quiet()
            terminal.write("<ctrl+c>")
            assert terminal.until_exit() == 0
        return set(json.loads(report.read_text()))


def _command(code: str, argv: tuple[str, ...], report: Path) -> list[str]:
    filled = _REPORT.format(report=str(report), argv=["medialib", *argv], code=code)
    return [sys.executable, "-c", filled]


def families(names: set[str]) -> set[str]:
    """Top-level packages of modules."""
    return {name.partition(".")[0] for name in names}
