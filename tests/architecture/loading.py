"""Which modules a start path loads, seen from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping

from tests.architecture.sources import ROOT

_REPORT = """
import atexit, json, os, sys
def report(write=os.write, to={to}):
    write(to, json.dumps(sorted(name for name, module in sys.modules.items() if module)).encode())
atexit.register(report)
sys.argv = {argv!r}
{code}
"""


def loaded(
    code: str, *argv: str, environ: Mapping[str, str] | None = None, leaves: int = 0
) -> set[str]:
    """Names in `sys.modules` when a fresh interpreter has run the code and exited as expected."""
    reading, writing = os.pipe()
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter, code of the tests
            [sys.executable, "-c", _REPORT.format(to=writing, argv=["medialib", *argv], code=code)],
            cwd=ROOT,
            env={**os.environ, **(environ or {})},
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    with open(reading, encoding="utf-8") as report:
        names = report.read()
    assert done.returncode == leaves, done.stdout + done.stderr
    return set(json.loads(names))


def command(*argv: str, environ: Mapping[str, str] | None = None, leaves: int = 0) -> set[str]:
    """Names loaded by one run of `medialib` with these arguments."""
    code = "from medialib_tui.__main__ import main\nsys.exit(main())"
    return loaded(code, *argv, environ=environ, leaves=leaves)


def families(names: set[str]) -> set[str]:
    """Top-level packages of modules."""
    return {name.partition(".")[0] for name in names}
